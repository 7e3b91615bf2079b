"""How a process may end while it trains: whatever ends it, the recording opens and can be gone on with."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator

import pytest

import lbaviz
from lbaviz.errors import RunFailed
from lbaviz.recording import Recording
from lbaviz.session import resume, train_in_foreground

posix = pytest.mark.skipif(os.name != "posix", reason="signals: on Linux or macOS")


@pytest.fixture
def script() -> Iterator[Callable[..., subprocess.Popen]]:
    """Run Python code, and wait until it says that it is ready; whatever still runs ends with the test."""
    processes = []

    def start(code: str, **values) -> subprocess.Popen:
        pipes = dict.fromkeys(("stdout", "stderr", "stdin"), subprocess.PIPE)
        code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n" + textwrap.dedent(code)
        process = subprocess.Popen([sys.executable, "-c", code.format(**values)], text=True, **pipes)
        processes.append(process)  # Ctrl-C acts also where the tests themselves run in the background
        line = process.stdout.readline()
        assert line == "ready\n", process.communicate()[1]
        return process

    yield start
    for process in processes:
        process.kill()
        process.wait()


START = """
    import sys, time, lbaviz
    session = lbaviz.start("association", "digits", steps=100_000, record=r"{path}", evaluate_every=0)
    while session.loop.step < 20:
        time.sleep(0.01)
    print("ready", flush=True)
"""


def assert_clean(path) -> None:
    """One plain file, stopped, with a checkpoint of its last step."""
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    recording = Recording(path)
    assert recording.status()["state"] == "stopped"
    assert recording.checkpoint(1 << 40)[0] == recording.status()["step"] >= 20
    assert path.read_bytes()[18:20] == b"\x01\x01"  # SQLite's mark of a file that needs no log


def test_the_end_of_the_interpreter_closes_a_session_in_its_thread(script, tmp_path):
    """As when a kernel is restarted: nobody waits for the session, the main thread just ends."""
    process = script(START, path=tmp_path / "run.lba")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0 and err == ""
    assert_clean(tmp_path / "run.lba")


@posix
@pytest.mark.parametrize(("kind", "code"), [(signal.SIGTERM, -signal.SIGTERM), (signal.SIGINT, 1)])
def test_a_signal_closes_a_session_in_its_thread(kind, code, script, tmp_path):
    process = script(START + "    session.wait()\n", path=tmp_path / "run.lba")
    process.send_signal(kind)
    _, err = process.communicate(timeout=60)
    assert process.returncode in (code, -kind), err
    assert_clean(tmp_path / "run.lba")


@posix
def test_a_handler_of_sigterm_that_somebody_else_has_set_stays(script, tmp_path):
    code = "    import signal; signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))\n"
    process = script(
        START.replace("    session =", code + "    session =") + "    session.wait()\n", path=tmp_path / "run.lba"
    )
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 7
    assert_clean(tmp_path / "run.lba")


SLOW_END = """
    import sys, time
    from lbaviz.session import ending, loop
    from lbaviz.cli import main

    def never(run):
        print("ending", flush=True)
        time.sleep(100)

    loop.finish = never
    print("ready", flush=True)
    sys.exit(main(["train", "association", "--steps", "100000", "--evaluate-every", "0", "--record", r"{path}"]))
"""


@posix
def test_a_second_ctrl_c_ends_at_once_and_the_recording_goes_on(script, tmp_path):
    path = tmp_path / "run.lba"
    process = script(SLOW_END, path=path)
    while not path.exists() or Recording(path).status()["step"] < 110:
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    assert process.stdout.readline() == "ending\n"
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - began < 10
    assert process.returncode == 130 and "--resume" in out and "Traceback" not in err
    assert Recording(path).status()["state"] == "interrupted" and Recording(path).checkpoint_steps()[-1] >= 100
    reached = Recording(path).status()["step"]
    assert train_in_foreground(resume(path, steps=reached + 2)).steps == reached + 2


def test_a_second_ctrl_c_lets_go_of_the_file_in_a_process_that_lives_on(tmp_path, monkeypatch):
    def again(session):
        raise KeyboardInterrupt

    session = lbaviz.session.prepare("association", "digits", steps=5, record=tmp_path / "run.lba", evaluate_every=0)
    monkeypatch.setattr(session.loop, "_after", again)
    with pytest.raises(KeyboardInterrupt):
        train_in_foreground(session)
    assert session.state == "failed" and "ended at once" in session.error
    assert Recording(tmp_path / "run.lba").status()["state"] == "interrupted"
    assert train_in_foreground(resume(tmp_path / "run.lba")).steps == 5


def test_a_failed_session_shows_its_sentence_and_raises_it_from_wait_and_from_the_next_call():
    session = lbaviz.start("association", "digits", steps=300, learning_rate=1e30, evaluate_every=0)
    with pytest.raises(RunFailed, match=r"term became .* at step"):
        session.wait()
    assert session.state == "failed" and "term became" in session.error
    assert session.status()["error"] == session.error and not session.status()["alive"]
    for call in (session.pause, session.resume, session.step, session.stop, lambda: session.set(visit_weight=1.0)):
        with pytest.raises(RunFailed, match="term became"):
            call()
    assert session.run.state == "failed" and session.run.recording.status()["error"] == session.error


def test_a_paused_run_shows_signs_of_life(tmp_path, monkeypatch):
    from lbaviz.session import loop

    monkeypatch.setattr(loop, "HEARTBEAT_SECONDS", 0.2)
    session = lbaviz.start("association", "digits", steps=5, paused=True, record=tmp_path / "run.lba")
    session.wait()
    before = Recording(tmp_path / "run.lba").status()["time"]
    time.sleep(1.0)
    assert Recording(tmp_path / "run.lba").status()["time"] > before
    session.stop()
    session.wait()


def test_a_stop_from_another_process_ends_the_baseline_too(script, tmp_path):
    path = tmp_path / "run.lba"
    session = lbaviz.start("association", "digits", steps=100_000, baseline=True, record=path, evaluate_every=0)
    while Recording(path).status()["phase"] != "baseline":
        time.sleep(0.01)
    Recording(path).command({"kind": "stop"})
    assert session.wait(60).state == "stopped"
