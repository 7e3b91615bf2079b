"""Domain-adversarial training: the network learns against a head that tells the domains apart (Ganin et al. 2016)."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor
from torch.nn import Linear, Module

from lbaviz.adversaries import REVERSED_WEIGHT, SHARPNESS, DomainHead, discriminator_loss, reversed_loss
from lbaviz.methods.batch import Batch, check_batch_sizes, check_widths, embed_both
from lbaviz.methods.supervised import classification
from lbaviz.schedules import Ramp, ramp


@dataclass(frozen=True)
class Dann:
    """Classification of the source, a domain head, and its loss with the gradient reversed.

    A step draws labelled_per_class samples of every class of the source, |A| in all, and |B| = unlabelled_batch of the
    target. The head has one hidden layer of head_width units, as for MNIST there. `domain_weight` is lambda and follows
    0.01 (2 / (1 + exp(-10 p)) - 1) over the planned steps unless it is given; the head itself learns with weight 1.
    Source: Ganin et al. 2016 (JMLR 17), sec. 4.2 and 5.2, whose lambda grows to 1 and who train with SGD, momentum 0.9
    and a rate of 0.01 / (1 + 10 p)^0.75; here it is Adam at the rate of all methods, under which 1 diverges (see
    `lbaviz.adversaries.reversed_loss`). Popular libraries average the two domains' losses instead of
    adding them, and let lambda slow the head down too where it weights the sum.
    """

    labelled_per_class: int = 10
    unlabelled_batch: int = 100
    head_width: int = 100
    name: ClassVar[str] = "dann"

    def __post_init__(self):
        check_batch_sizes(self.name, labelled_per_class=self.labelled_per_class, unlabelled_batch=self.unlabelled_batch)
        check_widths(self.name, head_width=self.head_width)

    def parts(self, d: int, classes: int) -> dict[str, Module]:
        return {"classifier": Linear(d, classes), "domain_head": DomainHead(d, [self.head_width])}

    def schedules(self, steps: int) -> dict[str, Ramp]:
        return {"domain_weight": ramp(REVERSED_WEIGHT, SHARPNESS, max(steps, 1))}

    def terms(self, model: Module, parts: dict[str, Module], batch: Batch) -> dict[str, Tensor]:
        """Return {"classification", "discriminator", "domain"} in nats, unweighted; domain is minus discriminator."""
        a, b = embed_both(model, batch)
        return {
            "classification": classification(parts, a, batch.labels_a),
            "discriminator": discriminator_loss(parts["domain_head"], a, b),
            "domain": reversed_loss(parts["domain_head"], a, b),
        }
