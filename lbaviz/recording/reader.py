"""The reader's side of a recording: works on finished, live and read-only files, and needs no torch."""

import glob
import json
import time
from contextlib import closing
from pathlib import Path

import numpy as np

from lbaviz.errors import BadInput
from lbaviz.recording import meta, naming, owner, probed, refusals, schema
from lbaviz.recording.standing import as_it_stands, moves_of
from lbaviz.records import Event, Record, WalkFrame


class Recording:
    """One run's file. Safe to use from several threads; `command` is the only thing that it writes.

    Every query opens the file anew (0.2 ms): a reader that stays must not keep the writer from closing it. keep: what
    must live as long as this does, such as the temporary folder of the file.
    """

    def __init__(self, path: str | Path, keep=None):
        self.path, self._keep = schema.as_path(path), keep
        schema.open_to_read(self.path).close()  # says what is wrong with the file, if anything
        rows = dict(self._rows("SELECT key, value FROM meta"))
        with refusals.reading(self.path):
            self.meta = meta.parse(rows)
        self._siblings: dict[Path, tuple[float, dict]] = {}

    def about(self) -> dict:
        """Return what does not change while the run goes on, as plain JSON; but a person may name clusters.

        "inspected": {"part", "labels"} of the images that probes look at, or None where no probe was asked for; of two
        domains also "domains", 0 (source) or 1 (target) of each, and "domain_names"; of clusters the images' true
        "classes" and their "class_names", where they are known.
        """
        samples = self._rows("SELECT role, item, label FROM samples ORDER BY position")
        about = {"path": str(self.path.resolve()), "name": self.path.name, "parent": None, **self.meta["about"]}
        about["class_names"] = naming.shown_names(about["class_names"], naming.names_in(self.events()))
        about["samples"] = [{"role": role, "index": item, "label": label} for role, item, label in samples]
        labels = [row[0] for row in self._rows("SELECT label FROM inspected ORDER BY position", since=2)]
        part = self._rows("SELECT value FROM meta WHERE key = 'inspected'")
        with refusals.reading(self.path):
            return {**about, "inspected": {**json.loads(part[0][0]), "labels": labels} if part and labels else None}

    def images(self) -> np.ndarray:
        """Return the probe set's thumbnails: uint8 (n, h, w, c), in the order of about()["samples"]."""
        return self._images(self._rows("SELECT image FROM samples ORDER BY position"))

    def inspected_images(self) -> np.ndarray:
        """Return the images that probes look at: uint8 (n, h, w, c), in the order of about()["inspected"]["labels"]."""
        return self._images(self._rows("SELECT image FROM inspected ORDER BY position", since=2))

    def inspected_items(self) -> list[int]:
        """Return which images of their part of the data these are."""
        return [row[0] for row in self._rows("SELECT item FROM inspected ORDER BY position", since=2)]

    def _images(self, rows: list[tuple]) -> np.ndarray:
        with refusals.reading(self.path):
            return np.frombuffer(b"".join(row[0] for row in rows), np.uint8).reshape(
                len(rows), *self.meta["about"]["image_shape"]
            )

    def status(self) -> dict:
        """Return state, step, rates and knob values as the owner last wrote them (at most a second old)."""
        rows = dict(self._rows("SELECT key, value FROM meta WHERE key IN ('status', 'owner')"))
        with refusals.reading(self.path):
            status = json.loads(rows.get("status", "{}"))
            holder = json.loads(rows.get("owner", "null"))
            return as_it_stands(status, owner.is_alive(holder, status.get("time", 0), self.path))

    def metrics(self):
        """Return every recorded number as a tidy pandas table: step, name, value (nats; errors in per cent)."""
        import pandas as pd  # a third of a second that `lbaviz info` need not wait for

        rows = self._rows("SELECT step, name, value FROM metrics ORDER BY step, name")
        return pd.DataFrame(rows, columns=["step", "name", "value"])

    def last_values(self) -> dict[str, float]:
        """Return the newest value of every metric."""
        sql = "SELECT name, value FROM metrics m WHERE step = (SELECT max(step) FROM metrics WHERE name = m.name)"
        return dict(self._rows(sql))

    def series(self, max_points: int = 400) -> dict[str, dict[str, list]]:
        """Return the metrics for drawing, thinned to about max_points a name; first and last are kept."""
        sql = """WITH ranked AS (SELECT name, step, value, row_number() OVER w AS rank, count(*) OVER
                 (PARTITION BY name) AS n FROM metrics WINDOW w AS (PARTITION BY name ORDER BY step))
                 SELECT name, step, value FROM ranked WHERE rank = n OR (rank - 1) % (n / ? + 1) = 0"""
        series: dict[str, dict[str, list]] = {}
        for name, step, value in self._rows(sql, max_points):
            line = series.setdefault(name, {"step": [], "value": []})
            line["step"].append(step)
            line["value"].append(value)
        return series

    def frame_steps(self) -> list[int]:
        return [row[0] for row in self._rows("SELECT step FROM frames ORDER BY step")]

    def frame_bytes(self, step: int) -> bytes:
        """Return the packed frame of `step` or the nearest earlier one; BadInput if there is none."""
        rows = self._rows("SELECT data FROM frames WHERE step <= ? ORDER BY step DESC LIMIT 1", step)
        if not rows:
            raise BadInput(f"{self.path.name} has no frame at or before step {step}: record with frame_every above 0")
        return rows[0][0]

    def frame(self, step: int) -> WalkFrame:
        """Return the frame of `step` or the nearest earlier one."""
        return WalkFrame.unpack(self.frame_bytes(step))

    def probe_steps(self) -> dict[str, list[int]]:
        """Return the steps at which each probe was recorded, by its name; {} where none was."""
        steps: dict[str, list[int]] = {}
        for name, step in self._rows("SELECT name, step FROM probes ORDER BY name, step", since=2):
            steps.setdefault(name, []).append(step)
        return steps

    def probe_bytes(self, name: str, step: int) -> bytes:
        """Return what a probe found at `step` or the nearest earlier one, packed; BadInput if there is nothing."""
        return self._probe_row(name, step)[1]

    def probe(self, name: str, step: int) -> Record | np.ndarray:
        """Return what a probe found at `step` or the nearest earlier one (its own `step` says), ready to be drawn.

        "embeddings" come as an array, float32 (n, d). BadInput if there is nothing, and how to record it.
        """
        return probed.record_of(self, name, *self._probe_row(name, step))

    def _probe_row(self, name: str, step: int) -> tuple[int, bytes]:
        sql = "SELECT step, data FROM probes WHERE name = ? AND step <= ? ORDER BY step DESC LIMIT 1"
        rows = self._rows(sql, name, step, since=2)
        return rows[0] if rows else probed.refuse(self.path.name, name, step)

    def events(self) -> list[Event]:
        rows = self._rows("SELECT id, step, kind, detail FROM events ORDER BY step, id")
        with refusals.reading(self.path):
            return [Event(event, step, kind, json.loads(detail)) for event, step, kind, detail in rows]

    def interventions(self) -> list[Event]:
        """Return the moves of knobs, one a drag: its first step, the value before, the value after.

        detail["values"] lists every value that acted as [step, value], in order.
        """
        return moves_of(self.events())

    def checkpoint_steps(self, kind: str = "state") -> list[int]:
        return [row[0] for row in self._rows("SELECT step FROM checkpoints WHERE kind = ? ORDER BY step", kind)]

    def checkpoint(self, step: int, kind: str = "state") -> tuple[int, list[dict], bytes] | None:
        """Return (step, manifest, bytes) of the newest checkpoint at or before step, or None."""
        sql = "SELECT step, manifest, data FROM checkpoints WHERE kind = ? AND step <= ? ORDER BY step DESC LIMIT 1"
        rows = self._rows(sql, kind, step)
        with refusals.reading(self.path):
            if not rows:
                return None
            at, text, data = rows[0]
            manifest = [{**entry, "name": entry["name"], "shape": entry["shape"]} for entry in json.loads(text)]
            return at, manifest, data

    def branches(self) -> list[dict]:
        """Return the recordings beside this one that branched from it: name, path, step."""
        pattern = f"{glob.escape(self.path.stem)}-branch-*.lba"
        found = [self._parent_of(path) for path in sorted(self.path.parent.glob(pattern))]
        return [sibling for sibling in found if sibling.pop("parent", None) == self.path.name]

    def _parent_of(self, path: Path) -> dict:
        try:
            changed = path.stat().st_mtime
            if path not in self._siblings or self._siblings[path][0] != changed:
                sibling = Recording(path)
                parent = sibling.meta["about"].get("parent") or {}
                entry = {"name": path.name, "path": str(path.resolve()), "step": parent.get("step")}
                self._siblings[path] = (changed, {**entry, "parent": parent.get("name")})
        except (BadInput, OSError):
            return {}  # a file that is just being created or removed, or none of ours
        return dict(self._siblings[path][1])

    def command(self, command: dict) -> None:
        """Ask the process that trains this run for something; BadInput if no process does."""
        if not self.status()["alive"]:
            raise BadInput(
                f"no process is training {self.path.name}: go on with `lbaviz train --resume {self.path.name}`"
            )
        sql = "INSERT INTO commands(command, time) VALUES (?, ?)"
        with refusals.writing(self.path), closing(schema.connect(self.path, "rw")) as connection:
            connection.execute(sql, [json.dumps(command), time.time()])

    def size(self) -> int:
        """Return the bytes on disk, the log of a live run included."""
        names = (self.path.name, self.path.name + "-wal")
        return sum(p.stat().st_size for p in map(self.path.with_name, names) if p.exists())

    def _rows(self, sql: str, *values, since: int = 1) -> list[tuple]:
        """Return a query's rows; none where the file is older than the version that has the table."""
        with refusals.reading(self.path), closing(schema.connect_to_read(self.path)) as connection:
            older = since > 1 and not schema.has_probes(connection)
            return [] if older else connection.execute(sql, values).fetchall()
