"""What a run on two domains shows of the target without any label of it: how classes, certainty and walks are spread.

The entropies of classes told and of visits gauge a collapse (collapse.py). Two numbers choose a model where the target
has no labels (tables.choosing), the highest being the best:

- walk consistency, the mean over labelled samples i of the source of sum_k [y_k = y_i] (P_ab P_ba)_ik: the
  probability that the round trip source -> target -> source ends in its own class (LBA eq. 3 and 4), 0 to 1. Labels
  of the source only. All of the target at one point sends every walk home alike: 1 / classes.
- mutual information I = H(mean_j p_j) - mean_j H(p_j) in nats, where p_j are the class probabilities of target image
  j (softmax). The mean entropy mean_j H(p_j) alone is lowest after a collapse, where one class is told to all images
  with certainty; the entropy of the mean is then low too and I is near 0. It is highest, log(classes), where each image
  is told one class with certainty and classes are equally frequent: a target whose classes are not is held to it too.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Float, Int
from torch import as_tensor

from lbaviz import probes
from lbaviz.errors import BadInput
from lbaviz.session.looking import probe_set, similarity_of
from lbaviz.session.plan import LOOKED_AT
from lbaviz.session.trainee import Trainee


@dataclass(frozen=True)
class Spread:
    """How the classes told to images of the target, and the walker's visits to them, are spread; entropies in nats."""

    p_class: Float[np.ndarray, "n classes"]  # of each image of the target, by the classifier
    p_visit: Float[np.ndarray, " n"]
    p_home: Float[np.ndarray, " n_a"]  # of each labelled sample: that the round trip ends in its own class

    @cached_property
    def counts(self) -> Int[np.ndarray, " classes"]:
        """How many images are told each class."""
        return np.bincount(self.p_class.argmax(axis=1), minlength=self.p_class.shape[1])

    @property
    def prediction_entropy(self) -> float:
        """Of the classes told, at most log(classes)."""
        return entropy(self.counts / self.counts.sum())

    @property
    def visit_entropy(self) -> float:
        """At most log(n)."""
        return entropy(self.p_visit)

    @property
    def class_entropy(self) -> float:
        """Mean over images of the entropy of their class probabilities, at most log(classes)."""
        return float(entropy(self.p_class).mean())

    @property
    def mutual_information(self) -> float:
        """Between image and class, 0 to log(classes): sure of each image, and not the same for all."""
        return max(0.0, entropy(self.p_class.mean(axis=0)) - self.class_entropy)  # rounding may go below

    @property
    def walk_consistency(self) -> float:
        """Probability that a walk comes home to its own class, 0 to 1."""
        return float(self.p_home.mean())

    def metrics(self) -> dict[str, float]:
        """Return what a recording keeps of an evaluation."""
        names = ("prediction_entropy", "visit_entropy", "class_entropy", "mutual_information", "walk_consistency")
        return {name: getattr(self, name) for name in names}


def entropy(p: Float[np.ndarray, "*n classes"]) -> float | Float[np.ndarray, " n"]:
    """Return the entropy of probabilities, or of those in each row, in nats."""
    p = np.where(p > 0, p, 1.0).astype(float)
    return np.maximum(0.0, 0.0 - (p * np.log(p)).sum(axis=-1))  # not -0.0


def spread_of(trainee: Trainee) -> Spread | None:
    """Look at up to 500 images of the target, its validation ones where there are; None without two domains.

    Walks start at the labelled samples of the run's probe set. None too where embeddings are not finite.
    """
    split = trainee.plan.split
    if not split.domains:
        return None
    samples = [sample for sample in probe_set(trainee.plan) if sample.role == "a"]
    labels = np.array([sample.label for sample in samples])
    part = split.domains.target_validation or split.unlabelled
    b = part.images[np.random.RandomState([trainee.plan.seed, 7]).permutation(len(part))[:LOOKED_AT]]
    images = as_tensor(np.concatenate([np.stack([sample.image for sample in samples]), b]))
    embeddings, logits = probes.outputs(trainee.model, trainee.parts["classifier"], images, trainee.machine)
    ends, n_a = {"classes": len(split.class_names), **similarity_of(trainee.plan)}, len(samples)
    try:
        graph = probes.association_graph(embeddings[:n_a], embeddings[n_a:], labels, **ends)
    except BadInput:  # the run is about to fail, with a sentence of its own
        return None
    p_class = logits[n_a:].double().softmax(dim=1).numpy()
    return Spread(p_class, graph.p_visit, graph.p_class[np.arange(n_a), labels])
