"""Going on with a recording: the same network, data and method, the same threads and precision, or a sentence."""

import json
import sqlite3

import numpy as np
import pytest
import torch
from test_fit import QUICK, same, values, weights

import lbaviz
from lbaviz import schedules
from lbaviz.cli import main
from lbaviz.errors import BadInput
from lbaviz.recording import Recording, meta
from lbaviz.session import resume, train_in_foreground
from lbaviz.session.restore import OtherMachine


def network(width: int = 16) -> torch.nn.Module:
    return torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(64, width))


@pytest.fixture(scope="module")
def ended(tmp_path_factory) -> bytes:
    path = tmp_path_factory.mktemp("ended") / "run.lba"
    lbaviz.fit("association", "digits", steps=20, record=path, **QUICK)
    return path.read_bytes()


@pytest.fixture
def path(ended, tmp_path):
    (tmp_path / "run.lba").write_bytes(ended)
    return tmp_path / "run.lba"


def change(path, key: str, **changes) -> None:
    with sqlite3.connect(path) as connection:
        (text,) = connection.execute("SELECT value FROM meta WHERE key = ?", [key]).fetchone()
        meta.put(connection, key, {**json.loads(text), **changes})


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"model": network()}, "was made with another network, digits-net: leave model= out"),
        ({"data": "mnist-nonsense"}, "is not a data set"),
        ({"data": np.zeros((3, 8, 8))}, "arrays go through data.from_arrays"),
        ({"steps": 19}, "steps is the new total, and .* stands at step 20"),
        ({"steps": -1}, "steps is a number of steps"),
        ({"steps": 30.5}, "steps is a number of steps"),
    ],
)
def test_a_resume_of_something_else_is_refused_and_changes_nothing(settings, sentence, path):
    before = path.read_bytes()
    with pytest.raises(BadInput, match=sentence):
        resume(path, **settings)
    assert path.read_bytes() == before and [p.name for p in path.parent.iterdir()] == ["run.lba"]


def test_other_images_are_refused(path):
    digits = lbaviz.data.load("digits")
    images = digits.images.copy()
    images[0] += 1
    changed = lbaviz.data.from_arrays(images, digits.labels, test=(digits.test_images, digits.test_labels))
    with pytest.raises(BadInput, match="was made with other data than what is there now"):
        resume(path, data=changed)
    assert train_in_foreground(resume(path, steps=21, data=digits)).steps == 21


def test_an_own_network_must_come_again_and_be_the_same(tmp_path):
    path = tmp_path / "run.lba"
    lbaviz.fit("association", "digits", model=network(), steps=10, record=path, **QUICK)
    for model, sentence in (
        (None, "was made with an own network"),
        (network(8), "was made with another network"),
        (network, "expected the torch.nn.Module that run.lba was made with"),
    ):
        with pytest.raises(BadInput, match=sentence):
            resume(path, model=model)
    assert train_in_foreground(resume(path, steps=12, model=network())).steps == 12


def test_own_data_must_come_again(tmp_path):
    digits = lbaviz.data.load("digits")
    own = lbaviz.data.from_arrays(digits.images, digits.labels)
    lbaviz.fit("association", own, steps=4, labels_per_class=2, record=tmp_path / "run.lba", **QUICK)
    with pytest.raises(BadInput, match="was made with own data: hand it in again with data="):
        resume(tmp_path / "run.lba")
    assert train_in_foreground(resume(tmp_path / "run.lba", steps=6, data=own)).steps == 6


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"method": {"name": "clairvoyance", "structure": {}}}, "there is no method 'clairvoyance'"),
        ({"model_name": "no-net"}, "there is no network 'no-net'"),
        ({"knobs": {"visit_weight": {"schedule": "lunar"}}}, "there is no schedule 'lunar'"),
    ],
)
def test_what_this_version_does_not_have_is_a_sentence(changes, sentence, path, capsys):
    change(path, "config", **changes)
    assert main(["train", "--resume", str(path)]) == 2
    assert sentence in capsys.readouterr().err


def test_a_schedule_goes_on_where_it_was(tmp_path):
    knobs = {
        "learning_rate": schedules.staircase(1e-3, 0.5, 6, 1e-5),
        "visit_weight": schedules.envelope("linear", 1, 9, 3),
    }
    whole = lbaviz.fit("association", "digits", steps=20, **knobs, **QUICK)
    lbaviz.fit("association", "digits", steps=8, record=tmp_path / "run.lba", **knobs, **QUICK)
    cut = train_in_foreground(resume(tmp_path / "run.lba", steps=20))
    assert same(weights(whole), weights(cut)) and values(whole, "visit") == values(cut, "visit")
    assert cut.recording.status()["scheduled"] == ["visit_weight", "learning_rate"]


def test_threads_and_precision_are_those_of_the_recording_and_given_back(path):
    threads = torch.get_num_threads()
    change(path, "config", threads=threads + 1, precision="float32")
    session = resume(path, steps=22)
    seen = []
    session.subscribe(lambda *_: seen.append(torch.get_num_threads()))
    train_in_foreground(session)
    assert set(seen) == {threads + 1} and torch.get_num_threads() == threads
    assert session.loop.plan.precision == "float32"


def test_another_machine_is_said_in_one_line_here_and_on_the_command_line(path, capsys):
    change(path, "environment", torch="1.0", machine="abacus")
    with pytest.warns(OtherMachine, match=r"torch was 1\.0, is .*machine was abacus, is"):
        branch = lbaviz.open(path).start_branch(10, steps=12)
    assert "torch was 1.0" in branch.status()["note"]
    branch.wait()
    assert main(["train", "--resume", str(path), "--steps", "22"]) == 0
    lines = [line for line in capsys.readouterr().err.splitlines() if "abacus" in line]
    assert len(lines) == 1 and lines[0].startswith("lbaviz: not the same machine or versions as before")
    assert main(["train", "--resume", str(path), "--steps", "23"]) == 0  # it was recorded here by now
    assert "not the same machine" not in capsys.readouterr().err


def test_the_same_machine_says_nothing(path, recwarn):
    train_in_foreground(resume(path, steps=21))
    assert not [warning for warning in recwarn if warning.category is OtherMachine]


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        (["--seed", "3"], "leave --seed out"),
        (["--data", "mnist"], "leave --data out"),
        (["--baseline"], "leave --baseline out"),
        (["--record", "other.lba"], "leave --record out"),
        (["--model", "mnist-net"], "leave --model out"),
        (["--precision", "float32"], "leave --precision out"),
        (["association"], "leave METHOD out"),
        (["--walker-weight", "0", "--visit-weight", "0", "--classification-weight", "0"], "all weights are 0"),
        (["--visit-weight", "-1"], "visit_weight is a finite number of at least 0"),
    ],
)
def test_an_option_that_would_have_no_say_is_refused(option, sentence, path, capsys):
    assert main(["train", "--resume", str(path), "--steps", "25", *option]) == 2
    assert sentence in capsys.readouterr().err
    assert Recording(path).status()["state"] == "finished" and [p.name for p in path.parent.iterdir()] == ["run.lba"]


def test_a_knob_on_resume_is_moved_where_the_run_goes_on(path):
    assert main(["train", "--resume", str(path), "--steps", "25", "--visit-weight", "0.25"]) == 0
    (move,) = Recording(path).interventions()
    assert (move.step, move.detail["from"], move.detail["to"]) == (20, 1.0, 0.25)
