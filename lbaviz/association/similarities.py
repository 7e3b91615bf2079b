"""How alike two embeddings are: what the walk's probabilities are made of."""

from collections.abc import Callable

import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn.functional import normalize

from lbaviz.errors import BadInput

Similarity = str | Callable[[Tensor, Tensor], Tensor]


def dot(a: Float[Tensor, "n_a d"], b: Float[Tensor, "n_b d"]) -> Float[Tensor, "n_a n_b"]:
    """a . b (LBA eq. 1)."""
    return a @ b.T


def cosine(a: Float[Tensor, "n_a d"], b: Float[Tensor, "n_b d"]) -> Float[Tensor, "n_a n_b"]:
    """Cosine of the angle between a and b, in [-1, 1]; 0 for an embedding of length 0."""
    return normalize(a, dim=1) @ normalize(b, dim=1).T


def euclidean(a: Float[Tensor, "n_a d"], b: Float[Tensor, "n_b d"]) -> Float[Tensor, "n_a n_b"]:
    """-|a - b|^2, from squares and products about the common mean: a large common offset costs no digits."""
    centre = torch.cat([a, b]).mean(dim=0).detach()  # distances do not depend on it, so neither do gradients
    a, b = a - centre, b - centre
    return 2 * (a @ b.T) - a.square().sum(dim=1)[:, None] - b.square().sum(dim=1)[None, :]


SIMILARITIES: dict[str, Callable[[Tensor, Tensor], Tensor]] = {"dot": dot, "cosine": cosine, "euclidean": euclidean}


def without_autocast(*tensors: Tensor) -> tuple[torch.autocast, list[Tensor]]:
    """Return a context with autocast off, and the tensors in one precision of at least float32."""
    dtype = torch.float32
    for tensor in tensors:
        dtype = torch.promote_types(dtype, tensor.dtype)
    return torch.autocast(tensors[0].device.type, enabled=False), [tensor.to(dtype) for tensor in tensors]


def similarity_matrix(
    a: Float[Tensor, "n_a d"], b: Float[Tensor, "n_b d"], similarity: Similarity, scale: float | Tensor
) -> Float[Tensor, "n_a n_b"]:
    """scale times the similarity: a name, or a function of (a, b) such as a network, whose shape is checked."""
    if isinstance(similarity, str):
        matrix = SIMILARITIES[similarity](a, b)
    else:
        matrix = similarity(a, b)
        if not isinstance(matrix, Tensor) or matrix.shape != (len(a), len(b)) or not matrix.is_floating_point():
            came = f"{matrix.dtype} {tuple(matrix.shape)}" if isinstance(matrix, Tensor) else type(matrix).__name__
            raise BadInput(f"the similarity gave {came}, but it gives one float for each pair: ({len(a)}, {len(b)})")
        matrix = matrix.to(a.dtype)
    return matrix if isinstance(scale, int | float) and scale == 1 else matrix * scale
