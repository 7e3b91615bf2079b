"""Who may write: one process, and nobody who is dead, elsewhere or under another's number keeps a file."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import psutil
import pytest
from fake_runs import begin, finished

from lbaviz.errors import BadInput
from lbaviz.recording import Recording, Writer, copy, owner


def owned_by(path, **changes) -> None:
    """Write another owner into an ended recording, in state running."""
    rows = {
        "owner": {**owner.this_process(), **changes},
        "status": {"state": "running", "step": 3, "time": time.time()},
    }
    with sqlite3.connect(path) as connection:
        for key, value in rows.items():
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [key, json.dumps(value)])


def sleeper() -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(100)"])


@pytest.fixture
def other():
    process = sleeper()
    yield process
    process.kill()
    process.wait()


def test_a_live_process_keeps_its_recording(tmp_path, other):
    path = finished(tmp_path / "run.lba")
    owned_by(path, pid=other.pid, started=psutil.Process(other.pid).create_time())
    assert Recording(path).status()["alive"] and Recording(path).status()["state"] == "running"
    with pytest.raises(BadInput, match=f"is being written by process {other.pid} on .*: stop that run first"):
        Writer.reopen(path)
    copy(path, tmp_path / "copy.lba")
    assert Recording(tmp_path / "copy.lba").status()["state"] == "interrupted"  # nobody writes the copy
    Writer.reopen(tmp_path / "copy.lba").close()


def test_a_number_that_was_given_to_another_process_is_not_the_owner(tmp_path, other):
    path = finished(tmp_path / "run.lba")
    owned_by(path, pid=other.pid, started=psutil.Process(other.pid).create_time() - 100)
    assert Recording(path).status()["state"] == "interrupted"
    Writer.reopen(path).close()


@pytest.mark.skipif(os.name != "posix", reason="zombies: only where processes wait to be waited for, as on Linux")
def test_a_dead_process_that_nobody_has_waited_for_is_dead(tmp_path):
    path, process = finished(tmp_path / "run.lba"), sleeper()
    owned_by(path, pid=process.pid, started=psutil.Process(process.pid).create_time())
    assert Recording(path).status()["alive"]
    process.send_signal(signal.SIGKILL)
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert Recording(path).status()["state"] == "interrupted"
    process.wait()


def test_a_process_on_another_host_is_believed_while_it_shows_signs_of_life(tmp_path):
    path = finished(tmp_path / "run.lba")
    owned_by(path, host="elsewhere", pid=1)
    assert Recording(path).status()["alive"]
    with pytest.raises(BadInput, match="by process 1 on elsewhere"):
        Writer.reopen(path)
    with sqlite3.connect(path) as connection:
        old = json.dumps({"state": "paused", "step": 3, "time": time.time() - owner.HEARTBEAT_SECONDS - 1})
        connection.execute("UPDATE meta SET value = ? WHERE key = 'status'", [old])
    assert Recording(path).status()["state"] == "interrupted"
    Writer.reopen(path).close()


def test_a_file_that_this_process_has_let_go_of_can_be_taken_over_although_its_name_stands_in_it(tmp_path):
    path = tmp_path / "run.lba"
    writer = begin(path)
    with pytest.raises(BadInput, match="is being written by this process"):
        Writer.reopen(path)
    path.rename(tmp_path / "renamed.lba")
    assert Recording(tmp_path / "renamed.lba").status()["alive"]
    (tmp_path / "renamed.lba").rename(path)
    writer.abandon()
    owned_by(path)  # as where the disk was too full to delete it
    assert not Recording(path).status()["alive"]
    Writer.reopen(path).close()


def test_of_two_that_resume_at_once_one_gets_it(tmp_path):
    path = finished(tmp_path / "run.lba")
    code = f"""
import sys, time
from lbaviz.errors import BadInput
from lbaviz.recording import Writer
print("ready", flush=True)
sys.stdin.readline()
try:
    Writer.reopen(r"{path}")
    print("mine", flush=True)
    time.sleep(60)
except BadInput as error:
    print(error, flush=True)
"""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    both = [subprocess.Popen([sys.executable, "-c", code], **pipes) for _ in range(2)]
    try:
        for process in both:
            assert process.stdout.readline() == "ready\n"
        for process in both:
            process.stdin.write("\n")
            process.stdin.flush()
        answers = sorted(process.stdout.readline() for process in both)
    finally:
        for process in both:
            process.kill()
            process.communicate()
    assert "is being written by process" in answers[0] and answers[1] == "mine\n"


def test_the_log_of_a_recording_that_was_deleted_is_not_taken_for_a_new_ones(tmp_path):
    path = tmp_path / "run.lba"
    code = f"""
import os, sys
sys.path.insert(0, {os.path.dirname(os.path.dirname(__file__))!r})
from pathlib import Path
from fake_runs import advance, begin
advance(begin(Path({str(path)!r})), range(500))
os._exit(9)
"""
    subprocess.run([sys.executable, "-c", code])
    assert (tmp_path / "run.lba-wal").stat().st_size > 0
    path.unlink()
    finished(path, steps=5)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["run.lba"]
    assert Recording(path).metrics()["step"].max() == 5


def test_a_recording_appears_whole_or_not_at_all(tmp_path, monkeypatch):
    from lbaviz.recording import schema

    def full(connection):
        assert not (tmp_path / "run.lba").exists()
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(schema, "lay_out", full)
    with pytest.raises(BadInput, match="cannot be written"):
        begin(tmp_path / "run.lba")
    assert list(tmp_path.iterdir()) == []


def test_a_file_system_without_hard_links_will_do(tmp_path, monkeypatch):
    def none(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", none)
    assert Recording(finished(tmp_path / "run.lba")).frame_steps() == [0, 10, 20]
    assert [p.name for p in tmp_path.iterdir()] == ["run.lba"]


def test_on_a_network_file_system_the_rollback_journal_is_used(tmp_path, monkeypatch):
    from types import SimpleNamespace

    from lbaviz.recording import schema

    mounts = [SimpleNamespace(mountpoint="/", fstype="ext4"), SimpleNamespace(mountpoint=str(tmp_path), fstype="nfs4")]
    monkeypatch.setattr(schema.psutil, "disk_partitions", lambda all: mounts)
    writer = begin(tmp_path / "run.lba")
    writer.add_metrics(1, {"walker": 1.0})
    writer.flush()
    assert [p.name for p in tmp_path.iterdir()] == ["run.lba"]
    assert len(Recording(tmp_path / "run.lba").metrics()) == 1
    writer.close()
