import json
import re
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lbaviz import data
from lbaviz.errors import BadInput


def grey(part: data.Part) -> list[int]:
    """The grey level of each image, which in the own data set is its position."""
    return part.images[:, 0, 0, 0].tolist()


def test_the_default_of_own_data_is_ten_labels_and_a_tenth_of_each_class(own):
    split = own.split()
    assert [len(part) for part in (split.labelled, split.unlabelled, split.validation, split.test)] == [30, 54, 6, 6]
    assert np.bincount(split.validation.labels).tolist() == [2, 2, 2]
    assert split.labelled.labels.tolist() == [0] * 10 + [1] * 10 + [2] * 10
    assert (split.class_names, split.name, split.seed) == (("ant", "bee", "cat"), "own", 0)
    assert split.image_shape == (4, 5, 1)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), validation=st.integers(0, 40) | st.none(), rest=st.booleans())
def test_parts_never_overlap_and_lose_nothing(seed, validation, rest):
    images = np.arange(60, dtype=np.uint8).reshape(60, 1, 1)
    labels = np.arange(60) % 3
    split = data.from_arrays(images, labels).split(2, seed, validation, unlabelled="rest" if rest else "all")
    labelled, unlabelled, judged = grey(split.labelled), grey(split.unlabelled), grey(split.validation)
    assert len(judged) == (6 if validation is None else validation)
    assert set(judged).isdisjoint(unlabelled) and set(judged).isdisjoint(labelled)
    assert len(set(labelled)) == 6 and set(labelled).isdisjoint(unlabelled) == rest
    assert sorted(judged + (unlabelled + labelled if rest else unlabelled)) == list(range(60))
    for part in (split.labelled, split.unlabelled, split.validation):
        assert (part.labels == np.array(grey(part), int) % 3).all()


def test_labels_are_drawn_as_the_reference_does(own):
    """One RandomState, class by class, choice without replacement (SEMANTICS 17)."""
    split = own.split(labels_per_class=2, seed=7, validation=0)
    random = np.random.RandomState(7)
    expected = [random.choice(np.arange(label, 60, 3), 2, replace=False) for label in range(3)]
    assert grey(split.labelled) == np.concatenate(expected).tolist()


def test_the_same_settings_give_the_same_split(own):
    split = own.split(3, seed=4, unlabelled=17, labelled_classes=["cat", 0])
    again = own.split(**json.loads(json.dumps(split.settings)))
    assert split.checksum() == again.checksum()
    assert split.checksum() != own.split(3, seed=5, unlabelled=17, labelled_classes=["cat", 0]).checksum()
    assert len(split.unlabelled) == 17 and set(split.labelled.labels) == {0, 2}


@pytest.mark.parametrize("every", ["all", -1])
def test_all_labels(own, every):
    split = own.split(every, validation=0)
    assert len(split.labelled) == 60 and grey(split.labelled)[:3] == [0, 3, 6]


def test_given_labels_are_the_candidates_where_others_are_unlabelled():
    labels = np.full(60, -1)
    labels[[5, 9, 20]] = [1, 0, 1]
    split = data.from_arrays(np.arange(60, dtype=np.uint8).reshape(60, 1, 1), labels).split()
    assert sorted(grey(split.labelled)) == [5, 9, 20]
    assert len(split.unlabelled) == 60 and len(split.validation) == 0


def test_changing_labels_that_a_run_must_not_see_changes_nothing_that_it_sees(own):
    """Poison: training images, labelled labels and batches are the same whatever the other labels say."""
    clean = own.split(2, seed=1, validation=6)
    hidden = np.ones(60, bool)
    hidden[grey(clean.labelled)] = False
    clean.unlabelled.labels[:] = clean.validation.labels[:] = clean.test.labels[:] = 2
    assert own.labels.tolist() == [i % 3 for i in range(60)]  # the parts have labels of their own
    assert clean.labelled.labels.tolist() == [0, 0, 1, 1, 2, 2]
    again = own.split(2, seed=1, validation=6)
    assert (again.labelled.images == clean.labelled.images).all()
    assert (again.unlabelled.images == clean.unlabelled.images).all()
    batches = [data.LabelledSampler(split.labelled.labels, 2, 1).indices(3) for split in (clean, again)]
    assert (batches[0] == batches[1]).all()


def test_splits_are_frozen(own):
    with pytest.raises(FrozenInstanceError):
        own.split().seed = 3


REFUSED = {
    "more labels than there are": (
        {"labels_per_class": 19},
        "labels_per_class is 19, but class 'ant' has 18 labelled images to train on",
    ),
    "negative labels": ({"labels_per_class": -2}, "labels_per_class is -2"),
    "labels as a word": ({"labels_per_class": "many"}, "labels_per_class is 'many'"),
    "half a label": ({"labels_per_class": 1.5}, "labels_per_class is 1.5"),
    "negative validation": ({"validation": -1}, "validation is -1, expected an integer of at least 0"),
    "too much validation": ({"validation": 60}, "validation is 60, but there are 60 labelled images"),
    "negative unlabelled": ({"unlabelled": -5}, "unlabelled is -5"),
    "too many unlabelled": ({"unlabelled": 55}, "unlabelled is 55, but there are 54 training images"),
    "unknown mode": (
        {"unlabelled": "rset"},
        "unlabelled is 'rset', expected 'all', 'rest', 'everything' or a number. Did you mean",
    ),
    "unknown class": (
        {"labelled_classes": ["bees"]},
        "names 'bees', which is no class of this data. Did you mean 'bee'?",
    ),
    "class beyond the last": ({"labelled_classes": [3]}, "labelled_classes has class 3, but the classes are 0 to 2"),
    "negative seed": ({"seed": -1}, "the seed is -1"),
    "huge seed": ({"seed": 2**32}, "expected an integer below 2^32"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_settings_get_one_sentence(own, case):
    options, text = REFUSED[case]
    with pytest.raises(BadInput, match=re.escape(text)):
        own.split(**options)


def test_a_class_without_a_labelled_sample_is_refused_unless_it_is_left_out():
    labels = np.array([0] * 5 + [2] * 5)
    gap = data.from_arrays(np.zeros((10, 2, 2), np.uint8), labels)
    with pytest.raises(BadInput, match=r"class '1' has no labelled image to train on.*labelled_classes"):
        gap.split()
    assert gap.split(labelled_classes=[0, 2]).labelled.labels.tolist() == [0] * 5 + [2] * 5
    assert len(gap.split(labelled_classes=[]).labelled) == 0
    assert set(gap.split(labelled_classes="2").labelled.labels) == {2}


def test_an_exact_number_of_validation_images_is_divided_by_class_size():
    labels = np.array([0] * 70 + [1] * 25 + [2] * 5)
    split = data.from_arrays(np.zeros((100, 1, 1), np.uint8), labels).split(1, validation=10)
    assert np.bincount(split.validation.labels).tolist() == [7, 3]
