"""Partial sets: under names of their own, cut by position, never taken for the whole set."""

import re

import numpy as np
import pytest

from lbaviz import data
from lbaviz.data import npz
from lbaviz.errors import BadInput


def test_the_part_of_svhn_is_cut_by_position(real_data):
    part = data.load("svhn-part")
    assert part.images.shape == (8_000, 32, 32, 3) and part.test_images.shape == (2_000, 32, 32, 3)
    assert part.labels[:6].tolist() == [5, 2, 1, 0, 6, 1]
    with np.load(real_data / "svhn" / "svhn_test_first10000.npz") as file:
        assert (file["images"][8_000:] == part.test_images).all() and (file["labels"][8_000:] == part.test_labels).all()
    split = part.split()
    assert (split.name, len(split.labelled), split.source) == ("svhn-part", 100, {"name": "svhn-part"})
    assert (np.bincount(split.validation.labels) == np.bincount(part.labels) // 10).all()


def test_a_part_that_is_not_here_cannot_be_downloaded(cache):
    with pytest.raises(BadInput) as caught:
        data.load("svhn-part")
    message = str(caught.value)
    assert "could not be downloaded" in message and "svhn_test_first10000.npz" in message  # from $LBAVIZ_MIRROR


def test_without_a_mirror_there_is_no_address(cache, monkeypatch):
    monkeypatch.delenv("LBAVIZ_MIRROR")
    with pytest.raises(
        BadInput, match=r"is not on this machine, and no public address has it: put svhn_test_first10000"
    ):
        data.load("svhn-part")


IMAGES, LABELS = np.zeros((3, 4, 4, 3), np.uint8), np.arange(3)
DAMAGED = {
    "cut": (None, None, "cannot be read"),
    "another count": (IMAGES[:2], LABELS[:2], "expected (3, 4, 4, 3) and (3,)"),
    "another size": (IMAGES[:, :3], LABELS, "holds images (3, 3, 4, 3)"),
    "too few labels": (IMAGES, LABELS[:2], "labels (2,)"),
    "floats": (IMAGES / 1, LABELS, "holds float64 images"),
    "float labels": (IMAGES, LABELS / 1, "float64 labels"),
    "a label too large": (IMAGES, LABELS + 1, "labels from 1 to 3, expected uint8 and 0 to 2"),
    "a negative label": (IMAGES, LABELS - 1, "labels from -1 to 1"),
    "no labels": (IMAGES, None, "cannot be read"),
    "objects": (np.array([None]), LABELS, "cannot be read"),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_damaged_npz_files_are_named(case, tmp_path):
    images, labels, text = DAMAGED[case]
    path = tmp_path / "part.npz"
    arrays = {"images": images, "labels": labels}
    np.savez(path, **{name: array for name, array in arrays.items() if array is not None})
    if images is None:
        path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(BadInput, match=re.escape(str(path)) + ".*" + re.escape(text) + ".*put a good copy") as caught:
        npz.read_npz(path, (3, 4, 4, 3), 3)
    assert "\n" not in str(caught.value)


def test_the_part_of_cifar10_and_three_classes_that_are_never_labelled(real_data):
    part = data.load("cifar10-part")
    assert part.images.shape == (5_000, 32, 32, 3) and part.test_images.shape == (2_000, 32, 32, 3)
    split = part.split(labelled_classes=["airplane", "automobile", "bird", "cat", "deer", "dog", "frog"])
    assert np.bincount(split.labelled.labels, minlength=10).tolist() == [10] * 7 + [0] * 3
    assert np.bincount(split.unlabelled.labels).tolist() == [450] * 10
    assert np.bincount(split.validation.labels).tolist() == [50] * 10


def test_the_part_of_notmnist(real_data, cache, tmp_path, monkeypatch):
    monkeypatch.setenv("LBAVIZ_DATA", str(real_data))
    part = data.load("notmnist-part")
    assert part.images.shape == (8_000, 28, 28, 1) and len(part.test_images) == 2_000 and part.class_names[3] == "D"
    assert part.labels[:8].tolist() == [3, 5, 9, 2, 7, 2, 9, 8]
    for file in (real_data / "notMNIST" / "raw").iterdir():
        (tmp_path / file.name).symlink_to(file)
    assert data.load("notmnist-part", tmp_path).checksum() == part.checksum()
    for file in (real_data / "MNIST" / "raw").iterdir():
        (tmp_path / file.name).unlink(missing_ok=True)
        (tmp_path / file.name).symlink_to(file)
    monkeypatch.delenv("LBAVIZ_DATA")
    with pytest.raises(
        BadInput, match=r"notMNIST in part: .* is not on this machine"
    ):  # MNIST's files have these names
        data.load("notmnist-part", tmp_path)


@pytest.mark.parametrize(
    ("whole", "part"), [("svhn", "svhn-part"), ("cifar10", "cifar10-part"), ("notmnist", "notmnist-part")]
)
def test_where_the_whole_set_is_missing_a_part_that_is_here_is_named_and_not_taken(
    real_data, cache, whole, part, monkeypatch
):
    with pytest.raises(BadInput) as caught:
        data.load(whole)
    assert part not in str(caught.value)
    monkeypatch.setenv("LBAVIZ_DATA", str(real_data))
    with pytest.raises(BadInput, match=f"or use '{part}', which is here, or 'digits'"):
        data.load(whole)
