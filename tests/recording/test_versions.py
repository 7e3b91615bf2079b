"""Every format version that landed stays readable; the files are in tests/recordings, which says how they were made."""

import importlib.util
import sqlite3
from pathlib import Path
from shutil import copyfile

import numpy as np
import pytest

import lbaviz
from lbaviz.cli import main
from lbaviz.recording import schema
from lbaviz.session import resume, train_in_foreground

FOLDER = Path(__file__).parent.parent / "recordings"


def network():
    spec = importlib.util.spec_from_file_location("make", FOLDER / "make.py")
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    return lbaviz.models.normalise(make.network(), 128.0, 128.0)


def test_there_is_a_recording_of_every_version():
    assert sorted(path.name for path in FOLDER.glob("*.lba")) == [f"v{n + 1}.lba" for n in range(schema.FORMAT_VERSION)]


@pytest.mark.filterwarnings("ignore::lbaviz.session.restore.OtherMachine")
@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.lba")), ids=lambda path: path.stem)
def test_an_old_recording_gives_numbers_and_frames_and_branches(path, tmp_path, capsys):
    copyfile(path, tmp_path / "run.lba")
    run = lbaviz.open(tmp_path / "run.lba")
    assert (run.state, run.steps, run.seed) == ("finished", 3, 0)
    table = run.metrics()
    assert list(table[table.name == "walker"].step) == [1, 2, 3] and "baseline_test_error" in set(table.name)
    assert run.recording.frame_steps() == [0, 1, 2, 3]
    frame = run.frame(3)
    np.testing.assert_allclose(frame.p_ab.sum(1) + frame.hidden_ab, 1, atol=1e-5)
    assert run.recording.images().shape == (len(run.recording.about()["samples"]), 8, 8, 1)
    (move,) = run.interventions()
    assert (move.step, move.detail["to"]) == (2, 0.5)
    probed = [] if path.stem == "v1" else [0, 1, 2, 3]  # from version 2 on
    for name in ("predictions", "neighbors", "visits", "layers", "projection-pca"):
        assert run.recording.probe_steps().get(name, []) == probed
        assert not probed or run.recording.probe(name, 3).step == 3
    assert not probed or run.recording.probe("projection-pca", 3).anchors is None  # there were none in version 2
    branch = run.branch(2, steps=4, model=network(), walker_weight=2.0)
    assert branch.recording.probe_steps().get("layers", []) == (probed and [0, 1, 2, 3, 4])
    assert branch.steps == 4 and branch.interventions()[-1].detail["to"] == 2.0
    for command in (["info"], ["copy", "copy.lba"], ["export", "run.html"]):
        out = [str(tmp_path / name) for name in command[1:]]
        assert main([command[0], str(tmp_path / "run.lba"), *out]) == 0, capsys.readouterr().err


@pytest.mark.filterwarnings("ignore::lbaviz.session.restore.OtherMachine")
@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.lba")), ids=lambda path: path.stem)
def test_an_old_recording_goes_on_and_then_has_the_tables_of_this_version(path, tmp_path):
    copyfile(path, tmp_path / "run.lba")
    run = train_in_foreground(resume(tmp_path / "run.lba", steps=5, model=network()))
    assert run.steps == 5 and run.recording.frame_steps() == [0, 1, 2, 3, 4, 5]
    run.probe(steps=[4, 5])
    assert run.recording.probe_steps()["layers"][-2:] == [4, 5]
    with sqlite3.connect(tmp_path / "run.lba") as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == schema.FORMAT_VERSION
