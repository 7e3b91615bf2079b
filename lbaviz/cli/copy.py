"""`lbaviz copy A B`: a consistent copy of a recording, also of a live one."""

from lbaviz.recording import copy


def add_arguments(parser) -> None:
    parser.add_argument("source", metavar="A.lba", help="the recording")
    parser.add_argument("target", metavar="B.lba", help="the new file, or a folder to put it into")


def run(args) -> int:
    """Copy and say where to."""
    target = copy(args.source, args.target)
    print(f"{target} ({target.stat().st_size / 1e6:.1f} MB; it contains pictures of the data)")
    return 0
