"""The walk A -> B -> A: from labelled samples to unlabelled ones and home again (LBA sec. 3, eq. 1-4)."""

from dataclasses import dataclass

import torch
from jaxtyping import Bool, Float, Integer
from torch import Tensor

from lbaviz.association.checks import check_labels, check_walk
from lbaviz.association.similarities import Similarity, similarity_matrix, without_autocast
from lbaviz.errors import BadInput


@dataclass(frozen=True)
class Walk:
    """The probabilities of a walk between n_a labelled and n_b unlabelled samples; rows sum to 1."""

    similarity: Float[Tensor, "n_a n_b"]
    p_ab: Float[Tensor, "n_a n_b"]  # of stepping from i in A to j in B (LBA eq. 2)
    p_ba: Float[Tensor, "n_b n_a"]  # of stepping back
    p_aba: Float[Tensor, "n_a n_a"]  # of the round trip (LBA eq. 3)
    p_visit: Float[Tensor, " n_b"]  # of being visited, from a uniform start: mean over A of p_ab (LBA eq. 9)


def walk(a: Tensor, b: Tensor, *, similarity: Similarity = "dot", scale: float | Tensor = 1.0) -> Walk:
    """Return the Walk from embeddings a (n_a, d) over b (n_b, d).

    similarity is "dot", "cosine", "euclidean" (-|a-b|^2) or a function (a, b) -> (n_a, n_b); scale multiplies it.
    Computed in float32 (float64 for float64), autocast off. Raises BadInput. Source: LBA sec. 3.
    """
    check_walk(a, b, similarity, scale)
    autocast_off, (a, b) = without_autocast(a, b)
    with autocast_off:
        matrix = similarity_matrix(a, b, similarity, scale)
        p_ab, p_ba = matrix.softmax(dim=1), matrix.T.softmax(dim=1)
        return Walk(matrix, p_ab, p_ba, p_ab @ p_ba, p_ab.mean(dim=0))


def correct_walk_probability(p_aba: Tensor, labels: Tensor, *, per_sample: bool = False) -> Tensor:
    """Return the probability that a round trip ends in the class where it started (LBA eq. 4), 0 to 1.

    Mean over the rows of p_aba (n, n), 0-dim, or (n,) with per_sample. labels: n integers. Raises BadInput.
    """
    if not isinstance(p_aba, Tensor) or p_aba.dim() != 2 or p_aba.shape[0] != p_aba.shape[1] or not len(p_aba):
        came = tuple(p_aba.shape) if isinstance(p_aba, Tensor) else type(p_aba).__name__
        raise BadInput(f"p_aba is {came}, but round trips are a square tensor (n, n) with n at least 1")
    check_labels(labels, len(p_aba), "p_aba")
    per_row = (p_aba * same_class(labels.to(p_aba.device, torch.int64)).to(p_aba.dtype)).sum(dim=1)
    return per_row if per_sample else per_row.mean()


def same_class(labels: Integer[Tensor, " n_a"]) -> Bool[Tensor, "n_a n_a"]:
    """Say for each pair of samples whether their labels are equal."""
    return labels[:, None] == labels[None, :]
