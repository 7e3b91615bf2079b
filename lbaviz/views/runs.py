"""A run as a view meets it: trained in this process (`Here`), or known by its file only (`File`)."""

import time
from collections.abc import Callable
from pathlib import Path

from lbaviz.errors import BadInput
from lbaviz.recording import Recording, naming, schema

BUSY = ("running", "paused")
ENDED = "this run has ended: only time, branch and export work; branch from a step to go on"
ENDED_HERE = "this run has ended: reset it to start anew, or branch from a step to go on"
INTERRUPTED = (
    "this run was interrupted: only time, branch and export work; branch from a step, or go on with "
    "`lbaviz train --resume {}`"
)
NO_BRANCH = "nothing can be trained here: `lbaviz watch {}` can branch from this run"
ENDED_NO_BRANCH = "this run has ended: only time and export work here; `lbaviz watch {}` can branch from it"

Brancher = Callable[[Path, int, dict], object]  # (recording, step, knobs) -> a session that trains in this process


class Here:
    """A session of this process; anything with run.path, can_reset, status(), command(), branch(),
    subscribe()."""

    def __init__(self, session):
        self.session = session
        self.recording = Recording(session.run.path)

    def status(self) -> dict:
        return dict(self.session.status())

    def command(self, command: dict) -> None:
        self.session.command(command)

    def branch(self, step: int, knobs: dict) -> "Here":
        """Start a branch in this process; the parent pauses."""
        return Here(self.session.branch(step, **knobs))

    def subscribe(self, callback: Callable, alive: Callable[[], bool]) -> Callable[[], None]:
        return self.session.subscribe(callback, alive)

    def news(self) -> None:
        """A session tells its news by itself."""

    def successor(self, status: None = None) -> "Here | None":
        """Return the run that a reset has started, if any."""
        session = getattr(self.session, "successor", None)
        return None if session is None else Here(session)

    def capabilities(self, status: dict) -> dict:
        may = _capabilities(status, self.recording.path, may_branch=True)
        if may["steer"] or not self.session.can_reset:
            return may
        return {**may, "reset": True, "reason": ENDED_HERE}


class File:
    """A recording: written by another process, or ended. Commands go through the file."""

    def __init__(self, path: str | Path, brancher: Brancher | None = None):
        self.recording = Recording(path)
        self._brancher = brancher
        self._reset_at: float | None = None

    def status(self) -> dict:
        return self.recording.status()

    def command(self, command: dict) -> None:
        if command.get("kind") in naming.KINDS:
            return naming.write(self.recording, command)
        now = time.time()
        self.recording.command(command)
        if command.get("kind") == "reset":
            self._reset_at = now

    def branch(self, step: int, knobs: dict) -> Here:
        """Start a branch in this process; a parent that trains elsewhere pauses. BadInput where that cannot be."""
        if self._brancher is None:
            raise BadInput(NO_BRANCH.format(self.recording.path.name))
        if self.status()["alive"]:
            self.recording.command({"kind": "pause"})
        return Here(self._brancher(self.recording.path, step, knobs))

    def subscribe(self, callback: Callable, alive: Callable[[], bool]) -> Callable[[], None]:
        """A file tells nothing by itself: it is asked, see `news`."""
        return lambda: None

    def news(self) -> dict:
        """Return the status, whose change tells that the file has grown."""
        return self.recording.status()

    def successor(self, status: dict) -> "File | None":
        """Return the run that the other process has started in this one's place after our reset, once it is there."""
        if self._reset_at is None or status["state"] in BUSY:
            return None
        for path in self.recording.path.parent.glob(f"{self.recording.path.stem}-*.lba"):
            try:
                other = Recording(path)
                new = other.meta.get("created", 0.0) >= self._reset_at and not other.meta["about"].get("parent")
                if new and other.status()["alive"]:
                    return File(path, self._brancher)
            except (BadInput, KeyError):
                continue  # just being created
        return None

    def capabilities(self, status: dict) -> dict:
        return _capabilities(status, self.recording.path, self._brancher is not None)


def run_of(source, brancher: Brancher | None) -> Here | File:
    """Return the run behind a session, a Run, a Recording or a path; BadInput for anything else."""
    if hasattr(source, "subscribe"):
        return Here(source)
    path = getattr(source, "path", source)
    if not isinstance(path, str | Path):
        raise BadInput(f"a view shows a session, a run or a recording's path (*.lba), not a {type(source).__name__}")
    return File(path, brancher)


def _capabilities(status: dict, path: Path, may_branch: bool) -> dict:
    """Return what a person may do with the run, and why not the rest.

    "reset": start anew in another file; "naming": of clusters, and marking images.
    """
    busy = status["state"] in BUSY
    ended = INTERRUPTED if status["state"] == "interrupted" else ENDED
    if may_branch:
        reason = "" if busy else ended
    else:
        reason = NO_BRANCH if busy else ENDED_NO_BRANCH
    may = {"steer": busy, "reset": busy, "branch": may_branch, "export": True, "naming": schema.may_write(path)}
    return {**may, "reason": reason.format(path.name)}
