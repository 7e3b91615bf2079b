"""Deep CORAL: the covariances of two domains brought together while training (Sun and Saenko 2016)."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor
from torch.nn import Linear, Module

from lbaviz.alignment import coral_loss
from lbaviz.methods.batch import Batch, check_batch_sizes, embed_both
from lbaviz.methods.supervised import classification


@dataclass(frozen=True)
class DeepCoral:
    """Classification of the source and the CORAL loss of both domains' outputs of the classifier.

    A step draws labelled_per_class samples of every class of the source, |A| in all, and |B| = unlabelled_batch of the
    target. The loss is |C_S - C_T|_F^2 / (4 d^2) with d the number of classes, and no term for the means. Source: Sun
    and Saenko 2016 (arXiv:1607.01719), sec. 3, on the last layer of AlexNet with SGD and momentum; the weight is such
    that both terms end of one size. Popular libraries leave the factor out, add the distance of the means
    (facebookresearch/DomainBed) or compare embeddings.
    """

    labelled_per_class: int = 10
    unlabelled_batch: int = 100
    name: ClassVar[str] = "deep-coral"

    def __post_init__(self):
        check_batch_sizes(self.name, labelled_per_class=self.labelled_per_class, unlabelled_batch=self.unlabelled_batch)

    def parts(self, d: int, classes: int) -> dict[str, Module]:
        return {"classifier": Linear(d, classes)}

    def terms(self, model: Module, parts: dict[str, Module], batch: Batch) -> dict[str, Tensor]:
        """Return {"classification"} in nats and {"coral"}, unweighted."""
        a, b = embed_both(model, batch)
        return {
            "classification": classification(parts, a, batch.labels_a),
            "coral": coral_loss(parts["classifier"](a), parts["classifier"](b)),
        }
