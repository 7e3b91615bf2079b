"""Which classes a network takes for which."""

from dataclasses import dataclass

import numpy as np

from lbaviz.records.base import Record, names_of


@dataclass(frozen=True, eq=False)
class Confusion(Record):
    """How often samples of each class (rows) are taken for each class (columns); each cell knows its samples."""

    counts: np.ndarray  # int64 (classes, classes)
    predicted: np.ndarray  # int64 (n,)
    labels: np.ndarray  # int64 (n,)
    class_names: tuple[str, ...] = ()
    images: np.ndarray | None = None  # uint8 (n, h, w, c): the samples that were judged
    labelled_images: np.ndarray | None = None  # uint8 (m, h, w, c): what the network had labels for (LBA Figure 3)
    labelled_labels: np.ndarray | None = None  # int64 (m,)
    step: int | None = None

    @property
    def error(self) -> float:
        """Share of wrong predictions in per cent; NaN for no samples."""
        total = self.counts.sum()
        return float(100 * (1 - np.trace(self.counts) / total)) if total else float("nan")

    @property
    def normalised(self) -> np.ndarray:
        """Share of each true class that is taken for each class: float64, rows sum to 1; NaN for absent classes."""
        totals = self.counts.sum(axis=1, keepdims=True)
        return np.divide(self.counts, totals, out=np.full(self.counts.shape, np.nan), where=totals > 0)

    @property
    def wrong(self) -> np.ndarray:
        """The samples that were taken for another class, in their order: int64."""
        return np.flatnonzero(self.predicted != self.labels)

    def samples(self, label: int, predicted: int) -> np.ndarray:
        """Return the samples of one cell, in their order: int64."""
        return np.flatnonzero((self.labels == label) & (self.predicted == predicted))

    def table(self):
        """Return one row a cell: label, predicted, count, share (of the true class)."""
        import pandas as pd

        names = names_of(len(self.counts), self.class_names)
        columns = {"label": np.repeat(names, len(names)), "predicted": np.tile(names, len(names))}
        return pd.DataFrame({**columns, "count": self.counts.ravel(), "share": self.normalised.ravel()})
