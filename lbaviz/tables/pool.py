"""Train cells side by side: one process pool that shares the cores, or one process on a GPU."""

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import connection, get_context, parent_process
from pathlib import Path

from lbaviz.errors import BadInput, RunFailed
from lbaviz.tables.cells import Cell

CELL_GIGABYTES = 1.5  # what a worker takes: torch, a data set, a small network


@dataclass(frozen=True)
class News:
    """What a worker says: "step" (so many are done), "done" (its row), "failed" or "busy" (a sentence)."""

    kind: str
    cell: Cell
    content: object


def shares(cells: int, wanted: int | None = None) -> tuple[int, int]:
    """Return how many workers train so many cells, and with how many threads each.

    Small networks train fastest with a core a cell; left-over cores become threads, OMP_NUM_THREADS at most. On
    a GPU one worker.
    """
    import torch

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    most = torch.get_num_threads() if "OMP_NUM_THREADS" in os.environ else cores
    if torch.cuda.is_available():
        return 1, max(1, cores // 2)
    workers = wanted or min(cores, max(1, int(_free_gigabytes() / CELL_GIGABYTES)))
    workers = max(1, min(workers, cells))
    return workers, max(1, min(cores // workers, most))


def _free_gigabytes() -> float:
    import psutil

    return psutil.virtual_memory().available / 1e9


def work(cells: list[Cell], folder: Path, workers: int, threads: int) -> Iterator[News]:
    """Train the cells in so many processes and yield news; closing the generator ends them at once.

    A stopped cell keeps its recording in `folder`, so nothing but the steps since its last checkpoint is lost.
    """
    waiting, hands = deque(cells), []
    try:
        for _ in range(workers):
            hands.append(_Hand(folder, threads, waiting.popleft()))
        while hands:
            for ready in connection.wait([hand.pipe for hand in hands]):
                hand = next(hand for hand in hands if hand.pipe is ready)
                news = hand.hear()
                yield news
                if news.kind == "step":
                    continue
                if hand.gone:
                    hands.remove(hand)
                    if waiting:
                        hands.append(_Hand(folder, threads, waiting.popleft()))
                elif waiting:
                    hand.give(waiting.popleft())
                else:
                    hand.end()
                    hands.remove(hand)
    finally:
        for hand in hands:
            hand.end(now=True)


class _Hand:
    """One worker process, its pipe, and the cell it trains."""

    def __init__(self, folder: Path, threads: int, cell: Cell):
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.gone = False
        self.process = context.Process(target=_train_what_comes, args=(theirs, folder, threads), daemon=True)
        with _without_interrupts():
            self.process.start()
        theirs.close()
        self.give(cell)

    def give(self, cell: Cell) -> None:
        self.cell = cell
        self.pipe.send(cell)

    def hear(self) -> News:
        try:
            return News(*self.pipe.recv())
        except (EOFError, OSError):
            self.gone = True
            self.process.join()
            reason = f"its process ended with code {self.process.exitcode} (out of memory?)"
            return News("failed", self.cell, reason)

    def end(self, now: bool = False) -> None:
        if now:
            self.process.terminate()
        self.pipe.close()
        self.process.join()


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Children that start here ignore Ctrl-C, which a terminal sends to them as well; their parent ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _train_what_comes(pipe, folder: Path, threads: int) -> None:
    """The worker: train cells until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import torch

    from lbaviz.tables.training import Busy, train

    torch.set_num_threads(threads)
    while True:
        try:
            cell = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(("done", cell, train(cell, folder, partial(_tell_step, pipe, cell))))
        except Busy as error:
            pipe.send(("busy", cell, str(error)))
        except (BadInput, RunFailed) as error:
            pipe.send(("failed", cell, str(error)))
        except Exception as error:
            pipe.send(("failed", cell, f"{type(error).__name__}: {error}"))


def _tell_step(pipe, cell: Cell, step: int) -> None:
    pipe.send(("step", cell, step))


def _end_with_parent() -> None:
    """A killed parent closes nothing properly: follow it."""
    parent_process().join()
    sys.stderr.close()
    os._exit(1)
