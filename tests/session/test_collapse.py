"""A collapse of two domains is recognised while it happens, said with its remedy, and marked where it began."""

import math

import numpy as np
import pytest
import torch
from test_domains import QUICK, SMALL
from test_fit import values

import lbaviz
from lbaviz import data
from lbaviz.methods import DomainAdaptation
from lbaviz.session.collapse import sentence
from lbaviz.session.progress import _Collapses
from lbaviz.session.spread import Spread

NAMES = tuple("0123456789")
KNOBS = ["walker_weight", "visit_weight", "delay", "classification_weight", "learning_rate"]


def spread(*counts: int) -> Spread:
    """So many images are told each of ten classes, with certainty; three of them are visited."""
    p_visit = np.array([0.25, 0.25, 0.5, *[0.0] * (sum(counts) - 3)])
    return Spread(np.repeat(np.eye(10)[: len(counts)], counts, axis=0), p_visit, np.array([0.25, 0.75]))


EVEN = spread(*[50] * 10)
ONE = spread(3, 480, 17)


def test_entropies_are_those_of_the_definition():
    assert EVEN.prediction_entropy == pytest.approx(math.log(10))
    assert str(spread(500).prediction_entropy) == "0.0"  # not "-0.0", which a sentence would say
    assert EVEN.visit_entropy == pytest.approx(1.5 * math.log(2))


def test_it_is_said_what_happened_and_what_helps():
    said = sentence(ONE, {100: 1.9, 200: 2.1}, NAMES, KNOBS)
    assert said == (
        "collapsed: 96 % of the target's images are told class 1 (entropy of predictions 0.18, at most 2.30, at best "
        "2.10 so far; of visits 1.04, at most 6.21): go back before it and try a lower learning rate, a longer delay "
        "or a higher visit weight"
    )
    assert sentence(ONE, {100: 2.1}, NAMES, ["domain_weight", "learning_rate"]).endswith(
        "try a lower learning rate or a lower domain weight"
    )
    assert sentence(ONE, {100: 2.1}, NAMES, ["learning_rate"]).endswith("try a lower learning rate")


@pytest.mark.parametrize(
    ("now", "before", "collapsed"),
    [
        (ONE, {}, False),  # the first evaluation: nothing to compare with
        (ONE, {100: 0.3}, True),  # never spread, twice in a row
        (ONE, {10: 0.3}, False),  # has not learned anything yet
        (ONE, {100: 0.3, 10: 0.9}, True),
        (ONE, {50: 0.9}, False),  # low, but on its way up or down
        (ONE, {50: 1.2}, True),  # below half of what it was
        (spread(60, 60, 60), {50: 2.0}, False),  # three classes of ten: as half as many bits as there were
        (spread(100, 100), {50: 2.2, 100: 2.0}, True),
        (EVEN, {50: 2.3, 100: 0.1}, False),  # over again
    ],
)
def test_a_collapse_is_a_drop_of_the_entropy_or_one_class_from_the_start(now, before, collapsed):
    assert (sentence(now, before, NAMES, KNOBS) is not None) == collapsed


def near_domains() -> data.Pair:
    """Three blobs a class on 8 x 8 pixels; the target's are one pixel aside."""
    random = np.random.RandomState(0)
    labels = np.arange(150) % 3
    images = random.randint(0, 60, (150, 8, 8), np.uint8)
    for image, label in zip(images, labels, strict=True):
        image[2 * label + 1 : 2 * label + 3, 2:6] += 150
    both = (images, np.roll(images, 1, axis=2))
    return data.pair(*(data.from_arrays(each[:120], labels[:120], test=(each[120:], labels[120:])) for each in both))


class Collapsing(DomainAdaptation):
    """From step 20 on the classifier tells every image class 1, as long as it hurts."""

    hurts = True

    def begin_step(self, at):
        if self.hurts and at.step >= 20:
            at.parts["classifier"].weight.data.zero_()
            at.parts["classifier"].bias.data = torch.tensor([0.0, 100.0, 0.0])


def fit(method=SMALL, **more):
    layers = torch.nn.Flatten(), torch.nn.Linear(64, 16), torch.nn.ReLU()
    network = lbaviz.models.normalise(torch.nn.Sequential(*layers), 100.0, 100.0)
    settings = {
        **QUICK,
        "evaluate_every": 5,
        "frame_every": 0,
        "checkpoint_every": 20,
        "steps": 40,
        "delay": 20,
        **more,
    }
    return lbaviz.fit(method, near_domains(), model=network, learning_rate=1e-2, **settings)


def test_a_run_that_collapses_says_so_while_it_happens(tmp_path, monkeypatch):
    run = fit(Collapsing(labelled_per_class=4, unlabelled_batch=12), steps=35, record=tmp_path / "run.lba")
    entropies = values(run, "prediction_entropy")
    assert list(entropies) == list(values(run, "visit_entropy")) == list(range(0, 36, 5))
    assert entropies[20] > 0.5 * math.log(3) and entropies[25] == entropies[30] == entropies[35] == 0
    note = run.recording.status()["note"]
    assert note.startswith("collapsed: 100 % of the target's images are told class 1 ")
    assert note.endswith("a longer delay or a higher visit weight")
    began = [(event.step, event.detail) for event in run.recording.events() if event.kind == "note"]
    assert began == [(25, {"text": "collapsed"})]
    branch = run.branch(step=30, steps=35, visit_weight=2.0)
    assert branch.recording.status()["note"].startswith("collapsed: ")
    monkeypatch.setattr(Collapsing, "hurts", False)
    assert run.branch(step=20, steps=30, visit_weight=2.0).recording.status()["note"] is None


def test_a_run_that_does_not_collapse_says_nothing():
    run = fit()
    assert run.recording.status()["note"] is None and run.recording.events() == []
    predicted = np.bincount(run.predict(run.trainee.plan.split.domains.target_validation.images), minlength=3)
    share = predicted[predicted > 0] / predicted.sum()
    assert values(run, "prediction_entropy")[40] == pytest.approx(-(share * np.log(share)).sum())


def test_a_run_on_one_domain_has_no_such_entropies():
    run = lbaviz.fit("supervised", "digits", steps=1, progress=False)
    assert not {"prediction_entropy", "visit_entropy"} & set(run.metrics().name)


def test_the_progress_bar_says_once_that_a_run_has_collapsed():
    told = _Collapses()
    notes = (None, "no such knob", "collapsed: 1", "collapsed: 2", None, "collapsed: 3", "collapsed: 4")
    assert [told.new({"note": note}) for note in notes] == [
        None,
        None,
        "collapsed: 1",
        None,
        None,
        "collapsed: 3",
        None,
    ]
