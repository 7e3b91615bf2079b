"""Signs of life: whose process trains an attempt, and whether it still does."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psutil

from lbaviz.recording.owner import this_process

BEAT_SECONDS = 20.0  # between two signs of life of a worker
SILENT_SECONDS = 120.0  # without one, by the clock of who looks, a worker on another machine has gone
OWNER, BEAT = "owner", "beat"  # user attributes of an attempt
_working: set[str] = set()  # workers of this process


@contextmanager
def worker() -> Iterator[dict]:
    """Be a worker: its host, process and name, as attempts keep them."""
    name = uuid4().hex
    _working.add(name)
    try:
        yield {**this_process(), "space": _process_space(), "worker": name}
    finally:
        _working.discard(name)


def _process_space() -> str:
    """Return what process numbers are counted in: two containers on one host may have the same name and numbers."""
    try:
        return os.readlink("/proc/self/ns/pid")
    except OSError:
        return ""


@contextmanager
def beating(trial, owner: dict) -> Iterator[None]:
    """Show that this process trains an attempt, now and every so often from a thread of its own."""
    trial.set_user_attr(OWNER, owner)
    ended = threading.Event()

    def beat() -> None:
        number = 0
        while not ended.wait(BEAT_SECONDS):
            number += 1
            try:
                trial.set_user_attr(BEAT, number)
            except Exception:  # the storage does not answer, or somebody took over: whoever tells the score finds out
                continue

    thread = threading.Thread(target=beat, name="lbaviz search", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


class Watch:
    """Notices workers that have gone: at once on this machine, on another after two minutes of silence."""

    def __init__(self):
        self._seen: dict[int, tuple[object, float]] = {}  # number of the attempt -> last sign, and when it was new

    def gone(self, attempt) -> bool:
        """Say whether nobody trains an attempt any more that is marked as running."""
        here = _is_here(attempt.user_attrs.get(OWNER))
        if here is not None:
            return not here
        sign, now = (attempt.user_attrs.get(OWNER), attempt.user_attrs.get(BEAT)), time.monotonic()
        if attempt.number not in self._seen or self._seen[attempt.number][0] != sign:
            self._seen[attempt.number] = sign, now
        return now - self._seen[attempt.number][1] > SILENT_SECONDS


def _is_here(owner: dict | None) -> bool | None:
    """Say whether a worker of this machine lives; None where that cannot be seen from here."""
    mine = this_process()
    if owner is None or (owner["host"], owner["space"]) != (mine["host"], _process_space()):
        return None
    if owner["pid"] == mine["pid"] and owner["started"] == mine["started"]:
        return owner["worker"] in _working
    try:
        process = psutil.Process(owner["pid"])
        return process.status() != psutil.STATUS_ZOMBIE and abs(process.create_time() - owner["started"]) < 1.0
    except psutil.Error:
        return False
