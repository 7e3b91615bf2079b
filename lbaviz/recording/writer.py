"""The owner's side of a recording: the only place that writes anything but commands."""

import json
import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path

from lbaviz.recording import beginning, copying, meta, owner, refusals, schema, thinning
from lbaviz.records import Sample

CHECKPOINT_BYTES = 100_000_000  # older checkpoints are thinned above this (2,000 MNIST steps: at most 150 MB in all)


def free_path(path: str | Path) -> Path:
    """Return path, or `name-2.lba`, `name-3.lba`, ... where it exists already."""
    path = Path(path)
    candidate, number = path, 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate


class Writer:
    """Writes one run; rows are kept back until `flush`, so that a step never waits for the disk."""

    def __init__(self, path: Path, connection: sqlite3.Connection):
        self.path = path
        self._connection = connection
        self._file = owner.identity(path)
        self._metrics: list[tuple[str, int, float]] = []
        self._frames: list[tuple[int, bytes]] = []
        self._probes: list[tuple[int, str, bytes]] = []
        self._status: dict | None = None
        self._last_command = connection.execute("SELECT coalesce(max(id), 0) FROM commands").fetchone()[0]
        self.seconds = 0.0  # spent in SQLite so far
        owner.claim(self._file)

    @classmethod
    def create(cls, path: str | Path, about: dict, samples: Iterable[Sample]) -> "Writer":
        """Start a new file with its configuration and probe set; BadInput if it exists or cannot be written."""
        path = schema.as_path(path)
        return cls(path, beginning.create(path, about, samples))

    @classmethod
    def reopen(cls, path: str | Path) -> "Writer":
        """Take over a file whose writer has ended; BadInput while another process still writes it, or it is damaged."""
        path = schema.as_path(path)
        return cls(path, beginning.take_over(path))

    def set_meta(self, key: str, value) -> None:
        with refusals.writing(self.path):
            meta.put(self._connection, key, value)

    def add_metrics(self, step: int, values: dict[str, float]) -> None:
        self._metrics += [(name, step, value) for name, value in values.items()]

    def add_frame(self, step: int, data: bytes) -> None:
        self._frames.append((step, data))

    def add_probe(self, step: int, name: str, data: bytes) -> None:
        """Keep what a probe found (recording/probed.py says as which arrays)."""
        self._probes.append((step, name, data))

    def drop_probe(self, name: str) -> None:
        """Delete every row of a probe: layouts of other embeddings would not be aligned with new ones."""
        self._timed(lambda: self._connection.execute("DELETE FROM probes WHERE name = ?", [name]))

    def set_inspected(self, about: dict, samples: Iterable[Sample]) -> None:
        """Write the fixed images that probes look at, and what `Recording.about` says of them besides labels."""
        rows = [(i, s.index, s.label, s.image.tobytes()) for i, s in enumerate(samples)]
        with refusals.writing(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany("INSERT OR REPLACE INTO inspected VALUES (?, ?, ?, ?)", rows)
            meta.put(self._connection, "inspected", about)
            self._connection.execute("COMMIT")

    def add_event(self, step: int, kind: str, detail: dict) -> int:
        """Write an event at once (a knob's move must survive a kill) and return its id."""
        row = (step, kind, json.dumps(detail), time.time())
        sql = "INSERT INTO events(step, kind, detail, time) VALUES (?, ?, ?, ?)"
        return self._timed(lambda: self._connection.execute(sql, row).lastrowid)

    def change_event(self, event_id: int, detail: dict) -> None:
        sql = "UPDATE events SET detail = ?, time = ? WHERE id = ?"
        self._timed(lambda: self._connection.execute(sql, (json.dumps(detail), time.time(), event_id)))

    def set_status(self, status: dict) -> None:
        self._status = {**status, "time": time.time()}

    def touch(self) -> None:
        """Write the status of an ended run again, so that views in other processes see that the file has changed."""
        rows = self._connection.execute("SELECT value FROM meta WHERE key = 'status'").fetchall()
        if rows:
            self.set_status(json.loads(rows[0][0]))

    def flush(self) -> None:
        """Write what has been kept back, in one transaction."""
        self._timed(self._flush)

    def _flush(self, let_go: bool = False) -> None:
        execute, many = self._connection.execute, self._connection.executemany
        execute("BEGIN IMMEDIATE")
        try:
            many("INSERT OR REPLACE INTO metrics VALUES (?, ?, ?)", self._metrics)
            many("INSERT OR REPLACE INTO frames VALUES (?, ?)", self._frames)
            many("INSERT OR REPLACE INTO probes VALUES (?, ?, ?)", self._probes)
            if self._status is not None:
                meta.put(self._connection, "status", self._status)
            if let_go:
                execute("DELETE FROM meta WHERE key = 'owner'")
            execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                execute("ROLLBACK")
            raise
        self._metrics, self._frames, self._probes, self._status = [], [], [], None

    def save_checkpoint(self, step: int, kind: str, manifest: list[dict], data: bytes) -> None:
        """Store named tensors as raw bytes; manifest: [{"name", "dtype", "shape"}, ...] in the order of the bytes."""

        def write() -> None:
            row = (step, kind, json.dumps(manifest), data)
            self._connection.execute("INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?, ?)", row)
            thinning.thin(self._connection, CHECKPOINT_BYTES)

        self._timed(write)

    def copy_history(self, parent: Path, step: int, frames: bool = True) -> None:
        """Take over the parent's metrics, frames (if wanted), events, probes up to `step`, and its whole baseline."""
        with refusals.writing(self.path):
            copying.copy_history(parent, self._connection, step, frames)

    def new_commands(self) -> list[dict]:
        """Return what other processes have asked for since the last call; what is no JSON object is passed over."""
        sql = "SELECT id, command FROM commands WHERE id > ? ORDER BY id"
        rows = self._timed(lambda: self._connection.execute(sql, [self._last_command]).fetchall())
        if rows:
            self._last_command = rows[-1][0]
        return [command for _, text in rows if isinstance(command := meta.parse_one(text), dict)]

    def close(self) -> None:
        """Flush and leave a plain single file behind that also opens from a read-only folder."""
        try:
            try:
                self._flush(let_go=True)
            except sqlite3.Error:
                self._metrics, self._frames, self._probes = [], [], []
                self._flush(let_go=True)  # the few bytes of the state may fit where the rest was rolled back
            self._leave_the_log()
        finally:
            self._let_go()

    def abandon(self) -> None:
        """Let go of the file at once: what was not flushed is lost."""
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            self._connection.execute("DELETE FROM meta WHERE key = 'owner'")
        except sqlite3.Error:
            pass  # a full disk; that nobody writes the file is also known without it
        finally:
            self._let_go()

    def discard(self) -> None:
        """Remove a new recording that never came to train."""
        self.abandon()
        schema.remove(self.path)

    def _let_go(self) -> None:
        self._connection.close()
        owner.let_go(self._file)

    def _leave_the_log(self) -> None:
        """Switch from WAL to one plain file; readers open it for moments only, so a few tries are enough.

        Where the disk is full the log stays, and readers find everything in it.
        """
        self._connection.execute("PRAGMA busy_timeout = 50")
        for _ in range(100):
            try:
                self._connection.execute("PRAGMA journal_mode = DELETE")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error):
                    return
                time.sleep(0.02)

    def _timed(self, action):
        start = time.perf_counter()
        try:
            return action()
        finally:
            self.seconds += time.perf_counter() - start
