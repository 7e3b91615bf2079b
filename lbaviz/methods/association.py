"""Learning by association: walk from labelled to unlabelled samples and home again (LBA sec. 3)."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor
from torch.nn import Linear, Module

from lbaviz.association import walk_terms
from lbaviz.association.checks import check_form, check_similarity
from lbaviz.methods.batch import Batch, check_batch_sizes, embed_both
from lbaviz.methods.supervised import classification


@dataclass(frozen=True)
class Association:
    """Walker, visit and classification loss (LBA eq. 5); batch sizes as in the original's MNIST script.

    A step draws labelled_per_class samples of every class and unlabelled_batch samples of the unlabelled set;
    similarity, scale, round_trips and log_form are those of `lbaviz.association.association_loss`.
    """

    labelled_per_class: int = 10
    unlabelled_batch: int = 100
    similarity: str = "dot"
    scale: float = 1.0
    round_trips: int = 1
    log_form: str = "reference"
    name: ClassVar[str] = "association"

    def __post_init__(self):
        check_batch_sizes(self.name, labelled_per_class=self.labelled_per_class, unlabelled_batch=self.unlabelled_batch)
        check_similarity(self.similarity, self.scale)
        check_form(self.round_trips, self.log_form)

    def parts(self, d: int, classes: int) -> dict[str, Module]:
        return {"classifier": Linear(d, classes)}

    def terms(self, model: Module, parts: dict[str, Module], batch: Batch) -> dict[str, Tensor]:
        """Return {"walker", "visit", "classification"} in nats, unweighted."""
        a, b = embed_both(model, batch)
        walker, visit = walk_terms(
            a,
            b,
            batch.labels_a,
            similarity=self.similarity,
            scale=self.scale,
            round_trips=self.round_trips,
            log_form=self.log_form,
        )
        return {"walker": walker, "visit": visit, "classification": classification(parts, a, batch.labels_a)}
