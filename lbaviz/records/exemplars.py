"""Which images a network is surest of, cluster by cluster."""

from dataclasses import dataclass

import numpy as np

from lbaviz.records.base import Record, names_of


@dataclass(frozen=True, eq=False)
class Exemplars(Record):
    """The most probable images of every cluster, most probable first. Labels and classes are for display only."""

    indices: np.ndarray  # int64 (k, m): samples; -1 where a cluster has fewer than m
    probabilities: np.ndarray  # float32 (k, m), falling along a row; NaN where there is no sample
    sizes: np.ndarray  # int64 (k,): samples for which the cluster is the most probable one
    images: np.ndarray | None = None  # uint8 (k, m, h, w, c); black where there is no sample
    labels: np.ndarray | None = None  # int64 (k, m): the classes that people see; -1 = unknown or no sample
    majority: np.ndarray | None = None  # int64 (k,): the most frequent known class of a whole cluster; -1 = none
    class_names: tuple[str, ...] = ()
    names: tuple[str, ...] = ()  # what a person calls the clusters; "" = not named
    step: int | None = None

    @property
    def right(self) -> np.ndarray | None:
        """Is the image of its cluster's majority class? bool (k, m), False where unknown, or None without labels."""
        if self.labels is None or self.majority is None:
            return None
        return (self.labels == self.majority[:, None]) & (self.labels >= 0)

    @property
    def wrong(self) -> np.ndarray | None:
        """Is the image of another class than its cluster's majority? bool (k, m), False where unknown, or None."""
        return None if self.right is None else ~self.right & (self.labels >= 0)

    @property
    def order(self) -> np.ndarray:
        """The clusters by majority class, those without one last, larger ones first; by number without labels."""
        if self.majority is None:
            return np.arange(len(self.sizes))
        first = np.where(self.majority < 0, np.iinfo(np.int64).max, self.majority)
        return np.lexsort((-self.sizes, first))

    def table(self):
        """Return one row an image: cluster, rank (from 1), sample, probability, size of the cluster[, class, wrong]."""
        import pandas as pd

        cluster, rank = np.nonzero(self.indices >= 0)
        columns = {"cluster": cluster, "rank": rank + 1, "sample": self.indices[cluster, rank]}
        columns |= {"probability": self.probabilities[cluster, rank], "size": self.sizes[cluster]}
        if self.right is not None:
            labels = self.labels[cluster, rank]
            names = names_of(int(max(labels.max(initial=-1), self.majority.max(initial=-1))) + 1, self.class_names)
            columns |= {"class": ["" if label < 0 else names[label] for label in labels]}
            columns |= {"wrong": self.wrong[cluster, rank]}
        return pd.DataFrame(columns)
