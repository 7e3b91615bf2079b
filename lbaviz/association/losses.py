"""Walker and visit loss (LBA sec. 3, eq. 6-9), in nats, and the three ways in which people take their logarithm.

Only round trips that end in their own class enter the walker loss. For large batches on the CPU, where the labels are
known to the host, just those are computed: a tenth of the n_a x n_a round trips with ten classes. Elsewhere all are:
on a GPU so as not to wait for the labels, in small batches because that takes fewer calls.

The original re-normalises: its "reference" form takes log((eps + p) / sum(eps + p)). The n values p of a row sum to 1,
so the sum is the constant 1 + n eps: the value is the "plain" one plus log(1 + n eps), and the gradient is the same.
"""

import math
from dataclasses import dataclass

import torch
from jaxtyping import Float, Integer
from torch import Tensor

from lbaviz.association.checks import check_terms, check_walk, check_weight
from lbaviz.association.log_space import log_matmul
from lbaviz.association.similarities import Similarity, similarity_matrix, without_autocast
from lbaviz.association.walks import same_class

EPS = 1e-8  # keeps log finite; value of haeusser/learning_by_association@7cdef81:semisup/backend.py
SMALL = 256  # up to this n_a all round trips are computed; 100 x 100 took 0.9 ms by class and 0.3 ms whole


@dataclass(frozen=True)
class AssociationLoss:
    """0-dim tensors in nats: the two terms without, their sum with the weights."""

    walker: Float[Tensor, ""]
    visit: Float[Tensor, ""]
    total: Float[Tensor, ""]


def association_loss(
    a: Tensor,
    b: Tensor,
    labels: Tensor,
    *,
    walker_weight: float | Tensor = 1.0,
    visit_weight: float | Tensor = 1.0,
    similarity: Similarity = "dot",
    scale: float | Tensor = 1.0,
    round_trips: int = 1,
    log_form: str = "reference",
) -> AssociationLoss:
    """Return the AssociationLoss of labelled embeddings a (n_a, d), unlabelled b (n_b, d) and a's integer labels.

    log_form: "reference" (eps inside, re-normalised, as the original), "plain" (eps, as in re-implementations) or
    "exact" (no eps, in log space, as the papers). round_trips=k: the walker goes k times there and back. A weight is a
    number or a 0-dim tensor; the number 0 leaves its term out of the total, also where the term is not finite.
    similarity and scale as in `walk`. The minimum of walker is mean log(#class in a), of visit log(n_b).
    Raises BadInput. Source: LBA eq. 5-9.
    """
    check_weight("walker_weight", walker_weight)
    check_weight("visit_weight", visit_weight)
    walker, visit = walk_terms(
        a, b, labels, similarity=similarity, scale=scale, round_trips=round_trips, log_form=log_form
    )
    pairs = ((walker_weight, walker), (visit_weight, visit))
    weighted = [weight * term for weight, term in pairs if isinstance(weight, Tensor) or weight != 0]
    total = sum(weighted) if weighted else (a[:0].sum() + b[:0].sum()).to(walker.dtype)  # 0 with a gradient of 0
    return AssociationLoss(walker, visit, total)


def walk_terms(
    a: Tensor,
    b: Tensor,
    labels: Tensor,
    *,
    similarity: Similarity = "dot",
    scale: float | Tensor = 1.0,
    round_trips: int = 1,
    log_form: str = "reference",
) -> tuple[Tensor, Tensor]:
    """Return (walker, visit), unweighted, as `association_loss`; never waits for a GPU."""
    check_walk(a, b, similarity, scale)
    check_terms(a, labels, round_trips, log_form)
    labels = labels.to(a.device, torch.int64)
    autocast_off, (a, b) = without_autocast(a, b)
    with autocast_off:
        groups = None
        if a.device.type == "cpu" and len(a) > SMALL:
            order, groups = by_class(labels)
            a = a[order] if isinstance(similarity, str) else a
        matrix = similarity_matrix(a, b, similarity, scale)
        if groups is not None and not isinstance(similarity, str):
            matrix = matrix[order]  # somebody's own similarity sees a as it came
        softmax = torch.log_softmax if log_form == "exact" else torch.softmax
        there, back = softmax(matrix, dim=1), softmax(matrix, dim=0)  # p_ab and the transpose of p_ba, or their logs
        walker = walker_loss(there, back, labels, groups, round_trips, log_form)
        return walker, visit_loss(there, log_form)


def walker_loss(
    there: Float[Tensor, "n_a n_b"],
    back: Float[Tensor, "n_a n_b"],
    labels: Integer[Tensor, " n_a"],
    groups: list[tuple[int, int]] | None,
    round_trips: int,
    log_form: str,
) -> Float[Tensor, ""]:
    """Cross-entropy of the round trips against fair ones, H(T, P_aba) (LBA eq. 6-7).

    T spreads row i evenly over the samples of i's class. groups: the rows are in the order of `by_class`.
    """
    compose = log_matmul if log_form == "exact" else product
    start = there
    for _ in range(round_trips - 1):
        start = compose(compose(start, back), there.mT)
    if groups is None:
        own = same_class(labels)
        logs = torch.where(own, log(compose(start, back), log_form), 0)
        loss = -(logs.sum(dim=1) / own.sum(dim=1)).mean()
    else:
        loss, rows = 0, [classes * size for classes, size in groups]
        for (classes, size), p, q in zip(groups, start.split(rows), back.split(rows), strict=True):
            returns = compose(p.unflatten(0, (classes, size)), q.unflatten(0, (classes, size)))  # classes size size
            loss = loss - log(returns, log_form).sum() / (size * len(there))
    return loss + renormalisation(len(there), log_form)


def visit_loss(there: Float[Tensor, "n_a n_b"], log_form: str) -> Float[Tensor, ""]:
    """Cross-entropy of the visits against uniform ones, H(V, P_visit) (LBA eq. 8-9)."""
    n_a, n_b = there.shape
    if log_form == "exact":
        return math.log(n_a) - there.logsumexp(dim=0).mean()
    return renormalisation(n_b, log_form) - log(there.mean(dim=0), log_form).mean()


def product(p: Float[Tensor, "*classes n k"], q: Float[Tensor, "*classes m k"]) -> Float[Tensor, "*classes n m"]:
    return p @ q.mT


def log(p: Float[Tensor, "..."], log_form: str) -> Float[Tensor, "..."]:
    return p if log_form == "exact" else (p + EPS).log()


def renormalisation(n: int, log_form: str) -> float:
    """log sum(eps + p) over n probabilities that sum to 1."""
    return math.log1p(n * EPS) if log_form == "reference" else 0.0


def by_class(labels: Integer[Tensor, " n_a"]) -> tuple[Integer[Tensor, " n_a"], list[tuple[int, int]]]:
    """Return the order that puts classes of one size side by side, and (number of classes, size) of each such group."""
    _, which, count = labels.unique(return_inverse=True, return_counts=True)
    sizes = count[which]
    order = (sizes * len(count) + which).argsort(stable=True)
    sizes, classes = count.unique(return_counts=True)
    return order, list(zip(classes.tolist(), sizes.tolist(), strict=True))
