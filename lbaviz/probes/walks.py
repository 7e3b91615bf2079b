"""The association graph: where does a walker step from each labelled sample, and where does it come home?"""

import time
from dataclasses import replace

import torch
from jaxtyping import Float, Int
from torch import Tensor
from torch.nn.functional import one_hot

from lbaviz.association import walk
from lbaviz.errors import BadInput
from lbaviz.probes.checks import check_classes, check_count, check_embeddings
from lbaviz.records import EDGES_PER_SAMPLE, WalkFrame, WalkTrace
from lbaviz.records.walks import MOST


@torch.no_grad()
def association_graph(
    a,
    b,
    labels,
    *,
    classes: int,
    step: int = 0,
    similarity="dot",
    scale: float = 1.0,
    edges: int = EDGES_PER_SAMPLE,
) -> WalkFrame:
    """Return the walk between embeddings a (n_a, d) and b (n_b, d) (LBA eq. 1-3), the strongest `edges` a sample.

    labels: the classes (n_a,) of a, in 0...classes - 1, which the record keeps. p_class and the hidden mass come from
    the full matrices. Cost: n_a x n_b x d products, and three matrices n_a x n_b. BadInput for embeddings that are
    empty, not finite or of different widths, more than 65,536 samples, labels that are no class, and no edges.
    """
    began = time.perf_counter()
    a, b, labels = checked(a, b, labels, classes)
    if max(len(a), len(b)) > MOST:
        raise BadInput(f"the graph has {max(len(a), len(b)):,} samples on a side, but at most {MOST:,}: select fewer")
    edges = check_count(edges, "edges")
    graph = graph_of(a, b, labels, classes=classes, step=step, similarity=similarity, scale=scale, edges=edges)
    return replace(graph, labels=labels.cpu().numpy(), seconds=time.perf_counter() - began)


def graph_of(
    a: Float[Tensor, "n_a d_a"],
    b: Float[Tensor, "n_b d_b"],
    labels: Int[Tensor, " n_a"],
    *,
    classes: int,
    step: int,
    similarity="dot",
    scale: float = 1.0,
    edges: int = EDGES_PER_SAMPLE,
) -> WalkFrame:
    """Return the same without a check: the frame of a run that diverges is recorded, and shows that it does."""
    walked = walk(a, b, similarity=similarity, scale=scale)
    member = one_hot(labels, classes).to(walked.p_ab.dtype)
    p_ab, index_ab, hidden_ab = _strongest(walked.p_ab, edges)
    p_ba, index_ba, hidden_ba = _strongest(walked.p_ba, edges)
    p_class = (walked.p_ab @ (walked.p_ba @ member)).cpu().numpy()
    visit = walked.p_visit.cpu().numpy()
    return WalkFrame(step, p_ab, index_ab, hidden_ab, p_ba, index_ba, hidden_ba, p_class, visit)


@torch.no_grad()
def walk_trace(a, b, labels, start: int, *, classes: int, similarity="dot", scale: float = 1.0) -> WalkTrace:
    """Follow the walks that start at row `start` of embeddings a (n_a, d), over b (n_b, d), and home again.

    labels: the classes (n_a,) of a, in 0...classes - 1. Cost: n_a x n_b x d products. BadInput as association_graph,
    and if there is no such row.
    """
    began = time.perf_counter()
    a, b, labels = checked(a, b, labels, classes)
    if check_count(start, "start", 0) >= len(a):
        raise BadInput(f"start is {start}, but a walk starts at a row of a, 0 to {len(a) - 1}")
    walked = walk(a, b, similarity=similarity, scale=scale)
    turn = walked.p_ab[start]
    end = turn @ walked.p_ba
    home = end @ one_hot(labels, classes).to(end.dtype)
    found = (part.cpu().numpy() for part in (turn, walked.p_ba, end, home, labels))
    return WalkTrace(int(start), *found, seconds=time.perf_counter() - began)


def checked(a, b, labels, classes: int) -> tuple[Tensor, Tensor, Tensor]:
    """Return both embeddings as float32 tensors on their device, and the labels of a beside them; or BadInput."""
    a, b = check_embeddings(a, "a").float(), check_embeddings(b, "b").float()
    labels = check_classes(labels, "labels", n=len(a), classes=check_count(classes, "classes"))
    return a, b, torch.as_tensor(labels, device=a.device)


def _strongest(p: Float[Tensor, "rows columns"], edges: int) -> tuple:
    """Return the largest entries of each row, their columns, and what is left of the row's sum of 1."""
    values, columns = p.topk(min(edges, p.shape[1]), dim=1)
    hidden = (1 - values.sum(dim=1)).clamp(min=0)
    return values.cpu().numpy(), columns.cpu().numpy().astype("uint16"), hidden.cpu().numpy()
