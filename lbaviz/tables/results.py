"""From finished cells to the numbers of a table: the paper's statistic over seeds, for each way to choose weights."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field

from lbaviz.tables.choosing import ERRORS, STEPS
from lbaviz.tables.nouns import Entry, Table
from lbaviz.tables.store import Store, key

COLUMNS = {"last": "test_error", **ERRORS}  # of the store, by selection
SELECTIONS = {"last": "last weights", "validation": "best by validation", "test": "minimum over training †"}
SELECTIONS_OF_PAIRS = {  # the same numbers under their names, and two more
    "last": "last weights",
    "validation": "best by source validation",
    "entropy": "best by entropy",
    "consistency": "best by walk consistency",
    "test": "best on target test †",
}
SELECTIONS_OF_CLUSTERS = {
    "last": "last weights",
    "silhouette": "best by silhouette",
    "consistency": "best by walk consistency",
    "test": "best on test †",
}


def selections(table: Table) -> dict[str, str]:
    """Return the ways to choose weights that a table shows, and how it calls them."""
    if table.measure == "accuracy":
        return SELECTIONS_OF_CLUSTERS
    return SELECTIONS_OF_PAIRS if table.pairs else SELECTIONS


@dataclass(frozen=True)
class Spread:
    """Centre and sample standard deviation (None for fewer than two) of n values."""

    centre: float
    sd: float | None
    n: int

    def __str__(self) -> str:
        return f"{self.centre:.2f}" if self.sd is None else f"{self.centre:.2f} ({self.sd:.2f})"

    def between(self, share: float | None, digits: int) -> str:
        """Return it as the tables of domain adaptation print numbers: mean ± deviation (coverage)."""
        text = f"{self.centre:.{digits}f}" if self.sd is None else f"{self.centre:.{digits}f} ± {self.sd:.{digits}f}"
        return text if share is None else f"{text} ({100 * share:.1f} %)"


@dataclass(frozen=True)
class Result:
    """One entry with what was found: test errors, or accuracies of clusters, in per cent by selection and seed."""

    entry: Entry
    numbers: dict[str, dict[int, float]]  # selection: {seed: number}
    statistic: str
    steps: dict[str, dict[int, int]] = field(default_factory=dict)  # selection: {seed: the step that it chose}

    @property
    def seeds(self) -> list[int]:
        return sorted(self.numbers["last"])

    def spread(self, selection: str) -> Spread | None:
        """Return the statistic over seeds, or None before any has finished."""
        return spread(list(self.numbers[selection].values()), self.statistic)

    def chosen_steps(self, selection: str) -> list[int]:
        """Return the steps that a selection chose, by seed; none of the last weights."""
        return [step for _, step in sorted(self.steps.get(selection, {}).items())]


def spread(values: list[float], statistic: str) -> Spread | None:
    """Return the mean or median of values with their sample standard deviation, or the "best" accuracy alone."""
    if not values:
        return None
    if statistic == "best":
        return Spread(max(values), None, len(values))
    centre = {"mean": statistics.mean, "median": statistics.median}[statistic](values)
    return Spread(centre, statistics.stdev(values) if len(values) > 1 else None, len(values))


def results(table: Table, entries: tuple[Entry, ...], store: Store) -> list[Result]:
    """Return every entry with the numbers that stand in the store."""
    rows = store.finished()
    return [_result(entry, rows, entry.statistic or table.statistic, table.measure) for entry in entries]


def _result(entry: Entry, rows: dict, statistic: str, measure: str) -> Result:
    done = {cell.seed: rows[key(cell.text())] for cell in entry.cells() if key(cell.text()) in rows}
    columns = {name: entry.value if name == "last" else "" for name in COLUMNS} if entry.value else COLUMNS
    steps = {} if entry.value else STEPS  # a value was read off the last weights only
    kind = _accuracy if measure == "accuracy" and not entry.value else float
    return Result(entry, _numbers(done, columns, kind), statistic, _numbers(done, steps, int))


def _accuracy(error: str) -> float:
    """Return what an error in per cent leaves, free of what floating point adds."""
    return round(100 - float(error), 6)


def _numbers(done: dict[int, dict], columns: dict[str, str], kind: Callable) -> dict[str, dict]:
    return {
        name: {seed: kind(row[column]) for seed, row in done.items() if row.get(column)}
        for name, column in columns.items()
    }
