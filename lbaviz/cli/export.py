"""`lbaviz export run.lba OUT.html`: a stand-alone page that needs no kernel and no network."""

import argparse
from pathlib import Path

from lbaviz.errors import BadInput


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `lbaviz export`."""
    parser.epilog = "The page contains pictures of the data: hand it on only where the data may go."
    parser.add_argument("recording", metavar="RUN.lba", help="a recording, also one that is being written")
    parser.add_argument("out", metavar="OUT.html", help="the page to write, at most 10 MB")
    parser.add_argument("--force", action="store_true", help="replace OUT.html if it exists")


def run(args: argparse.Namespace) -> int:
    """Write the page and say how large it is; BadInput if it exists or cannot be written."""
    from lbaviz.recording import Recording
    from lbaviz.views.page import write_page

    recording, out = Recording(args.recording), Path(args.out)
    if out.is_dir():
        raise BadInput(f"{out} is a folder: give the name of a page in it, as {out / 'run.html'}")
    if out.exists() and out.resolve() == recording.path.resolve():
        raise BadInput(f"{out} is the recording itself: give the page another name")
    if out.exists() and not args.force:
        raise BadInput(f"{out} exists already: give another name, or --force to replace it")
    print(write_page(recording, out).sentence())
    print("The page contains pictures of the data.")
    return 0
