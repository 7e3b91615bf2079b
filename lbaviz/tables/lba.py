"""The tables of "Learning by Association" (Haeusser, Mordvintsev, Cremers 2017), as data.

Settings are those of the authors' program where it shows them (SEMANTICS 33, 34, 37); seeds are 0, 1, 2, ..., fixed
beforehand. The test error of every evaluation is written down because the papers chose by it; ours chooses nothing.
"""

from dataclasses import replace

from lbaviz.tables import lessons
from lbaviz.tables.cells import Cell
from lbaviz.tables.nouns import Entry, Table
from lbaviz.tables.paper import find

MNIST = Cell("mnist", "association", 10, steps=2000, seed=0, visit_weight="1", evaluate_test="yes")
MNIST_FAST = replace(MNIST, steps=20, evaluate_every=20)
MNIST_FULL = replace(MNIST, steps=20_000, learning_rate="staircase:0.001:0.33:5000:0", evaluate_every=500)
SVHN_PART = Cell(
    "svhn-part", "association", 10, steps=1000, seed=0, visit_weight="0.25", model="svhn-net", augment="svhn",
    evaluate_test="yes",
)  # fmt: skip
SVHN_FAST = replace(SVHN_PART, steps=10, evaluate_every=10)
SVHN_FULL = replace(
    SVHN_PART, data="svhn", steps=100_000, learning_rate="staircase:0.001:0.33:60000:1e-6", evaluate_every=1000
)
STL = Cell(
    "stl10", "association", 100, steps=1000, seed=0, visit_weight="0", model="stl10-net", augment="stl10",
    evaluate_test="yes",
)  # fmt: skip


def labels(cell: Cell, total: int | str) -> Cell:
    """Return the cell with so many labels in all, equally many of each of the ten classes."""
    return replace(cell, labels_per_class=total if total == "all" else total // 10)


def amounts(table: str, dataset: str, cell: Cell, seeds: dict) -> tuple[Entry, ...]:
    """Entries of Tables 1 and 2: one for each amount of labels, {amount: number of seeds}."""
    name = {"mnist": "MNIST", "svhn": "SVHN", "svhn-part": "SVHN's part"}[cell.data]
    return tuple(
        Entry(
            name, f"{total} labels", labels(cell, total), count, find(table, dataset, f"{_word(total)} labeled samples")
        )
        for total, count in seeds.items()
    )


def _word(total) -> str:
    return "All" if total == "all" else str(total)


def unlabelled(cell: Cell, grid: dict) -> tuple[Entry, ...]:
    """Entries of Table 3: {(labels, unlabelled): number of seeds}; 0 unlabelled is the classification loss alone."""
    return tuple(
        Entry(
            f"{total} labels",
            f"{more} unlabelled",
            _with_unlabelled(labels(cell, total), more),
            count,
            find("lba-3", "SVHN", f"{total} labeled; {more} unlabeled"),
        )
        for (total, more), count in grid.items()
    )


def _with_unlabelled(cell: Cell, more) -> Cell:
    if more == 0:
        return replace(cell, method="supervised", visit_weight="")
    return replace(cell, unlabelled=str(more))


def visits(
    cell: Cell, name: str, total: int, seeds: int, dataset: str, weights=("0", "0.25", "0.5", "1")
) -> tuple[Entry, ...]:
    """Entries of Table 4, one for each of the paper's visit weights; it has numbers for 1,000 labels only."""
    return tuple(
        Entry(
            f"{name}, {total:,} labels",
            f"visit weight {weight}",
            replace(labels(cell, total), visit_weight=weight),
            seeds,
            find("lba-4", dataset, f"visit loss weight {weight}; 1000 labeled") if total == 1000 else None,
        )
        for weight in weights
    )


def only_full(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return the entries without their trainings, for a scale that leaves them out."""
    return tuple(replace(entry, cell=None, why="only with --full") for entry in entries)


def grid(totals, mores, seeds: int) -> dict:
    return {(total, more): seeds for total in totals for more in mores}


SVHN_VISITS = visits(SVHN_FULL, "SVHN", 1000, 10, "SVHN")
STL_PAPER = find("lba-stl", "STL-10", "1000 labeled")
TABLES = (
    Table(
        "lba-1",
        "Test error on MNIST by amount of labels (LBA Table 1)",
        "data",
        "labels",
        "mean",
        "last",
        {
            "fast": amounts("lba-1", "MNIST", MNIST_FAST, {100: 1, 1000: 1}),
            "small": amounts("lba-1", "MNIST", MNIST, {100: 3, 1000: 3, "all": 1}),
            "full": amounts("lba-1", "MNIST", MNIST_FULL, {100: 10, 1000: 10, "all": 10}),
        },
        note="Ours train on 55,000 images, 5,000 are kept for validation; the paper had no validation images.",
    ),
    Table(
        "lba-2",
        "Test error on SVHN by amount of labels (LBA Table 2)",
        "data",
        "labels",
        "mean",
        "last",
        {
            "fast": amounts("lba-2", "SVHN", SVHN_FAST, {500: 1}),
            "small": amounts("lba-2", "SVHN", SVHN_PART, {500: 1, 1000: 1, 2000: 1}),
            "full": amounts("lba-2", "SVHN", SVHN_FULL, {500: 10, 1000: 10, 2000: 10}),
        },
        note="SVHN's part: 8,000 images to train on and 2,000 to test on, where the paper had 73,257 and 26,032.",
    ),
    Table(
        "lba-3",
        "Test error on SVHN by amounts of labels and of unlabelled data (LBA Table 3)",
        "labels",
        "unlabelled data",
        "median",
        "last",
        {
            "fast": unlabelled(SVHN_FAST, grid((100, "all"), (0, "all"), 1)),
            "small": unlabelled(SVHN_PART, grid((20,), (0, "all"), 3) | grid((100, 500, "all"), (0, 1000, "all"), 1)),
            "full": unlabelled(SVHN_FULL, grid((20, 100, 500, 1000, 2000, "all"), (0, 1000, 20000, "all"), 10)),
        },
        note="SVHN's part: 8,000 images (a tenth of them for validation) to train on and 2,000 to test on, where the "
        "paper had 73,257 and 26,032. 0 unlabelled: the classification loss alone.",
        lessons=lessons.of_unlabelled_data,
    ),
    Table(
        "lba-4",
        "Test error by visit weight (LBA Table 4)",
        "data",
        "visit weight",
        "median",
        "test",
        {
            "fast": visits(MNIST_FAST, "MNIST", 100, 1, "MNIST", ("0", "0.5")),
            "small": visits(MNIST, "MNIST", 100, 3, "MNIST")
            + visits(MNIST, "MNIST", 1000, 1, "MNIST")
            + only_full(SVHN_VISITS),
            "full": visits(MNIST_FULL, "MNIST", 1000, 10, "MNIST") + SVHN_VISITS,
        },
        note="The paper's numbers are for 1,000 labels.",
        lessons=lessons.of_the_visit_loss,
    ),
    Table(
        "lba-stl",
        "Test error on STL-10 with 100 labels a class (LBA sec. 4.2)",
        "data",
        "labels",
        "median",
        "last",
        {
            scale: (Entry("STL-10", "1,000 labels", replace(STL, steps=steps, evaluate_every=every), 1, STL_PAPER),)
            for scale, steps, every in (("fast", 10, 10), ("small", 1000, 100), ("full", 1_000_000, 10_000))
        },
        note="The paper's is one number, 81 % accuracy.",
    ),
)
