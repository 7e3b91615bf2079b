"""How well clusters that were found without labels agree with the classes that people see."""

from dataclasses import dataclass

import numpy as np

from lbaviz.records.base import Record, names_of


@dataclass(frozen=True, eq=False)
class Clustering(Record):
    """Agreement of clusters with classes, measured after the fact: the labels had no part in finding the clusters.

    Accuracies and informations count the samples whose class is known; sizes count all.
    """

    accuracy: float  # 0...1, clusters and classes assigned one to one (Hungarian), the rest wrong: ACC of ADC sec. 3.4
    accuracy_majority: float  # 0...1, every cluster told its most frequent class: an upper bound of accuracy
    nmi: float  # 0...1, mutual information over the arithmetic mean of both entropies
    nmi_geometric: float  # the same over their geometric mean, as scikit-learn had it in 2018
    ari: float  # adjusted Rand index: 1 for equal partitions, about 0 for random ones, may be below
    counts: np.ndarray  # int64 (k, classes): samples of known class
    class_of: np.ndarray  # int64 (k,): the class assigned to each cluster; -1 for a cluster without one
    sizes: np.ndarray  # int64 (k,): samples of each cluster, unknown classes included
    class_names: tuple[str, ...] = ()
    step: int | None = None

    @property
    def majority(self) -> np.ndarray:
        """The most frequent class of each cluster, for display only: int64 (k,); -1 where no class is known."""
        return np.where(self.counts.any(axis=1), self.counts.argmax(axis=1), -1)

    @property
    def order(self) -> np.ndarray:
        """The clusters by their assigned class, those without one last, larger ones first: int64 (k,)."""
        first = np.where(self.class_of < 0, self.counts.shape[1], self.class_of)
        return np.lexsort((-self.sizes, first))

    def table(self):
        """Return one row a cluster and class: cluster, assigned (its class, "" for none), size, class, count."""
        import pandas as pd

        k, classes = self.counts.shape
        names = names_of(classes, self.class_names)
        assigned = ["" if label < 0 else names[label] for label in self.class_of]
        columns = {"cluster": np.arange(k), "assigned": assigned, "size": self.sizes}
        rows = {name: np.repeat(values, classes) for name, values in columns.items()}
        return pd.DataFrame({**rows, "class": np.tile(names, k), "count": self.counts.ravel()})
