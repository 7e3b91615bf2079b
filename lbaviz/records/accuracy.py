"""How often a network is right, and whether it knows."""

from dataclasses import dataclass

import numpy as np

from lbaviz.records.base import Record, names_of


@dataclass(frozen=True, eq=False)
class Accuracy(Record):
    """Error, error by class, and calibration: is a prediction of 80 % confidence right four times out of five?"""

    error: float  # per cent
    per_class: np.ndarray  # float64 (classes,): error in per cent; NaN for classes that do not occur
    bin_edges: np.ndarray  # float64 (bins + 1,): confidences, from 0 to 1
    bin_count: np.ndarray  # int64 (bins,)
    bin_confidence: np.ndarray  # float64 (bins,): mean confidence; NaN for empty bins
    bin_accuracy: np.ndarray  # float64 (bins,): share that is right; NaN for empty bins
    calibration_error: float  # expected calibration error in per cent (Naeini et al. 2015; Guo et al. 2017, eq. 3)
    error_best: float | None = None  # per cent, of the weights that were best on validation
    class_names: tuple[str, ...] = ()
    step: int | None = None

    def table(self):
        """Return one row a class: class, error (per cent)."""
        import pandas as pd

        return pd.DataFrame({"class": names_of(len(self.per_class), self.class_names), "error": self.per_class})
