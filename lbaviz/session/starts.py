"""Where walks start: at labelled samples, or at the anchors of a method without labels, such as centroids."""

import numpy as np
from torch import Tensor, as_tensor

from lbaviz import probes
from lbaviz.methods import needs_labels
from lbaviz.methods.centroids import Centroids
from lbaviz.records import Sample
from lbaviz.session.plan import Plan
from lbaviz.session.trainee import Trainee


def anchor_labels(plan: Plan) -> np.ndarray:
    """Return the cluster of each anchor, int64."""
    return np.arange(len(plan.outputs)).repeat(getattr(plan.method, "centroids_per_cluster", 1))


def anchor_samples(plan: Plan, most: int) -> list[Sample]:
    """Return what stands for anchors in a probe set, at most so many: the first of each cluster, then the second."""
    labels = anchor_labels(plan)
    order = np.argsort(np.arange(len(labels)) % (len(labels) // len(plan.outputs)), kind="stable")[:most]
    mark = mark_of(plan.split.image_shape)
    return [Sample("a", int(i), int(labels[i]), mark) for i in np.sort(order)]


def mark_of(image_shape: tuple[int, int, int]) -> np.ndarray:
    """Return the picture of a point that is no image: a bright diamond with a hole, uint8 (h, w, c)."""
    h, w, c = image_shape
    y, x = np.mgrid[:h, :w]
    distance = np.abs(2 * y - h + 1) / h + np.abs(2 * x - w + 1) / w  # 1: from edge to edge
    ring = np.where((distance <= 0.9) & (distance >= 0.4), 230, 40).astype(np.uint8)
    return np.ascontiguousarray(ring[:, :, None].repeat(c, axis=2))


class Starts:
    """The starts of walks over some images: those of `samples` with role "a", whose labels are classes or clusters."""

    def __init__(self, trainee: Trainee, samples: list[Sample]):
        self.trainee, a = trainee, [sample for sample in samples if sample.role == "a"]
        self.labels = np.array([sample.label for sample in a])
        self.images = [sample.image for sample in a] if needs_labels(trainee.plan.method) else []
        self.index = [sample.index for sample in a]

    def beside(self, images: list[np.ndarray]) -> np.ndarray:
        """Return what is passed through the network: the starts where they are images, then the images."""
        return np.stack([*self.images, *images])

    def sides(self, embeddings: Tensor) -> tuple[Tensor, Tensor]:
        """Return A and B from the embeddings of `beside`."""
        if needs_labels(self.trainee.plan.method):
            return embeddings[: len(self.images)], embeddings[len(self.images) :]
        return anchors_of(self.trainee)[self.index], embeddings


def anchors_of(trainee: Trainee) -> Tensor:
    """Return the anchors (k, d) of a method without labels: float32, on the CPU, a copy."""
    return trainee.plan.method.anchors(trainee.parts).detach().float().cpu().clone()


def placed_anchors(trainee: Trainee) -> tuple[Tensor | None, np.ndarray | None]:
    """Return the anchors (k, d) and the cluster of each; None, None with labels, and before k-means has placed them."""
    modules = [module for part in trainee.parts.values() for module in part.modules()]
    placed = all(module.placed for module in modules if isinstance(module, Centroids))
    if needs_labels(trainee.plan.method) or not placed:
        return None, None
    return anchors_of(trainee), anchor_labels(trainee.plan)


def every_start(trainee: Trainee) -> tuple[Tensor, np.ndarray]:
    """Return all points that walks may start from, float32 (n, d) on the CPU, and their classes or clusters."""
    plan = trainee.plan
    if not needs_labels(plan.method):
        return anchors_of(trainee), anchor_labels(plan)
    labelled = plan.split.labelled
    return probes.embed(trainee.model, as_tensor(labelled.images), trainee.machine), labelled.labels
