"""Which files of a set become its training and which its test set, by the kind of the set."""

from pathlib import Path

import numpy as np

from lbaviz.data.cifar10 import read_batches
from lbaviz.data.files import Files
from lbaviz.data.gtsrb import read_part, read_test, read_training
from lbaviz.data.idx import REPAIR, read_idx
from lbaviz.data.npz import read_npz
from lbaviz.data.picture_lists import read_list
from lbaviz.data.stl10 import read_images, read_labels
from lbaviz.data.svhn import read_svhn
from lbaviz.data.usps import read_usps
from lbaviz.errors import BadInput

TORCHVISION_GTSRB = 26_640  # training images in its GTSRB-Training_fixed.zip, of 39,209
Arrays = tuple[np.ndarray, np.ndarray]  # images uint8 (n, h, w, c), labels int64 (n,)


def _idx(spec: Files, images: Path, labels: Path, count: int) -> Arrays:
    pixels, classes = read_idx(images, (count, spec.side, spec.side)), read_idx(labels, (count,))
    if classes.max() >= len(spec.class_names):
        raise BadInput(
            f"{labels} holds the label {classes.max()}, expected 0 to {len(spec.class_names) - 1}: {REPAIR}."
        )
    return pixels[..., None], classes.astype(np.int64)


def _by_position(spec: Files, images: np.ndarray, labels: np.ndarray) -> list[Arrays]:
    """The first images are to train, the others to test."""
    return [(images[cut], labels[cut]) for cut in (slice(spec.train), slice(spec.train, None))]


def _idx_files(spec: Files, files: list[Path]) -> list[Arrays]:
    return [_idx(spec, *files[:2], spec.train), _idx(spec, *files[2:], spec.test)]


def _idx_positions(spec: Files, files: list[Path]) -> list[Arrays]:
    return _by_position(spec, *_idx(spec, *files, spec.train + spec.test))


def _usps(spec: Files, files: list[Path]) -> list[Arrays]:
    pairs = [read_usps(file, count) for file, count in zip(files, (spec.train, spec.test), strict=True)]
    return [(images[..., None], labels) for images, labels in pairs]


def _colour(spec: Files, count: int) -> tuple[int, int, int, int]:
    return (count, spec.side, spec.side, 3)


def _arrays(spec: Files, files: list[Path]) -> list[Arrays]:
    counts = zip(files, (spec.train, spec.test), strict=True)
    return [read_npz(file, _colour(spec, count), len(spec.class_names)) for file, count in counts]


def _array_positions(spec: Files, files: list[Path]) -> list[Arrays]:
    return _by_position(spec, *read_npz(files[0], _colour(spec, spec.train + spec.test), len(spec.class_names)))


def _lists(spec: Files, files: list[Path]) -> list[Arrays]:
    """Each list's images lie beside it, in a folder of its name without _labels."""
    return [
        read_list(file, file.with_name(file.stem.removesuffix("_labels")), _colour(spec, count), len(spec.class_names))
        for file, count in zip(files, (spec.train, spec.test), strict=True)
    ]


def _gtsrb(spec: Files, files: list[Path]) -> list[Arrays]:
    counts, shape, classes = (spec.train, TORCHVISION_GTSRB), _colour(spec, spec.test), len(spec.class_names)
    return [read_training(files[0], counts, shape[1:], classes), read_test(files[1], shape, classes)]


def _gtsrb_part(spec: Files, files: list[Path]) -> list[Arrays]:
    classes = len(spec.class_names)
    train = read_part(files[0], _colour(spec, spec.train), classes)
    return [train, read_npz(files[1], _colour(spec, spec.test), classes)]


def _svhn(spec: Files, files: list[Path]) -> list[Arrays]:
    return [read_svhn(file, _colour(spec, count)) for file, count in zip(files, (spec.train, spec.test), strict=True)]


def _synth_digits(spec: Files, files: list[Path]) -> list[Arrays]:
    counts = zip(files, (spec.train, spec.test), strict=True)
    return [read_svhn(file, _colour(spec, count), least=0) for file, count in counts]


def _synth_signs(spec: Files, files: list[Path]) -> list[Arrays]:
    """All but a tenth are to train, drawn by seed 314, as in the released code (SEMANTICS 28)."""
    count = spec.train + spec.test
    images, labels = read_list(files[0], files[0].parent, _colour(spec, count), len(spec.class_names))
    order = np.arange(count)
    np.random.RandomState(314).shuffle(order)
    return _by_position(spec, images[order], labels[order])


def _cifar10(spec: Files, files: list[Path]) -> list[Arrays]:
    return [read_batches(files[:-1], _colour(spec, spec.train)), read_batches(files[-1:], _colour(spec, spec.test))]


def _stl10(spec: Files, files: list[Path]) -> list[Arrays]:
    """The training images, then the unlabelled ones with the label -1 (2.9 GB in all)."""
    images = np.empty(_colour(spec, spec.train + spec.unlabelled), np.uint8)
    read_images(files[0], images[: spec.train])
    read_images(files[2], images[spec.train :])
    known = read_labels(files[1], spec.train, len(spec.class_names))
    test_images = np.empty(_colour(spec, spec.test), np.uint8)
    read_images(files[3], test_images)
    labels = np.concatenate([known, np.full(spec.unlabelled, -1, np.int64)])
    return [(images, labels), (test_images, read_labels(files[4], spec.test, len(spec.class_names)))]


# each takes a set and its files, in the order of its form, and returns the training and the test set
READERS = {
    "idx": _idx_files,
    "idx-positions": _idx_positions,
    "usps": _usps,
    "arrays": _arrays,
    "positions": _array_positions,
    "lists": _lists,
    "gtsrb": _gtsrb,
    "gtsrb-part": _gtsrb_part,
    "svhn": _svhn,
    "synth-digits": _synth_digits,
    "synth-signs": _synth_signs,
    "cifar10": _cifar10,
    "stl10": _stl10,
}
