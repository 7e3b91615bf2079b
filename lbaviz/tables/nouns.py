"""What a table is: entries at three scales, a statistic, and what it has to say."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from lbaviz.errors import BadInput
from lbaviz.tables.cells import Cell
from lbaviz.tables.paper import Number

SCALES = {  # name: what a caption says of it
    "small": "a small machine's scale: shorter training and fewer seeds than the paper's",
    "fast": "a minute's run, which shows that the command works and no more",
    "full": "the paper's scale",
}


@dataclass(frozen=True)
class Entry:
    """One number of a table: a row, a column, and its training, once for each of the first `seeds` seeds."""

    row: str
    column: str
    cell: Cell | None  # of seed 0; None: not trained at this scale
    seeds: int = 1
    paper: Number | None = None  # None: the paper has no number for this
    why: str = ""  # what is said in place of a number
    value: str = ""  # a column of the store: what else was read off the last weights; "": the test errors
    statistic: str = ""  # "": the table's

    def cells(self) -> list[Cell]:
        return [replace(self.cell, seed=seed) for seed in range(self.seeds)] if self.cell else []


@dataclass(frozen=True)
class Table:
    """A table of a paper. statistic and selection are the paper's; scales: {"small" | "fast" | "full": entries}."""

    name: str
    title: str
    row_title: str
    column_title: str
    statistic: str  # "mean" or "median", each with the standard deviation
    selection: str  # which of our numbers stands beside the paper's: a key of results.selections
    scales: dict[str, tuple[Entry, ...]]
    note: str = ""
    lessons: Callable | None = None  # (results) -> sentences: does our data support what the paper concludes?
    ends: tuple[str, str] | None = None  # rows of source only and target only, between which coverage is measured
    pairs: Callable | None = None  # (scale, pairs) -> entries, of a table whose columns are pairs of domains
    trainings: str = ""  # the name of the file of finished trainings, where tables share it; "": the table's own
    measure: str = "error"  # or "accuracy", of clusters; both in per cent

    @property
    def in_shape(self) -> bool:
        """Does it also stand in the paper's shape, with the steps that were chosen?"""
        return self.pairs is not None or self.measure == "accuracy"

    def entries(self, scale: str, seeds: int | None = None, pairs: list[str] | None = None) -> tuple[Entry, ...]:
        """Return the entries of a scale; seeds: so many for each, instead of the scale's own number; pairs: of these.

        BadInput where pairs are named and the table has none.
        """
        if pairs and self.pairs is None:
            raise BadInput(f"{self.name} has no pairs of domains: leave --pairs out")
        entries = self.pairs(scale, pairs) if pairs else self.scales[scale]
        return tuple(replace(entry, seeds=seeds) for entry in entries) if seeds else entries
