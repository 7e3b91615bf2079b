"""How well clusters that were found without labels agree with the classes that people see."""

import time

import numpy as np
from jaxtyping import Float, Int
from torch import Tensor

from lbaviz.errors import BadInput
from lbaviz.probes.checks import check_classes, check_count
from lbaviz.records import Clustering

MOST = 10**8  # cells of the table of clusters and classes: 800 MB


def clustering(
    predicted, labels, *, clusters: int | None = None, classes: int | None = None, class_names: tuple[str, ...] = ()
) -> Clustering:
    """Return accuracy (0...1), mutual information and Rand index of clusters against classes, both ints (n,).

    A label of -1 is unknown and left out, but for the sizes. clusters, classes: how many there are; by default as many
    as names, or as numbers occur. Surplus clusters or classes stay unassigned. One cluster and one class: NMI 1,
    otherwise 0 where either is alone. Cost: one pass, and an assignment in (clusters x classes)^1.5.
    BadInput for lengths that differ, no known label, and numbers that are no cluster or class.
    Source: ADC sec. 3.4; NMI of Strehl and Ghosh (2002), ARI of Hubert and Arabie (1985).
    """
    began = time.perf_counter()
    classes = (len(class_names) or None) if classes is None else check_count(classes, "classes")
    clusters = None if clusters is None else check_count(clusters, "clusters")
    predicted = check_classes(predicted, "clusters")
    if clusters is not None and predicted.max() >= clusters:
        raise BadInput(f"a sample is in cluster {predicted.max()}, but there are {clusters} clusters, counted from 0")
    labels, known = check_labels(labels, len(predicted), classes)
    if not known.any():
        raise BadInput(
            f"none of the {len(labels)} labels is known (all are -1): measure on samples whose class is known"
        )
    clusters, classes = clusters or int(predicted.max()) + 1, classes or int(labels.max()) + 1
    if clusters * classes > MOST:
        raise BadInput(f"clusters count to {clusters:,} and classes to {classes:,}: number both from 0 without gaps")
    counts = np.bincount(predicted[known] * classes + labels[known], minlength=clusters * classes)
    counts = counts.reshape(clusters, classes).astype(np.int64)
    class_of, right = assign(counts)
    nmi, nmi_geometric = informations(counts)
    return Clustering(
        accuracy=right / int(counts.sum()),
        accuracy_majority=int(counts.max(axis=1).sum()) / int(counts.sum()),
        nmi=nmi,
        nmi_geometric=nmi_geometric,
        ari=adjusted_rand(counts),
        counts=counts,
        class_of=class_of,
        sizes=np.bincount(predicted, minlength=clusters).astype(np.int64),
        class_names=tuple(class_names),
        seconds=time.perf_counter() - began,
    )


def check_labels(labels, n: int, classes: int | None) -> tuple[np.ndarray, np.ndarray]:
    """Return labels as int64 (n,), -1 where unknown, and which are known, bool (n,); BadInput for what is no class."""
    labels = labels.detach().cpu().numpy() if isinstance(labels, Tensor) else np.asarray(labels)
    known = labels != -1 if labels.dtype.kind in "iu" else np.ones(labels.shape, bool)
    checked = check_classes(np.where(known, labels, 0) if labels.ndim == 1 else labels, "labels", n=n, classes=classes)
    return np.where(known, checked, -1), known


def assign(counts: Int[np.ndarray, "k classes"]) -> tuple[Int[np.ndarray, " k"], int]:
    """Return the class of each cluster (-1: none) in the best one-to-one assignment, and how many samples it gets."""
    from scipy.optimize import linear_sum_assignment

    clusters, labels = linear_sum_assignment(counts, maximize=True)
    class_of = np.full(len(counts), -1, np.int64)
    shared = counts[clusters, labels]
    class_of[clusters[shared > 0]] = labels[shared > 0]  # a pair without a common sample tells nothing
    return class_of, int(shared.sum())


def informations(counts: Int[np.ndarray, "k classes"]) -> tuple[float, float]:
    """Return mutual information over the arithmetic and over the geometric mean of the entropies of both sides."""
    joint = counts / counts.sum()
    by_cluster, by_class = joint.sum(axis=1), joint.sum(axis=0)
    entropies = _entropy(by_cluster), _entropy(by_class)
    if min(entropies) == 0:
        alone = float(entropies[0] == entropies[1])
        return alone, alone
    mutual = max(0.0, sum(entropies) - _entropy(joint.ravel()))
    return mutual / (sum(entropies) / 2), mutual / float(np.sqrt(entropies[0] * entropies[1]))


def _entropy(p: Float[np.ndarray, " n"]) -> float:
    """Return the entropy in nats; exactly 0 where one value has all."""
    p = p[p > 0]
    return 0.0 if len(p) == 1 else float(-(p * np.log(p)).sum())


def adjusted_rand(counts: Int[np.ndarray, "k classes"]) -> float:
    """Return the share of pairs on which two partitions agree, so scaled that chance has 0 and equality 1."""
    together, by_cluster, by_class = (_pairs(x) for x in (counts.ravel(), counts.sum(axis=1), counts.sum(axis=0)))
    pairs = _pairs(counts.sum(keepdims=True).ravel())
    if together == by_cluster == by_class:
        return 1.0
    chance, most = by_cluster * by_class / pairs, (by_cluster + by_class) / 2
    return (together - chance) / (most - chance)


def _pairs(counts: Int[np.ndarray, " n"]) -> int:
    """Return how many pairs of samples lie in one cell; a whole number of any size."""
    return sum(int(n) * (int(n) - 1) // 2 for n in counts[counts > 1])
