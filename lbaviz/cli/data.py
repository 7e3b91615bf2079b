"""`lbaviz data`: which data sets there are, where they lie, and bringing them here."""

from argparse import ArgumentParser, Namespace

from lbaviz.errors import BadInput, nearest


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options of `lbaviz data`."""
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="data sets to bring to this machine (default: a table)"
    )


def run(args: Namespace) -> int:
    """Print a table of the data sets, or bring those in args.names to this machine; raise BadInput where one cannot."""
    from lbaviz.data import NAMES

    for name in args.names:
        if name not in NAMES:
            raise BadInput(f"'{name}' is not a data set that can be loaded.{nearest(name, NAMES)}")
    for name in args.names:
        _bring(name)
    if not args.names:
        _table(NAMES)
    return 0


def _bring(name: str) -> None:
    """Download what is missing, and read the set once, so that a damaged file is found now."""
    from lbaviz.data import load

    data = load(name)
    images = f"{len(data.images):,} + {len(data.test_images):,} test images"
    made = data.source.get("generated")
    where = f"made here by seed {made['seed']}" if made else _where(name)
    print(f"{name}: {images}, {where}")


def _table(names: tuple[str, ...]) -> None:
    from lbaviz.data.places import cache_folder

    width = max(map(len, names))
    for name in names:
        print(f"{name:{width}}  {_where(name)}")
    print(f"\nLooked for in $LBAVIZ_DATA, then {cache_folder()}, where downloads go.")


def _where(name: str) -> str:
    from lbaviz.data.catalogue import FILES
    from lbaviz.data.generated import GENERATORS
    from lbaviz.data.places import locate

    if name not in FILES:
        return "comes with scikit-learn"
    files, spec = locate(name), FILES[name]
    if files:
        return f"in {files[0].parent}" + (f": {spec.title}" if spec.part_of else "")
    if name in GENERATORS:
        return f"not here; made when it is asked for, from {GENERATORS[name].MADE_FROM}"
    return f"not here; lbaviz data {name} downloads {spec.megabytes} MB" if spec.mirrors else "not here; put by hand"
