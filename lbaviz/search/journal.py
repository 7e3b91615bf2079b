"""The file in which the trials of a search lie, and its lock: several processes append to it."""

import json
import os
from pathlib import Path

from lbaviz.errors import BadInput

try:
    import fcntl
except ImportError:  # Windows: Optuna's own lock is used
    fcntl = None

END = b"\n"
BLOCK = 4096


class Lock:
    """Lets one process append at a time; the system lets go of it when its holder is killed.

    (Optuna's own locks, a link or a file beside the journal, stay behind then, and everybody waits for half a minute.)
    What a killed writer or a full disk has left of a line is cut off, or the journal could not be read any more.
    """

    def __init__(self, path: Path):
        self.path = path

    def acquire(self) -> bool:
        self.file = self.path.open("rb+")
        fcntl.flock(self.file, fcntl.LOCK_EX)
        _cut_unfinished_line(self.file)
        return True

    def release(self) -> None:
        self.file.close()


def _cut_unfinished_line(file) -> None:
    end = position = file.seek(0, os.SEEK_END)
    while position > 0:
        start = max(0, position - BLOCK)
        file.seek(start)
        found = file.read(position - start).rfind(END)
        if found >= 0:
            position = start + found + 1
            break
        position = start
    if position < end:
        file.truncate(position)


def backend(path: Path):
    """Return Optuna's backend of a journal, a new one too; BadInput if the file is something else."""
    from optuna.storages.journal import JournalFileBackend

    check(path)
    try:
        return JournalFileBackend(str(path), lock_obj=Lock(path) if fcntl else None)
    except OSError as error:
        raise BadInput(
            f"{path} cannot be written ({error.strerror}): name a file in another folder with --storage"
        ) from None


def check(path: Path) -> None:
    """Raise BadInput unless the file is a journal, empty or not there yet; nothing else is ever appended to."""
    if path.is_dir():
        raise BadInput(f"{path} is a folder: give the name of a file in it, as {path / 'search.log'}")
    if not path.exists():
        return
    try:
        with path.open("rb") as file:
            first = file.readline(1_000_000)
        content = json.loads(first) if first.endswith(END) else None if first else {"op_code": 0}
    except OSError as error:
        raise BadInput(f"{path} cannot be read ({error.strerror}): name another file with --storage") from None
    except ValueError:  # also text that is no UTF-8
        content = None
    if not isinstance(content, dict) or "op_code" not in content:
        raise BadInput(f"{path} is no journal of a search: name another file with --storage, a new one is made")
