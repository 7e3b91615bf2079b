"""Adversarial discriminative domain adaptation: a network for the target, against a fixed one (Tzeng et al. 2017)."""

from copy import deepcopy
from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor
from torch.nn import Linear, Module

from lbaviz.adversaries import DomainHead, discriminator_loss, inverted_loss
from lbaviz.errors import BadInput
from lbaviz.methods.batch import Batch, check_batch_sizes, check_widths, embed_both
from lbaviz.methods.between import Between
from lbaviz.methods.supervised import classification
from lbaviz.schedules import Staircase, staircase


@dataclass(frozen=True)
class Adda:
    """The network learns the source for pretraining_steps; from then on it is the target's, and moves until a domain
    head cannot tell its embeddings of the target from those of the source by a fixed copy of what it was.

    A step draws labelled_per_class samples of every class of the source, |A| in all, and |B| = unlabelled_batch of the
    target. The head has two hidden layers of head_width units. While one phase lasts, the weights of the other's terms
    do not act; the classifier is fixed in the second. Source errors are by the target's network: the source's own, the
    copy, is fixed. Source: Tzeng et al. 2017 (arXiv:1702.05464), sec. 4 and 5.1; rates, Adam with beta1 0.5 and without
    memory at the start of the second phase as in erictzeng/adda (1e-3, then 2e-4, each for 10,000 steps of 128 + 128).
    Both matter: with beta1 0.9, or with the memory of a phase whose gradients had become small, MNIST -> USPS is at
    90 % errors 200 steps into the second phase (trials, seed 0). Differences: there SGD trains the source, no L2 acts
    in the second phase, and the head sees logits, here the paper's features; popular re-implementations update head
    and network in turn, here in one step.
    """

    labelled_per_class: int = 10
    unlabelled_batch: int = 100
    pretraining_steps: int = 500
    head_width: int = 500
    name: ClassVar[str] = "adda"
    betas: ClassVar[tuple[float, float]] = (0.5, 0.999)

    def __post_init__(self):
        check_batch_sizes(self.name, labelled_per_class=self.labelled_per_class, unlabelled_batch=self.unlabelled_batch)
        check_widths(self.name, head_width=self.head_width)
        steps = self.pretraining_steps
        if isinstance(steps, bool) or not isinstance(steps, int) or steps < 0:
            raise BadInput(f"adda: pretraining_steps is a number of steps of at least 0, got {steps!r}")

    def parts(self, d: int, classes: int) -> dict[str, Module]:
        return {"classifier": Linear(d, classes), "domain_head": DomainHead(d, [self.head_width] * 2)}

    def networks(self, model: Module, d: int, classes: int, image_shape: tuple[int, ...]) -> dict[str, Module]:
        return {"source_network": deepcopy(model).requires_grad_(False).eval()}

    def schedules(self, steps: int) -> dict[str, Staircase]:
        """Return the rates of both phases; BadInput for a plan that ends before the second."""
        if 0 < steps <= self.pretraining_steps:
            raise BadInput(
                f"adda: pre-training takes {self.pretraining_steps} steps and training ends at step {steps}, so the "
                "target would never be adapted to: train longer, or lower pretraining_steps"
            )
        return {"learning_rate": staircase(1e-3, 0.2, max(self.pretraining_steps, 1), 2e-4)}

    def acting(self, knobs: dict[str, float], step: int) -> dict[str, float]:
        first = step < self.pretraining_steps
        rest = ("discriminator_weight", "domain_weight") if first else ("classification_weight",)
        return {**knobs, **dict.fromkeys(rest, 0.0)}

    @torch.no_grad()
    def begin_step(self, at: Between) -> None:
        """Keep the network as it is when its pre-training ends; the optimiser begins anew."""
        if at.step == self.pretraining_steps:
            at.optimizer.state.clear()
            at.parts["source_network"].load_state_dict(at.model.state_dict())

    def terms(self, model: Module, parts: dict[str, Module], batch: Batch) -> dict[str, Tensor]:
        """Return {"classification", "discriminator", "domain"} in nats, unweighted; domain: with inverted labels."""
        a, b = embed_both(model, batch)
        with torch.no_grad():
            source = parts["source_network"](batch.images_a)
        return {
            "classification": classification(parts, a, batch.labels_a),
            "discriminator": discriminator_loss(parts["domain_head"], source, b),
            "domain": inverted_loss(parts["domain_head"], b),
        }
