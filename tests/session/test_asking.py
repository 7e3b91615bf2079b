"""Questions to a run: answers are ready to be drawn, of the step that was asked for, and refused with a sentence."""

import numpy as np
import pytest
import torch
from test_fit import QUICK

import lbaviz
from lbaviz.errors import BadInput


@pytest.fixture(scope="module")
def run():
    return lbaviz.fit("association", "digits", steps=20, precision="float32", **QUICK)


def test_visits_are_those_of_the_unlabelled_part_from_all_labelled_samples(run):
    found = run.ask("visits")
    assert found.p_visit.shape == (1000,) and found.images.shape == (1000, 8, 8, 1) and found.step == 20
    split = run.trainee.plan.split
    a, b = run.embed(split.labelled.images), run.embed(found.images)
    expected = torch.softmax(torch.tensor(a @ b.T), dim=1).mean(dim=0).numpy()
    np.testing.assert_allclose(found.p_visit, expected, rtol=1e-3)


def test_a_trace_is_the_walk_of_one_sample_of_the_probe_set(run):
    trace, frame = run.ask("trace", start=7), run.frame(20)
    np.testing.assert_allclose(trace.p_class, frame.p_class[7], atol=1e-4)
    np.testing.assert_allclose(trace.p_turn[frame.index_ab[7].astype(int)], frame.p_ab[7], atol=1e-4)
    assert trace.images.shape == (80, 8, 8, 1) and trace.step == 20 and trace.class_names[trace.home] == "3"
    with pytest.raises(BadInput, match="start is 20, but a walk starts at a row of a, 0 to 19"):
        run.ask("trace", start=20)


def test_neighbours_are_looked_for_among_the_same_images_or_in_another_part(run):
    found = run.ask("neighbors", images=50, k=3)
    assert found.indices.shape == (50, 3) and (found.indices != np.arange(50)[:, None]).all()
    assert found.right.mean() > 0.3
    assert run.ask("neighbors", images=5).indices.shape == (5, 4)  # all there are, where they are fewer than five
    other = run.ask("neighbors", images=50, gallery="labelled")
    assert other.gallery_images.shape[0] == 20 and other.indices.max() < 20 and other.class_names[3] == "3"


def test_a_projection_knows_labels_predictions_and_images(run):
    found = run.ask("projection", images=150, perplexity=10, step=10)
    assert found.positions.shape == (150, 2) and found.step == 10 and found.settings["perplexity"] == 10
    assert found.images.shape[0] == len(found.labels) == len(found.predicted) == 150


def test_confusion_and_accuracy_agree_with_the_run(run):
    confusion = run.ask("confusion", images=None)
    error = run.metrics().query("name == 'test_error'")["value"].iloc[-1]
    assert confusion.error == pytest.approx(error) and confusion.counts.sum() == 500
    assert confusion.images.shape[0] == 500 and (np.bincount(confusion.labelled_labels) == 2).all()
    accuracy = run.ask("accuracy", images=None)
    assert accuracy.error == pytest.approx(error) and len(accuracy.class_names) == 10
    best = run.metrics().query("name == 'test_error_best'")["value"].iloc[-1]
    assert accuracy.error_best == pytest.approx(best) and run.ask("accuracy", images=100).error_best is None


def test_an_earlier_step_is_answered_from_the_nearest_checkpoint_before_and_the_run_stays_as_it_is(run):
    image = run.trainee.plan.split.test.images[:5]
    before = run.embed(image)
    early, start = run.ask("confusion", step=13), run.ask("confusion", step=0)
    assert (early.step, start.step) == (10, 0) and start.error > early.error
    np.testing.assert_array_equal(run.embed(image), before)
    assert run.ask("confusion").step == 20


def test_layers_and_walks(run):
    layers = run.ask("layers", step=10)
    assert layers.step == 10 and layers.names[-1] == "classifier"
    walks = run.ask("walks", step=10, top_k=3)
    assert walks.top_k == 3 and len(walks.table()) and walks.images.shape[0] == len(walks.labels)
    np.testing.assert_allclose(walks.frame.p_ab, run.frame(10).p_ab, atol=1e-5)


def test_a_prediction_by_association_needs_no_classifier():
    settings = {"classification_weight": 0, "evaluate_every": 0, "frame_every": 0, "evaluate_association": True}
    run = lbaviz.fit("association", "digits", steps=100, **settings)
    test = run.trainee.plan.split.test
    by = {name: (run.predict(test.images, by=name) != test.labels).mean() for name in ("association", "classifier")}
    assert by["association"] < 0.4 < 0.8 < by["classifier"]
    assert run.ask("confusion", by="association", images=None).error == pytest.approx(100 * by["association"])
    assert run.ask("accuracy", by="association", images=None).error == pytest.approx(100 * by["association"])
    last = run.recording.last_values()
    assert last["association_test_error"] == pytest.approx(100 * by["association"])
    assert last["association_validation_error"] < 50 < last["validation_error"]
    with pytest.raises(BadInput, match="Did you mean 'association'"):
        run.predict(test.images, by="asociation")


def test_a_recording_is_asked_after_it_was_opened_again(run):
    assert lbaviz.open(run.path).ask("confusion").error == run.ask("confusion").error


def test_a_live_session_is_asked_without_being_disturbed():
    session = lbaviz.start("association", "digits", steps=20, paused=True, **QUICK)
    session.step(12)
    session.wait()
    assert session.run.ask("visits").step == 10 and all(part.training for part in session.run.model.modules())
    session.stop()


@pytest.mark.parametrize(
    ("question", "options", "sentence"),
    [
        ("neighbours", {}, "a run cannot be asked for 'neighbours'. Did you mean 'neighbors'"),
        ("confusion", {"step": 21}, "stands at step 20: ask at a step from 0 to 20, got 21"),
        ("confusion", {"part": "tset"}, "there is no part 'tset'. Did you mean 'test'"),
        ("confusion", {"part": "both"}, "half source and half target, and this run has no two domains"),
        ("confusion", {"images": 0}, "images is how many to ask about, at least 1"),
        ("confusion", {"by": "luck"}, "by classifier or association"),
        ("neighbors", {"kk": 3}, "'neighbors' has no option 'kk'"),
        ("neighbors", {"images": 1}, "one image has no neighbour but itself: ask with images=2 or more"),
        ("neighbors", {"images": 5, "k": 5}, "k is 5, but the gallery has 4 other samples"),
        ("neighbors", {"k": 600}, "k is 600, but the gallery has 499 other samples"),
    ],
)
def test_what_cannot_be_answered_is_a_sentence(question, options, sentence, run):
    with pytest.raises(BadInput, match=sentence):
        run.ask(question, **options)


def test_missing_checkpoints_and_parts_are_said():
    digits = lbaviz.data.load("digits")
    own = lbaviz.data.from_arrays(digits.images[:300], digits.labels[:300])
    run = lbaviz.fit("association", own, steps=1, labels_per_class=2, validation=0, **QUICK)
    with pytest.raises(BadInput, match="this run has no test images: ask with part=unlabelled or labelled"):
        run.ask("confusion")


def test_questions_leave_nothing_behind(run):
    state, random = {k: v.clone() for k, v in run.trainee.weights().items()}, torch.get_rng_state()
    for question in ("visits", "neighbors", "projection", "mmd", "confusion", "accuracy", "layers", "walks"):
        run.ask(question)
    assert all(torch.equal(value, state[name]) for name, value in run.trainee.weights().items())
    assert torch.equal(torch.get_rng_state(), random)


def test_the_distance_of_labelled_and_unlabelled_samples(run):
    found = run.ask("mmd", images=200)
    assert found.names == ("labelled", "unlabelled") and found.step == 20 and found.mmd2 > 0
    assert run.ask("mmd", part="labelled").mmd2 == pytest.approx(0, abs=1e-6)
