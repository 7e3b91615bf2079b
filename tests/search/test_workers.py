"""Two workers share a search, and one is killed in the middle of its trial: trainings of association on digits."""

import multiprocessing
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

import lbaviz.search
from lbaviz.cli import main
from lbaviz.errors import BadInput
from lbaviz.search import signs

pytest.importorskip("optuna", reason="Optuna: pip install '.[test]'")
PROGRAMS = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None) or (
    Path(found).resolve().parent if (found := shutil.which("initdb")) else None
)
HOW = "PostgreSQL: install Debian's package postgresql, then run pytest tests/search"
TRIALS, WAIT_SECONDS = 4, 400  # seconds: a machine may have much else to do


@pytest.fixture(scope="module")
def server():
    """The address of a PostgreSQL of our own in a temporary folder, reached through a socket in it."""
    if PROGRAMS is None:
        pytest.skip(HOW)
    folder = Path(tempfile.mkdtemp(prefix="lbaviz-postgresql-"))  # pytest's own are closed to user postgres
    as_user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    if as_user:
        shutil.chown(folder, "postgres", "postgres")

    def call(program: str, *arguments: str) -> None:
        command = [PROGRAMS / program, *arguments]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False, **as_user)
        assert done.returncode == 0, done.stdout + done.stderr

    data, options = str(folder / "data"), f"-c listen_addresses='' -c fsync=off -k {folder}"
    try:
        call("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        call("pg_ctl", "-D", data, "-w", "-t", "100", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            call("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["journal", "PostgreSQL"])
def storage(request, tmp_path) -> str:
    return str(tmp_path / "search.log") if request.param == "journal" else request.getfixturevalue("server")


@pytest.fixture(scope="module")
def processes():
    """Processes in which torch is imported already, so that a worker trains at once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["lbaviz.session", "lbaviz.search", "optuna", "psycopg"])
    return context


def wait_for(condition: Callable, seconds: float = WAIT_SECONDS):
    """Return what the condition finds as soon as it is something."""
    until = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < until, "nothing came"
        time.sleep(0.02)
    return found


def opened(storage: str) -> lbaviz.search.Search | None:
    try:
        return lbaviz.search.open(storage)
    except BadInput:  # not begun yet
        return None


def running(found: lbaviz.search.Search) -> dict[int, int]:
    """Return the attempts under way, by the process that trains them."""
    return {
        attempt.user_attrs[signs.OWNER]["pid"]: attempt.number
        for attempt in found.study.get_trials(deepcopy=False)
        if attempt.state.name == "RUNNING" and signs.OWNER in attempt.user_attrs
    }


def stopped_in_a_trial(found: lbaviz.search.Search) -> tuple[int, int] | None:
    """Return a worker that stands still in the middle of its trial, and the number of the attempt."""
    for pid, number in running(found).items():
        os.kill(pid, signal.SIGSTOP)
        wait_for(lambda pid=pid: psutil.Process(pid).status() in (psutil.STATUS_STOPPED, psutil.STATUS_ZOMBIE))
        if running(found).get(pid) == number:
            return pid, number
        os.kill(pid, signal.SIGCONT)  # it had just finished it
    return None


@pytest.mark.timeout(1000)
def test_when_one_of_two_workers_is_killed_every_trial_is_finished_once(storage, processes):
    command = ["search", "association", "--steps", "3", "--trials", str(TRIALS), "--storage", storage]
    workers = [processes.Process(target=main, args=(command,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    found = wait_for(lambda: opened(storage))
    pid, number = wait_for(lambda: stopped_in_a_trial(found))
    killed, other = workers if workers[0].pid == pid else workers[::-1]
    killed.kill()
    for worker in (killed, other):
        worker.join(WAIT_SECONDS)
    assert (killed.exitcode, other.exitcode) == (-signal.SIGKILL, 0)

    assert found.standing() == lbaviz.search.Standing(TRIALS, 0, 0, TRIALS)
    assert list(found.trials().trial) == list(found.trials().seed) == list(range(TRIALS))
    attempts = found.study.get_trials(deepcopy=False)
    assert sum(attempt.state.name == "COMPLETE" for attempt in attempts) == TRIALS
    assert attempts[number].state.name == "FAIL"
    again = next(a for a in attempts if a.user_attrs.get("again") is not None and a.state.name == "COMPLETE")
    assert attempts[number].params.items() <= again.params.items()  # the same draw, as far as it had come
    assert again.user_attrs[signs.OWNER]["pid"] == other.pid
    assert found.trials()[list(found.knobs)].nunique().tolist() == [TRIALS] * 3
