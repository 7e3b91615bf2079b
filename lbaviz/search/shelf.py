"""Which trials of a search are finished, under way, lost or not begun: read off the attempts at them.

A search is trials 0 to N - 1, each a draw of the knobs. Optuna's own trials are here the attempts at them: the n-th one
that was simply begun is at trial n; where it was lost (its worker was killed or interrupted), a further attempt is
queued, which says in `AGAIN` which trial it is at. All of this follows from what the storage keeps in order, so any
number of workers come to the same result: a trial is finished once.
"""

from dataclasses import dataclass
from functools import cached_property

AGAIN = "again"  # user attribute of a further attempt: the trial's number
FAILED = "failed"  # user attribute: the training itself failed, and would again; the sentence


@dataclass(frozen=True)
class Shelf:
    """Optuna's trials of a study, in order of their numbers."""

    attempts: list

    @cached_property
    def first(self) -> int:
        """How many first attempts there are: trials from there on are not begun."""
        return sum(AGAIN not in attempt.user_attrs for attempt in self.attempts)

    @cached_property
    def at(self) -> dict[int, list]:
        """The attempts at each trial that was begun."""
        found: dict[int, list] = {}
        fresh = 0
        for attempt in self.attempts:
            trial = attempt.user_attrs.get(AGAIN)
            if trial is None:
                trial, fresh = fresh, fresh + 1
            found.setdefault(trial, []).append(attempt)
        return found

    def trial_of(self, number: int) -> int:
        """Return which trial the attempt of that number is at."""
        return next(trial for trial, attempts in self.at.items() if any(a.number == number for a in attempts))

    def finished(self, trial: int):
        """Return the attempt that finished a trial, failed trainings included, or None."""
        return next(filter(is_finished, self.at.get(trial, ())), None)

    def count(self, total: int) -> int:
        """Return how many of the first `total` trials are finished."""
        return sum(self.finished(trial) is not None for trial in range(min(total, self.first)))

    def lost(self, total: int) -> list[int]:
        """Return the begun trials that are neither finished nor under way."""
        return [
            trial
            for trial in range(min(total, self.first))
            if not any(is_finished(a) or a.state.name in ("RUNNING", "WAITING") for a in self.at[trial])
        ]

    def running(self) -> list:
        return [attempt for attempt in self.attempts if attempt.state.name == "RUNNING"]

    def waiting(self) -> bool:
        return any(attempt.state.name == "WAITING" for attempt in self.attempts)

    def is_double(self, number: int) -> bool:
        """Say whether an attempt that was just begun is one too many: its trial is finished or under way already."""
        earlier = [a for a in self.at[self.trial_of(number)] if a.number < number]
        return any(is_finished(a) or a.state.name == "RUNNING" for a in earlier)


def is_finished(attempt) -> bool:
    return attempt.state.name == "COMPLETE" or (attempt.state.name == "FAIL" and FAILED in attempt.user_attrs)
