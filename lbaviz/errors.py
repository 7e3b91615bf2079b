"""The two ways in which lbaviz refuses: bad input, and a run that failed."""

from collections.abc import Iterable
from difflib import get_close_matches


class BadInput(ValueError):
    """What came, what was expected, what to do, in one sentence; exit code 2 on the command line."""


class RunFailed(RuntimeError):
    """A run that had to stop, with step and reason in one sentence; exit code 1 on the command line."""


def nearest(name: str, names: Iterable[str]) -> str:
    """Return " Did you mean 'x'?" for the closest of names, or the list of all where none is close."""
    names = sorted(names)
    close = get_close_matches(str(name).lower(), names, n=1, cutoff=0.5)
    return f" Did you mean '{close[0]}'?" if close else f" Choose one of: {', '.join(names)}."
