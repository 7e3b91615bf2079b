"""A stand-in for a table of the paper: digits, few steps, two seeds."""

from dataclasses import replace

from lbaviz.tables import Cell, Entry, Table, lessons
from lbaviz.tables.paper import Number

CELL = Cell("digits", "association", 2, steps=20, seed=0, visit_weight="0.5", evaluate_every=10, evaluate_test="yes")
PAPER = Number("tiny", "digits", "20 labels", "lba", "9.99", "0.10", "")
ENTRIES = (
    Entry("20 labels", "0 unlabelled", replace(CELL, method="supervised", visit_weight=""), 2, PAPER),
    Entry("20 labels", "all unlabelled", CELL, 2),
    Entry("all labels", "0 unlabelled", None, why="only with --full"),
)
TABLE = Table(
    "tiny", "Test error on digits", "labels", "unlabelled data", "median", "last",
    {"small": ENTRIES, "fast": ENTRIES[:1], "full": ENTRIES},
    lessons=lessons.of_unlabelled_data,
)  # fmt: skip
