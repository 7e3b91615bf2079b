"""Who writes a recording: one process on one host; everybody else only inserts commands."""

import os
import socket
import time
from pathlib import Path

import psutil

from lbaviz.errors import BadInput

HEARTBEAT_SECONDS = 60  # a writer on another host counts as alive for so long after its last sign of life
_written: set[tuple[int, int]] = set()  # the files that this process has open to write, see `identity`


def this_process() -> dict:
    """Return host, process id and start time of this process."""
    return {"host": socket.gethostname(), "pid": os.getpid(), "started": psutil.Process().create_time()}


def identity(path: Path) -> tuple[int, int]:
    """Return what a file keeps when it is renamed: device and inode."""
    status = path.stat()
    return status.st_dev, status.st_ino


def claim(file: tuple[int, int]) -> None:
    """Note that this process writes a file, until `let_go`; a note in the file can stay behind on a full disk."""
    _written.add(file)


def let_go(file: tuple[int, int]) -> None:
    _written.discard(file)


def is_alive(owner: dict | None, last_seen: float, path: Path) -> bool:
    """Say whether the owner of the recording at path still writes it (last_seen: seconds since the epoch)."""
    if not owner:
        return False
    if owner["host"] != socket.gethostname():
        return time.time() - last_seen < HEARTBEAT_SECONDS
    try:
        process = psutil.Process(owner["pid"])
        if process.status() == psutil.STATUS_ZOMBIE or abs(process.create_time() - owner["started"]) >= 1.0:
            return False  # dead but not yet waited for, or another process with the same number
    except psutil.Error:
        return False
    return owner["pid"] != os.getpid() or identity(path) in _written


def refuse_if_alive(owner: dict | None, last_seen: float, path: Path) -> None:
    """Raise BadInput if the owner of the recording at path still writes it."""
    if is_alive(owner, last_seen, path):
        here = owner["host"] == socket.gethostname() and owner["pid"] == os.getpid()
        where = "this process" if here else f"process {owner['pid']} on {owner['host']}"
        raise BadInput(f"{path} is being written by {where}: stop that run first, or copy it with `lbaviz copy`")
