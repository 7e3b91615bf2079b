"""Small pictures of the walk's formulas: a number for every pair of samples, or for every sample."""

from dataclasses import dataclass

import numpy as np

from lbaviz.records.shown import one_line


@dataclass(frozen=True)
class SampleRow:
    """Samples side by side: labelled ("a") or unlabelled ("b"). Labels are for display; samples of a class adjoin."""

    role: str
    images: np.ndarray  # uint8 (n, h, w, c)
    labels: np.ndarray | None = None  # int (n,)

    __repr__ = one_line


@dataclass(frozen=True)
class Matrix:
    """A number for every pair of samples, such as a similarity or the probability of a step."""

    values: np.ndarray  # float (n, m)
    rows: SampleRow
    columns: SampleRow
    title: str = ""
    low: float | None = None  # where the colours begin and end, default at the extreme values
    high: float | None = None

    __repr__ = one_line


@dataclass(frozen=True)
class Bars:
    """A number of at least 0 for every sample, such as the probability of a visit, and a level to hold it against."""

    values: np.ndarray  # float (n,)
    samples: SampleRow
    title: str = ""
    level: float | None = None
    level_name: str = ""
    high: float | None = None  # where the axis ends, default a little above the largest value

    __repr__ = one_line
