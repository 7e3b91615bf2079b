"""The association graph: where does a walker step from each labelled sample, and where does it come home?"""

import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn.functional import one_hot

from lbaviz.association import walk
from lbaviz.errors import BadInput
from lbaviz.records import EDGES_PER_SAMPLE, WalkFrame, WalkTrace


@torch.no_grad()
def association_graph(
    a: Tensor,
    b: Tensor,
    labels,
    *,
    classes: int,
    step: int = 0,
    similarity="dot",
    scale: float = 1.0,
    edges: int = EDGES_PER_SAMPLE,
) -> WalkFrame:
    """Return the walk between embeddings a (n_a, d) and b (n_b, d) (LBA eq. 1-3), the strongest `edges` a sample.

    labels: the classes (n_a,) of a, in 0...classes - 1. p_class and the hidden mass come from the full matrices.
    """
    walked = walk(a.float(), b.float(), similarity=similarity, scale=scale)
    member = one_hot(torch.as_tensor(labels, dtype=torch.int64, device=a.device), classes).to(walked.p_ab.dtype)
    p_ab, index_ab, hidden_ab = _strongest(walked.p_ab, edges)
    p_ba, index_ba, hidden_ba = _strongest(walked.p_ba, edges)
    p_class = (walked.p_ab @ (walked.p_ba @ member)).cpu().numpy()
    visit = walked.p_visit.cpu().numpy()
    return WalkFrame(step, p_ab, index_ab, hidden_ab, p_ba, index_ba, hidden_ba, p_class, visit)


@torch.no_grad()
def walk_trace(
    a: Tensor, b: Tensor, labels, start: int, *, classes: int, similarity="dot", scale: float = 1.0
) -> WalkTrace:
    """Follow the walks that start at row `start` of embeddings a (n_a, d), over b (n_b, d), and home again.

    labels: the classes (n_a,) of a, in 0...classes - 1. BadInput if there is no such row.
    """
    if not 0 <= start < len(a):
        raise BadInput(f"start is {start}, but a walk starts at a row of a, 0 to {len(a) - 1}")
    walked = walk(a.float(), b.float(), similarity=similarity, scale=scale)
    turn = walked.p_ab[start]
    end = turn @ walked.p_ba
    member = one_hot(torch.as_tensor(labels, dtype=torch.int64, device=a.device), classes).to(end.dtype)
    return WalkTrace(start, turn.cpu().numpy(), end.cpu().numpy(), (end @ member).cpu().numpy())


def _strongest(p: Float[Tensor, "rows columns"], edges: int) -> tuple:
    """Return the largest entries of each row, their columns, and what is left of the row's sum of 1."""
    values, columns = p.topk(min(edges, p.shape[1]), dim=1)
    hidden = (1 - values.sum(dim=1)).clamp(min=0)
    return values.cpu().numpy(), columns.cpu().numpy().astype("uint16"), hidden.cpu().numpy()
