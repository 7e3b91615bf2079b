"""`lbaviz figures`: draw the paper's figures again, as vector graphics with a caption of their own."""

import argparse
from pathlib import Path

from lbaviz.errors import BadInput, nearest

FORMATS = ("pdf", "svg", "png")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `lbaviz figures`."""
    parser.epilog = "The recordings in OUT are used again. They and the figures contain pictures of the data."
    parser.add_argument("names", nargs="*", metavar="FIGURE", help="as lba-2 (none: list them)")
    parser.add_argument("--all", action="store_true", help="every figure")
    parser.add_argument("--run", metavar="RUN.lba", help="draw from this recording instead of training")
    scale = parser.add_mutually_exclusive_group()
    scale.add_argument("--fast", action="store_true", help="a minute, to see that it works")
    scale.add_argument("--full", action="store_true", help="the paper's scale: a GPU, or days")
    parser.add_argument("--format", default="pdf", metavar="FORMAT", help="pdf, svg or png (pdf)")
    parser.add_argument("--out", default="figures", metavar="DIR", help="folder of figures and recordings (figures)")


def run(args: argparse.Namespace) -> int:
    """Train what is missing and write each figure with its caption; 130 after Ctrl-C, which keeps what was trained."""
    from lbaviz.cli.paper_figures import FIGURES, trained
    from lbaviz.cli.tables import writable

    for name in args.names:
        if name not in FIGURES:
            raise BadInput(f"there is no figure '{name}'.{nearest(name, FIGURES)}")
    if args.format not in FORMATS:
        raise BadInput(f"there is no format '{args.format}'.{nearest(args.format, FORMATS)}")
    names = list(FIGURES) if args.all else list(dict.fromkeys(args.names))
    if not names:
        for name, figure in FIGURES.items():
            print(f"{name:8} {figure.title}")
        return 0
    from lbaviz import session

    given = session.open(args.run) if args.run else None
    scale = "fast" if args.fast else "full" if args.full else "small"
    folder = writable(Path(args.out))
    for name in names:
        recipe = FIGURES[name].scales[scale]
        source = given or trained(recipe, folder / f"{recipe.data}-{scale}.lba")
        _write(FIGURES[name].draw(source), folder / f"{name}.{args.format}")
    return 0


def _write(drawn: tuple, path: Path) -> None:
    """Write a figure, and its caption beside it."""
    from lbaviz import figures

    figure, caption = drawn
    figures.save(figure, path)
    try:
        path.with_suffix(".txt").write_text(f"{caption}\n", encoding="utf-8")
    except OSError as error:
        raise BadInput(
            f"{path.with_suffix('.txt')} cannot be written ({error.strerror}): choose another folder"
        ) from None
    print(f"{path}\n  {caption}\n")
