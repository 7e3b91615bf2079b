"""The baseline: the same network trained on the labelled samples alone."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor
from torch.nn import Linear, Module
from torch.nn.functional import cross_entropy

from lbaviz.methods.batch import Batch, check_batch_sizes


@dataclass(frozen=True)
class Supervised:
    """Cross-entropy on class-balanced labelled batches, and nothing else (LBA sec. 4, "labels alone")."""

    labelled_per_class: int = 10
    name: ClassVar[str] = "supervised"
    unlabelled_batch: ClassVar[int] = 0

    def __post_init__(self):
        check_batch_sizes(self.name, labelled_per_class=self.labelled_per_class)

    def parts(self, d: int, classes: int) -> dict[str, Module]:
        return {"classifier": Linear(d, classes)}

    def terms(self, model: Module, parts: dict[str, Module], batch: Batch) -> dict[str, Tensor]:
        """Return {"classification": mean cross-entropy in nats}."""
        return {"classification": classification(parts, model(batch.images_a), batch.labels_a)}


def classification(parts: dict[str, Module], embeddings: Tensor, labels: Tensor) -> Tensor:
    """Mean cross-entropy of the classifier on labelled embeddings, in nats (LBA sec. 3; in float32)."""
    return cross_entropy(parts["classifier"](embeddings).float(), labels)
