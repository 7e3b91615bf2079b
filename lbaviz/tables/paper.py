"""The numbers that the papers print, for comparison: per cent and its standard deviation, as published."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

OURS = "lba"  # what a table computes again; all other methods are quoted


@dataclass(frozen=True)
class Number:
    """One published number; sd is None where none was printed. Digits stay as they were printed."""

    table: str
    dataset: str
    setting: str
    method: str
    percent: str  # an error; of the tables of clustering an accuracy
    sd: str
    note: str
    coverage: str = ""  # per cent

    def __str__(self) -> str:
        return f"{self.percent} ({self.sd})" if self.sd else self.percent


@cache
def numbers() -> tuple[Number, ...]:
    """Return all of them, in the papers' order.

    Source: Haeusser et al. 2017, Tables 1 to 5 and sec. 4.2 (LBA),
    Tables 2 and 3 (ADA), Haeusser et al. 2018, Tables 1 and 2 (ADC).
    """
    text = (files("lbaviz.tables") / "paper_numbers.csv").read_text(encoding="utf-8")
    return tuple(Number(**row) for row in csv.DictReader(text.splitlines()))


def find(table: str, dataset: str, setting: str) -> Number:
    """Return the paper's number for a setting that is computed again; KeyError where it has none."""
    for number in numbers():
        if (number.table, number.dataset, number.setting, number.method) == (table, dataset, setting, OURS):
            return number
    raise KeyError((table, dataset, setting))


def others(table: str) -> list[Number]:
    """Return what the paper compares itself with in a table."""
    return [number for number in numbers() if number.table == table and number.method != OURS]
