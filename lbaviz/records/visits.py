"""Which unlabelled samples are visited how often."""

from dataclasses import dataclass

import numpy as np

from lbaviz.records.base import Record


@dataclass(frozen=True, eq=False)
class Visits(Record):
    """The visit distribution over B (LBA eq. 9): mean over A of p_ab. Labels and images are for display."""

    p_visit: np.ndarray  # float32 (n_b,), sums to 1
    images: np.ndarray | None = None  # uint8 (n_b, h, w, c)
    labels: np.ndarray | None = None  # int64 (n_b,), -1 = unknown
    side: str = "unlabelled"  # what the samples are: of a pair of domains "target"
    class_names: tuple[str, ...] = ()
    step: int | None = None

    @property
    def entropy(self) -> float:
        """Entropy of the visits in nats; at most log |B|, where every sample is visited alike."""
        p = self.p_visit[self.p_visit > 0].astype(float)
        return float(-(p * np.log(p)).sum())

    @property
    def most_entropy(self) -> float:
        """log |B| in nats: the entropy of uniform visits, and the least value of the visit loss."""
        return float(np.log(len(self.p_visit)))

    @property
    def order(self) -> np.ndarray:
        """The samples, most visited first: int64 (n_b,)."""
        return np.argsort(-self.p_visit, kind="stable")

    def table(self):
        """Return one row a sample, most visited first: b, p_visit, times_uniform[, label]."""
        import pandas as pd

        order = self.order
        table = pd.DataFrame({"b": order, "p_visit": self.p_visit[order]})
        table["times_uniform"] = table.p_visit * len(order)
        return table if self.labels is None else table.assign(label=np.asarray(self.labels)[order])
