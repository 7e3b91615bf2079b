"""What each weight of a random search does to the score, whatever the others were (ADC Figure 5)."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from lbaviz.errors import BadInput, nearest
from lbaviz.records.base import Record

TRIALS_PER_BIN, MOST_BINS = 5, 10


@dataclass(frozen=True, eq=False)
class Ablation(Record):
    """A point holds one weight, within a bin, and averages over the trials in it; the bar is their deviation."""

    names: tuple[str, ...]  # the weights
    edges: np.ndarray  # float64 (weights, bins + 1)
    mean: np.ndarray  # float64 (weights, bins): NaN for a bin without trials
    sd: np.ndarray  # float64 (weights, bins): sample standard deviation, NaN for fewer than two trials
    trials: np.ndarray  # int64 (weights, bins)
    values: np.ndarray  # float64 (weights, n): of every trial; NaN where a trial has none
    scores: np.ndarray  # float64 (n,)
    score: str = "score"
    logarithmic: tuple[str, ...] = ()  # weights whose bins are divided by ratios

    @classmethod
    def from_trials(
        cls, trials, weights: Iterable[str], *, score: str = "score", bins: int | None = None,
        ranges: dict[str, tuple[float, float]] | None = None, logarithmic: Iterable[str] = (),
    ) -> "Ablation":  # fmt: skip
        """Return the ablation of a DataFrame with a row a trial and a column for each weight, and for the score.

        Trials without a finite score are left out. bins: for each weight, default one for five trials, 3 to 10. ranges:
        {weight: (low, high)}, default from its smallest to its largest value; logarithmic: weights that were drawn so.
        BadInput for columns that are not there, no finished trial, and a logarithm of 0.
        """
        names, logarithmic = tuple(weights), tuple(logarithmic)
        for name in (*names, score):
            if name not in trials:
                raise BadInput(f"the trials have no column '{name}'.{nearest(name, list(map(str, trials)))}")
        if not names:
            raise BadInput("no weight was named: name the columns that the search varied")
        scores = np.asarray(trials[score], float)
        finished = np.isfinite(scores)
        if not finished.any():
            raise BadInput(f"none of {len(scores)} trials has a finite '{score}': wait until one has finished")
        scores = scores[finished]
        bins = bins or min(MOST_BINS, max(3, len(scores) // TRIALS_PER_BIN))
        values = np.stack([np.asarray(trials[name], float)[finished] for name in names])
        ranges = ranges or {}
        edges = [
            _edges(name, x, bins, ranges.get(name), name in logarithmic) for name, x in zip(names, values, strict=True)
        ]
        found = [_binned(x, scores, ends) for x, ends in zip(values, edges, strict=True)]
        mean, sd, count = (np.stack(each) for each in zip(*found, strict=True))
        return cls(names, np.stack(edges), mean, sd, count, values, scores, score, logarithmic)

    @property
    def centres(self) -> np.ndarray:
        """Where each point stands: float64 (weights, bins)."""
        low, high = self.edges[:, :-1], self.edges[:, 1:]
        by_ratio = np.array([name in self.logarithmic for name in self.names])[:, None]
        return np.where(by_ratio, np.sqrt(np.abs(low * high)), (low + high) / 2)

    def table(self):
        """Return one row a point: weight, low, high, mean, sd, trials."""
        import pandas as pd

        bins = self.mean.shape[1]
        columns = {"weight": np.repeat(self.names, bins), "low": self.edges[:, :-1].ravel()}
        columns |= {"high": self.edges[:, 1:].ravel(), "mean": self.mean.ravel(), "sd": self.sd.ravel()}
        return pd.DataFrame({**columns, "trials": self.trials.ravel()})


def _edges(name: str, values: np.ndarray, bins: int, ends, by_ratio: bool) -> np.ndarray:
    """Return the edges of so many bins between the ends, or the extreme values; one value alone has room around it."""
    there = values[np.isfinite(values)]
    low, high = ends or ((there.min(), there.max()) if len(there) else (0.5, 1.5))
    if by_ratio and low <= 0:
        raise BadInput(f"'{name}' reaches down to {low:g}, which has no logarithm: leave it out of logarithmic")
    if low == high:
        low, high = (low / 2, 2 * high) if by_ratio else (low - 0.5, high + 0.5)
    return np.geomspace(low, high, bins + 1) if by_ratio else np.linspace(low, high, bins + 1)


def _binned(values: np.ndarray, scores: np.ndarray, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return mean, deviation and number of the scores in each bin; the last one holds its upper edge too."""
    bins = len(edges) - 1
    which = np.searchsorted(edges, values, side="right") - 1
    which = np.where(np.isclose(values, edges[-1], rtol=1e-12), bins - 1, which)
    inside = [scores[which == one] for one in range(bins)]
    mean = [each.mean() if len(each) else math.nan for each in inside]
    sd = [each.std(ddof=1) if len(each) > 1 else math.nan for each in inside]
    return np.array(mean), np.array(sd), np.array([len(each) for each in inside], np.int64)
