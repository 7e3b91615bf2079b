"""What every probe returns: frozen numbers that can be tabulated and saved."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, fields
from pathlib import Path

import numpy as np

from lbaviz.errors import BadInput
from lbaviz.records.shown import one_line


@dataclass(frozen=True, eq=False)
class Record(ABC):
    """The numbers behind one picture; seconds: what it took to find them."""

    seconds: float = field(default=0.0, kw_only=True)

    def __init_subclass__(cls):
        cls.__repr__ = one_line  # before @dataclass, which then makes none of its own

    @abstractmethod
    def table(self):
        """Return the numbers as a tidy pandas DataFrame."""

    def save(self, path: str | Path) -> Path:
        """Write the numbers as .csv (the table) or .npz (every array and number by its name); return the path.

        BadInput for another ending or a place that cannot be written.
        """
        path = Path(path)
        if path.suffix not in (".csv", ".npz"):
            raise BadInput(f"numbers are saved as .csv or .npz, got '{path.name}'")
        try:
            if path.suffix == ".csv":
                self.table().to_csv(path, index=False)
            else:
                np.savez_compressed(path, **self.arrays())
        except OSError as error:
            raise BadInput(f"{path} cannot be written ({error.strerror or error}): choose another folder") from None
        return path

    def arrays(self) -> dict[str, np.ndarray]:
        """Return every field that is set as an array, by its name; nothing needs pickle to be read again."""
        named = {item.name: getattr(self, item.name) for item in fields(self)}
        there = {name: value for name, value in named.items() if value is not None and not isinstance(value, tuple)}
        filled = {name: value for name, value in named.items() if isinstance(value, tuple) and value}
        return {name: np.asarray(value) for name, value in (there | filled).items()}


def names_of(classes: int, class_names: tuple[str, ...]) -> list[str]:
    """Return a name for every class: the given ones, else the numbers."""
    return [str(name) for name in class_names] if class_names else [str(i) for i in range(classes)]
