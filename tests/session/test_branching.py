"""A branch repeats its parent bit for bit up to its step, also from the file alone."""

import pytest
import torch
from test_fit import QUICK, same, values, weights

import lbaviz
from lbaviz.errors import BadInput


def test_an_unchanged_branch_is_its_parent_bit_for_bit(tmp_path):
    session = lbaviz.start("association", "digits", steps=30, paused=True, record=tmp_path / "run.lba", **QUICK)
    session.step(12)
    session.wait()
    session.set(visit_weight=0.5)
    session.resume()
    run = session.wait()
    for step in (12, 17, 30):
        branch = run.branch(step, steps=30)
        assert branch.path.name == f"run-branch-{step}.lba"
        assert same(weights(run), weights(branch))
        assert values(run, "walker") == values(branch, "walker")
        assert branch.recording.about()["parent"]["name"] == "run.lba"
    assert {entry["step"] for entry in run.recording.branches()} == {12, 17, 30}


def test_a_branch_with_another_knob_differs_from_its_step_on(tmp_path):
    run = lbaviz.fit("association", "digits", steps=30, record=tmp_path / "run.lba", **QUICK)
    branch = run.branch(step=17, steps=25, visit_weight=0.0)
    parent, child = values(run, "walker"), values(branch, "walker")
    assert max(child) == 25
    assert all(parent[step] == child[step] for step in range(1, 19)) and parent[20] != child[20]
    assert [(move.step, move.detail["to"]) for move in branch.interventions()] == [(17, 0.0)]
    again = lbaviz.open(tmp_path / "run.lba").branch(step=17, steps=25, visit_weight=0.0)  # from the file alone
    assert values(again, "walker") == child and again.path.name == "run-branch-17-2.lba"
    with pytest.raises(BadInput, match="a branch starts at a step from 0 to 30"):
        run.branch(step=31)


def test_own_networks_are_handed_in_again_and_checked(tmp_path):
    def network(width):
        return torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(64, width))

    lbaviz.fit("association", "digits", model=network(16), steps=10, record=tmp_path / "run.lba", **QUICK)
    run = lbaviz.open(tmp_path / "run.lba")
    with pytest.raises(BadInput, match="own network"):
        run.branch(5)
    with pytest.raises(BadInput, match="another network"):
        run.branch(5, model=network(8))
    assert run.branch(5, model=network(16)).steps == 10
