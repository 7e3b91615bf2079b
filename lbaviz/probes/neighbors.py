"""Whom a network takes for neighbours."""

import time

import torch
from torch.nn.functional import normalize

from lbaviz.errors import BadInput, nearest
from lbaviz.probes.checks import check_count, check_embeddings, check_widths
from lbaviz.probes.neighbor_search import search
from lbaviz.records import Neighbors

METRICS = ("cosine", "euclidean")


@torch.no_grad()
def nearest_neighbors(queries, gallery, *, k: int = 5, metric: str = "cosine", exclude_self: bool = False) -> Neighbors:
    """Return the k nearest of gallery (m, d) for each of queries (n, d), nearest first; exact but for ties.

    metric: "cosine" (a sample of length 0 has similarity 0) or "euclidean" (similarity is minus the distance).
    exclude_self: query i is gallery sample i, which does not count as its own neighbour. Cost: n x m x d products, by
    chunks of at most 64 MB. BadInput for an unknown metric, k larger than the gallery, empty, not finite or
    constant embeddings, or different widths.
    """
    began = time.perf_counter()
    if metric not in METRICS:
        raise BadInput(f"there is no metric '{metric}'.{nearest(metric, METRICS)}")
    queries = check_embeddings(queries, "the queries")
    gallery = check_embeddings(gallery, "the gallery's samples", varied=True)
    check_widths(queries, gallery, ("the queries", "the gallery's samples"))
    k = check_count(k, "k")
    if exclude_self and len(queries) != len(gallery):
        raise BadInput(
            f"exclude_self means that query i is gallery sample i, but there are {len(queries)} queries "
            f"and {len(gallery)} gallery samples: give the gallery as queries"
        )
    if k > len(gallery) - exclude_self:
        there = len(gallery) - exclude_self
        what = f"{there}{' other' if exclude_self else ''} sample{'s' if there != 1 else ''}"
        raise BadInput(f"k is {k}, but the gallery has {what}: take {'a smaller k' if there else 'more samples'}")
    if metric == "cosine":
        queries, gallery = normalize(queries.double(), dim=1), normalize(gallery.double(), dim=1)
    own = torch.arange(len(queries), device=queries.device) if exclude_self else None
    indices, similarities = search(queries, gallery, own, k, metric == "euclidean")
    indices, similarities = indices.cpu().numpy(), similarities.float().cpu().numpy()
    return Neighbors(indices, similarities, metric, seconds=time.perf_counter() - began)
