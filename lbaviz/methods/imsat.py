"""IMSAT: clusters that say much about images and do not change when an image does a little (Hu et al. 2017)."""

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor
from torch.nn import Linear, Module

from lbaviz.assignments import conditional_entropy, imbalance, radii, relative_entropy
from lbaviz.errors import BadInput, nearest
from lbaviz.methods.batch import Batch, check_batch_sizes
from lbaviz.methods.centroids import check_clusters
from lbaviz.methods.deep_clustering import DeepClustering

PERTURBATIONS = ("adversarial", "augmentation")


@dataclass(frozen=True)
class Imsat:
    """Mutual information of image and cluster, and self-augmented training, from scratch and without pre-training.

    A step draws `images` of the unlabelled images. `perturbation` is what an image's cluster should not notice:
    "adversarial", the direction that changes its assignment most (virtual adversarial training, the paper's best), or
    "augmentation", one copy of each image by the recipe that deep-clustering has for the data. ADC re-ran IMSAT from
    scratch and does not say with which. Minimised is R_SAT + lambda (H(Y|X) - mu H(Y)), with log k - H(Y) for -H(Y).
    Source: Hu et al. 2017 (arXiv:1702.08720), sec. 3 and 4; lambda 0.1 and mu 4 are those of the authors' program.
    There: two hidden layers of 1,200 units with batch norm, Adam at 2e-3, batches of 250, and an adversarial length of
    0.25 of the distance to an image's tenth neighbour in the data, with the direction looked for at a length of 10
    where images reach from -1 to 1 (weihua916/imsat). Here: the run's network, our rate, and for both lengths `radius`
    of the distance to the nearest other image of the batch, which needs no search beforehand. R_SAT is the KL
    divergence: the paper's cross-entropy less the targets' entropy, which has no gradient. No L2, here as there.
    """

    clusters: int | None = None
    images: int = 100
    perturbation: str = "adversarial"
    radius: float = 0.25
    name: ClassVar[str] = "imsat"
    weight_decay: ClassVar[float] = 0.0

    def __post_init__(self):
        check_clusters(self.name, self.clusters)
        check_batch_sizes(self.name, images=self.images)
        if self.perturbation not in PERTURBATIONS:
            near = nearest(str(self.perturbation), PERTURBATIONS)
            raise BadInput(f"imsat: there is no perturbation '{self.perturbation}'.{near}")
        if self.images < 2:
            raise BadInput("imsat: images is 1, which has no neighbour and no balance: ask for at least 2")
        if isinstance(self.radius, bool) or not isinstance(self.radius, int | float) or not 0 < self.radius < 10:
            raise BadInput(f"imsat: radius is a share of a distance, above 0 and below 10, got {self.radius!r}")

    @property
    def copies(self) -> int:
        return int(self.perturbation == "augmentation")

    def parts(self, d: int, classes: int) -> dict[str, Module]:
        return {"classifier": Linear(d, classes)}

    def anchors(self, parts: dict[str, Module]) -> Tensor:
        return parts["classifier"].weight

    def augmentation(self, data: str, channels: int) -> str | None:
        return DeepClustering().augmentation(data, channels) if self.copies else None

    def terms(self, model: Module, parts: dict[str, Module], batch: Batch) -> dict[str, Tensor]:
        """Return {"self_augmentation", "conditional_entropy", "balance"}, unweighted, in nats."""

        def assigned(images: Tensor) -> Tensor:
            return parts["classifier"](model(images))

        logits = assigned(batch.images_b)
        target = logits.detach().softmax(dim=1)
        changed = batch.images_a if self.copies else adversarial(assigned, batch.images_b, target, self.radius)
        return {
            "self_augmentation": relative_entropy(target, assigned(changed)),
            "conditional_entropy": conditional_entropy(logits),
            "balance": imbalance(logits),
        }


def adversarial(assigned, images: Tensor, target: Tensor, radius: float) -> Tensor:
    """Return the images, each moved its radius in the direction in which its assignment moves most.

    One step of the power method (Hu et al. 2017, sec. 3.2): the gradient of KL(target | assignment), taken one radius
    off in a random direction, which is drawn on the CPU. assigned: images to logits.
    """
    length = radii(images, radius)
    with torch.enable_grad():
        moved = (images + scaled(torch.randn(images.shape).to(images), length)).requires_grad_()
        (steepest,) = torch.autograd.grad(relative_entropy(target, assigned(moved)), moved)
    return images + scaled(steepest, length)


def scaled(directions: Tensor, length: Tensor) -> Tensor:
    """Return directions (n, c, h, w) at the lengths (n,); a direction of length 0 stays."""
    flat = directions.flatten(1)
    flat = flat / flat.abs().amax(dim=1, keepdim=True).clamp_min(1e-30)  # or the squares of small ones would vanish
    return (flat * (length / flat.norm(dim=1).clamp_min(1))[:, None]).view_as(directions)
