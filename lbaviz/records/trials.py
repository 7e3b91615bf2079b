"""What a search has found so far: the knobs of its trials, and how good each was."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from lbaviz.records.base import Record


@dataclass(frozen=True, eq=False)
class Trials(Record):
    """values[i] are the knobs of trial i and scores[i] is what it was judged by; there may be no trials yet."""

    knobs: tuple[str, ...]
    values: Float[np.ndarray, "n knobs"]
    scores: Float[np.ndarray, " n"]
    trial: Int[np.ndarray, " n"] = None  # numbers of the trials
    score: str = "score"  # the metric
    low_is_good: bool = False
    log: tuple[str, ...] = ()  # knobs that were drawn by their logarithm

    def __post_init__(self):
        if self.trial is None:
            object.__setattr__(self, "trial", np.arange(len(self.scores)))

    @property
    def best(self) -> int | None:
        """The row of the best trial, the first of several; None where there is none."""
        if not len(self.scores):
            return None
        return int(self.scores.argmin() if self.low_is_good else self.scores.argmax())

    def table(self):
        """Return one row a trial: trial, the knobs, score."""
        import pandas as pd

        columns = dict(zip(self.knobs, self.values.T, strict=True))
        return pd.DataFrame({"trial": self.trial, **columns, "score": self.scores})
