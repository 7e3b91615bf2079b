"""How a process becomes the owner of a recording: of a new one, or of one whose writer has ended."""

import json
import sqlite3
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from lbaviz.recording import meta, owner, refusals, schema
from lbaviz.records import Sample


def create(path: Path, about: dict, samples: Iterable[Sample]) -> sqlite3.Connection:
    """Make a recording of this process and open it; nobody ever meets half of it, and where this fails there is none.

    about: the rows of `meta`. BadInput if the file exists or cannot be written.
    """
    about = {**about, "owner": owner.this_process(), "created": time.time()}
    rows = [(i, s.role, s.index, s.label, s.image.tobytes()) for i, s in enumerate(samples)]
    with schema.new_file(path) as partial, closing(schema.connect(partial, "rwc")) as connection:
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("BEGIN")
        schema.lay_out(connection)
        for key, value in about.items():
            meta.put(connection, key, value)
        connection.executemany("INSERT INTO samples VALUES (?, ?, ?, ?, ?)", rows)
        connection.execute("COMMIT")
    try:
        return _journalled(path, schema.connect(path, "rw"))
    except BaseException:
        schema.remove(path)
        raise


def take_over(path: Path) -> sqlite3.Connection:
    """Become the owner of a whole recording that nobody writes, and open it; BadInput otherwise.

    One of an older version gets the tables of this one.
    """
    connection = schema.open_to_write(path)
    try:
        schema.check_pages(path, connection)
        with refusals.writing(path):
            connection.execute("BEGIN IMMEDIATE")  # of two that resume at once, one finds the other's name
            rows = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('owner', 'status')"))
            holder, status = json.loads(rows.get("owner", "null")), json.loads(rows.get("status", "{}"))
            owner.refuse_if_alive(holder, status.get("time", 0), path)
            meta.put(connection, "owner", owner.this_process())
            schema.upgrade(connection)
            connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return _journalled(path, connection)


def _journalled(path: Path, connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return the connection in the mode in which others may read while it writes; close it where that cannot be."""
    try:
        with refusals.writing(path):
            connection.execute(f"PRAGMA journal_mode = {schema.journal_mode(path)}")
            connection.execute("PRAGMA synchronous = NORMAL")
            return connection
    except BaseException:
        connection.close()
        raise
