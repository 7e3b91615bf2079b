"""What a method sees of the data in one step."""

from dataclasses import dataclass

from torch import Tensor, cat
from torch.nn import Module
from torch.nn.modules.batchnorm import _BatchNorm

from lbaviz.errors import BadInput


@dataclass(frozen=True)
class Batch:
    """Images are float32 (n, c, h, w) in 0...255; only the labelled samples A come with labels (int64).

    Without labels, A are augmented copies of B: first one of each image, then another; the label is the place in B.
    """

    images_a: Tensor | None
    labels_a: Tensor | None
    images_b: Tensor | None = None


def embed_both(model: Module, batch: Batch) -> tuple[Tensor, Tensor]:
    """Return the embeddings of A and of B, in one forward pass where that gives the same result.

    Batch norm sees A and B apart, as the original does (haeusser/learning_by_association@7cdef81:semisup/train.py).
    """
    if any(isinstance(part, _BatchNorm) for part in model.modules()):
        return model(batch.images_a), model(batch.images_b)
    both = model(cat([batch.images_a, batch.images_b]))
    return both[: len(batch.images_a)], both[len(batch.images_a) :]


def check_batch_sizes(method: str, **sizes: int) -> None:
    _check_counts(method, "samples", sizes)


def check_widths(method: str, **widths: int) -> None:
    _check_counts(method, "units", widths)


def _check_counts(method: str, of: str, counts: dict[str, int]) -> None:
    for name, count in counts.items():
        if not isinstance(count, int) or isinstance(count, bool) or count < 1:
            raise BadInput(f"{method}: {name} is a number of {of} of at least 1, got {count!r}")
