"""Which unlabelled samples are visited how often."""

import time

import torch
from torch import Tensor

from lbaviz.association.checks import check_similarity
from lbaviz.association.similarities import Similarity, similarity_matrix
from lbaviz.errors import BadInput
from lbaviz.probes.checks import check_embeddings, check_widths
from lbaviz.records import Visits

CHUNK = 256  # rows of p_ab at once, so that B may be a whole data set
TOLERANCE = 1e-3  # how far a row of probabilities may be from a sum of 1: float32 over 60,000 samples


@torch.no_grad()
def visits(a, b=None, *, similarity: Similarity = "dot", scale: float = 1.0) -> Visits:
    """Return the visit distribution over B, the mean over A of p_ab (LBA eq. 9), a float32 (n_b,) that sums to 1.

    Either embeddings a (n_a, d) and b (n_b, d), with the similarity and scale of the walk; or, without b, the
    probabilities p_ab (n_a, n_b) themselves. Cost: one product n_a x n_b x d, by chunks. BadInput for embeddings that
    are empty, not finite or of different widths, and for rows that are no probabilities.
    """
    began = time.perf_counter()
    if b is None:
        p_visit = check_probabilities(a).mean(dim=0)
    else:
        a, b = check_embeddings(a, "a"), check_embeddings(b, "b")
        check_similarity(similarity, scale)
        check_widths(a, b, ("a", "b"))
        b = b.to(torch.promote_types(a.dtype, b.dtype))
        rows = (similarity_matrix(chunk.to(b.dtype), b, similarity, scale) for chunk in a.split(CHUNK))
        p_visit = sum(matrix.softmax(dim=1).sum(dim=0) for matrix in rows) / len(a)
    return Visits(p_visit.float().cpu().numpy(), seconds=time.perf_counter() - began)


def check_probabilities(p_ab) -> Tensor:
    """Return rows of probabilities as a float tensor (n_a, n_b); BadInput where they are none."""
    p_ab = check_embeddings(p_ab, "the rows of p_ab")
    if bool((p_ab < 0).any()) or bool(((p_ab.sum(dim=1) - 1).abs() > TOLERANCE).any()):
        raise BadInput(
            "the rows of p_ab are no probabilities (each is 0 or more and sums to 1): "
            "give p_ab alone, or the embeddings a and b"
        )
    return p_ab
