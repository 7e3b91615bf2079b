"""Domain separation networks: what the domains share apart from what each has to itself (Bousmalis et al. 2016).

The network is the shared encoder. Each domain has a private one of the same layers with a start of its own, and a small
decoder (`Decoder`) makes the images again from the sum of both embeddings. Weights of the terms, alpha for
reconstruction, beta for difference and gamma for similarity, are those of a popular re-implementation
(fungtion/DSN@2457b26:train.py); the paper chose them by some labelled samples of the target. Where the paper's
similarity sets in after 10,000 steps of SGD with momentum, here it grows (dsn-dann) or acts from the start (dsn-mmd),
with Adam.
"""

from copy import deepcopy
from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor
from torch.nn import Linear, Module

from lbaviz.adversaries import REVERSED_WEIGHT, SHARPNESS, DomainHead, discriminator_loss, reversed_loss
from lbaviz.discrepancies import mmd2
from lbaviz.methods.batch import Batch, check_batch_sizes, check_widths, embed_both
from lbaviz.methods.decoder import Decoder
from lbaviz.methods.supervised import classification
from lbaviz.schedules import Ramp, ramp
from lbaviz.separation import difference_loss, reconstruction_loss

WIDTHS = (1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 5, 10, 15, 20, 25, 30, 35, 100, 1e3, 1e4, 1e5, 1e6)
BANDWIDTHS = tuple(width**0.5 for width in WIDTHS)  # exp(-d^2 / (2 width)), as in tensorflow/models


@dataclass(frozen=True)
class DsnDann:
    """Domain separation with a domain head: classification, reconstruction, difference and gradient reversal.

    A step draws labelled_per_class samples of every class of the source, |A| in all, and |B| = unlabelled_batch of the
    target. The head has one hidden layer of head_width units; `domain_weight`, gamma, grows to 0.01 as lambda does
    in `Dann`, unless it is given; the re-implementation has 0.25, with SGD.
    """

    labelled_per_class: int = 10
    unlabelled_batch: int = 100
    head_width: int = 100
    name: ClassVar[str] = "dsn-dann"

    def __post_init__(self):
        check_batch_sizes(self.name, labelled_per_class=self.labelled_per_class, unlabelled_batch=self.unlabelled_batch)
        check_widths(self.name, head_width=self.head_width)

    def parts(self, d: int, classes: int) -> dict[str, Module]:
        return {"classifier": Linear(d, classes), "domain_head": DomainHead(d, [self.head_width])}

    def networks(self, model: Module, d: int, classes: int, image_shape: tuple[int, ...]) -> dict[str, Module]:
        return private_networks(model, d, image_shape)

    def schedules(self, steps: int) -> dict[str, Ramp]:
        return {"domain_weight": ramp(REVERSED_WEIGHT, SHARPNESS, max(steps, 1))}

    def terms(self, model: Module, parts: dict[str, Module], batch: Batch) -> dict[str, Tensor]:
        """Return {"classification", "discriminator", "domain"} in nats, "reconstruction", "difference"; unweighted."""
        a, b = embed_both(model, batch)
        return {
            "classification": classification(parts, a, batch.labels_a),
            **separation(parts, batch, a, b),
            "discriminator": discriminator_loss(parts["domain_head"], a, b),
            "domain": reversed_loss(parts["domain_head"], a, b),
        }


@dataclass(frozen=True)
class DsnMmd:
    """Domain separation with the MMD: classification, reconstruction, difference and the MMD of shared embeddings.

    A step draws labelled_per_class samples of every class of the source, |A| in all, and |B| = unlabelled_batch of the
    target. The MMD is biased, a sum of the 19 Gaussian kernels of the authors' code.
    """

    labelled_per_class: int = 10
    unlabelled_batch: int = 100
    name: ClassVar[str] = "dsn-mmd"

    def __post_init__(self):
        check_batch_sizes(self.name, labelled_per_class=self.labelled_per_class, unlabelled_batch=self.unlabelled_batch)

    def parts(self, d: int, classes: int) -> dict[str, Module]:
        return {"classifier": Linear(d, classes)}

    def networks(self, model: Module, d: int, classes: int, image_shape: tuple[int, ...]) -> dict[str, Module]:
        return private_networks(model, d, image_shape)

    def terms(self, model: Module, parts: dict[str, Module], batch: Batch) -> dict[str, Tensor]:
        """Return {"classification"} in nats, {"reconstruction", "difference", "mmd"}, unweighted."""
        a, b = embed_both(model, batch)
        return {
            "classification": classification(parts, a, batch.labels_a),
            **separation(parts, batch, a, b),
            "mmd": mmd2(a, b, bandwidths=BANDWIDTHS),
        }


def private_networks(model: Module, d: int, image_shape: tuple[int, ...]) -> dict[str, Module]:
    """Return a private encoder for each domain, like the network but started anew, and the decoder of both."""
    return {
        "private_source": started_anew(model),
        "private_target": started_anew(model),
        "decoder": Decoder(d, image_shape),
    }


def started_anew(model: Module) -> Module:
    copy = deepcopy(model)
    for layer in copy.modules():
        if hasattr(layer, "reset_parameters"):
            layer.reset_parameters()
    return copy


def separation(parts: dict[str, Module], batch: Batch, a: Tensor, b: Tensor) -> dict[str, Tensor]:
    """Return {"reconstruction", "difference"}, each summed over the two domains; a and b are shared embeddings."""
    terms = {"reconstruction": 0.0, "difference": 0.0}
    for domain, images, shared in (("source", batch.images_a, a), ("target", batch.images_b, b)):
        private = parts[f"private_{domain}"](images)
        terms["reconstruction"] += reconstruction_loss(images / 255, parts["decoder"](shared + private).float())
        terms["difference"] += difference_loss(shared, private)
    return terms
