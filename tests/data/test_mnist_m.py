"""MNIST-M as it is made here, against the original's formula image by image; its files, whole and in part."""

import dataclasses
import re

import numpy as np
import pytest
from PIL import Image

from lbaviz import data
from lbaviz.data import photographs
from lbaviz.data.catalogue import FILES
from lbaviz.data.files import IDX_FILES
from lbaviz.data.generated import mnist_m
from lbaviz.errors import BadInput

RANDOM = np.random.RandomState(0)


def by_formula(digit, photograph, top, left):
    """The original's, in integers: |background patch - 255 (digit > 0)| in each channel."""
    binary = np.stack([(digit > 0) * 255] * 3, axis=2)
    h, w = digit.shape
    return np.abs(photograph[top : top + h, left : left + w].astype(int) - binary)


def test_an_image_is_the_difference_of_its_patch_and_its_digit():
    digits = RANDOM.randint(0, 3, (500, 5, 4)).astype(np.uint8)  # 1 is ink too
    photos = [RANDOM.randint(0, 256, (h, w, 3)).astype(np.uint8) for h, w in ((9, 8), (6, 12), (20, 5))]
    images = mnist_m.blend(digits, photos, seed=3)
    room = np.array([(h - 5, w - 4) for h, w, _ in (photo.shape for photo in photos)])
    chosen, tops, lefts = mnist_m.draw(500, room, seed=3)
    assert (chosen == np.random.RandomState(42).choice(3, 500)).all() and (np.bincount(chosen) > 100).all()
    for i in range(500):
        assert (images[i] == by_formula(digits[i], photos[chosen[i]], tops[i], lefts[i])).all()
    for photo in range(3):  # the last place is never drawn, as in the original
        found = {(top, left) for top, left in zip(tops[chosen == photo], lefts[chosen == photo], strict=True)}
        assert found == {(top, left) for top in range(room[photo, 0]) for left in range(room[photo, 1])}


def test_masks_on_real_images_are_the_digits_exactly(real_data):
    digits = data.load("mnist").images[:1500, ..., 0]
    photos = photographs.read_photographs(photographs.find_photographs())
    images = mnist_m.blend(digits, photos, seed=0)
    room = np.array([photo.shape[:2] for photo in photos]) - 28
    patches = np.stack(
        [photos[p][y : y + 28, x : x + 28] for p, y, x in zip(*mnist_m.draw(1500, room, 0), strict=True)]
    )
    assert {upright.shape for upright in photos} == {(321, 481, 3), (481, 321, 3)}
    assert ((images != patches) == (digits > 0)[..., None]).all()  # 255 - x is never x
    assert (images[digits > 0] == 255 - patches[digits > 0]).all()


@pytest.fixture
def root(tmp_path, cache, monkeypatch):
    """A small MNIST, 30 + 10 images of 4 x 4, and 200 photographs of 9 x 7."""
    monkeypatch.setitem(FILES, "mnist", dataclasses.replace(FILES["mnist"], train=30, test=10, side=4))
    folder = tmp_path / "root" / "MNIST" / "raw"
    folder.mkdir(parents=True)
    arrays = [RANDOM.randint(0, 256, (30, 4, 4)), np.arange(30) % 10, RANDOM.randint(0, 256, (10, 4, 4)), np.arange(10)]
    for name, array in zip(IDX_FILES, arrays, strict=True):
        head = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
        (folder / name.removesuffix(".gz")).write_bytes(head + array.astype(np.uint8).tobytes())
    folder = tmp_path / "root" / photographs.FOLDERS[0]
    folder.mkdir(parents=True)
    for i in range(200):
        Image.fromarray(RANDOM.randint(0, 256, (9, 7, 3)).astype(np.uint8)).save(folder / f"{i}.jpg")
    return tmp_path / "root"


def test_made_where_no_files_are_and_made_again_by_its_seed(root):
    made = data.load("mnist-m", root)
    assert made.source == {"name": "mnist-m", "generated": {"seed": 0}, "root": str(root)}
    assert made.images.shape == (30, 4, 4, 3) and made.test_images.shape == (10, 4, 4, 3)
    assert (made.labels == data.load("mnist", root).labels).all() and made.class_names == data.load(
        "digits"
    ).class_names
    other = data.generate("mnist-m", 5, root)
    assert other.checksum() != made.checksum() == data.generate("mnist-m", 0, root).checksum()
    assert data.load_again(other.source).checksum() == other.checksum()


def test_published_files_come_first_but_a_recording_gets_what_it_was_made_with(root, monkeypatch):
    made = data.load("mnist-m", root)
    monkeypatch.setitem(FILES, "mnist-m", dataclasses.replace(FILES["mnist-m"], train=3, test=2, side=6))
    images = published(root / "mnist_m")
    loaded = data.load("mnist-m", root)
    assert (loaded.images == images[:3]).all() and (loaded.test_images == images[3:]).all()
    assert loaded.labels.tolist() == [0, 1, 2] and loaded.test_labels.tolist() == [3, 4]
    assert loaded.source == {"name": "mnist-m", "root": str(root)}
    assert data.load_again(made.source).checksum() == made.checksum()


def published(folder):
    """Three training and two test images in the form of the set's authors."""
    images = RANDOM.randint(0, 256, (5, 6, 6, 3)).astype(np.uint8)
    for part, start, stop in (("train", 0, 3), ("test", 3, 5)):
        (folder / f"mnist_m_{part}").mkdir(parents=True)
        for i in range(start, stop):
            Image.fromarray(images[i]).save(folder / f"mnist_m_{part}" / f"{i:08}.png")
        lines = [f"{i:08}.png {i}\n" for i in range(start, stop)]
        (folder / f"mnist_m_{part}_labels.txt").write_text("".join(lines))
    return images


@pytest.mark.parametrize(
    ("file", "content", "text"),
    [
        ("mnist_m_train_labels.txt", "00000000.png 0\n", "lists 1 images, expected 3"),
        ("mnist_m_train_labels.txt", "00000000.png\n" * 3, "is not a list of images and classes"),
        ("mnist_m_train_labels.txt", "00000000.png 10\n" * 3, "holds uint8 images and int64 labels from 10 to 10"),
        ("mnist_m_train/00000001.png", "<html>", "cannot be read"),
    ],
)
def test_damaged_lists_and_images_are_named(root, monkeypatch, file, content, text):
    monkeypatch.setitem(FILES, "mnist-m", dataclasses.replace(FILES["mnist-m"], train=3, test=2, side=6))
    published(root / "mnist_m")
    (root / "mnist_m" / file).write_text(content)
    with pytest.raises(BadInput, match=f"{re.escape(str(root / 'mnist_m' / file))} {text}"):
        data.load("mnist-m", root)


def test_without_photographs_the_message_says_where_they_go(root, cache):
    for photo in (root / photographs.FOLDERS[0]).glob("1*.jpg"):
        photo.unlink()
    with pytest.raises(BadInput, match="nor are the photographs to make it of: put the 200 training") as caught:
        data.load("mnist-m", root)
    assert f"{cache / photographs.FOLDERS[0]}" in str(caught.value) and "mnist_m_train_labels.txt" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_damaged_photograph_is_named(root):
    (root / photographs.FOLDERS[0] / "7.jpg").write_text("<html>")
    with pytest.raises(BadInput, match=r"7\.jpg cannot be read"):
        data.load("mnist-m", root)


def test_what_cannot_be_made_is_refused():
    with pytest.raises(BadInput, match=r"'mnist' is not a data set that can be made. Did you mean 'mnist-m'\?"):
        data.generate("mnist")


def test_the_part_has_a_name_of_its_own(real_data):
    part = data.load("mnist-m-part")
    assert part.images.shape == (10_000, 32, 32, 3) and part.test_images.shape == (9_001, 32, 32, 3)
    index = np.load(real_data / "mnist_m" / "mnist_m_train_10000.npz")["index"]
    assert (part.labels == data.load("mnist").labels[index]).all()  # each was made from the digit of its number
