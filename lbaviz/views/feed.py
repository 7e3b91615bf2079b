"""One run as topics that a browser shows and commands that it sends, wherever the run trains."""

import logging
import math
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from lbaviz.errors import BadInput, RunFailed
from lbaviz.recording import Recording
from lbaviz.views import actions, topics
from lbaviz.views.family import Family
from lbaviz.views.runs import BUSY, Brancher, File, Here, run_of
from lbaviz.views.worker import Worker

ALIVE_SECONDS = 6.0  # a browser says every 2 s that it is visible
CURVES_SECONDS = 0.5
FAMILY_SECONDS = 2.0


class Feed:
    """What every view of a run shares. Safe in any thread; while nobody looks, it reads and sends nothing.

    source: a session, a Run, a Recording or a path. brancher(path, step, knobs) starts a session from a file.
    """

    def __init__(self, source, brancher: Brancher | None = None):
        self.source, self.brancher = source, brancher
        self.followed: dict[Path, Here | File] = {}  # every run that was shown, by its file
        self._lock = threading.RLock()
        self._listeners: dict[object, Callable[[dict], None]] = {}
        self._worker = Worker(lambda: self._guarded(self._tick), self.alive)
        self._family = Family()
        self._values: dict = {}
        self._seen, self._note, self._stop_hearing = -math.inf, None, lambda: None
        self.follow(run_of(source, brancher))

    def shows(self, source) -> bool:
        """Say whether this is what a view of source would show."""
        if isinstance(self.run, Here) and (source is self.run.session or source is self.run.session.run):
            return True
        if isinstance(source, str | Path):
            shown = self.run.recording
            same = shown.path.resolve() == Path(source).resolve()
            return same and Recording(source).meta.get("created") == shown.meta.get("created")
        return source is self.source and isinstance(self.run, File)

    def get(self, topic: str):
        """Return a topic's newest value (bytes for topics.BYTES); KeyError for an unknown one."""
        with self._lock:
            return self._values[topic]

    def values(self) -> dict:
        """Return every topic's newest value."""
        with self._lock:
            return dict(self._values)

    def frame(self, step: int) -> bytes:
        """Return the recorded frame at or before step, else the first one; BadInput if there is none."""
        recording = self.run.recording
        return recording.frame_bytes(max([step, *recording.frame_steps()[:1]]))

    def probe(self, name: str, step: int) -> bytes:
        """Return what a probe found at or before step, packed; BadInput if there is nothing."""
        return self.run.recording.probe_bytes(name, step)

    def subscribe(self, listener: Callable[[dict], None]) -> Callable[[], None]:
        """Call listener({topic: value}) on news, from any thread; return the function that ends that."""
        key = object()
        with self._lock:
            self._listeners = {**self._listeners, key: listener}
        return lambda: self._forget(key)

    def _forget(self, key: object) -> None:
        with self._lock:
            self._listeners = {other: value for other, value in self._listeners.items() if other is not key}

    def alive(self) -> bool:
        """Say whether a browser has shown a sign of life lately."""
        return time.monotonic() - self._seen < ALIVE_SECONDS

    def send(self, command: dict) -> None:
        """Do what a browser asks; returns at once. What goes wrong becomes a sentence in status["note"]."""
        if command.get("kind") == "visible":
            was, self._seen = self.alive(), time.monotonic()
            return None if was else self._later(self.refresh)
        self._note = None
        if command.get("kind") in actions.SLOW:
            return self._later(lambda: self.say(actions.perform(self, command)))
        return self._guarded(lambda: self.run.command(command))

    def say(self, sentence: str | None) -> None:
        """Show a sentence to whoever looks."""
        self._note = sentence
        self._publish(self.run, {"status": {**self.get("status"), "note": sentence}})

    def refresh(self) -> None:
        """Read everything anew and publish what has changed."""
        run, self._read_at, self._family_at = self.run, time.monotonic(), time.monotonic()
        self._dirty.clear()
        news = {**self._growing(run), "branches": self._relatives(run)}
        self._publish(run, {**news, **self._status(run, run.status())})

    def close(self) -> None:
        """Hear and tell nothing any more."""
        self._stop_hearing()
        self._listeners, self._seen = {}, -math.inf

    def follow(self, run: Here | File) -> None:
        """Show this run from now on."""
        self._stop_hearing()
        self.followed[run.recording.path.resolve()] = run
        self._raw, self._dirty, self._read_at, self._family_at = None, set(), -math.inf, time.monotonic()
        news = {**topics.fixed(run.recording), **topics.growing(run.recording, b""), "branches": self._relatives(run)}
        with self._lock:
            self.run, self._values = run, {}
            self._publish(run, {**news, **self._status(run, run.status())})
        self._stop_hearing = run.subscribe(partial(self._hear, run), self.alive)

    def _growing(self, run: Here | File) -> dict:
        """Return what has grown; also what is fixed, where probes were filled in after the end."""
        news = topics.growing(run.recording, self.get("frame"))
        filled_in = news["probe_steps"] and not self.get("about").get("inspected")
        return {**news, **topics.fixed(run.recording)} if filled_in else news

    def _relatives(self, run: Here | File) -> list[dict]:
        return self._family.entries(run.recording, tuple(self.followed))

    def _status(self, run: Here | File, status: dict) -> dict:
        """Return the topics status and capabilities; the run's own note goes before ours."""
        return {
            "capabilities": run.capabilities(status),
            "status": {**status, "note": status.get("note") or self._note},
        }

    def _publish(self, run: Here | File, news: dict) -> None:
        """Keep news of the present run and hand on what has changed; news of another run came too late."""
        with self._lock:
            changed = {topic: value for topic, value in news.items() if self._values.get(topic) != value}
            if run is not self.run or not changed:
                return
            self._values.update(changed)
            for listener in self._listeners.values():
                listener(changed)

    def _hear(self, run: Here | File, kind: str, payload) -> None:
        """Take a session's news, in its training thread."""
        if kind == "frame":
            self._publish(run, {"frame": payload, "status": {**self.get("status"), "step": topics.step_of(payload)}})
        elif kind == "status":
            turned = payload["state"] != self.get("status").get("state") or payload["state"] not in BUSY
            if turned or self.alive():
                self._publish(run, self._status(run, payload))
            if turned:
                self._later(self.refresh)  # a saved notebook shows where the run stands, also if nobody looked
        else:
            self._dirty.add(kind)
            if kind == "events" and self.alive():
                self._later(lambda: None)

    def _tick(self) -> None:
        """Publish what is due."""
        run, now = self.run, time.monotonic()
        status = run.news()
        if status is not None and status != self._raw:
            self._raw = status
            self._dirty.update(("curves", "events"))
            self._publish(run, self._status(run, status))
        if "events" in self._dirty:
            self._dirty.discard("events")
            self._publish(run, topics.happened(run.recording))
        if "probes" in self._dirty:
            self._dirty.discard("probes")
            self._publish(run, {"probe_steps": run.recording.probe_steps()})
        if "curves" in self._dirty and now - self._read_at >= CURVES_SECONDS:
            self._dirty.discard("curves")
            self._read_at = now
            self._publish(run, self._growing(run))
        if now - self._family_at >= FAMILY_SECONDS:
            self._family_at = now
            self._publish(run, {"branches": self._relatives(run)})
        successor = run.successor(status)
        if successor is not None and run is self.run:
            self.follow(successor)

    def _later(self, job: Callable[[], None]) -> None:
        self._worker.do(lambda: self._guarded(job))

    def _guarded(self, action: Callable[[], None]) -> None:
        """Run an action; what it raises becomes a sentence for the person."""
        try:
            action()
        except (BadInput, RunFailed, OSError) as error:
            self.say(str(error))
        except Exception as error:
            logging.getLogger("lbaviz").exception("a view failed")
            self.say(f"that did not work: {type(error).__name__}: {error}")
