"""`lbaviz lab [CHAPTER]`: copy a chapter's notebook and open it in JupyterLab, its first cell run."""

import argparse
import json
from importlib.resources import files
from pathlib import Path

from lbaviz.errors import BadInput, nearest

FOLDER = "lbaviz-notebooks"  # in the current folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `lbaviz lab`."""
    parser.add_argument("chapter", nargs="?", default="00", help="number or name of a chapter (default: 00)")
    parser.add_argument("--port", type=int, help="port on this machine (default: a free one)")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")


def run(args: argparse.Namespace) -> int:
    """Copy the chapter and serve it until Ctrl-C; BadInput for an unknown chapter or a taken port."""
    from lbaviz.labextension.server import serve

    source = find_chapter(args.chapter)
    notebook = copy_chapter(source, Path(FOLDER))
    return serve(notebook, port=args.port, browser=not args.no_browser)


def chapters() -> dict[str, Path]:
    """Return the shipped notebooks by name, e.g. "00-first-walk"; in a source checkout those beside the package."""
    package = Path(str(files("lbaviz")))
    for folder in (package / "notebooks", package.parent / "notebooks"):
        if found := {path.stem: path for path in sorted(folder.glob("[0-9]*.ipynb"))}:
            return found
    raise BadInput("this installation of lbaviz has no notebooks: install it again with pip")


def find_chapter(wanted: str) -> Path:
    """Return the notebook of a chapter given as "0", "00", "first-walk", "00-first-walk" or a file name."""
    found = chapters()
    name = wanted.lower().removesuffix(".ipynb")
    for stem, path in found.items():
        number, _, title = stem.partition("-")
        if name in (stem, title, number) or (name.isdecimal() and int(name) == int(number)):
            return path
    titles = [stem.partition("-")[2] for stem in found]
    raise BadInput(f"there is no chapter '{wanted}'.{nearest(name, [*found, *titles])}")


def copy_chapter(source: Path, folder: Path) -> Path:
    """Copy the notebook unless one is there, say so if that one has other cells, and return its path."""
    target = folder / source.name
    try:
        folder.mkdir(exist_ok=True)
        if not target.exists():
            target.write_bytes(source.read_bytes())
    except OSError as error:
        raise BadInput(
            f"cannot write {target} ({error.strerror}): start lbaviz lab in a folder that can be written"
        ) from error
    if cells(target) != cells(source):
        print(f"{target} is not the one of this version: it is kept. For a fresh one, rename it and start again.")
    return target


def cells(path: Path) -> list[tuple[str, str]]:
    """Return kind and source of each cell of a notebook, outputs left out; BadInput if it is not a notebook."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return [(cell["cell_type"], "".join(cell["source"])) for cell in found]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{path} cannot be read as a notebook: rename it for a fresh one") from error
