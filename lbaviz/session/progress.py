"""A progress bar for training in the foreground; where there is no terminal, one line every ten seconds."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

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


class _Notes:
    """Hands on what the run has to say, once."""

    def __init__(self):
        self._last: str | None = None

    def new(self, status: dict) -> str | None:
        """Return the note of a status if it is another than before."""
        fresh = status["note"] if status["note"] != self._last else None
        self._last = status["note"]
        return fresh


def _summary(session) -> str:
    """The last finite terms and the rate, in words."""
    terms = session.loop.terms.last
    parts = [f"{name} {value:.3f}" for name, value in terms.items()]
    return ", ".join([*parts, f"{session.loop.status()['steps_per_second']:.1f} steps/s"])


class _Bar:
    """A tqdm bar, in a terminal or a notebook; the baseline has its own."""

    def __init__(self, session):
        from tqdm.auto import tqdm

        self.session, self.tqdm, self.bar, self.phase, self.notes = session, tqdm, None, None, _Notes()

    def hear(self, kind: str, payload) -> None:
        if kind != "status":
            return
        if payload["phase"] != self.phase:
            self.close()
            self.phase = payload["phase"]
            names = {"baseline": "labels alone", "replay": "going to the branch point"}
            name = names.get(self.phase, self.session.loop.plan.method.name)
            self.bar = self.tqdm(total=self.session.loop.plan.steps, desc=name, unit="step")
        done = payload["baseline_step"] if self.phase == "baseline" else payload["step"]
        self.bar.set_postfix_str(_summary(self.session), refresh=False)
        self.bar.update(done - self.bar.n)
        if note := self.notes.new(payload):
            self.tqdm.write(note)

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()


class _Lines:
    """One line every ten seconds on standard error."""

    def __init__(self, session):
        self.session, self.last, self.notes = session, time.monotonic(), _Notes()

    def hear(self, kind: str, payload) -> None:
        if kind != "status":
            return
        if note := self.notes.new(payload):
            print(note, file=sys.stderr)
        if time.monotonic() - self.last < LINE_SECONDS:
            return
        self.last = time.monotonic()
        step = payload["baseline_step"] if payload["phase"] == "baseline" else payload["step"]
        phase = "labels alone" if payload["phase"] == "baseline" else self.session.loop.plan.method.name
        print(f"{phase}: step {step} of {self.session.loop.plan.steps}, {_summary(self.session)}", file=sys.stderr)

    def close(self) -> None:
        pass
