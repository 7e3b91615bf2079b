"""What SQLite or the disk has against us, as one sentence for a person."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lbaviz.errors import BadInput

FULL = "the disk is full"
WORDS = {
    "SQLITE_FULL": FULL,
    "SQLITE_IOERR_SHMSIZE": FULL,
    "SQLITE_CANTOPEN": "its folder cannot be written",
    "SQLITE_READONLY": "it is read-only",
    "SQLITE_BUSY": "another process holds it",
    "SQLITE_CORRUPT": "it is damaged",
    "SQLITE_NOTADB": "it is not a recording, or damaged",
    errno.ENOSPC: FULL,
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "its folder is read-only",
    errno.EACCES: "its folder may not be written",
}


def why(error: Exception) -> str:
    """Return the reason of an sqlite3.Error or OSError in plain words."""
    name, number = getattr(error, "sqlite_errorname", None), getattr(error, "errno", None)
    return WORDS.get(name) or WORDS.get(number) or getattr(error, "strerror", None) or str(error)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Raise BadInput for whatever keeps a file from being written."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise BadInput(
            f"{path} cannot be written ({why(error)}): choose a folder with free space and write access"
        ) from error


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Raise BadInput for whatever keeps a recording from being read: no access, no recording, damage inside."""
    try:
        yield
    except BadInput:
        raise
    except (sqlite3.Error, OSError, ValueError, TypeError, LookupError) as error:
        readable = isinstance(error, sqlite3.Error | OSError)
        reason = why(error) if readable else f"it is damaged, {type(error).__name__}: {error}"
        raise BadInput(f"{path} cannot be read ({reason}): give a recording (*.lba) that is whole") from error
