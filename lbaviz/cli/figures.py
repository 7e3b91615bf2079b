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
    parser.add_argument(
        "--run", metavar="RUN.lba", action="append", help="draw from this recording instead of training (ada: several)"
    )
    scale = parser.add_mutually_exclusive_group()
    scale.add_argument("--fast", action="store_true", help="a minute, to see that it works")
    scale.add_argument("--full", action="store_true", help="the paper's scale: a GPU, or days")
    parser.add_argument("--format", default="pdf", metavar="FORMAT", help="pdf, svg or png (pdf)")
    parser.add_argument("--out", default="figures", metavar="DIR", help="folder of figures and recordings (figures)")


def run(args: argparse.Namespace) -> int:
    """Train what is missing and write each figure with its caption; 130 after Ctrl-C, which keeps what was trained.

    A figure that cannot be drawn does not keep the others from it: what it lacks is said (BadInput) when they are.
    """
    from lbaviz.cli.figure_recipes import obtained
    from lbaviz.cli.paper_figures import FIGURES
    from lbaviz.cli.tables import writable

    for name in args.names:
        if name not in FIGURES:
            raise BadInput(f"there is no figure '{name}'.{nearest(name, FIGURES)}")
    if args.format not in FORMATS:
        raise BadInput(f"there is no format '{args.format}'.{nearest(args.format, FORMATS)}")
    names = list(FIGURES) if args.all else list(dict.fromkeys(args.names))
    if not names:
        for name, figure in FIGURES.items():
            print(f"{name:10} {figure.title}")
        return 0
    from lbaviz import session

    given = [session.open(path) for path in args.run or ()]
    scale = "fast" if args.fast else "full" if args.full else "small"
    folder, lacking = writable(Path(args.out)), []
    for name in names:
        figure = FIGURES[name]
        refusal = _refusal(name, figure, given) if given else ""
        if refusal and args.all:
            print(f"left out: {refusal}\n")
            continue
        try:
            if refusal:
                raise BadInput(refusal)
            runs = given or [obtained(recipe, folder, scale) for recipe in figure.scales[scale]]
            _write(figure.draw(*runs), folder / f"{name}.{args.format}")
        except BadInput as error:
            lacking.append(str(error))
    if lacking:
        raise BadInput("; ".join(dict.fromkeys(lacking)))
    return 0


def _refusal(name: str, figure, given: list) -> str:
    """Say why a figure cannot be drawn from these recordings; "" where it can."""
    if figure.searched:
        return f"{name} is drawn from a search, which no recording holds: leave --run out"
    if figure.domains:
        other = next((run.path.name for run in given if not run.recording.about().get("domains")), None)
        return f"{name} is drawn from runs on a pair of domains, and {other} is not one" if other else ""
    if figure.clusters and given[0].recording.about()["n_labelled"]:
        return f"{name} is drawn from a run without labels, and {given[0].path.name} has some"
    return "" if len(given) == 1 else f"{name} is drawn from one recording, got {len(given)}: name one with --run"


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
