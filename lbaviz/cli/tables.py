"""`lbaviz tables`: recompute tables of the papers, the paper's number beside ours."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from lbaviz.errors import BadInput

LINE_SECONDS = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `lbaviz tables`."""
    parser.epilog = "Finished trainings are kept in OUT/TABLE.csv; the command goes on where it was stopped."
    parser.add_argument("names", nargs="*", metavar="TABLE", help="as lba-4 (none: list them)")
    scale = parser.add_mutually_exclusive_group()
    scale.add_argument("--fast", action="store_true", help="a minute, to see that it works")
    scale.add_argument("--full", action="store_true", help="the paper's scale: a GPU, or days")
    parser.add_argument("--seeds", type=int, metavar="N", help="train seeds 0 to N-1 (the table's own number)")
    parser.add_argument("--pairs", nargs="+", metavar="A:B", help="these pairs of domains (the table's own)")
    parser.add_argument("--out", default="results", metavar="DIR", help="folder of the results (results)")
    parser.add_argument("--workers", type=int, metavar="N", help="trainings side by side (by cores and memory)")
    parser.add_argument("--show", action="store_true", help="train nothing: the tables of what is finished")


def run(args: argparse.Namespace) -> int:
    """Train what is missing, print and write each table; 1 if a training failed, 130 after Ctrl-C."""
    from lbaviz import tables

    chosen = [tables.named(name) for name in dict.fromkeys(args.names)]
    for name in ("seeds", "workers"):
        if getattr(args, name) is not None and getattr(args, name) < 1:
            raise BadInput(f"--{name} is a number of at least 1, got {getattr(args, name)}")
    if not chosen:
        for table in tables.TABLES.values():
            print(f"{table.name:8} {table.title}")
        return 0
    scale = "fast" if args.fast else "full" if args.full else "small"
    folder = writable(Path(args.out))
    return max(_table(table, scale, args, folder) for table in chosen)


def writable(folder: Path) -> Path:
    """Make the folder and return it; BadInput before hours of training if nothing can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        raise BadInput(f"{folder} cannot be written ({error.strerror}): name another folder with --out") from None


def _table(table, scale: str, args, folder: Path) -> int:
    from lbaviz.tables import Store, results, writing

    entries = table.entries(scale, args.seeds, args.pairs)
    store = Store(folder / f"{writing.stem_of(table.trainings or table.name, scale)}.csv")
    finished = store.finished()
    wanted = dict.fromkeys(cell for entry in entries for cell in entry.cells())  # entries may share trainings
    missing = [] if args.show else [cell for cell in wanted if _key(cell) not in finished]
    absent = _absent({cell.data for cell in missing})
    missing = [cell for cell in missing if cell.data not in absent]
    missing.sort(key=lambda cell: cell.seed)  # so that a table has every row early
    try:
        failures = _train(table, missing, store, folder / "unfinished", args.workers) if missing else []
    except KeyboardInterrupt:
        done = sum(store.has(cell) for cell in missing)
        print(f"\ninterrupted: {done} of {len(missing)} trainings finished; the same command goes on from here")
        raise
    found = results(table, entries, store)
    print(writing.markdown(table, found, scale, absent))
    print("written to " + ", ".join(map(str, writing.write(table, found, scale, absent, folder))))
    for failure in failures:
        print(f"lbaviz: {failure}", file=sys.stderr)
    return 1 if failures else 0


def _key(cell) -> tuple:
    from lbaviz.tables.store import key

    return key(cell.text())


def _absent(names: set[str]) -> dict[str, str]:
    """Return why a data set cannot be had, for those that cannot; the others are brought here, once."""
    from lbaviz.tables.training import load

    absent = {}
    for name in sorted(names):
        try:
            load(name)
        except BadInput as error:
            absent[name] = str(error)
    load.cache_clear()
    return absent


def _train(table, cells: list, store, folder: Path, wanted: int | None) -> list[str]:
    """Train the cells, each appended as it finishes; return the sentences of those that failed."""
    from lbaviz.tables.pool import shares, work
    from lbaviz.tables.training import forget

    workers, threads = shares(len(cells), wanted)
    side = f"{workers} at a time, {threads} thread{'s' if threads > 1 else ''} each"
    print(f"{table.name}: {len(cells)} trainings, {side}", file=sys.stderr, flush=True)
    shown, failures = _Progress(cells), []
    trainings = work(cells, folder, workers, threads)
    try:
        for news in trainings:
            if news.kind == "done":
                store.append(news.cell, news.content)
                forget(news.cell, folder)
                shown.say(f"{news.content['test_error']:>6} %  {news.content['seconds']:>5} s  {news.cell.command()}")
            elif news.kind != "step":
                failures.append(f"{news.cell.command()}: {news.content}")
                shown.say(failures[-1])
            shown.at(news)
    finally:
        trainings.close()
        shown.close()
    _remove_if_empty(folder)
    return failures


def _remove_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        pass  # what failed is still in there, or nothing was


class _Progress:
    """A bar over the steps of all trainings; where there is no terminal, a line now and then."""

    def __init__(self, cells):
        self.steps, self.total = dict.fromkeys(cells, 0), sum(cell.steps for cell in cells)
        self.bar, self.began, self.last = None, time.monotonic(), time.monotonic()
        if sys.stderr.isatty():
            from tqdm import tqdm

            self.bar = tqdm(total=self.total, unit="step")

    def at(self, news) -> None:
        """Take the step of a training, or that it has ended."""
        self.steps[news.cell] = news.content if news.kind == "step" else news.cell.steps
        done = sum(self.steps.values())
        if self.bar is not None:
            self.bar.update(done - self.bar.n)
        elif time.monotonic() - self.last > LINE_SECONDS and done:
            self.last = time.monotonic()
            left = (self.last - self.began) * (self.total - done) / done / 60
            print(f"step {done:,} of {self.total:,}, about {left:.0f} min left", file=sys.stderr, flush=True)

    def say(self, line: str) -> None:
        if self.bar is not None:
            self.bar.write(line, file=sys.stderr)
        else:
            print(line, file=sys.stderr, flush=True)

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()
