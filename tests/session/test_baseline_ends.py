"""Both ends of the scale before a run on two domains: source only and target only, and the coverage between them."""

import time
from dataclasses import replace

import pytest
from test_domains import QUICK, SMALL, fit, sets, supervised, two_domains
from test_fit import same, values, weights

import lbaviz
from lbaviz import data
from lbaviz.cli.train import report
from lbaviz.recording import Recording
from lbaviz.session import prepare, resume, train_in_foreground

SOURCE, TARGET = "baseline_target_validation_error", "baseline_target_only_validation_error"
ENDS = {"baseline": True, "delay": 1, "learning_rate": 1e-3, "steps": 8, "evaluate_every": 4}
NO_BAR = {name: value for name, value in (QUICK | ENDS).items() if name != "progress"}


def covered(run) -> dict[int, float]:
    """Coverage in per cent by step, worked out from the errors in the file."""
    source, target = (values(run, name)[8] for name in (SOURCE, TARGET))
    errors = values(run, "target_validation_error")
    return {step: pytest.approx(100 * (error - source) / (target - source)) for step, error in errors.items()}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return fit(**ENDS, record=tmp_path_factory.mktemp("ends") / "run.lba")


def test_the_ends_are_the_trainings_on_one_domain_alone_and_coverage_lies_between(run):
    alone = {name: value for name, value in ENDS.items() if name not in ("baseline", "delay")}
    source, target = supervised(**alone), supervised(**alone, labelled="target")
    assert values(run, SOURCE) == values(source, "target_validation_error")
    assert values(run, TARGET) == values(target, "validation_error")
    assert values(run, "baseline_test_error")[8] == values(source, "test_error")[8]
    assert values(run, "baseline_target_only_test_error")[8] == values(target, "test_error")[8]
    assert list(values(run, "coverage")) == [0, 4, 8] and values(run, "coverage") == covered(run)
    said = report(run).splitlines()[-3:]
    names = ("source only: test error (own)", "target only: test error (own)", "coverage (own)")
    assert all(line.strip().startswith(name) for line, name in zip(said, names, strict=True))
    assert f"{values(run, 'coverage')[8]:.2f} %" in said[-1]


def test_the_targets_labels_reach_target_only_and_nothing_else():
    clean = two_domains()
    poisoned = replace(clean, target=replace(clean.target, labels=(clean.target.labels + 1) % 3))
    first, second = (fit(pair=pair, **ENDS, validation=0) for pair in (clean, poisoned))
    assert same(weights(first), weights(second))
    for name in ("baseline_test_error", "test_error"):
        assert values(first, name) == values(second, name)
    assert values(first, "baseline_target_only_test_error") != values(second, "baseline_target_only_test_error")


def test_a_stop_in_target_only_leaves_no_coverage_and_resume_trains_both_again(run, tmp_path):
    session = prepare(SMALL, two_domains(), **NO_BAR, record=tmp_path / "run.lba")
    loop = session.loop
    loop.poll = lambda: loop.baseline_name == "target only" and loop.mailbox.put({"kind": "stop"})
    stopped = train_in_foreground(session, progress=False)
    assert stopped.state == "stopped" and TARGET in set(stopped.metrics().name)
    assert "baseline_done" not in Recording(stopped.path).meta and not values(stopped, "coverage")
    whole = train_in_foreground(resume(stopped.path, data=two_domains()), progress=False)
    for name in ("coverage", SOURCE, TARGET, "target_validation_error"):
        assert values(whole, name) == values(run, name), name


def test_a_branch_goes_on_between_the_ends_of_its_parent(run):
    branch = run.branch(5, steps=8)
    assert values(branch, "coverage") == values(run, "coverage") and len(values(branch, "coverage")) == 3


def test_a_reset_run_takes_over_both_ends(monkeypatch):
    session = lbaviz.start(SMALL, two_domains(), paused=True, **NO_BAR)
    session.wait()
    monkeypatch.setattr("lbaviz.session.baseline.train_baseline", lambda loop: pytest.fail("trained again"))
    session.reset()
    session.wait()
    while session.successor is None:
        time.sleep(0.01)
    session.successor.wait()
    for name in ("coverage", SOURCE, TARGET):
        assert values(session.successor.run, name) == values(session.run, name) != {}
    session.successor.stop()
    session.successor.wait()


def test_a_target_without_labels_has_source_only():
    source, target = sets()
    bare = data.from_arrays(target.images, None, test=(target.test_images, target.test_labels))
    found = set(fit(pair=data.pair(source, bare), **ENDS | {"steps": 0}).metrics().name)
    assert "baseline_validation_error" in found and not {TARGET, "coverage"} & found
