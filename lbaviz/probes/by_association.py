"""Which class a sample belongs to by association: the labelled samples to which a walker steps from it."""

import torch
from torch import Tensor
from torch.nn.functional import one_hot

from lbaviz.association.checks import check_similarity
from lbaviz.association.similarities import Similarity, similarity_matrix
from lbaviz.errors import BadInput
from lbaviz.probes.checks import check_classes, check_embeddings, check_widths

CHUNK = 256  # rows of p_ba at once, so that all labelled samples of a large set may be A


@torch.no_grad()
def class_probabilities(
    b, a, labels, *, classes: int | None = None, similarity: Similarity = "dot", scale: float = 1.0
) -> Tensor:
    """Return p_ba (LBA eq. 2) of embeddings b (n_b, d), summed over the samples of each class: float32 (n_b, classes).

    a (n_a, d) are the embeddings of the labelled samples, labels (n_a,) their classes; a row sums to 1. Needs no
    classifier, so it also works at classification weight 0. Cost: n_a x n_b x d products, by chunks. BadInput for
    embeddings that are empty, not finite or of different widths, and for labels that are no class.
    """
    a, b = check_embeddings(a, "a"), check_embeddings(b, "b")
    check_similarity(similarity, scale)
    check_widths(a, b, ("a", "b"))
    labels = check_classes(labels, "labels", n=len(a), classes=classes)
    classes = int(labels.max()) + 1 if classes is None else classes
    dtype = torch.promote_types(a.dtype, b.dtype)
    a, b = a.to(dtype), b.to(dtype)
    member = one_hot(torch.as_tensor(labels, device=a.device), classes).to(dtype)
    rows = [similarity_matrix(a, chunk, similarity, scale).T.softmax(dim=1) @ member for chunk in b.split(CHUNK)]
    found = torch.cat(rows).float()
    if not bool(found.isfinite().all()):
        raise BadInput("the similarities are not finite, so no class can be told: take an earlier step")
    return found
