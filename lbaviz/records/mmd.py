"""How far apart two sets of embeddings are."""

from dataclasses import dataclass

import numpy as np

from lbaviz.records.base import Record


@dataclass(frozen=True, eq=False)
class MMD(Record):
    """The squared maximum mean discrepancy of two samples under a mixture of Gaussian kernels (SEMANTICS 42)."""

    mmd2: float  # may be negative where it is unbiased
    bandwidths: tuple[float, ...] = ()
    weights: tuple[float, ...] = ()  # not normalised
    biased: bool = True
    p_value: float | None = None  # of the permutation test that both come from one distribution
    null: np.ndarray | None = None  # float64 (permutations,): mmd2 of shuffled samples
    names: tuple[str, str] = ("x", "y")
    step: int | None = None

    def table(self):
        """Return one row: mmd2, biased, p_value, bandwidths."""
        import pandas as pd

        shown = " ".join(f"{bandwidth:g}" for bandwidth in self.bandwidths)
        row = {"mmd2": self.mmd2, "biased": self.biased, "p_value": self.p_value, "bandwidths": shown}
        return pd.DataFrame([row])
