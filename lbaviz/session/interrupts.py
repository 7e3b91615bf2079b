"""Ctrl-C and SIGTERM end a run between two steps, so that nothing recorded is lost; a second one ends at once."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Interrupt:
    """Which signal came, or None."""

    came: int | None = None


@contextmanager
def interruptible(session) -> Iterator[Interrupt]:
    """Turn the first SIGINT or SIGTERM into a stop; only the main thread may do so, elsewhere nothing changes."""
    interrupt = Interrupt()
    if threading.current_thread() is not threading.main_thread():
        yield interrupt
        return
    before = {kind: signal.getsignal(kind) for kind in (signal.SIGINT, signal.SIGTERM)}

    def stop(kind: int, frame) -> None:
        interrupt.came = kind
        for other, handler in before.items():
            signal.signal(other, handler)
        session.loop.mailbox.put({"kind": "stop"})

    for kind in before:
        signal.signal(kind, stop)
    try:
        yield interrupt
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


def before_sigterm(close: Callable[[], None]) -> None:
    """Call close before SIGTERM ends this process, unless somebody else sees to that signal already."""
    in_main = threading.current_thread() is threading.main_thread()
    if not in_main or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        return

    def end(kind: int, frame) -> None:
        close()
        signal.signal(kind, signal.SIG_DFL)
        os.kill(os.getpid(), kind)

    signal.signal(signal.SIGTERM, end)
