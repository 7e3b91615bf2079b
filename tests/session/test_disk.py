"""A full and a read-only file system, for real: small tmpfs mounts. As root only, as in the continuous checks."""

import contextlib
import os
import subprocess
import sys

import pytest

import lbaviz
from lbaviz.errors import BadInput
from lbaviz.recording import Recording, copy
from lbaviz.session import resume, train_in_foreground

QUICK = {"evaluate_every": 10, "frame_every": 1, "checkpoint_every": 10}
pytestmark = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="mounts a small disk: needs root")


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def grow(folder, size: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{size}", str(folder)], check=True)


def test_a_full_disk_is_one_sentence_nothing_recorded_is_lost_and_resume_goes_on(small_disk):
    path = small_disk / "run.lba"
    arguments = ["train", "association", "--steps", "120", "--record", str(path), "--checkpoint-every", "10"]
    command = [sys.executable, "-m", "lbaviz", *arguments, "--frame-every", "1"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300)
    sentences = [line for line in ended.stderr.splitlines() if line.startswith("lbaviz: ")]
    assert ended.returncode == 2, ended.stderr
    assert len(sentences) == 1 and "the disk is full" in sentences[0] and "--resume" in sentences[0]
    assert "Traceback" not in ended.stderr
    kept = Recording(path)
    reached = max(kept.checkpoint_steps())
    assert reached >= 10 and kept.frame(reached).step == reached
    grow(small_disk, "size=200m")
    run = train_in_foreground(resume(path))
    whole = lbaviz.fit("association", "digits", steps=120, **QUICK)
    assert Recording(path).checkpoint(120)[2] == whole.recording.checkpoint(120)[2]
    assert run.steps == 120


def test_a_live_session_says_it_too(small_disk):
    session = lbaviz.start("association", "digits", steps=500, record=small_disk / "run.lba", **QUICK)
    with pytest.raises(BadInput, match="the disk is full"):
        session.wait()
    assert session.state == "failed"
    with pytest.raises(BadInput, match="the disk is full"):
        session.pause()
    assert not Recording(session.run.path).status()["alive"]  # although this process lives on
    reached = Recording(session.run.path).status()["step"]
    grow(small_disk, "size=200m")
    assert train_in_foreground(resume(session.run.path, steps=reached + 2)).steps == reached + 2


def test_a_resume_on_a_full_disk_is_refused_until_there_is_room(small_disk, capsys):
    from lbaviz.cli import main

    path = small_disk / "run.lba"
    lbaviz.fit("association", "digits", steps=10, record=path, **QUICK)
    with (small_disk / "filler").open("wb", buffering=0) as filler:
        with contextlib.suppress(OSError):
            while filler.write(bytes(4096)):
                pass
    before = path.read_bytes()
    for arguments in (
        ["train", "--resume", str(path), "--steps", "20"],
        ["copy", str(path), str(small_disk / "copy.lba")],
        ["export", str(path), str(small_disk / "run.html")],
        ["train", "association", "--record", str(small_disk / "other.lba"), "--steps", "5"],
    ):
        assert main(arguments) == 2, arguments
        error = capsys.readouterr().err.splitlines()[-1]
        assert error.startswith("lbaviz: ") and "the disk is full" in error, error
        assert main(["info", str(path)]) == 0
    assert path.read_bytes() == before or Recording(path).metrics().step.max() == 10
    assert {p.name for p in small_disk.iterdir()} <= {"filler", "run.lba", "run.lba-wal", "run.lba-shm"}
    (small_disk / "filler").unlink()
    grow(small_disk, "size=200m")
    assert train_in_foreground(resume(path, steps=20)).steps == 20


def test_no_room_for_a_copy_leaves_none_behind(small_disk, tmp_path):
    run = lbaviz.fit("association", "digits", steps=60, record=tmp_path / "run.lba", **QUICK)
    (small_disk / "filler").write_bytes(bytes(5_500_000))
    with pytest.raises(BadInput, match="the disk is full"):
        copy(run.path, small_disk / "copy.lba")
    assert [p.name for p in small_disk.iterdir()] == ["filler"]


def test_a_read_only_folder_is_read_and_refused_to_write(small_disk, capsys):
    from lbaviz.cli import main

    lbaviz.fit("association", "digits", steps=5, record=small_disk / "run.lba", evaluate_every=0, frame_every=5)
    grow(small_disk, "ro")
    assert Recording(small_disk / "run.lba").frame_steps() == [0, 5]
    assert main(["info", str(small_disk / "run.lba")]) == 0
    with pytest.raises(BadInput, match="cannot be written"):
        lbaviz.open(small_disk / "run.lba").branch(3)  # a branch stands beside its parent
    for arguments in (
        ["train", "association", "--steps", "5", "--record", str(small_disk / "b.lba")],
        ["train", "--resume", str(small_disk / "run.lba")],
        ["copy", str(small_disk / "run.lba"), str(small_disk / "b.lba")],
        ["export", str(small_disk / "run.lba"), str(small_disk / "b.html")],
    ):
        capsys.readouterr()
        assert main(arguments) == 2, arguments
        error = capsys.readouterr().err
        assert "cannot" in error and "Traceback" not in error, error


def test_a_read_only_folder_with_the_log_of_a_killed_run_is_read_too(small_disk, capsys):
    from lbaviz.cli import main

    code = f"""
import os, lbaviz
path = {str(small_disk / "run.lba")!r}
session = lbaviz.start("association", "digits", steps=9, record=path, paused=True, frame_every=1)
session.step(3)
session.wait()
os._exit(9)
"""
    subprocess.run([sys.executable, "-c", code], timeout=120)
    assert (small_disk / "run.lba-wal").exists()
    grow(small_disk, "ro")
    recording = Recording(small_disk / "run.lba")
    assert recording.frame_steps() == [0, 1, 2, 3] and recording.status()["state"] == "interrupted"
    assert main(["info", str(small_disk / "run.lba")]) == 0 and "interrupted" in capsys.readouterr().out
    assert main(["train", "--resume", str(small_disk / "run.lba")]) == 2
    assert "copy it into a folder of yours" in capsys.readouterr().err


def test_lab_in_a_read_only_folder_says_so(small_disk, monkeypatch, capsys):
    from lbaviz.cli import main

    monkeypatch.chdir(small_disk)
    grow(small_disk, "ro")
    assert main(["lab", "--no-browser"]) == 2
    assert "start lbaviz lab in a folder that can be written" in capsys.readouterr().err
    os.chdir("/")  # it could not be unmounted from within
