"""Take the files of a data set out of a .tar.gz, into the cache."""

import os
import shutil
import tarfile
import tempfile
import zlib
from pathlib import Path

from lbaviz.data.idx import REPAIR
from lbaviz.errors import BadInput


def unpack(archive: Path, folder: Path, files: tuple[str, ...]) -> None:
    """Write the members of these names, whatever folder they have in the archive, into folder, each whole or not.

    Raises BadInput where the archive is damaged or lacks one, and where folder cannot be written.
    """
    missing = set(files)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tarfile.open(archive) as tar:
            for member in tar:
                name = Path(member.name).name
                if member.isfile() and name in missing:
                    _write(tar.extractfile(member), folder / name)
                    missing.remove(name)
                if not missing:
                    return
    except (OSError, EOFError, zlib.error, tarfile.TarError) as error:
        reason = str(error).rstrip(".")
        raise BadInput(f"{archive} cannot be unpacked into {folder} ({reason}): make room, or {REPAIR}.") from None
    raise BadInput(f"{archive} holds no {sorted(missing)[0]}: {REPAIR}.")


def _write(source, path: Path) -> None:
    handle, part = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            shutil.copyfileobj(source, file, 1 << 20)
        os.chmod(part, 0o644)
        os.replace(part, path)
    finally:
        Path(part).unlink(missing_ok=True)
