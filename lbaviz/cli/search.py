"""`lbaviz search METHOD`: a random search over knobs, by as many processes and machines as start the same command."""

import argparse
import sys
import time
from pathlib import Path

from lbaviz.cli import training_options
from lbaviz.errors import BadInput
from lbaviz.knobs import KNOBS, knobs_of

LINE_SECONDS = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `lbaviz search`."""
    parser.epilog = (
        "Start the same command in several processes, or with a database on several machines: they share the trials. "
        "Trial n is trained with seed SEED + n; a killed or interrupted one is trained again. Loss weights are drawn "
        "from 0 to 1 where no --vary is given (ADC 3.2)."
    )
    parser.add_argument("method", nargs="?", metavar="METHOD", help=f"one of: {', '.join(KNOBS)}")
    parser.add_argument("--trials", type=int, metavar="N", help="trials in all, by all workers together")
    parser.add_argument(
        "--storage", default="search.log", help="a journal file, or postgresql://user@host/database (search.log)"
    )
    parser.add_argument("--study", default="search", metavar="NAME", help="name of the search in its storage (search)")
    parser.add_argument(
        "--vary", nargs="+", default=[], metavar="KNOB=LOW:HIGH[:log]", help="draw these knobs (all loss weights)"
    )
    parser.add_argument("--fix", nargs="+", default=[], metavar="KNOB=VALUE", help="set these knobs in every trial")
    parser.add_argument(
        "--score",
        metavar="METRIC",
        help="what a trial is judged by, its value at the end (validation_error; without labels silhouette)",
    )
    parser.add_argument("--page", metavar="OUT.html", help="keep a page that shows the search up to date")
    parser.add_argument("--show", action="store_true", help="train nothing: say how far a search is, write its --page")
    training_options.add(parser)


def run(args: argparse.Namespace) -> int:
    """Search, or show a search; 1 if every training failed, 130 after Ctrl-C, which keeps what is finished."""
    from lbaviz import search

    if args.show:
        found = search.open(args.storage, args.study)
    else:
        found = _search(args, search)
    _write_page(args, found)
    print(found.sentence())
    failures = found.failures()
    for trial, sentence in failures.items():
        print(f"lbaviz: trial {trial} failed: {sentence}", file=sys.stderr)
    return 1 if failures and found.best() is None else 0


def _search(args, search):
    from lbaviz.search import space
    from lbaviz.search.beginning import check_trials

    if args.method is None:
        raise BadInput(f"lbaviz search needs a METHOD ({', '.join(KNOBS)}), or --show")
    if args.trials is None:
        raise BadInput("lbaviz search needs --trials N: how many trials there are in all")
    knobs_of(args.method)
    check_trials(args.trials)
    asked = {"vary": dict(map(space.range_of, args.vary)), "fix": dict(map(space.value_of, args.fix))}
    shown = _Progress(args.trials, 300 if args.steps is None else args.steps)

    def hear(news) -> None:
        shown.at(news)
        if args.page and news.kind in ("began", "done", "failed"):
            _write_page(args, search.open(args.storage, args.study))

    try:
        return search.search(
            **training_options.given(args.method, args),
            **asked,
            trials=args.trials,
            storage=args.storage,
            study=args.study,
            score=args.score,
            seed=args.seed,
            device=args.device,
            precision=args.precision,
            tell=hear,
        )
    except KeyboardInterrupt:
        shown.close()
        print(f"\ninterrupted: {shown.finished} of {args.trials} trials finished; the same command goes on from here")
        raise
    finally:
        shown.close()


def _write_page(args, found) -> None:
    if args.page:
        from lbaviz.views.search_page import write_search_page

        write_search_page(found, Path(args.page))


class _Progress:
    """A bar over the trials of all workers and a line for each of our own; without a terminal, a line now and then."""

    def __init__(self, total: int, steps: int):
        self.total, self.steps, self.finished, self.knobs, self.last = total, steps, 0, "", time.monotonic()
        self.bar = None
        if sys.stderr.isatty():
            from tqdm import tqdm

            self.bar = tqdm(total=total, unit="trial")

    def at(self, news) -> None:
        """Take what the worker says."""
        if news.kind == "step":
            return self._step(news)
        self.finished = news.finished
        if self.bar is not None:
            self.bar.update(self.finished - self.bar.n)
        if news.kind == "began":
            self.knobs = ", ".join(f"{name} {value:.4g}" for name, value in news.content.items())
        elif news.kind == "waiting":
            self._say(f"waiting for {news.content} trial{'s' if news.content != 1 else ''} of other workers")
        else:
            said = {"done": lambda: f"{news.content:.4g}", "failed": lambda: news.content}
            outcome = said.get(news.kind, lambda: "taken over by another worker")()
            self._say(f"{self.finished} of {self.total}: trial {news.trial}, {self.knobs}: {outcome}")

    def _step(self, news) -> None:
        step = f"trial {news.trial}: step {news.content} of {self.steps}"
        if self.bar is not None:
            self.bar.set_postfix_str(step)
        elif time.monotonic() - self.last > LINE_SECONDS:
            self._say(step)

    def _say(self, line: str) -> None:
        self.last = time.monotonic()
        if self.bar is not None:
            self.bar.write(line, file=sys.stderr)
        else:
            print(line, file=sys.stderr, flush=True)

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()
