"""From finished cells to the numbers of a table: the paper's statistic over seeds, for three ways to choose weights."""

import statistics
from dataclasses import dataclass

from lbaviz.tables.nouns import Entry, Table
from lbaviz.tables.store import Store, key

SELECTIONS = {  # name: (column of the store, how a table calls it)
    "last": ("test_error", "last weights"),
    "validation": ("test_error_best", "best by validation"),
    "test": ("test_error_minimum", "minimum over training †"),
}


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
    """One entry with what was found: test errors in per cent by selection and seed."""

    entry: Entry
    errors: dict[str, dict[int, float]]  # selection: {seed: error}
    statistic: str

    @property
    def seeds(self) -> list[int]:
        return sorted(self.errors["last"])

    def spread(self, selection: str) -> Spread | None:
        """Return the statistic over seeds, or None before any has finished."""
        return spread(list(self.errors[selection].values()), self.statistic)


def spread(values: list[float], statistic: str) -> Spread | None:
    """Return the mean or median of values with their sample standard deviation."""
    if not values:
        return None
    centre = {"mean": statistics.mean, "median": statistics.median}[statistic](values)
    return Spread(centre, statistics.stdev(values) if len(values) > 1 else None, len(values))


def coverage(adapted: float, source_only: float, target_only: float) -> float | None:
    """Return the share of the gap between source only (0) and target only (1) that adaptation closes; any number.

    None where there is no gap. Source: ADA sec. 3.3 (SEMANTICS 40); the three are errors or accuracies.
    """
    gap = target_only - source_only
    return (adapted - source_only) / gap if gap else None


def results(table: Table, entries: tuple[Entry, ...], store: Store) -> list[Result]:
    """Return every entry with the errors that stand in the store."""
    rows = store.finished()
    return [_result(entry, rows, table.statistic) for entry in entries]


def _result(entry: Entry, rows: dict, statistic: str) -> Result:
    done = {cell.seed: rows[key(cell.text())] for cell in entry.cells() if key(cell.text()) in rows}
    columns = {name: column for name, (column, _) in SELECTIONS.items()}
    if entry.value:  # it was read off the last weights only
        columns = {name: entry.value if name == "last" else "" for name in columns}
    errors = {
        name: {seed: float(row[column]) for seed, row in done.items() if row.get(column)}
        for name, column in columns.items()
    }
    return Result(entry, errors, statistic)
