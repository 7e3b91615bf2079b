"""Foreign images among the unlabelled ones."""

import numpy as np
import pytest

import lbaviz
from lbaviz import data
from lbaviz.errors import BadInput
from lbaviz.recording import Recording
from lbaviz.session import resume, train_in_foreground


@pytest.fixture
def foreign():
    return data.from_arrays(
        np.full((7, 4, 5), 250, np.uint8), np.arange(7) % 2, test=(np.ones((2, 4, 5), np.uint8), [0, 1])
    )


def test_foreign_images_are_unlabelled_and_in_no_other_part(own, foreign):
    mixed = data.mix(own, foreign)
    assert mixed.name == "own+own" and mixed.class_names == own.class_names and mixed.source == {"own": True}
    assert (mixed.test_images == own.test_images).all() and len(mixed.images) == 67
    split = mixed.split(2, seed=1)
    strange = (split.unlabelled.images == 250).all(axis=(1, 2, 3))
    assert strange.sum() == 7 and (split.unlabelled.labels[strange] == -1).all()
    assert (split.unlabelled.labels[~strange] >= 0).all()
    for part in (split.labelled, split.validation, split.test):
        assert len(part) and (part.labels >= 0).all() and not (part.images == 250).all(axis=(1, 2, 3)).any()


def test_the_own_images_are_split_as_without_the_others():
    digits = data.load("digits")
    split, mixed = digits.split(seed=4), data.load("digits+digits").split(seed=4)
    assert (split.validation.images == mixed.validation.images).all() and (split.test.images == mixed.test.images).all()
    assert np.bincount(mixed.labelled.labels).tolist() == [2] * 10 == np.bincount(split.labelled.labels).tolist()
    assert len(mixed.unlabelled) == len(split.unlabelled) + 1297


def test_images_of_another_size_are_refused(own):
    with pytest.raises(BadInput, match="images of own are 4x5x1, those of digits 8x8x1: bring them to one size"):
        data.mix(own, data.load("digits"))


@pytest.mark.parametrize("name", ["digits+qqqq", "qqqq+digits", "digits+", "digits+digits+digits"])
def test_names_that_are_none(name):
    with pytest.raises(BadInput, match="is not a data set that can be loaded"):
        data.load(name)


def test_a_run_on_a_mixed_set_is_opened_again_by_name(tmp_path):
    settings = {"evaluate_every": 0, "frame_every": 5, "checkpoint_every": 5, "record": tmp_path / "run.lba"}
    run = lbaviz.fit("association", "digits+digits", steps=5, **settings)
    assert run.recording.meta["config"]["split"]["source"] == {"mix": [{"name": "digits"}, {"name": "digits"}]}
    assert run.recording.about()["data"] == "digits+digits"
    go_on = train_in_foreground(resume(tmp_path / "run.lba", steps=8))
    assert Recording(go_on.path).status()["step"] == 8 and len(go_on.trainee.plan.split.unlabelled) == 1097 + 1297


def test_letters_among_digits(real_data):
    mixed = data.load("mnist+notmnist-part", real_data)
    split = mixed.split(validation=None)
    assert (split.unlabelled.labels == -1).sum() == 8_000 and len(split.unlabelled) == 63_000
    assert (split.validation.labels == data.load("mnist").labels[-5_000:]).all()
    sources = [{"name": name, "root": str(real_data)} for name in ("mnist", "notmnist-part")]
    assert mixed.source == {"mix": sources}
