"""The runs that are drawn on one chart: a run, its parent, its branches, and what was looked at before."""

from pathlib import Path

from lbaviz.errors import BadInput
from lbaviz.recording import Recording

MOST = 8  # runs on one chart
POINTS = 200  # of a relative's series


class Family:
    """Finds a run's relatives and keeps their series, read anew only where a file has changed."""

    def __init__(self):
        self._read: dict[Path, tuple[tuple, dict | None]] = {}

    def entries(self, recording: Recording, followed: list[Path] | tuple = ()) -> list[dict]:
        """Return [{name, path, step (of branching, or None), series, current}], oldest first, the run itself included.

        The run's own series is empty: it is the topic "curves". followed: files that were looked at before.
        """
        own = recording.path.resolve()
        parent = parent_of(recording)
        relatives = [Path(branch["path"]) for branch in recording.branches()]
        if parent is not None:
            relatives = [parent, *(Path(branch["path"]) for branch in Recording(parent).branches()), *relatives]
        paths = [path for path in dict.fromkeys([*followed, *relatives]) if path != own]
        found = [entry for entry in map(self._entry, paths) if entry is not None]
        newest = sorted(found, key=lambda entry: entry["created"])[-(MOST - 1) :]
        mine = {**_describe(recording), "series": {}, "current": True}
        family = sorted([*newest, mine], key=lambda entry: entry["created"])
        return [{key: value for key, value in entry.items() if key != "created"} for entry in family]

    def _entry(self, path: Path) -> dict | None:
        """Return a relative's entry, or None where its file cannot be read."""
        changed = _changed(path)
        if path not in self._read or self._read[path][0] != changed:
            try:
                relative = Recording(path)
                entry = {**_describe(relative), "series": relative.series(POINTS), "current": False}
            except (BadInput, OSError):
                entry = None  # just being created, or moved away
            self._read[path] = (changed, entry)
        return self._read[path][1]


def parent_of(recording: Recording) -> Path | None:
    """Return the parent's file: where it was, or beside the run if both were moved."""
    parent = recording.meta["about"].get("parent")
    if not parent:
        return None
    places = [Path(parent.get("path") or parent["name"]), recording.path.with_name(parent["name"])]
    return next((place.resolve() for place in places if place.is_file()), None)


def _describe(recording: Recording) -> dict:
    parent = recording.meta["about"].get("parent") or {}
    path = str(recording.path.resolve())
    created = recording.meta.get("created", 0.0)
    return {"name": recording.path.name, "path": path, "step": parent.get("step"), "created": created}


def _changed(path: Path) -> tuple:
    """Return what tells that a recording was written to."""
    files = [path, path.with_name(path.name + "-wal")]
    return tuple((stat.st_mtime_ns, stat.st_size) for stat in (file.stat() for file in files if file.exists()))
