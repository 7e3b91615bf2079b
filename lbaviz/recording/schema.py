"""The tables of a recording, and how its file is opened.

Every version that landed stays readable (`tests/recordings`); a newer one is refused with a sentence.
"""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from lbaviz.errors import BadInput
from lbaviz.recording import refusals

APPLICATION_ID = 0x4C424156  # "LBAV" in the SQLite header: tells a recording from any other database
FORMAT_VERSION = 2
NETWORK_FILE_SYSTEMS = ("nfs", "cifs", "smb", "afs", "lustre", "gpfs", "beegfs", "ceph", "fuse.sshfs", "9p", "webdav")
LOGS = ("-wal", "-journal")  # what SQLite keeps beside a file that is being written, or whose writer was killed
EXISTS = "{} exists already and is never overwritten: choose another name, or resume it"
DAMAGED = "{} is damaged ({}): use a copy of it, or branch from another recording"

TABLES = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;             -- JSON
CREATE TABLE metrics(name TEXT, step INTEGER, value REAL, PRIMARY KEY(name, step)) WITHOUT ROWID;
CREATE TABLE samples(position INTEGER PRIMARY KEY, role TEXT, item INTEGER, label INTEGER, image BLOB);
CREATE TABLE frames(step INTEGER PRIMARY KEY, data BLOB);                                -- WalkFrame.pack()
CREATE TABLE events(id INTEGER PRIMARY KEY, step INTEGER, kind TEXT, detail TEXT, time REAL);
CREATE TABLE checkpoints(step INTEGER, kind TEXT, manifest TEXT, data BLOB, PRIMARY KEY(step, kind));
CREATE TABLE commands(id INTEGER PRIMARY KEY AUTOINCREMENT, command TEXT, time REAL);
"""
SINCE_2 = """
CREATE TABLE inspected(position INTEGER PRIMARY KEY, item INTEGER, label INTEGER, image BLOB);
CREATE TABLE probes(step INTEGER, name TEXT, data BLOB, PRIMARY KEY(name, step));        -- packing.pack(), probed.py
"""


def as_path(path) -> Path:
    """Return a path; BadInput for what no file can be called."""
    if not isinstance(path, str | os.PathLike) or "\0" in str(path):
        raise BadInput(f"a recording has a path as run.lba, got {path!r}")
    return Path(path)


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Yield the place where to write what shall stand at `path`: it appears there at once and whole, or not at all.

    BadInput if there is a file already, or none can be written.
    """
    with refusals.writing(path):
        if not path.parent.is_dir():
            raise BadInput(f"the folder {path.parent} does not exist: make it first, or choose another")
        if path.exists():
            raise BadInput(EXISTS.format(path))
        partial = path.with_name(f".lbaviz-{secrets.token_hex(8)}.part")
        try:
            yield partial
            remove_logs(path)  # of a recording that is gone; SQLite would take them for ours
            try:
                os.link(partial, path)  # unlike renaming, this never replaces a file
            except FileExistsError:
                raise BadInput(EXISTS.format(path)) from None
            except OSError:  # a file system without hard links
                partial.rename(path)
        finally:
            remove(partial)


def remove(path: Path) -> None:
    """Delete a recording and what SQLite keeps beside it."""
    path.unlink(missing_ok=True)
    remove_logs(path)


def remove_logs(path: Path) -> None:
    for ending in (*LOGS, "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def lay_out(connection: sqlite3.Connection) -> None:
    """Make the empty tables, within the caller's transaction."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for table in TABLES.strip().splitlines():
        connection.execute(table)
    upgrade(connection)


def upgrade(connection: sqlite3.Connection) -> None:
    """Make the tables that an older version did not have, within the caller's transaction; all rows stay."""
    if not has_probes(connection):
        for table in SINCE_2.strip().splitlines():
            connection.execute(table)
    connection.execute(f"PRAGMA user_version = {FORMAT_VERSION}")


def has_probes(connection: sqlite3.Connection, of: str = "main") -> bool:
    """Say whether a recording is of a version that has tables for probes (from 2 on)."""
    return connection.execute(f"PRAGMA {of}.user_version").fetchone()[0] >= 2


def open_to_write(path: Path) -> sqlite3.Connection:
    """Open an existing recording to go on with it; BadInput if it is not one, is damaged or cannot be written."""
    check_file(path)
    if not may_write(path):
        raise BadInput(f"{path} cannot be written: copy it into a folder of yours with `lbaviz copy`")
    return _checked(path, lambda: connect(path, "rw"))


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open a recording that may still be written by another process, or lie in a read-only folder."""
    check_file(path)
    return _checked(path, lambda: connect_to_read(path))


def connect_to_read(path: Path) -> sqlite3.Connection:
    if may_write(path):
        return connect(path, "rw")  # also recovers the log that a killed process left behind
    log_left = any(path.with_name(path.name + log).exists() for log in LOGS)
    return connect(path, "ro" if log_left else "ro&immutable=1")


def connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=10, check_same_thread=False, isolation_level=None)
    connection.execute("PRAGMA busy_timeout = 10000")
    return connection


def journal_mode(path: Path) -> str:
    """Return WAL, or DELETE (a rollback journal) on a network file system, where WAL does not work."""
    resolved = path.resolve()
    mounts = [part for part in psutil.disk_partitions(all=True) if resolved.is_relative_to(part.mountpoint)]
    kind = max(mounts, key=lambda part: len(part.mountpoint)).fstype.lower() if mounts else ""
    return "DELETE" if kind.startswith(NETWORK_FILE_SYSTEMS) else "WAL"


def check_file(path: Path) -> None:
    with refusals.reading(path):
        if not path.exists():
            raise BadInput(f"there is no file {path}: give the path of a recording (*.lba)")
        if not path.is_file():
            raise BadInput(f"{path} is not a file: give the path of a recording (*.lba)")


def check_pages(path: Path, connection: sqlite3.Connection) -> None:
    """Raise BadInput if a page of the file is damaged; 100 MB take a tenth of a second."""
    with refusals.reading(path):
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise BadInput(DAMAGED.format(path, " ".join(found.split())))


def may_write(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _checked(path: Path, connecting) -> sqlite3.Connection:
    """Return the connection if it leads to a recording that this version reads; else close it, BadInput."""
    with refusals.reading(path):
        connection = connecting()
        try:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()[0]
            if application != APPLICATION_ID or tables == 0:
                raise BadInput(f"{path} is not a recording of lbaviz: give a file that `--record` wrote")
            if version > FORMAT_VERSION:
                raise BadInput(f"{path} has format {version}, newer than {FORMAT_VERSION}: update lbaviz to read it")
        except BaseException:
            connection.close()
            raise
    return connection
