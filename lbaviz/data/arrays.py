"""A data set from somebody's own arrays."""

from collections.abc import Iterable

import numpy as np

from lbaviz.data.checks import check_images, check_labels
from lbaviz.data.dataset import DataSet
from lbaviz.errors import BadInput

MOST_CLASSES = 10_000  # without names for them, larger labels are taken for a mistake


def from_arrays(images, labels, *, test=None, class_names=None) -> DataSet:
    """Return a data set of these images.

    images: uint8 (not copied) or float in [0, 1], (n, h, w) or (n, h, w, c). labels: integers 0, 1, 2, ..., -1 =
    unlabelled; None = all unlabelled. test: (images, labels), all labels known. class_names: one name a class, by
    default the numbers. Raises BadInput.
    """
    images = check_images("images", images)
    labels = np.full(len(images), -1, np.int64) if labels is None else check_labels("labels", labels, len(images))
    test_images, test_labels = _check_test(test, images.shape[1:])
    largest = int(max(labels.max(), test_labels.max(initial=-1)))
    names = _check_names(class_names, largest)
    return DataSet("own", images, labels, test_images, test_labels, names, {"own": True})


def _check_test(test, shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    if test is None:
        return np.empty((0, *shape), np.uint8), np.empty(0, np.int64)
    try:
        images, labels = test
    except (TypeError, ValueError):
        raise BadInput("test is not a pair, expected (images, labels).") from None
    images = check_images("test images", images)
    if images.shape[1:] != shape:
        raise BadInput(f"test images are {images.shape[1:]} (h, w, c), the others {shape}: bring them to one size.")
    labels = check_labels("test labels", labels, len(images))
    if labels.min() < 0:
        raise BadInput("test labels hold -1, expected every one to be known: leave these images out of the test set.")
    return images, labels


def _check_names(names, largest: int) -> tuple[str, ...]:
    if names is None:
        if largest >= MOST_CLASSES:
            raise BadInput(f"labels go up to {largest}, expected 0, 1, 2, ...: number the classes without gaps.")
        return tuple(str(label) for label in range(largest + 1))
    names = tuple(names) if isinstance(names, Iterable) and not isinstance(names, str) else names
    if not isinstance(names, tuple) or not all(isinstance(name, str) for name in names):
        raise BadInput(f"class_names is {names!r}, expected a sequence of strings, one a class.")
    if len(names) <= largest:
        raise BadInput(f"class_names has {len(names)} names, but the labels go up to {largest}: name all classes.")
    if len(set(names)) < len(names):
        raise BadInput("class_names has a name twice, expected one of its own for each class.")
    return tuple(str(name) for name in names)
