"""Reset closes a run and starts again, from the same start, in a new file."""

import time

import pytest
from test_fit import QUICK, values

import lbaviz


def test_reset_starts_again_from_the_same_start_in_a_new_file():
    session = lbaviz.start("association", "digits", steps=20, paused=True, **QUICK)
    session.step(5)
    session.wait()
    first = values(session.run, "walker")
    session.reset()
    session.wait()
    while session.successor is None:
        time.sleep(0.01)
    again = session.successor
    assert again.run.path.name == "run-2.lba" and session.state == "stopped"
    again.step(5)
    again.wait()
    assert values(again.run, "walker") == first
    again.stop()
    again.wait()


def test_a_reset_run_takes_over_the_baseline(monkeypatch):
    session = lbaviz.start("association", "digits", steps=20, paused=True, baseline=True, **QUICK)
    session.wait()
    before = values(session.run, "baseline_validation_error")
    monkeypatch.setattr("lbaviz.session.baseline.train_baseline", lambda loop: pytest.fail("trained again"))
    session.reset()
    session.wait()
    while session.successor is None:
        time.sleep(0.01)
    session.successor.wait()
    assert before and values(session.successor.run, "baseline_validation_error") == before
    session.successor.stop()
    session.successor.wait()


def test_a_run_that_has_ended_can_be_reset_too():
    session = lbaviz.start("association", "digits", steps=3, **QUICK)
    session.wait()
    session.reset(seed=4)
    while session.successor is None:
        time.sleep(0.01)
    assert session.successor.run.seed == 4 and session.successor.state == "paused"
    session.successor.stop()
    session.successor.wait()
