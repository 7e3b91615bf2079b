"""How often the classifier is wrong, and whether it knows."""

import time

import numpy as np
import torch
from torch import Tensor
from torch.nn import Module

from lbaviz.engine import Machine
from lbaviz.errors import BadInput
from lbaviz.precision import autocast
from lbaviz.probes.checks import check_classes, check_count, check_embeddings
from lbaviz.probes.quiet import as_batches, quiet
from lbaviz.records import Accuracy

TOLERANCE = 1e-3  # how far a row may be from a sum of 1 and still be probabilities, in half precision too


def accuracy(
    scores, labels, *, classes: int | None = None, bins: int = 15, class_names: tuple[str, ...] = ()
) -> Accuracy:
    """Return the error, by class and over all, and how far confidence is from accuracy, of scores (n, classes).

    scores are probabilities where every row is 0 or more and sums to 1, else logits. The calibration error is the mean
    of |accuracy - confidence| over `bins` bins of equal width, weighted by their samples (Guo et al. 2017,
    arXiv:1706.04599, eq. 3); a confidence on an edge counts to the bin below. All errors in per cent; NaN for a class
    that never occurs. Cost: one pass over the scores. BadInput for other lengths, no samples, NaN, or labels that
    are no class.
    """
    began = time.perf_counter()
    scores = check_embeddings(scores, "scores").double().cpu()
    width = scores.shape[1]
    if (classes is not None and check_count(classes, "classes") != width) or len(class_names) not in (0, width):
        raise BadInput(
            f"scores have {width} columns for {classes or len(class_names)} classes: give one column a class"
        )
    labels = check_classes(labels, "labels", n=len(scores), classes=width)
    bins = check_count(bins, "bins")
    confidence, predicted = (found.numpy() for found in probabilities(scores).max(dim=1))
    right = predicted == labels
    edges = np.linspace(0, 1, bins + 1)
    which = np.clip(np.searchsorted(edges, confidence, side="left") - 1, 0, bins - 1)
    count = np.bincount(which, minlength=bins)
    mean_confidence, mean_right = (mean_by(which, values, bins) for values in (confidence, right))
    gap = np.abs(mean_right - mean_confidence)
    return Accuracy(
        error=float(100 * (1 - right.mean())),
        per_class=100 * (1 - mean_by(labels, right, width)),
        bin_edges=edges,
        bin_count=count.astype(np.int64),
        bin_confidence=mean_confidence,
        bin_accuracy=mean_right,
        calibration_error=float(100 * np.nansum(gap * count) / len(labels)),
        class_names=tuple(class_names),
        seconds=time.perf_counter() - began,
    )


def probabilities(scores: Tensor) -> Tensor:
    """Return rows that are probabilities as they are, and the softmax of logits."""
    return scores if are_probabilities(scores) else scores.softmax(dim=1)


def are_probabilities(scores: Tensor) -> bool:
    """Say whether every row is 0 or more and sums to 1."""
    return bool((scores >= 0).all()) and bool(((scores.sum(dim=1) - 1).abs() <= TOLERANCE).all())


def mean_by(group: np.ndarray, values: np.ndarray, groups: int) -> np.ndarray:
    """Return the mean of the values of each group, float64 (groups,); NaN for groups that do not occur."""
    count = np.bincount(group, minlength=groups)
    total = np.bincount(group, weights=values, minlength=groups)
    return np.divide(total, count, out=np.full(groups, np.nan), where=count > 0)


def predict(model: Module, classifier: Module, images, machine: Machine) -> np.ndarray:
    """Return the predicted class (int64, (n,)) of uint8 images (n, h, w, c): the largest logit."""
    with quiet(model, classifier), autocast(machine.precision, machine.device):
        chunks = [classifier(model(chunk)).argmax(dim=1).cpu() for chunk in as_batches(images, machine.device)]
    return torch.cat(chunks).numpy()


def error_percent(model: Module, classifier: Module, images, labels, machine: Machine) -> float:
    """Return the share of wrong predictions in per cent; NaN for no images."""
    if len(images) == 0:
        return float("nan")
    return float((predict(model, classifier, images, machine) != np.asarray(labels)).mean() * 100)
