"""A consistent copy of a recording, also of one that is being written."""

import sqlite3
from contextlib import closing
from pathlib import Path

from lbaviz.errors import BadInput
from lbaviz.recording import schema


def copy(source: str | Path, target: str | Path) -> Path:
    """Copy a recording into a new plain single file, which nobody writes, and return its path.

    BadInput if the target exists or cannot be written, or the source is damaged; no half copy stays behind.
    """
    source, target = schema.as_path(source), schema.as_path(target)
    with closing(schema.open_to_read(source)) as reading:
        if target.is_dir():
            target = target / source.name
        with schema.new_file(target) as partial, closing(schema.connect(partial, "rwc")) as writing:
            _copy_pages(source, reading, writing)
            writing.execute("DELETE FROM meta WHERE key = 'owner'")
            writing.execute("PRAGMA journal_mode = DELETE")
    return target


def _copy_pages(source: Path, reading: sqlite3.Connection, writing: sqlite3.Connection) -> None:
    """Copy page by page, then look whether they are whole: damage is told apart from a full disk."""
    try:
        reading.backup(writing)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorname", "") in ("SQLITE_CORRUPT", "SQLITE_NOTADB"):
            raise BadInput(schema.DAMAGED.format(source, error)) from error
        raise
    schema.check_pages(source, writing)


def copy_history(source: Path, writing: sqlite3.Connection, step: int, frames: bool = True) -> None:
    """Copy metrics, frames, events and probes up to `step`, and the whole baseline, into another recording.

    frames=False leaves the frames out: they are of other probe images.
    """
    writing.execute("ATTACH ? AS parent", [str(Path(source).resolve())])
    probes = schema.has_probes(writing, "parent")
    writing.execute("BEGIN")
    for table in ("metrics", "events", *(["frames"] if frames else []), *(["probes"] if probes else [])):
        writing.execute(f"INSERT INTO {table} SELECT * FROM parent.{table} WHERE step <= ?", [step])
    if probes and step >= 0:
        writing.execute("INSERT OR REPLACE INTO inspected SELECT * FROM parent.inspected")
        writing.execute("INSERT OR REPLACE INTO meta SELECT * FROM parent.meta WHERE key = 'inspected'")
    writing.execute("INSERT OR REPLACE INTO metrics SELECT * FROM parent.metrics WHERE name LIKE 'baseline%'")
    writing.execute("INSERT OR REPLACE INTO meta SELECT * FROM parent.meta WHERE key = 'baseline_done'")
    writing.execute("COMMIT")
    writing.execute("DETACH parent")
