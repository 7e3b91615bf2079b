"""A session is steered while it trains, and trains the same bits as `fit`."""

import threading
import time

import numpy as np
import pytest
from test_fit import QUICK, same, values, weights

import lbaviz
from lbaviz.errors import BadInput


def test_a_session_starts_paused_steps_and_ends():
    session = lbaviz.start("association", "digits", steps=30, paused=True, **QUICK)
    session.wait()
    assert session.state == "paused" and session.loop.step == 0
    session.step(7)
    session.wait()
    assert session.state == "paused" and session.loop.step == 7
    session.resume()
    run = session.wait()
    assert session.state == "finished" and run.steps == 30
    with pytest.raises(BadInput, match="this run has finished"):
        session.pause()


def test_a_session_trains_the_same_bits_as_fit():
    session = lbaviz.start("association", "digits", steps=20, **QUICK)
    run = session.wait()
    assert same(weights(run), weights(lbaviz.fit("association", "digits", steps=20, **QUICK)))


def test_a_moved_knob_acts_on_the_next_step_and_is_recorded():
    session = lbaviz.start("association", "digits", steps=30, paused=True, **QUICK)
    session.step(10)
    session.wait()
    session.set(visit_weight=0.25)
    session.step(5)
    run = session.wait()
    (move,) = run.interventions()
    assert (move.step, move.detail["from"], move.detail["to"]) == (10, 1.0, 0.25)
    plain = lbaviz.fit("association", "digits", steps=15, **QUICK)
    assert values(plain, "walker")[11] == values(run, "walker")[11]  # terms of update 11 come before its step
    assert values(plain, "walker")[12] != values(run, "walker")[12]
    session.undo()
    session.wait()
    assert session.status()["knobs"]["visit_weight"] == 1.0
    session.stop()
    session.wait()
    assert session.state == "stopped"


def test_one_drag_is_one_intervention_and_one_undo():
    session = lbaviz.start("association", "digits", steps=100, paused=True, **QUICK)
    for value in (0.9, 0.7, 0.5):
        session.command({"kind": "set", "knob": "visit_weight", "value": value, "drag": "d1"})
        session.step(2)
        session.wait()
    (move,) = session.run.interventions()
    assert (move.detail["from"], move.detail["to"]) == (1.0, 0.5)
    assert move.detail["values"] == [[0, 0.9], [2, 0.7], [4, 0.5]]
    session.undo()
    session.wait()
    assert session.status()["knobs"]["visit_weight"] == 1.0
    session.stop()
    session.wait()


def test_steering_is_refused_with_a_sentence():
    session = lbaviz.start("association", "digits", steps=10, paused=True, **QUICK)
    with pytest.raises(BadInput, match="Did you mean 'visit_weight'"):
        session.set(visit_wait=1.0)
    with pytest.raises(BadInput, match="at least 0"):
        session.set(visit_weight=-2)
    with pytest.raises(BadInput, match="cannot be asked to 'jump'"):
        session.command({"kind": "jump"})
    session.set(walker_weight=0, visit_weight=0)
    session.wait()
    with pytest.raises(BadInput, match="all weights are 0"):
        session.set(classification_weight=0)
    session.stop()
    session.wait()


def test_the_test_error_is_shown_only_when_asked_for_and_that_is_recorded():
    session = lbaviz.start("association", "digits", steps=20, paused=True, **QUICK)
    session.step(5)
    session.wait()
    assert not values(session.run, "test_error")
    session.show_test_error()
    session.wait()
    assert list(values(session.run, "test_error")) == [5]
    assert [event.kind for event in session.run.recording.events()] == ["test_error_shown"]
    session.stop()
    session.wait()


def test_an_open_end_goes_on_past_the_planned_steps():
    session = lbaviz.start("association", "digits", steps=5, open_end=True, **QUICK)
    while session.loop.step < 12:
        time.sleep(0.005)
    session.stop()
    run = session.wait()
    assert session.state == "finished" and run.steps >= 12


def test_pace_is_kept_and_a_command_does_not_wait_for_it():
    session = lbaviz.start("association", "digits", steps=1000, pace=20, **QUICK)
    session.step()  # past the start
    time.sleep(0.3)
    session.resume()
    first, began = session.loop.step, time.perf_counter()
    time.sleep(1.0)
    rate = (session.loop.step - first) / (time.perf_counter() - began)
    assert 1 < rate < 25  # a busy machine may be slower than the pace, never faster
    session.command({"kind": "pace", "value": 0.1})
    time.sleep(0.3)
    began = time.perf_counter()
    session.pause()
    session.wait()
    assert time.perf_counter() - began < 1.0
    session.stop()
    session.wait()


def test_a_second_start_stops_the_first_and_says_so(capsys):
    first = lbaviz.start("association", "digits", steps=10_000, paused=True, **QUICK)
    second = lbaviz.start("association", "digits", steps=10, paused=True, **QUICK)
    assert "stopped" in capsys.readouterr().out
    assert first.state == "stopped"
    second.stop()
    second.wait()


def test_views_hear_of_frames_only_while_somebody_looks():
    heard, looking = [], threading.Event()
    session = lbaviz.start("association", "digits", steps=10_000, paused=True, frame_every=0, evaluate_every=0)
    session.wait()
    session.subscribe(lambda kind, payload: heard.append(kind), looking.is_set)
    session.step(20)
    session.wait()
    assert "frame" not in heard and "status" in heard
    looking.set()
    session.step(20)
    session.wait()
    assert "frame" in heard
    session.stop()
    session.wait()


def test_a_view_that_fails_never_stops_the_training():
    def broken(kind, payload):
        raise RuntimeError("view is broken")

    session = lbaviz.start("association", "digits", steps=10, paused=True, **QUICK)
    session.subscribe(broken)
    session.resume()
    assert session.wait().steps == 10 and session.state == "finished"


def test_a_prediction_while_it_trains_leaves_the_network_in_its_mode(monkeypatch):
    session = lbaviz.start("association", "digits", steps=100_000, evaluate_every=0, seed=3)
    looked_at = []
    predict = lbaviz.probes.predict
    monkeypatch.setattr(lbaviz.probes, "predict", lambda model, *rest: looked_at.append(model) or predict(model, *rest))
    images = lbaviz.data.load("digits").test_images[:5]
    session.run.predict(images)
    assert looked_at[0] is not session.loop.trainee.model
    session.pause()
    session.wait()
    during = session.run.embed(images)
    session.stop()
    session.wait()
    np.testing.assert_array_equal(session.run.embed(images), during)  # the present weights, not those of a checkpoint
    assert session.run.predict(images).shape == (5,) and looked_at[-1] is session.run.model
