"""Which classes a network takes for which."""

import time

import numpy as np

from lbaviz.probes.checks import check_classes, check_count
from lbaviz.records import Confusion


def confusion(predicted, labels, *, classes: int | None = None, class_names: tuple[str, ...] = ()) -> Confusion:
    """Count how often each true class (rows) is taken for each class (columns): predicted and labels are ints (n,).

    classes: how many there are; by default as many as names, or as numbers occur. A class that never occurs has a row
    of zeros (NaN once normalised). Cost: one pass over the labels. BadInput for lengths that differ, for no samples
    and for numbers that are no class.
    """
    began = time.perf_counter()
    if classes is None:
        classes = len(class_names) or None
    else:
        classes = check_count(classes, "classes")
    labels = check_classes(labels, "labels", classes=classes)
    predicted = check_classes(predicted, "predictions", n=len(labels), classes=classes)
    classes = classes or int(max(labels.max(), predicted.max())) + 1
    counts = np.bincount(labels * classes + predicted, minlength=classes * classes).reshape(classes, classes)
    seconds = time.perf_counter() - began
    return Confusion(counts.astype(np.int64), predicted, labels, tuple(class_names), seconds=seconds)
