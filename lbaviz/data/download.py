"""Bring one file into the cache: over http, with a progress bar, checked, and never half there."""

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterable
from http.client import HTTPException
from pathlib import Path
from urllib.request import Request, urlopen

from lbaviz.errors import BadInput

TIMEOUT = 20  # seconds without an answer before the next address is tried
CHUNK = 1 << 16


class Unreachable(Exception):
    """No address gave a good file; the reason, in half a sentence."""


def fetch(addresses: Iterable[str], path: Path, md5: str) -> None:
    """Write the file at the first address that answers with these contents to path.

    Raises Unreachable where none does, BadInput where path cannot be written.
    """
    reasons = []
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise BadInput(f"{path} cannot be written ({error.strerror}): make room, or set LBAVIZ_DATA.") from None
    try:
        with os.fdopen(handle, "wb") as file:
            for address in addresses:
                reason = _copy(address, file, path, md5)
                if reason is None:
                    break
                reasons.append(reason)
            else:
                raise Unreachable("; ".join(reasons))
        os.chmod(part, 0o644)
        os.replace(part, path)
    finally:
        Path(part).unlink(missing_ok=True)


def _copy(address: str, file, path: Path, md5: str) -> str | None:
    """Copy address into file; return what went wrong, or None."""
    from tqdm import tqdm

    digest = hashlib.md5(usedforsecurity=False)
    file.seek(0)
    file.truncate()
    patience = 0.1 if sys.stderr.isatty() else 10  # not a terminal: a line every 10 s
    try:
        with urlopen(Request(address, headers={"User-Agent": "lbaviz"}), timeout=TIMEOUT) as answer:
            size = int(answer.headers.get("Content-Length") or 0) or None
            with tqdm(total=size, unit="B", unit_scale=True, desc=path.name, mininterval=patience) as bar:
                while chunk := answer.read(CHUNK):
                    digest.update(chunk)
                    _write(file, chunk, path)
                    bar.update(len(chunk))
    except (OSError, HTTPException, ValueError) as error:  # ValueError: an address that is none
        if isinstance(error, BadInput):
            raise
        return f"{address}: {getattr(error, 'reason', None) or str(error) or type(error).__name__}"
    if digest.hexdigest() != md5:
        return f"{address}: its checksum is {digest.hexdigest()}, expected {md5}"
    _write(file, b"", path)
    return None


def _write(file, chunk: bytes, path: Path) -> None:
    """Write chunk, or flush where it is empty."""
    try:
        file.write(chunk) if chunk else file.flush()
    except OSError as error:
        raise BadInput(f"{path} cannot be written ({error.strerror}): make room, or set LBAVIZ_DATA.") from None
