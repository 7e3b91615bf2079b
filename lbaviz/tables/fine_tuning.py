"""The table of fine-tuning by association, as data: LBA Table 5 and sec. 4.6, with ADA's numbers for the same pair.

Learn the source by association, then walk to the target's images instead of the source's: visit weight 0.5, 9,000
more steps, no augmentation (SEMANTICS 38). How long the source was learned before is not known; here 21,000 steps.
"""

from dataclasses import replace

from lbaviz.tables import domains, lessons
from lbaviz.tables.cells import Cell
from lbaviz.tables.domains import COVERAGE_NOTE, ENDS, published, title
from lbaviz.tables.nouns import Entry, Table

PAIRS = {"fast": ("mnist:usps",), "small": ("mnist:usps", "svhn-part:mnist"), "full": ("svhn:mnist",)}
STEPS = {"fast": ("10", 20), "small": ("750", 1500), "full": ("21000", 30_000)}  # on the source, in all
ADAPTED = ("DA_assoc, fixed parameters", "DA_assoc")  # rows of ada-2, the same trainings


def table(scale: str, pairs) -> tuple[Entry, ...]:
    """Entries of LBA Table 5: source only and target only are learned by association too."""
    return tuple(entry for pair in pairs for entry in _of_pair(scale, pair))


def _of_pair(scale: str, pair: str) -> list[Entry]:
    swap_at, steps = STEPS[scale]
    base = replace(domains.base_of(scale, pair), method="association", steps=steps, visit_weight="0.5")
    if scale == "full":
        base = replace(base, labelled_per_class="", unlabelled_batch="", augment="")
    own = {
        ENDS[0]: replace(base, unlabelled="source"),
        "Fine-tuned by association": replace(base, unlabelled="source", swap_at=swap_at),
        ENDS[1]: replace(base, labelled="target"),
    }
    entries = [_entry(name, cell, scale, pair, "lba-5") for name, cell in own.items()]
    rows = [row for row in domains.ROWS if row.name in ADAPTED and scale != "fast"]
    more = [_entry(row.name, domains.cell_of(row, scale, pair), scale, pair, "ada-2") for row in rows]
    return [*entries[:2], *more, entries[2]]


def _entry(name: str, cell: Cell, scale: str, pair: str, paper: str) -> Entry:
    return Entry(name, title(pair), cell, 10 if scale == "full" else 1, published(paper, pair, name))


TABLES = (
    Table(
        "lba-5",
        "Fine-tuning by association: test error on the target (LBA Table 5)",
        "method",
        "pair",
        "mean",
        "last",
        {scale: table(scale, pairs) for scale, pairs in PAIRS.items()},
        note=f"{COVERAGE_NOTE} Fine-tuned: the source by association, then the target's images as the unlabelled ones; "
        "weights are chosen after that. SVHN's part is 8,000 images to train on. The numbers of DA_assoc "
        "are those of ADA Table 2.",
        lessons=lessons.of_model_selection,
        ends=ENDS,
        pairs=table,
        trainings="domains",
    ),
)
