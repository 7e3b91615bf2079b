"""A progress bar for training in the foreground; where there is no terminal, one line every ten seconds."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from lbaviz.session import collapse

LINE_SECONDS = 10


def in_notebook() -> bool:
    return "ipykernel" in sys.modules


@contextmanager
def show_progress(session) -> Iterator[None]:
    """Show step, steps/s and terms while the session trains."""
    shown = _Bar(session) if sys.stderr.isatty() or in_notebook() else _Lines(session)
    end = session.subscribe(shown.hear, alive=lambda: False)
    try:
        yield
    finally:
        end()
        shown.close()


class _Collapses:
    """Hands on that a run has collapsed, once each time; other notes reach who asked in other ways."""

    def __init__(self):
        self._lasts = False

    def new(self, status: dict) -> str | None:
        """Return the note of a status if a collapse has begun with it."""
        before, self._lasts = self._lasts, (status["note"] or "").startswith(collapse.BEGINS)
        return status["note"] if self._lasts and not before else None


def _summary(session) -> str:
    """The last finite terms and the rate, in words."""
    terms = session.loop.terms.last
    parts = [f"{name} {value:.3f}" for name, value in terms.items()]
    return ", ".join([*parts, f"{session.loop.status()['steps_per_second']:.1f} steps/s"])


def _what(status: dict, session) -> str:
    """What is being trained, in words."""
    if status["phase"] == "replay":
        return "going to the branch point"
    return status["baseline_name"] or session.loop.plan.method.name


class _Bar:
    """A tqdm bar, in a terminal or a notebook; each baseline has its own."""

    def __init__(self, session):
        from tqdm.auto import tqdm

        self.session, self.tqdm, self.bar, self.name, self.collapses = session, tqdm, None, None, _Collapses()

    def hear(self, kind: str, payload) -> None:
        if kind != "status":
            return
        name = _what(payload, self.session)
        if name != self.name:
            self.close()
            self.name = name
            self.bar = self.tqdm(total=self.session.loop.plan.steps, desc=name, unit="step")
        done = payload["baseline_step"] if payload["phase"] == "baseline" else payload["step"]
        self.bar.set_postfix_str(_summary(self.session), refresh=False)
        self.bar.update(done - self.bar.n)
        if note := self.collapses.new(payload):
            self.tqdm.write(note)

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()


class _Lines:
    """One line every ten seconds on standard error."""

    def __init__(self, session):
        self.session, self.last, self.collapses = session, time.monotonic(), _Collapses()

    def hear(self, kind: str, payload) -> None:
        if kind != "status":
            return
        if note := self.collapses.new(payload):
            print(note, file=sys.stderr)
        if time.monotonic() - self.last < LINE_SECONDS:
            return
        self.last = time.monotonic()
        step = payload["baseline_step"] if payload["phase"] == "baseline" else payload["step"]
        print(
            f"{_what(payload, self.session)}: step {step} of {self.session.loop.plan.steps}, {_summary(self.session)}",
            file=sys.stderr,
        )

    def close(self) -> None:
        pass
