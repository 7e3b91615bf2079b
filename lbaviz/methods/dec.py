"""Deep embedded clustering: embeddings of an autoencoder, then clusters that become surer (Xie et al. 2016)."""

from copy import deepcopy
from dataclasses import dataclass
from typing import ClassVar

import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn import Module
from torch.nn.functional import mse_loss

from lbaviz.assignments import relative_entropy, sharpened, student_logits
from lbaviz.methods.batch import Batch, check_batch_sizes
from lbaviz.methods.between import Between
from lbaviz.methods.centroids import Centroids, check_clusters
from lbaviz.methods.decoder import Decoder
from lbaviz.methods.warming_up import check_warm_up, place_once


@dataclass(frozen=True)
class Dec:
    """An autoencoder while `warm_up` steps last; then k-means, and KL(P | Q) alone, the decoder left behind.

    A step draws `images` of the unlabelled images; there are no augmented copies. Q is Student's t of the distances
    from embeddings to centroids (eq. 1), P its square over the clusters' frequencies (eq. 3). Network, centroids and
    frequencies (of all training images) that P is made from are a copy, renewed every `update_interval` steps; so P is
    what it was then, as in the paper. Source: Xie et al. 2016 (arXiv:1511.06335), sec. 3. There: layers of
    500-500-2000-10 units, pre-trained one by one as denoising autoencoders, SGD, and an end when less than 0.1 % of the
    images change their cluster. Here: the convolutions of the run's network and its d, a small decoder, all layers at
    once and without noise, Adam, and `agreement` for a person to judge by. The paper does not say how often P is
    renewed; the authors' program (piiswrong/dec) runs with 20 steps of 256 images, popular ones with 140, as here. No
    L2, here as there.
    """

    clusters: int | None = None
    images: int = 100
    name: ClassVar[str] = "dec"
    weight_decay: ClassVar[float] = 0.0
    copies: ClassVar[int] = 0
    similarity: ClassVar[str] = "euclidean"  # of walks in frames and measures: DEC has none of its own

    def __post_init__(self):
        check_clusters(self.name, self.clusters)
        check_batch_sizes(self.name, images=self.images)

    def parts(self, d: int, classes: int) -> dict[str, Module]:
        return {"classifier": StudentClassifier(d, classes)}

    def networks(self, model: Module, d: int, classes: int, image_shape: tuple[int, ...]) -> dict[str, Module]:
        return {"decoder": Decoder(d, image_shape), "target": Target(model, d, classes)}

    def anchors(self, parts: dict[str, Module]) -> Tensor:
        return parts["classifier"].centroids.points

    def schedules(self, steps: int) -> dict[str, float]:
        """Return the autoencoder's share of the planned steps, a half."""
        return {"warm_up": float(steps // 2)}

    def check_plan(self, knobs: dict, steps: int) -> None:
        check_warm_up(self.name, knobs, steps)

    def acting(self, knobs: dict[str, float], step: int) -> dict[str, float]:
        first = step < round(knobs["warm_up"])
        return {**knobs, ("clustering_weight" if first else "reconstruction_weight"): 0.0}

    @torch.no_grad()
    def begin_step(self, at: Between) -> None:
        """Place the centroids when the warm-up ends; renew what targets are made from every update_interval steps."""
        classifier, target = at.parts["classifier"], at.parts["target"]
        if at.step < round(at.knobs["warm_up"]):
            return
        placed = place_once(at, classifier.centroids)
        if placed or at.step % max(1, round(at.knobs["update_interval"])) == 0:
            target.renew(at.model, classifier, at.embed())

    def terms(self, model: Module, parts: dict[str, Module], batch: Batch) -> dict[str, Tensor]:
        """Return {"clustering": KL(P | Q) in nats, "reconstruction": squared error of pixels in 0...1}, unweighted."""
        b = model(batch.images_b)
        return {
            "clustering": relative_entropy(parts["target"](batch.images_b), parts["classifier"](b)),
            "reconstruction": mse_loss(parts["decoder"](b).float(), batch.images_b / 255),
        }


class StudentClassifier(Module):
    """Embeddings (n, d) to logits (n, k) by their distances to one centroid per cluster."""

    weight_decay = 0.0

    def __init__(self, d: int, clusters: int):
        super().__init__()
        self.centroids = Centroids(d, clusters, 1)

    def forward(self, embeddings: Float[Tensor, "n d"]) -> Float[Tensor, "n k"]:
        return student_logits(embeddings, self.centroids.points)


class Target(Module):
    """Images to their targets P, by a network, centroids and frequencies as they were when it was last renewed."""

    def __init__(self, model: Module, d: int, clusters: int):
        super().__init__()
        self.network = deepcopy(model)
        self.classifier = StudentClassifier(d, clusters)
        self.register_buffer("frequencies", torch.ones(clusters))
        self.requires_grad_(False).eval()

    @torch.no_grad()
    def renew(self, model: Module, classifier: StudentClassifier, embeddings: Float[Tensor, "n d"]) -> None:
        """Copy network and centroids; embeddings of all training images say how frequent the clusters are."""
        self.network.load_state_dict(model.state_dict())
        self.classifier.load_state_dict(classifier.state_dict())
        q = classifier(embeddings.to(self.frequencies.device)).softmax(dim=1)
        self.frequencies.copy_(q.sum(dim=0))

    @torch.no_grad()
    def forward(self, images: Float[Tensor, "n c h w"]) -> Float[Tensor, "n k"]:
        return sharpened(self.classifier(self.network(images)).softmax(dim=1), self.frequencies)
