"""Everything that can be handed in wrongly gets one sentence, and what is unusual but possible runs."""

import numpy as np
import pytest
import torch
from test_fit import QUICK

import lbaviz
from lbaviz import methods, schedules
from lbaviz.errors import BadInput, RunFailed
from lbaviz.methods import Association


def fit(data="digits", method="association", **settings):
    return lbaviz.fit(method, data, **{**QUICK, "steps": 4, **settings})


def digits(labels="own", **more):
    data = lbaviz.data.load("digits")
    return lbaviz.data.from_arrays(data.images, data.labels if isinstance(labels, str) else labels, **more)


def few_labels(each: int) -> np.ndarray:
    labels = lbaviz.data.load("digits").labels
    kept = np.full(len(labels), -1)
    for digit in range(10):
        kept[np.flatnonzero(labels == digit)[:each]] = digit
    return kept


class Shrinking(torch.nn.Module):
    """Its output depends on the number of images."""

    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(64, 16)

    def forward(self, images):
        return self.layer(images.flatten(1))[:, : len(images)]


class OtherInTraining(Shrinking):
    def forward(self, images):
        return self.layer(images.flatten(1))[:, : 4 if self.training else 16]


@pytest.mark.parametrize(
    "settings",
    [
        {"labels_per_class": "all"},
        {"unlabelled": "rest"},
        {"unlabelled": 1},
        {"labelled_classes": [0, 1, 2]},
        {"labelled_classes": [3]},
        {"validation": 0, "data": digits(), "baseline": True},  # and no test set
        {"validation": 0, "data": digits(few_labels(1)), "labels_per_class": 1},
        {"data": digits(few_labels(1))},
        {"method": Association(similarity="cosine", scale=5.0)},
        {"method": Association(similarity="euclidean", scale=0.1)},
        {"method": Association(round_trips=3, log_form="exact")},
        {"method": Association(log_form="plain", labelled_per_class=1, unlabelled_batch=1)},
        {"steps": np.int64(3), "evaluate_every": np.int32(2), "seed": np.int64(2)},
        {"steps": 0},
        {"seed": 2**32 - 1},
        {"evaluate_every": 0, "frame_every": 0, "checkpoint_every": 0},
        {"model": torch.nn.Flatten()},
        {
            "learning_rate": schedules.staircase(1e-3, 0.5, 2, 1e-5),
            "walker_weight": schedules.envelope("sigmoid", 1, 3, 0),
        },
    ],
    ids=str,
)
def test_what_is_unusual_but_possible_runs_and_can_be_branched_from_its_file(settings, tmp_path):
    run = fit(**settings, record=tmp_path / "run.lba")
    assert run.state == "finished" and run.steps == settings.get("steps", 4)
    handed = {name: settings[name] for name in ("data", "model") if name in settings}
    branch = lbaviz.open(tmp_path / "run.lba").branch(min(2, run.steps), steps=5, **handed)
    assert branch.steps == 5


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"data": digits(None)}, "there are no labelled images to start walks from"),
        ({"data": digits(None), "method": "supervised"}, "there are no labelled images to start walks from"),
        ({"unlabelled": 0}, "there are no unlabelled images to walk to"),
        ({"unlabelled": 0, "method": "supervised"}, "there are no unlabelled images to walk to"),
        ({"labels_per_class": "all", "unlabelled": "rest"}, "there are no unlabelled images to walk to"),
        ({"labelled_classes": [11]}, "11"),
        ({"data": None}, "data is a name, a data set or a split, got NoneType"),
        ({"data": np.zeros((4, 8, 8))}, "arrays go through data.from_arrays"),
        ({"data": "digits\0"}, "is not a data set"),
        ({"method": 5}, "a method has name, parts and terms, got int"),
        ({"model": torch.nn.Linear}, "model is the class Linear, expected a torch.nn.Module, made"),
        ({"model": len}, "model is builtin_function_or_method"),
        ({"model": Shrinking()}, "with one d for every n"),
        ({"model": torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(3, 2))}, "the network failed on images"),
        ({"seed": -1}, "the seed is -1, expected an integer of at least 0"),
        ({"seed": "x"}, "the seed is 'x'"),
        ({"seed": 2**32}, "below 2"),
        ({"steps": 4.0}, "steps is a number of steps of at least 0, got 4.0"),
        ({"steps": True}, "steps is a number of steps"),
        ({"checkpoint_every": None}, "checkpoint_every is a number of steps"),
        ({"pace": float("nan")}, "pace is a number of steps per second above 0"),
        ({"pace": "fast"}, "pace is a number of steps per second above 0"),
        ({"visit_weight": "a lot"}, "visit_weight is a number of at least 0, got 'a lot'"),
        ({"visit_weight": 10**400}, "visit_weight is a number of at least 0"),
        ({"visit_weight": float("inf")}, "visit_weight is a finite number"),
        ({"device": "meta"}, "there is no device 'meta' to train on"),
        ({"method": Association(scale=torch.tensor(2.0))}, "scale is Tensor, which cannot be recorded"),
        ({"record": 5}, "a recording has a path as run.lba, got 5"),
        ({"record": "a\0b.lba"}, "a recording has a path"),
        ({"record": "/proc/run.lba"}, "cannot be written"),
        ({"record": "a" * 300}, "File name too long"),
        (
            {"walker_weight": schedules.envelope("linear", 1.0, 5, 5), "visit_weight": 0, "classification_weight": 0},
            "all weights are 0",
        ),
    ],
    ids=lambda value: str(value)[:50],
)
def test_what_cannot_be_gets_one_sentence_before_there_is_a_file(settings, sentence, tmp_path):
    with pytest.raises(BadInput) as refused:
        fit(**{"record": tmp_path / "run.lba", **settings})
    assert sentence in str(refused.value) and "\n" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("images", "labels", "sentence"),
    [
        (np.full((20, 8, 8), np.nan), np.arange(20) % 2, "images hold NaN"),
        (np.full((20, 8, 8), 7.5), np.arange(20) % 2, "images are floats from 7.5 to 7.5"),
        (np.zeros((20, 8, 8)), np.arange(20) / 2, "labels are float64, expected integers"),
        (np.zeros((20, 8, 8)), np.arange(19) % 2, "labels are 19 for 20 images"),
    ],
)
def test_own_arrays_are_checked_before_a_run(images, labels, sentence):
    with pytest.raises(BadInput, match=sentence):
        fit(lbaviz.data.from_arrays(images, labels))


def test_a_network_that_fails_while_it_trains_is_one_sentence(tmp_path):
    with pytest.raises(RunFailed, match="the run failed at step 0: RuntimeError: mat1 and mat2") as failed:
        fit(model=OtherInTraining(), record=tmp_path / "run.lba")
    assert "\n" not in str(failed.value) and failed.value.__cause__ is not None
    assert lbaviz.open(tmp_path / "run.lba").state == "failed"
    assert [path.name for path in tmp_path.iterdir()] == ["run.lba"]


def test_an_own_similarity_can_be_branched_in_memory_but_not_from_the_file(tmp_path):
    method = methods.Association(similarity=lambda a, b: a @ b.T)
    run = fit(method=method, record=tmp_path / "run.lba")
    assert run.branch(2, steps=5).steps == 5
    with pytest.raises(BadInput, match="own similarity function, which no file can hold"):
        lbaviz.open(run.path).branch(2)


def test_a_term_without_weight_may_be_anything_and_is_not_recorded(tmp_path):
    run = fit(model=torch.nn.Sequential(torch.nn.Flatten(), Huge()), walker_weight=0, visit_weight=0)
    table = run.metrics()
    assert np.isfinite(table.value).all() and "classification" in set(table.name)


class Huge(torch.nn.Linear):
    """Similarities of its embeddings overflow; the embeddings do not."""

    def __init__(self):
        super().__init__(64, 8)

    def forward(self, images):
        return super().forward(images) * 1e18


def test_moving_several_knobs_at_once_is_checked_as_one():
    session = lbaviz.start("association", "digits", steps=10, paused=True, **QUICK)
    with pytest.raises(BadInput, match="all weights are 0"):
        session.set(walker_weight=0, visit_weight=0, classification_weight=0)
    session.set(walker_weight=0, visit_weight=0)
    session.set(classification_weight=0, walker_weight=0.5)  # raised before the other is lowered
    session.wait()
    assert session.status()["knobs"]["classification_weight"] == 0 and session.status()["note"] is None
    with pytest.raises(BadInput, match="all weights are 0"):
        session.branch(0, walker_weight=0)
    session.release("walker_weight")
    session.stop()
    session.wait()


def test_a_knob_cannot_be_released_to_a_schedule_under_which_nothing_trains():
    later = schedules.envelope("linear", 1.0, 5, 5)
    weights = {"walker_weight": later, "visit_weight": 0}
    session = lbaviz.start("association", "digits", steps=10, paused=True, **weights, **QUICK)
    session.set(walker_weight=0.5)
    session.set(classification_weight=0)
    session.wait()
    session.release("walker_weight")
    session.wait()
    assert "all weights are 0" in session.status()["note"]
    session.step(1)
    session.wait()
    assert session.loop.step == 1
    session.stop()
    session.wait()
