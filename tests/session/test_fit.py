import gc
import math

import numpy as np
import pytest
import torch

import lbaviz
from lbaviz import schedules
from lbaviz.errors import BadInput, RunFailed
from lbaviz.session.judge import Judge

QUICK = {"evaluate_every": 10, "frame_every": 5, "checkpoint_every": 10}


def weights(run) -> dict[str, torch.Tensor]:
    return {name: value.clone() for name, value in run.trainee.weights().items()}


def same(first: dict, second: dict) -> bool:
    return all(torch.equal(first[name], second[name]) for name in first) and first.keys() == second.keys()


def values(run, name: str) -> dict[int, float]:
    table = run.metrics()
    table = table[table.name == name]
    return dict(zip(table.step, table.value, strict=True))


def test_step_n_is_the_state_after_n_updates_and_frames_lie_on_their_grid():
    run = lbaviz.fit("association", "digits", steps=30, **{**QUICK, "frame_every": 10})
    assert run.recording.frame_steps() == [0, 10, 20, 30]
    assert list(values(run, "walker")) == list(range(1, 31))
    assert list(values(run, "validation_error")) == [0, 10, 20, 30]
    assert list(values(run, "test_error")) == [30]
    assert run.steps == 30 and run.seed == 0


def test_the_progress_bar_can_be_left_away(monkeypatch):
    def shown(session):
        raise AssertionError("a progress bar")

    monkeypatch.setattr("lbaviz.session.starting.show_progress", shown)
    assert lbaviz.fit("association", "digits", steps=1, progress=False).steps == 1
    with pytest.raises(AssertionError, match="a progress bar"):
        lbaviz.fit("association", "digits", steps=1)


def test_an_unnamed_recording_lives_as_long_as_somebody_holds_it():
    recording = lbaviz.fit("association", "digits", steps=1, **QUICK).recording
    gc.collect()
    assert "test_error" in recording.last_values()


def test_every_trainable_parameter_moves():
    run = lbaviz.fit("association", "digits", steps=3, **QUICK)
    fresh = lbaviz.fit("association", "digits", steps=0, **QUICK)
    start = weights(fresh)
    for name, value in weights(run).items():
        assert not torch.equal(value, start[name]), f"{name} did not move"


def test_the_same_seed_gives_the_same_bits_and_another_seed_others():
    first, second = (weights(lbaviz.fit("association", "digits", steps=12, **QUICK)) for _ in range(2))
    assert same(first, second)
    assert not same(first, weights(lbaviz.fit("association", "digits", steps=12, seed=1, **QUICK)))


def test_looking_changes_no_bit():
    plain = lbaviz.fit("association", "digits", steps=12, evaluate_every=0, frame_every=0, checkpoint_every=0)
    looked = lbaviz.fit("association", "digits", steps=12, evaluate_every=1, frame_every=1, checkpoint_every=1)
    assert same(weights(plain), weights(looked))


def test_the_callers_random_state_is_left_alone_and_does_not_matter():
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    lbaviz.fit("association", "digits", steps=3, **QUICK)
    assert torch.equal(torch.rand(3), expected)


def test_poisoned_labels_of_unlabelled_validation_and_test_samples_never_reach_training():
    split = lbaviz.data.load("digits").split(seed=0)
    clean = weights(lbaviz.fit("association", split, steps=15, **QUICK))
    for part in ("unlabelled", "validation", "test"):
        labels = getattr(split, part).labels
        labels.flags.writeable = True
        labels[:] = (labels + 3) % 10
    assert same(clean, weights(lbaviz.fit("association", split, steps=15, **QUICK)))


def test_a_weight_of_zero_equals_training_without_the_term():
    without = lbaviz.fit(lbaviz.methods.Association(), "digits", steps=8, walker_weight=0, visit_weight=0, **QUICK)
    labels_alone = lbaviz.fit(lbaviz.methods.Supervised(), "digits", steps=8, **QUICK)
    for name, value in weights(without).items():
        torch.testing.assert_close(value, weights(labels_alone)[name], rtol=2e-2, atol=2e-3)


def test_a_schedule_acts_step_by_step():
    delayed = schedules.envelope("linear", 1.0, 1, 5)
    run = lbaviz.fit("association", "digits", steps=6, walker_weight=delayed, visit_weight=0, **QUICK)
    alone = lbaviz.fit("association", "digits", steps=6, walker_weight=0, visit_weight=0, **QUICK)
    assert same(weights(run), weights(alone))  # the schedule of the sixth update is read at 5, where it is still 0


def test_the_baseline_stands_in_the_same_file_with_its_own_names():
    run = lbaviz.fit("association", "digits", steps=20, baseline=True, **QUICK)
    assert list(values(run, "baseline_validation_error")) == [0, 10, 20]
    alone = lbaviz.fit("supervised", "digits", steps=20, **QUICK)
    assert values(run, "baseline_test_error")[20] == values(alone, "test_error")[20]


def test_the_best_weights_by_validation_are_judged_beside_the_last():
    run = lbaviz.fit("association", "digits", steps=40, **QUICK)
    assert 0 <= values(run, "test_error_best")[40] <= 100


def test_nothing_is_judged_twice_at_one_step(monkeypatch):
    judged, error = [], Judge.error
    monkeypatch.setattr(Judge, "error", lambda self, part, *by: judged.append(part) or error(self, part, *by))
    run = lbaviz.fit("association", "digits", steps=20, evaluate_test=True, **{**QUICK, "evaluate_every": 20})
    last = run.recording.last_values()
    assert judged[:4] == ["validation", "test"] * 2  # the start and the end
    assert judged[4:] == [] and last["test_error_best"] == last["test_error"]  # the end was better than the start
    assert last["test_error"] == error(Judge(run.trainee), "test")


def test_own_network_and_own_arrays():
    data = lbaviz.data.load("digits")
    labels = np.full(len(data.labels), -1)
    for digit in range(10):
        labels[np.flatnonzero(data.labels == digit)[:3]] = digit
    own = lbaviz.data.from_arrays(data.images, labels, test=(data.test_images, data.test_labels))
    network = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(64, 16), torch.nn.Dropout(0.5))
    network = lbaviz.models.normalise(network, 128.0, 128.0)
    before = [value.clone() for value in network.parameters()]
    run = lbaviz.fit("association", own, model=network, steps=10, labels_per_class=2, validation=0, **QUICK)
    assert run.embed(data.test_images[:5]).shape == (5, 16)
    assert run.predict(data.test_images[:5]).dtype == np.int64
    assert all(torch.equal(a, b) for a, b in zip(before, network.parameters(), strict=True))  # a copy was trained


def test_a_network_of_the_wrong_shape_is_refused():
    with pytest.raises(BadInput, match="network"):
        lbaviz.fit("association", "digits", model=torch.nn.Conv2d(1, 3, 3), steps=1)


def test_a_non_finite_term_stops_the_run_and_is_named(tmp_path):
    path = tmp_path / "run.lba"
    with pytest.raises(RunFailed, match=r"term became .* at step \d+ \(last finite values: walker"):
        lbaviz.fit("association", "digits", steps=200, learning_rate=1e30, record=path, **QUICK)
    run = lbaviz.open(path)
    assert run.state == "failed"
    assert all(math.isfinite(value) for value in run.metrics()["value"])
    _, manifest, data = run.recording.checkpoint(1 << 40)
    assert all(torch.isfinite(value).all() for value in lbaviz.session.tensors.unpack(manifest, data).values())


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"visit_wieght": 1.0}, "Did you mean 'visit_weight'"),
        ({"visit_weight": -1.0}, "visit_weight is a finite number of at least 0, got -1"),
        ({"walker_weight": 0, "visit_weight": 0, "classification_weight": 0}, "all weights are 0"),
        ({"learning_rate": 0}, "learning_rate is a number above 0"),
        ({"steps": -1}, "steps is a number of steps of at least 0, got -1"),
        ({"frame_every": -1}, "frame_every is a number of steps of at least 0"),
        ({"precision": "float23"}, "Did you mean 'float32'"),
        ({"device": "qpu"}, "there is no device 'qpu'"),
        ({"labels_per_class": 10_000}, "labels_per_class"),
        ({"model": "mnist-nett"}, "mnist-net"),
        ({"pace": 0}, "pace is a number"),
    ],
)
def test_bad_settings_get_one_sentence(settings, sentence):
    with pytest.raises(BadInput, match=sentence):
        lbaviz.fit("association", "digits", **{"steps": 5, **settings})


def test_unknown_method_and_data_name_the_nearest():
    with pytest.raises(BadInput, match="Did you mean 'association'"):
        lbaviz.fit("asociation", "digits", steps=1)
    with pytest.raises(BadInput, match="Did you mean 'digits'"):
        lbaviz.fit("association", "digit", steps=1)
    with pytest.raises(BadInput, match="at least 1, got 0"):
        lbaviz.methods.Association(unlabelled_batch=0)
