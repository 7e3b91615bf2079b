"""`lbaviz watch run.lba`: the dashboard in a plain browser window, live while the run trains in another process."""

import argparse
import os
import signal
import socket
import sys
import threading
import webbrowser
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `lbaviz watch`."""
    parser.add_argument("recording", metavar="RUN.lba", help="a recording, also one that is being written")
    parser.add_argument("--port", type=int, default=0, help="port on this machine (default: a free one)")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")


def run(args: argparse.Namespace) -> int:
    """Serve the dashboard until Ctrl-C (130) or SIGTERM (0); BadInput for a bad file or an occupied port."""
    from lbaviz.views.feed import Feed
    from lbaviz.views.server import Server

    server = Server(Feed(args.recording, branch), args.port)
    ended, signals = threading.Event(), []
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda n, _: _end(ended, signals, n)) for number in numbers}
    server.start()
    announce(server.address, server.port, Path(args.recording).name, browser=not args.no_browser)
    try:
        ended.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        server.close()
        _stop_branches()
    print("lbaviz watch has ended.")
    return 130 if signals[:1] == [signal.SIGINT] else 0


def branch(path: Path, step: int, knobs: dict):
    """Start a session in this process that branches from a recording; torch is imported only now."""
    import lbaviz

    return lbaviz.open(path).start_branch(step, **knobs)


def announce(address: str, port: int, name: str, *, browser: bool) -> None:
    """Print the address, and how to reach it from another machine; open a browser where there is a screen."""
    opened = browser and has_screen() and webbrowser.open(address)
    print(f"{name} in the browser: {'a window opens; if not, open' if opened else 'open'}\n\n    {address}\n")
    print(f"From another machine: ssh -L {port}:127.0.0.1:{port} {socket.gethostname()}, then the same address there.")
    print("Ctrl-C ends this; a run that trains in another process goes on.", flush=True)


def has_screen() -> bool:
    """Say whether a graphical browser can be expected."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _end(ended: threading.Event, signals: list, number: int) -> None:
    """End at the first signal; a second Ctrl-C ends at once."""
    if ended.is_set():
        os._exit(130)
    signals.append(number)
    ended.set()


def _stop_branches() -> None:
    """Flush and close the branches that train in this process."""
    if "lbaviz.session" in sys.modules:
        sys.modules["lbaviz.session.session"].stop_all()
