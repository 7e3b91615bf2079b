"""One number, measured for several settings and again for every seed."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from lbaviz.errors import BadInput, nearest
from lbaviz.records.base import Record


class Difference(NamedTuple):
    """What one setting has more than another: mean over the seeds, its standard error (NaN for one seed), seeds."""

    mean: float
    error: float
    seeds: int


@dataclass(frozen=True, eq=False)
class Repeats(Record):
    """values[name][setting] holds one number a seed; names are curves, settings stand along the axis x.

    BadInput for a setting without numbers.
    """

    values: dict[str, dict[object, list[float]]]
    x: str = ""
    y: str = ""

    def __post_init__(self):
        if not self.values or not all(
            settings and all(map(len, settings.values())) for settings in self.values.values()
        ):
            raise BadInput("there is a setting without numbers: give values[name][setting] = [one number a seed, ...]")

    @property
    def settings(self) -> list:
        """Every setting of any name, in the order in which they first come."""
        return list(dict.fromkeys(setting for settings in self.values.values() for setting in settings))

    def of(self, name: str, setting) -> np.ndarray:
        """Return the numbers of one setting: float64 (seeds,). BadInput for what is not there."""
        if setting not in self.values.get(name, ()):
            known = [f"{one}, {other}" for one, settings in self.values.items() for other in settings]
            raise BadInput(f"there are no numbers for '{name}, {setting}'.{nearest(f'{name}, {setting}', known)}")
        return np.asarray(self.values[name][setting], float)

    def difference(self, more: tuple[str, object], less: tuple[str, object]) -> Difference:
        """Return (name, setting) `more` minus `less`, paired by seed; BadInput unless both have as many seeds."""
        first, second = self.of(*more), self.of(*less)
        if len(first) != len(second):
            raise BadInput(f"{len(first)} seeds cannot be paired with {len(second)}: train both with the same seeds")
        gaps = first - second
        error = gaps.std(ddof=1) / math.sqrt(len(gaps)) if len(gaps) > 1 else math.nan
        return Difference(float(gaps.mean()), float(error), len(gaps))

    def table(self):
        """Return one row a name and setting: name, setting, mean, sd (NaN for one seed), seeds."""
        import pandas as pd

        rows = [(name, setting, self.of(name, setting)) for name in self.values for setting in self.values[name]]
        sds = [v.std(ddof=1) if len(v) > 1 else math.nan for *_, v in rows]
        return pd.DataFrame(
            {
                "name": [name for name, *_ in rows],
                "setting": [setting for _, setting, _ in rows],
                "mean": [v.mean() for *_, v in rows],
                "sd": sds,
                "seeds": [len(v) for *_, v in rows],
            }
        )

    def arrays(self) -> dict[str, np.ndarray]:
        """Return the numbers of "name, setting" under that name."""
        return {f"{name}, {setting}": self.of(name, setting) for name in self.values for setting in self.values[name]}
