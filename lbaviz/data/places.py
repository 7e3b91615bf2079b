"""Where the files of a data set lie: in a root, in $LBAVIZ_DATA or in the user's cache; and how they get there."""

import os
from pathlib import Path

from lbaviz.data.archives import unpack
from lbaviz.data.catalogue import FILES
from lbaviz.data.download import Unreachable, fetch
from lbaviz.data.files import IDX_FILES, Files
from lbaviz.data.idx import read_idx
from lbaviz.errors import BadInput


def cache_folder() -> Path:
    """Return the one folder that lbaviz writes data sets to."""
    from platformdirs import user_cache_path

    return user_cache_path("lbaviz", appauthor=False) / "data"


def roots(root=None) -> list[Path]:
    """Return the folders to look in, in order; raise BadInput where root is given and is no folder."""
    if root is not None and not Path(root).expanduser().is_dir():
        raise BadInput(f"root is {root}, which is not a folder: name the folder that holds the data sets.")
    given = [root, os.environ.get("LBAVIZ_DATA") or None]
    return [*(Path(place).expanduser() for place in given if place is not None), cache_folder()]


def locate(name: str, root=None) -> list[Path] | None:
    """Return the files of a set, in the order of its form, from the first folder that has all of them."""
    spec = FILES[name]
    for place in roots(root):
        for folder in (place / spec.folder, place):
            for form in spec.forms:
                files = [_existing(folder, file) for file in form]
                if all(files) and (folder != place or _is_this_set(spec, files)):
                    return files
    return None


def unpacked(name: str, root=None) -> list[Path] | None:
    """Return the files of a set whose archive was put somewhere by hand, after unpacking it into the cache."""
    spec, folder = FILES[name], cache_folder() / FILES[name].folder
    for place in roots(root) if spec.archive else ():
        for archive in (place / spec.folder / spec.archive, place / spec.archive):
            if archive.is_file():
                unpack(archive, folder, spec.forms[0])
                return [folder / file for file in spec.forms[0]]
    return None


def download(name: str) -> list[Path]:
    """Bring the missing files of a set into the cache; return all of them.

    $LBAVIZ_MIRROR replaces the public addresses: a web server with the folders of $LBAVIZ_DATA. Raises BadInput,
    with the places where the files may be put by hand.
    """
    spec = FILES[name]
    folder = cache_folder() / spec.folder
    mirror = os.environ.get("LBAVIZ_MIRROR")
    mirrors = [f"{mirror.rstrip('/')}/{spec.folder}/"] if mirror else spec.mirrors
    if not mirrors or not spec.md5:
        raise BadInput(f"{spec.title} is not on this machine, and no public address has it: {instead(name)}.")
    for file, md5 in spec.md5.items():
        if _existing(folder, file):
            continue
        try:
            fetch([base + file for base in mirrors], folder / file, md5)
        except Unreachable as error:
            raise BadInput(
                f"{spec.title} is not on this machine and {file} could not be downloaded ({error}): {instead(name)}."
            ) from None
    if spec.archive:
        unpack(folder / spec.archive, folder, spec.forms[0])
        (folder / spec.archive).unlink()
    return [_existing(folder, file) for file in (spec.forms[0] if spec.archive else spec.md5)]


def by_hand(spec: Files) -> str:
    """Return what to put where, in half a sentence."""
    forms = " or ".join([*(", ".join(form) for form in spec.forms), *([spec.archive] if spec.archive else [])])
    here = os.environ.get("LBAVIZ_DATA")
    places = [str(Path(here) / spec.folder)] if here else [f"$LBAVIZ_DATA/{spec.folder}"]
    return f"put {forms} into {places[0]} or {cache_folder() / spec.folder}"


def instead(name: str) -> str:
    """Return what helps where a set cannot be had; a part that is here is named, never taken in silence."""
    here = [f"'{part}', which is here, or " for part, other in FILES.items() if other.part_of == name and locate(part)]
    return f"{by_hand(FILES[name])}, or use {''.join(here)}'digits', which needs nothing"


def _existing(folder: Path, file: str) -> Path | None:
    """Return the file, unpacked or packed; unpacked is faster to read."""
    names = (file.removesuffix(".gz"), file) if file in IDX_FILES else (file,)
    return next((folder / name for name in names if (folder / name).is_file()), None)


def _is_this_set(spec: Files, files: list[Path]) -> bool:
    """Tell MNIST, Fashion-MNIST and notMNIST, whose files have the same names, apart where they lie in the root."""
    if not spec.kind.startswith("idx"):
        return True
    count = spec.test if spec.kind == "idx" else spec.train + spec.test
    return tuple(read_idx(files[-1], (count,))[: len(spec.first_labels)]) == spec.first_labels
