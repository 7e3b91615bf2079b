"""Finished cells in a CSV file: appended one by one, never trained again, by as many processes as like."""

import csv
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lbaviz.errors import BadInput
from lbaviz.tables.cells import DEFAULTS, FIELDS, Cell
from lbaviz.tables.choosing import ERRORS, STEPS

try:
    import fcntl
except ImportError:  # Windows: one line is still written at once
    fcntl = None

VALUES = ("validation_error", "test_error", "test_error_best", "test_error_minimum")  # per cent
CHOSEN = (ERRORS["entropy"], ERRORS["consistency"], ERRORS["silhouette"], *STEPS.values())  # by tables.choosing
READINGS = ("mmd", "coral_error", "subspace_alignment_error")  # of trainings on a pair: tables.readings
READINGS += ("k_means_pixels", "k_means_warm_up", "warm_up_accuracy", "k_means_embeddings")  # without labels
MADE = ("seconds", "machine", "command", "commit", "date")
COLUMNS = (*FIELDS, *VALUES, *CHOSEN, *READINGS, *MADE)


class Store:
    """The finished cells of one file. columns: of a new file; an existing one keeps its own."""

    def __init__(self, path: str | Path, columns: tuple[str, ...] = COLUMNS):
        self.path, self.columns = Path(path), columns

    def finished(self) -> dict[tuple, dict[str, str]]:
        """Return the rows, by `key` of their cells; a line that was cut off in the middle is passed over."""
        columns, rows = self._read()
        if columns and not {"data", "method", "seed", "test_error"} <= set(columns):
            raise BadInput(f"{self.path} is no file of finished trainings: move it away, or name another --out")
        return {key(row): row for row in rows if None not in row.values()}

    def has(self, cell: Cell) -> bool:
        return key(cell.text()) in self.finished()

    def append(self, cell: Cell, row: dict) -> bool:
        """Add the row of a cell; False where another process has added it meanwhile. BadInput if it cannot be."""
        row = {**cell.text(), **{name: str(value) for name, value in row.items()}}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with _locked(self.path) as file:
                if self.has(cell):
                    return False
                columns = self._read()[0] or self.columns
                self._check(cell, columns)
                written = io.StringIO()
                writer = csv.DictWriter(written, columns, extrasaction="ignore", restval="", lineterminator="\n")
                if not file.tell():
                    writer.writeheader()
                elif not self.path.read_bytes().endswith(b"\n"):
                    written.write("\n")  # after a line that was cut off
                writer.writerow(row)
                file.write(written.getvalue().encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise BadInput(
                f"{self.path} cannot be written ({error.strerror}): name another folder with --out"
            ) from None
        return True

    def _read(self) -> tuple[tuple[str, ...], list[dict[str, str]]]:
        if not self.path.exists():
            return (), []
        with self.path.open(newline="") as file:
            reader = csv.DictReader(file)
            return tuple(reader.fieldnames or ()), list(reader)

    def _check(self, cell: Cell, columns) -> None:
        for name, value in cell.text().items():
            if name not in columns and value != DEFAULTS.get(name):
                raise BadInput(
                    f"{self.path} has no column '{name}', which this training needs: it is of an older version; "
                    "name another folder with --out"
                )


def key(row: dict[str, str]) -> tuple[str, ...]:
    """Return what a row was trained with, also for a row of a file that has fewer columns."""
    return tuple(row.get(name, DEFAULTS.get(name, "")) for name in FIELDS)


@contextmanager
def _locked(path: Path) -> Iterator[io.BufferedWriter]:
    """Open a file to append to; nobody else who asks so has it at the same time."""
    with path.open("ab", buffering=0) as file:
        if fcntl:
            fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0, os.SEEK_END)
        yield file
