"""Probes while a run trains: when, on which images, without a trace; and in branches, resumed and failed runs."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from test_fit import QUICK, same, weights

import lbaviz
from lbaviz.errors import BadInput, RunFailed
from lbaviz.session import resume, train_in_foreground
from lbaviz.session.asking import QUESTIONS
from lbaviz.session.inspecting import inspected_set
from lbaviz.session.plan import make_plan

LIVE = ["embeddings", "layers", "neighbors", "predictions", "projection-pca", "visits"]


def rows(run) -> dict[tuple[str, int], bytes]:
    recording = run.recording
    return {
        (name, at): recording.probe_bytes(name, at) for name, steps in recording.probe_steps().items() for at in steps
    }


def test_every_probe_is_recorded_at_the_start_every_k_steps_and_at_the_end():
    run = lbaviz.fit("association", "digits", steps=25, probe_every=10, **QUICK)
    assert run.recording.probe_steps() == {name: [0, 10, 20, 25] for name in LIVE}
    about = run.recording.about()["inspected"]
    validation = run.trainee.plan.split.validation
    assert about == {"part": "validation", "labels": validation.labels.tolist()}
    np.testing.assert_array_equal(run.recording.inspected_images(), validation.images)


def test_what_is_recorded_is_what_the_network_says():
    run = lbaviz.fit("association", "digits", steps=20, probe_every=20, precision="float32", **QUICK)
    found, images = run.recording, run.recording.inspected_images()
    assert (found.probe("predictions", 20).predicted == run.predict(images)).all()
    last = run.metrics().query("name == 'validation_error'")["value"].iloc[-1]
    assert found.probe("predictions", 20).error == pytest.approx(last)
    embeddings = run.embed(images)
    np.testing.assert_allclose(found.probe("embeddings", 20), embeddings, atol=2e-3)
    unit = embeddings / np.linalg.norm(embeddings, axis=1, keepdims=True)
    similar = unit @ unit.T
    np.fill_diagonal(similar, -2)
    np.testing.assert_allclose(found.probe("neighbors", 20).similarities[:, 0], similar.max(axis=1), atol=1e-5)
    assert found.probe("visits", 20).p_visit.sum() == pytest.approx(1, abs=1e-4)
    assert found.probe("layers", 20).names[0] == "first.0" and found.probe("layers", 20).kernels.shape == (32, 3, 3, 1)


@pytest.mark.parametrize("own", [False, True])
def test_training_with_all_probes_gives_the_same_bits_as_without(own):
    network = None
    if own:  # what evaluation could change: averages of batch norm, random numbers of dropout
        body = [torch.nn.Conv2d(1, 8, 3), torch.nn.BatchNorm2d(8), torch.nn.Dropout(0.3), torch.nn.Flatten()]
        network = lbaviz.models.normalise(torch.nn.Sequential(*body, torch.nn.Linear(288, 16)), 128.0, 128.0)
    plain, probed = (
        lbaviz.fit("association", "digits", steps=20, model=network, probe_every=every, **QUICK) for every in (0, 1)
    )
    assert len(probed.recording.probe_steps()["layers"]) == 21 and plain.recording.probe_steps() == {}
    assert same(weights(plain), weights(probed))
    tables = [run.metrics().query("name != 'steps_per_second'").reset_index(drop=True) for run in (plain, probed)]
    assert tables[0].equals(tables[1])


def test_asking_every_question_between_two_steps_changes_no_bit():
    plain = lbaviz.fit("association", "digits", steps=20, **QUICK)
    session = lbaviz.start("association", "digits", steps=20, probe_every=5, paused=True, **QUICK)
    session.step(11)
    run = session.wait()
    for question in set(QUESTIONS) - {"projection"}:
        run.ask(question, images=60)
    for method in ("pca", "tsne", "umap"):
        run.ask("projection", images=60, method=method, perplexity=10)
    run.predict(run.recording.inspected_images(), by="association")
    session.resume()
    assert same(weights(plain), weights(session.wait())) and session.state == "finished"


def test_layouts_of_following_steps_lie_alike():
    run = lbaviz.fit("association", "digits", steps=12, probe_every=3, **QUICK)
    planes = [run.recording.probe("projection-pca", step) for step in (3, 6, 9, 12)]
    for first, second in pairwise(planes):
        turned = second.positions @ np.array([[0, -1], [1, 0]])
        near, far = (np.linalg.norm(first.positions - other) for other in (second.positions, turned))
        assert near < 0.8 * far
    assert (planes[-1].predicted == run.recording.probe("predictions", 12).predicted).all()


def test_without_validation_the_unlabelled_part_is_inspected_and_never_the_test_part():
    settings = {"evaluate_every": 0, "frame_every": 0, "checkpoint_every": 0}
    plan = make_plan(
        "association", "digits", None, 1, 0, "cpu", "float32", {"validation": 0}, probe_every=1, evaluate_test=False,
        baseline=False, open_end=False, **settings,
    )  # fmt: skip
    about, samples = inspected_set(plan)
    assert about == {"part": "unlabelled"} and len(samples) == 1000
    assert all((s.image == plan.split.unlabelled.images[s.index]).all() for s in samples[::100])
    assert [s.index for s in samples] == [s.index for s in inspected_set(plan)[1]]


def test_a_resumed_and_a_branched_run_record_the_same_rows(tmp_path):
    whole = lbaviz.fit("association", "digits", steps=20, probe_every=4, record=tmp_path / "whole.lba", **QUICK)
    lbaviz.fit("association", "digits", steps=12, probe_every=4, record=tmp_path / "cut.lba", **QUICK)
    cut = train_in_foreground(resume(tmp_path / "cut.lba", steps=20))
    assert rows(cut) == rows(whole)
    branch = whole.branch(10, steps=20)
    assert rows(branch) == rows(whole)
    assert branch.recording.about()["inspected"] == whole.recording.about()["inspected"]


def test_a_run_whose_embeddings_become_nan_still_says_so_and_keeps_what_was_probed(tmp_path):
    path = tmp_path / "run.lba"
    with pytest.raises(RunFailed, match="became"):
        lbaviz.fit("association", "digits", steps=60, learning_rate=1e30, probe_every=1, record=path, **QUICK)
    steps = lbaviz.open(path).recording.probe_steps()
    assert steps["neighbors"] and steps["layers"][-1] > steps["neighbors"][-1]
    assert "exploding" in lbaviz.open(path).recording.probe("layers", 60).flags


def test_few_images_leave_out_what_needs_more(tmp_path):
    digits = lbaviz.data.load("digits")
    own = lbaviz.data.from_arrays(digits.images[:41], digits.labels[:41])
    run = lbaviz.fit("association", own, steps=1, labels_per_class=1, validation=1, probe_every=1, **QUICK)
    assert "neighbors" not in run.recording.probe_steps() and run.recording.probe_steps()["visits"] == [0, 1]


def test_probes_are_told_to_who_watches_when_they_can_be_read():
    session = lbaviz.start("association", "digits", steps=10, probe_every=5, paused=True, **QUICK)
    session.wait()
    seen = []
    session.subscribe(lambda kind, _: kind == "probes" and seen.append(session.run.recording.probe_steps()["layers"]))
    session.resume()
    session.wait()
    assert seen == [[0, 5], [0, 5, 10]] and session.loop.ledger.looked > 0


def test_nonsense_is_refused():
    with pytest.raises(BadInput, match="probe_every is a number of steps of at least 0, got -1"):
        lbaviz.fit("association", "digits", steps=1, probe_every=-1)
