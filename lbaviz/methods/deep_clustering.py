"""Associative deep clustering: a network that learns clusters, and no label is needed (ADC, Haeusser et al. 2018)."""

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor, cat
from torch.nn import Linear, Module

from lbaviz.association import walk_terms
from lbaviz.clustering import check_form, check_reduction, l1_loss, norm_loss, transformation_loss
from lbaviz.methods.batch import Batch, check_batch_sizes, embed_both
from lbaviz.methods.between import Between
from lbaviz.methods.centroids import Centroids, check_clusters
from lbaviz.methods.deep_clustering_presets import PRESETS
from lbaviz.methods.presets import Preset
from lbaviz.methods.supervised import classification
from lbaviz.methods.warming_up import check_warm_up, place_once
from lbaviz.schedules import WarmStaircase, warm_staircase

AUGMENTATION = ("augmentation_association_weight", "augmentation_visit_weight")
AFTER = ("centroid_association_weight", "centroid_visit_weight", "transformation_weight", "classification_weight")
RECIPES = {"svhn": "adc-svhn", "cifar10": "adc-cifar10", "stl10": "adc-stl10", "frgc": "adc-frgc"}


@dataclass(frozen=True)
class DeepClustering:
    """Associations of centroids and of augmented copies with images, and four terms more (ADC eq. 5-9).

    A step draws `images` of the unlabelled images and makes `copies` augmented ones of each. Walks go from centroids to
    images and back to a centroid of the same cluster, and from copies to images and back to a copy of the same image.
    `clusters` None: as many as the data has classes; each has centroids_per_cluster centroids. While `warm_up` steps
    last, only the copies' association, the norm and the L1 term act; then k-means of all training images' embeddings
    places the centroids, Adam forgets, and the copies' association is multiplied by `augmentation_decay`.
    transformation is "paper" or "released-code" (see `lbaviz.clustering`), norm "sum" or "mean" over embeddings.
    An image belongs to the cluster that the classifier tells it. Source: ADC sec. 2 and 3.1, where the released code
    (jplapp/associative_deep_clustering@199b3ea:semisup/train_unsup2.py) differs see `PRESETS` and SEMANTICS 45-54.
    """

    clusters: int | None = None
    centroids_per_cluster: int = 4
    images: int = 100
    copies: int = 3
    transformation: str = "paper"
    norm: str = "sum"
    name: ClassVar[str] = "deep-clustering"
    presets: ClassVar[dict[str, Preset]] = PRESETS
    betas: ClassVar[tuple[float, float]] = (0.8, 0.9)  # of Adam (ADC sec. 3.1)

    def __post_init__(self):
        check_clusters(self.name, self.clusters)
        check_batch_sizes(self.name, images=self.images, copies=self.copies)
        check_batch_sizes(self.name, centroids_per_cluster=self.centroids_per_cluster)
        check_form(self.transformation)
        check_reduction(self.norm)

    def parts(self, d: int, classes: int) -> dict[str, Module]:
        return {"centroids": Centroids(d, classes, self.centroids_per_cluster), "classifier": Linear(d, classes)}

    def anchors(self, parts: dict[str, Module]) -> Tensor:
        return parts["centroids"].points

    def augmentation(self, data: str, channels: int) -> str:
        """Return the recipe of the released code for this data, "adc-mnist" for other grey images (SEMANTICS 55)."""
        return RECIPES.get(data.removesuffix("-part"), "adc-mnist" if channels == 1 else "adc-cifar10")

    def schedules(self, steps: int) -> dict[str, float | WarmStaircase]:
        """Return what depends on the planned steps: a fifth, at most 500, of warm-up; the rate is divided by three."""
        warm_up = min(500, steps // 5)
        return {
            "warm_up": float(warm_up),
            "learning_rate": warm_staircase(1e-3, 1 / 3, max(1, steps // 2), 1e-6, "linear", max(1, warm_up // 2)),
        }

    def check_plan(self, knobs: dict, steps: int) -> None:
        check_warm_up(self.name, knobs, steps)

    def acting(self, knobs: dict[str, float], step: int) -> dict[str, float]:
        if step < round(knobs["warm_up"]):
            return {**knobs, **dict.fromkeys(AFTER, 0.0)}
        return {**knobs, **{name: knobs["augmentation_decay"] * knobs[name] for name in AUGMENTATION}}

    @torch.no_grad()
    def begin_step(self, at: Between) -> None:
        """Place the centroids when the warm-up ends, and let Adam forget."""
        if at.step >= round(at.knobs["warm_up"]):
            place_once(at, at.parts["centroids"])

    def terms(self, model: Module, parts: dict[str, Module], batch: Batch) -> dict[str, Tensor]:
        """Return the eight terms, unweighted; walks, visits and classification in nats."""
        a, b = embed_both(model, batch)  # of the copies, of the images
        centroids, classifier = parts["centroids"], parts["classifier"]
        walker, visit = walk_terms(centroids.points, b, centroids.cluster)
        copies_walker, copies_visit = walk_terms(a, b, batch.labels_a)
        first = a[: len(b)]  # one copy of each image, in their order
        everything = cat([b, a])
        return {
            "centroid_association": walker,
            "centroid_visit": visit,
            "augmentation_association": copies_walker,
            "augmentation_visit": copies_visit,
            "norm": sum(norm_loss(each, reduction=self.norm) for each in (centroids.points, everything)),
            "l1": l1_loss(centroids.points) + l1_loss(everything),
            "transformation": transformation_loss(b, first, classifier(b), classifier(first), form=self.transformation),
            "classification": classification(parts, centroids.points, centroids.cluster),
        }
