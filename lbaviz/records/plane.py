"""Runs as ways through the plane of assimilation and discrimination."""

from dataclasses import dataclass

import numpy as np

from lbaviz.errors import BadInput
from lbaviz.records.base import Record

SERIES = {"domain_mmd": "mmd2", "validation_error": "source_error", "target_validation_error": "target_error"}


@dataclass(frozen=True, eq=False)
class Plane(Record):
    """How alike two domains lie, and how well the source's classes are told apart, as runs go on (ADA sec. 1.1).

    The paper names both as aims, assimilation and discrimination, and gives no axes: here they are recorded series,
    the squared MMD between the domains' embeddings (small: assimilated) and the accuracy on the source's validation
    images. One row a recorded step.
    """

    names: tuple[str, ...]  # of the runs
    run: np.ndarray  # int64 (n,): which of them
    step: np.ndarray  # int64 (n,), rising within a run
    mmd2: np.ndarray  # float64 (n,): biased, bandwidths of SEMANTICS 42
    source_error: np.ndarray  # float64 (n,): per cent, of the source's validation images
    target_error: np.ndarray  # float64 (n,): per cent, of the target's, which chose nothing; NaN where not recorded

    @classmethod
    def of(cls, metrics: dict) -> "Plane":
        """Return the ways of runs, {name: `run.metrics()`}; BadInput for one without an MMD or error that is finite.

        An error counts from the step at which it was recorded to the next one.
        """
        columns = {name: [] for name in ("run", "step", *SERIES.values())}
        for number, (name, table) in enumerate(metrics.items()):
            mmd = _series(table, "domain_mmd")
            errors = [_at(_series(table, series), mmd[:, 0]) for series in list(SERIES)[1:]]
            there = np.isfinite(mmd[:, 1]) & np.isfinite(errors[0])
            if not there.any():
                raise BadInput(
                    f"run '{name}' has no MMD between two domains: record it on a pair, such as mnist:usps, "
                    "with probe_every=100 (lbaviz train --probe-every 100)"
                )
            found = (np.full(len(mmd), number), mmd[:, 0].astype(int), mmd[:, 1], *errors)
            for column, values in zip(columns.values(), found, strict=True):
                column.append(values[there])
        if not metrics:
            raise BadInput("there are no runs: give at least one, {name: run.metrics()}")
        return cls(tuple(map(str, metrics)), **{name: np.concatenate(parts) for name, parts in columns.items()})

    def table(self):
        """Return one row a run and step: run, step, mmd2, source_error, target_error."""
        import pandas as pd

        columns = {name: getattr(self, name) for name in ("step", *SERIES.values())}
        return pd.DataFrame({"run": np.array(self.names)[self.run], **columns})


def _series(table, name: str) -> np.ndarray:
    """Return (n, 2): step and value."""
    chosen = table[table["name"] == name].sort_values("step")
    return np.column_stack([chosen["step"], chosen["value"]]).astype(float).reshape(-1, 2)


def _at(series: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """Return the newest value at or before each step; NaN before the first."""
    before = np.searchsorted(series[:, 0], steps, side="right") - 1
    return np.where(before >= 0, np.append(series[:, 1], np.nan)[before], np.nan)
