"""Whom a network takes for neighbours."""

from dataclasses import dataclass

import numpy as np

from lbaviz.records.base import Record


@dataclass(frozen=True, eq=False)
class Neighbors(Record):
    """The nearest k gallery samples of every query, nearest first. Labels and images are for display."""

    indices: np.ndarray  # int64 (n, k): rows of the gallery
    similarities: np.ndarray  # float32 (n, k): cosine in -1...1, or minus the Euclidean distance; falling along a row
    metric: str = "cosine"  # "cosine" or "euclidean"
    query_images: np.ndarray | None = None  # uint8 (n, h, w, c)
    gallery_images: np.ndarray | None = None  # uint8 (m, h, w, c)
    query_labels: np.ndarray | None = None  # int64 (n,), -1 = unknown
    gallery_labels: np.ndarray | None = None  # int64 (m,)
    class_names: tuple[str, ...] = ()
    step: int | None = None

    @property
    def right(self) -> np.ndarray | None:
        """Is the neighbour of the query's class? bool (n, k), or None without labels."""
        if self.query_labels is None or self.gallery_labels is None:
            return None
        return np.asarray(self.gallery_labels)[self.indices] == np.asarray(self.query_labels)[:, None]

    def table(self):
        """Return one row a neighbour: query, rank (from 1), neighbor, similarity[, same_class]."""
        import pandas as pd

        n, k = self.indices.shape
        columns = {"query": np.repeat(np.arange(n), k), "rank": np.tile(np.arange(1, k + 1), n)}
        columns |= {"neighbor": self.indices.ravel(), "similarity": self.similarities.ravel()}
        return pd.DataFrame(columns if self.right is None else {**columns, "same_class": self.right.ravel()})
