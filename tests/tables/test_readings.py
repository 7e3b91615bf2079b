"""What is read off a network that was trained on two domains."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np

from lbaviz import data
from lbaviz.data.parts import Part
from lbaviz.recording import Recording
from lbaviz.tables import Cell, readings, training

ADAPTED = {"method": "domain-adaptation", "delay": "1"}


def two_domains() -> data.Pair:
    """Digits of 8 x 8, and in the target inverted ones."""
    source = data.load("digits")
    images, labels = source.images[:300], source.labels[:300]
    ends = [data.from_arrays(each, labels, test=(each[:60], labels[:60])) for each in (images, 255 - images)]
    return data.pair(*ends)


def test_a_cell_of_a_pair_is_trained_and_read(monkeypatch):
    """Of source only, and of nothing else, closed forms are read."""
    monkeypatch.setattr(training, "load", lambda name, size: two_domains())
    cell = Cell("own:own", "supervised", "all", steps=4, seed=0, evaluate_every=0, labelled_per_class="2")
    read = [training.train(replace(cell, **more)) for more in ({}, {"labelled": "target"}, ADAPTED)]
    assert ["coral_error" in row for row in read] == [True, False, False]
    assert all(float(row["mmd"]) > 0 for row in read) and 0 < float(read[0]["coral_error"]) <= 100
    assert read[1]["test_error"] != read[0]["test_error"]


def test_closed_forms_undo_a_stretch_and_a_shift(monkeypatch):
    """Two long classes beside each other; in the target stretched and moved. No label of it is used."""
    rng = np.random.RandomState(0)
    labels = np.repeat([0, 1], 500)
    source = rng.randn(1000, 2) * [20, 1] + np.stack([0 * labels, 8 * labels - 4], axis=1)
    parts = {"labelled": Part(source, labels), "test": Part(source * [1, 3] + [30, -40], labels)}
    run = SimpleNamespace(trainee=SimpleNamespace(plan=SimpleNamespace(split=SimpleNamespace(**parts))))
    monkeypatch.setattr(readings, "_embed", lambda run, part: part.images)
    assert float(readings._error(source, labels, parts["test"].images, labels)) > 30
    found = readings.closed_forms(run)
    assert float(found["coral_error"]) < 1 and float(found["subspace_alignment_error"]) < 1


def test_a_cells_batches_delay_and_envelope_are_what_it_is_trained_with(monkeypatch, tmp_path):
    monkeypatch.setattr(training, "load", lambda name, size: two_domains())
    cell = Cell(
        "own:own", "domain-adaptation", "all", steps=3, seed=0, evaluate_every=0, delay="1", growing_steps="7",
        labelled_per_class="1", unlabelled_batch="5",
    )  # fmt: skip
    training.train(cell, tmp_path)
    config = Recording(tmp_path / f"{cell.stem()}.lba").meta["config"]
    given = {"growing_steps": 7, "labelled_per_class": 1, "unlabelled_batch": 5}
    assert given.items() <= config["method"]["structure"].items() and config["knobs"]["delay"] == 1


def test_a_fine_tuned_cell_walks_to_the_target_from_its_swap_on(monkeypatch, tmp_path):
    pair = replace(two_domains(), origin={"pair": [{"name": "digits"}] * 2, "size": None})  # as if a file had it
    monkeypatch.setattr(data, "load_again", lambda source: pair)
    monkeypatch.setattr(training, "load", lambda name, size: pair)
    cell = Cell(
        "digits:digits", "association", "all", steps=4, seed=0, unlabelled="source", swap_at="2", evaluate_every=1,
        evaluate_test="yes", labelled_per_class="1", unlabelled_batch="5",
    )  # fmt: skip
    row = training.train(cell, tmp_path)
    second = Recording(tmp_path / f"{cell.stem()}-branch-2.lba")
    errors = second.metrics().query("name == 'test_error' and step > 2")["value"]
    assert second.meta["config"]["split"]["settings"]["unlabelled"] == "target" and second.status()["step"] == 4
    assert row["test_error_minimum"] == f"{errors.min():.2f}" and row["test_error"] == f"{errors.iloc[-1]:.2f}"
    assert row["test_error_best"] == f"{errors.iloc[int(row['step_validation']) - 3]:.2f}"
    assert row["test_error_entropy"] == f"{errors.iloc[int(row['step_entropy']) - 3]:.2f}"
    assert row["test_error_consistency"] == f"{errors.iloc[int(row['step_consistency']) - 3]:.2f}"
    assert "--steps 2 " in row["command"] and "branch(2, steps=4, unlabelled='target')" in row["command"]
    training.forget(cell, tmp_path)
    assert not list(tmp_path.iterdir())
