"""What a run without labels shows at an evaluation: how its images are spread over clusters, and how well.

Looked at are up to 2,000 of the images that it trains on. Labels, where the data has them, measure and choose nothing.
Without any label:

- agreement, the share of images in the same cluster as at the evaluation before;
- silhouette of the logits, Euclidean, -1 to 1 (Rousseeuw 1987): how much nearer images are to their own cluster than to
  the next one;
- walk consistency, the mean over centroids of the probability that a walk centroid -> image -> centroid ends in the
  cluster where it started (LBA eq. 3 and 4), 0 to 1.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from jaxtyping import Float, Int
from torch import as_tensor

from lbaviz import probes
from lbaviz.errors import BadInput
from lbaviz.methods import needs_labels
from lbaviz.records import Sample
from lbaviz.session.looking import similarity_of
from lbaviz.session.plan import Plan
from lbaviz.session.predicting import association_scores
from lbaviz.session.starts import every_start
from lbaviz.session.trainee import Trainee

LOOKED_AT = 2_000


@dataclass(frozen=True)
class Clusters:
    """Images and the clusters that they are told; labels (n,) are for measuring, -1 = unknown."""

    logits: Float[np.ndarray, "n k"]
    labels: Int[np.ndarray, " n"]
    p_home: Float[np.ndarray, " n_a"]  # of each centroid: that the round trip ends in its own cluster
    before: Int[np.ndarray, " n"] | None = None  # the clusters that were told at the evaluation before

    @cached_property
    def told(self) -> Int[np.ndarray, " n"]:
        return self.logits.argmax(axis=1)

    @cached_property
    def sizes(self) -> Int[np.ndarray, " k"]:
        return np.bincount(self.told, minlength=self.logits.shape[1])

    def metrics(self) -> dict[str, float]:
        """Return what a recording keeps of an evaluation: shares and measures by labels in per cent."""
        shares = 100 * self.sizes / len(self.told)
        found = {
            "walk_consistency": float(self.p_home.mean()),
            "smallest_cluster": float(shares.min()),
            "largest_cluster": float(shares.max()),
        }
        if self.before is not None:
            found["agreement"] = float(100 * (self.told == self.before).mean())
        if 1 < np.count_nonzero(self.sizes) < len(self.told):
            from sklearn.metrics import silhouette_score

            found["silhouette"] = float(silhouette_score(self.logits, self.told))
        return found | (measured(self.told, self.labels, len(self.sizes)) if (self.labels >= 0).any() else {})


def measured(told, labels, clusters: int) -> dict[str, float]:
    """Return {"accuracy", "nmi", "ari"} in per cent, see `probes.clustering`."""
    found = probes.clustering(told, labels, clusters=clusters)
    return {name: 100 * getattr(found, name) for name in ("accuracy", "nmi", "ari")}


def known_classes(plan: Plan, samples: list[Sample]) -> dict:
    """Return {"classes", "class_names"} of images that are told clusters, for display; {} where none is known."""
    labels = [int(plan.split.part(sample.role).labels[sample.index]) for sample in samples]
    if needs_labels(plan.method) or max(labels, default=-1) < 0:
        return {}
    return {"classes": labels, "class_names": list(plan.split.class_names)}


def called(told, labels, clusters: int, classes: int) -> Int[np.ndarray, " k"]:
    """Return the class that each cluster is assigned (ADC sec. 3.4), a surplus cluster its most frequent one."""
    found = probes.clustering(told, labels, clusters=clusters, classes=classes)
    return np.where(found.class_of >= 0, found.class_of, found.counts.argmax(axis=1))


def tested(trainee: Trainee, by: str = "classifier") -> dict[str, float]:
    """Return the measures on all test images, {"test_error", "test_accuracy", "test_nmi", "test_ari"}."""
    test = trainee.plan.split.test
    embeddings, scores = probes.outputs(trainee.model, trainee.parts["classifier"], test.images, trainee.machine)
    scores = association_scores(trainee, embeddings) if by == "association" else scores
    found = measured(scores.argmax(dim=1), test.labels, len(trainee.plan.outputs))
    return {"test_error": 100 - found["accuracy"], **{f"test_{name}": value for name, value in found.items()}}


def clusters_of(trainee: Trainee, before: Int[np.ndarray, " n"] | None = None) -> Clusters | None:
    """Look at a run's training images; None for a method with labels, and where embeddings are not finite."""
    plan = trainee.plan
    if needs_labels(plan.method):
        return None
    part = plan.split.unlabelled
    picked = np.sort(np.random.RandomState([plan.seed, 7]).permutation(len(part))[:LOOKED_AT])
    images = as_tensor(part.images[picked])
    b, logits = probes.outputs(trainee.model, trainee.parts["classifier"], images, trainee.machine)
    a, labels = every_start(trainee)
    try:
        graph = probes.association_graph(a, b, labels, classes=len(plan.outputs), **similarity_of(plan))
    except BadInput:  # the run is about to fail, with a sentence of its own
        return None
    p_home = graph.p_class[np.arange(len(a)), labels]
    found = Clusters(logits.numpy(), part.labels[picked], p_home)
    return replace(found, before=before) if before is not None else found
