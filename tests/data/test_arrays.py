import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lbaviz import data
from lbaviz.errors import BadInput

IMAGES = np.zeros((4, 3, 3), np.uint8)
LABELS = np.array([0, 1, 0, 1])


def test_arrays_become_uint8_with_channels_and_int64():
    made = data.from_arrays(IMAGES, LABELS.astype(np.uint8), test=(IMAGES[:2], [1, 0]))
    assert made.images.shape == (4, 3, 3, 1) and made.images.dtype == np.uint8
    assert made.labels.dtype == np.int64 and made.class_names == ("0", "1")
    assert made.test_images.shape == (2, 3, 3, 1) and made.test_labels.tolist() == [1, 0]
    assert made.source == {"own": True}


def test_uint8_images_are_not_copied():
    assert np.shares_memory(data.from_arrays(IMAGES, LABELS).images, IMAGES)


@given(st.integers(0, 255), st.sampled_from([np.float16, np.float32, np.float64]))
def test_floats_come_back_as_the_pixels_they_were_made_from(value, dtype):
    floats = (np.full((1, 2, 2, 3), value) / 255).astype(dtype)
    assert (data.from_arrays(floats, [0]).images == value).all()


def test_float_images_beyond_one_chunk_are_converted_to_the_last():
    floats = np.linspace(0, 1, 10_000, dtype=np.float32).reshape(-1, 1, 1)
    assert (data.from_arrays(floats, None).images.ravel() == np.rint(floats.ravel() * 255)).all()


def test_no_labels_are_all_unlabelled():
    split = data.from_arrays(IMAGES, None).split()
    assert len(split.labelled) == len(split.validation) == len(split.test) == 0
    assert split.unlabelled.labels.tolist() == [-1] * 4


def broken(value):
    images = np.zeros((4, 3, 3), np.float32)
    images[2, 1, 1] = value
    return images


REFUSED = {
    "images and labels of different length": (IMAGES, LABELS[:3], {}, "labels are 3 for 4 images"),
    "NaN": (broken(np.nan), LABELS, {}, "images hold NaN"),
    "above one": (broken(255), LABELS, {}, "images are floats from 0 to 255, expected [0, 1]"),
    "below zero": (broken(-0.1), LABELS, {}, "images are floats from -0.1 to 0, expected [0, 1]"),
    "infinite": (broken(np.inf), LABELS, {}, "images are floats from 0 to inf"),
    "other integers": (IMAGES.astype(int), LABELS, {}, "images are int64, expected uint8"),
    "too few axes": (IMAGES[0], LABELS[:3], {}, "images have shape (3, 3), expected (n, h, w)"),
    "too many axes": (IMAGES[None, None], LABELS, {}, "expected (n, h, w) or (n, h, w, c)"),
    "channels first": (np.zeros((4, 3, 8, 8), np.uint8), LABELS, {}, "looks like channels first"),
    "empty": (IMAGES[:0], LABELS[:0], {}, "images are empty"),
    "no pixels": (IMAGES[:, :0], LABELS, {}, "images are empty"),
    "ragged": ([[[1, 2]], [[1]]], [0, 1], {}, "images cannot be read as one array"),
    "objects": (np.array([None, 1]), [0, 1], {}, "an array of objects"),
    "float labels": (IMAGES, LABELS / 1, {}, "labels are float64, expected integers"),
    "boolean labels": (IMAGES, LABELS == 1, {}, "labels are bool, expected integers"),
    "labels in columns": (IMAGES, LABELS[:, None], {}, "labels have shape (4, 1), expected (n,)"),
    "label below -1": (IMAGES, LABELS - 2, {}, "labels hold -2"),
    "huge labels": (IMAGES, LABELS * 10**9, {}, "labels go up to 1000000000"),
    "too few names": (IMAGES, LABELS, {"class_names": ["a"]}, "class_names has 1 names, but the labels go up to 1"),
    "a name twice": (IMAGES, LABELS, {"class_names": ["a", "a"]}, "class_names has a name twice"),
    "one string": (IMAGES, LABELS, {"class_names": "ab"}, "class_names is 'ab'"),
    "a number for names": (IMAGES, LABELS, {"class_names": 2}, "class_names is 2"),
    "test is no pair": (IMAGES, LABELS, {"test": IMAGES}, "test is not a pair"),
    "test of another size": (IMAGES, LABELS, {"test": (IMAGES[:, 1:], LABELS)}, "test images are (2, 3, 1)"),
    "unknown test labels": (IMAGES, LABELS, {"test": (IMAGES, LABELS - 1)}, "test labels hold -1"),
    "test of different length": (IMAGES, LABELS, {"test": (IMAGES, LABELS[:1])}, "test labels are 1 for 4 images"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_arrays_get_one_sentence(case):
    images, labels, options, text = REFUSED[case]
    with pytest.raises(BadInput, match=re.escape(text)) as caught:
        data.from_arrays(images, labels, **options)
    assert "\n" not in str(caught.value) and str(caught.value).endswith(".")
