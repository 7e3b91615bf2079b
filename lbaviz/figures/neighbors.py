"""Whom a network takes for neighbours, for print, after LBA (arXiv:1706.00909) Figure 4: the query left."""

from lbaviz.chosen import chosen_queries, name_of, numbers
from lbaviz.errors import BadInput
from lbaviz.figures import page, style
from lbaviz.records import Neighbors

APART = 0.16  # inches between a query and its neighbours
GAP = 0.05  # inches between two neighbours, and 0.15 below for the class
COLUMN = 3.2  # inches of width that a column of queries takes at least
NEW = "classes that were never labelled"
KNOWN = "classes with labels"
METRICS = {"cosine": "cosine similarity", "euclidean": "minus the Euclidean distance"}


def draw(
    record: Neighbors, ax=None, *, width: str | float = "one-column", queries=None, classes=None, never_labelled=(),
    rows: int = 8, k: int | None = None,
):  # fmt: skip
    """Return the Figure of nearest neighbours: each with its similarity in the corner, right ones green and ticked,
    wrong ones purple, dashed and crossed.

    queries: which (numbers), or classes: of which classes, default `rows` of them; never_labelled: classes (names or
    numbers) that stand below a heading of their own; k: neighbours, default all of the record.
    BadInput for a record without images, an empty choice, or a class that never occurs.
    """
    numbers(record.similarities, "similarities")
    page.pictures(record.query_images, "a figure of neighbours")
    page.pictures(record.gallery_images, "a figure of neighbours")
    have = record.indices.shape[1]
    if k is not None and not 1 <= k <= have:
        raise BadInput(f"k={k} neighbours cannot be drawn: the record has {have}, choose 1 to {have}")
    k = k or have
    known, new = chosen_queries(record, queries, classes, never_labelled, rows)
    wide = page.width(ax, width)
    columns = max(1, min(int(wide / COLUMN), max(len(known), len(new))))
    each = (wide - 2 * page.MARGIN - 0.25 * (columns - 1)) / columns
    side = min(0.62, (each - APART - GAP * (k - 1)) / (k + 1))
    pitch = side + 0.2
    lines = page.wrapped(_words(record, len(known) + len(new)), wide - 2 * page.MARGIN)
    top = page.heading_height(lines) + 0.02
    blocks = [(word, chosen) for word, chosen in ((KNOWN, known), (NEW, new)) if chosen]
    headed = 0.22 if new else 0
    high = top + sum(headed + -(-len(chosen) // columns) * pitch for _, chosen in blocks) + 0.04
    ax = page.begin(ax, wide, high)
    page.heading(ax, "Nearest neighbours", lines)
    for word, chosen in blocks:
        if new:
            page.text(ax, page.MARGIN, top + 0.1, word, 7.5, style.INK, weight="bold")
        top += headed
        for i, query in enumerate(chosen):
            x = page.MARGIN + i % columns * (each + 0.25)
            _row(ax, record, query, (x, top + i // columns * pitch, side), k)
        top += -(-len(chosen) // columns) * pitch
    return ax.figure


def _words(record: Neighbors, shown: int) -> str:
    step = "" if record.step is None else f"step {record.step:,} · "
    part = "" if shown == len(record.indices) else f" · {shown} of {len(record.indices):,} queries"
    marks = "" if record.right is None else " · ✓ of the query's class, ✗ of another"
    return f"{step}query left, nearest first · in the corner: {METRICS.get(record.metric, record.metric)}{marks}{part}"


def _row(ax, record: Neighbors, query: int, place, k: int) -> None:
    """Draw a query and its k nearest samples, each above the name of its class."""
    x, top, side = place
    page.image(ax, record.query_images[query], x, top, side)
    page.frame(ax, x, top, side, style.INK, 1.2)
    if record.query_labels is not None:
        _class(ax, record, int(record.query_labels[query]), (x, top, side), style.INK)
    ax.plot([x + side + APART / 2] * 2, [ax.get_ylim()[1] - top - y for y in (0, side)], color=style.FAINT, lw=0.8)
    for rank in range(k):
        sample, at = int(record.indices[query, rank]), x + side + APART + rank * (side + GAP)
        page.image(ax, record.gallery_images[sample], at, top, side)
        unknown = record.right is None or record.query_labels[query] < 0 or record.gallery_labels[sample] < 0
        mark, colour, dashes = ("", style.QUIET, "solid") if unknown else page.MARKS[bool(record.right[query, rank])]
        page.frame(ax, at, top, side, colour, 1.3, dashes)
        _corner(ax, (at, top, side), f"{record.similarities[query, rank]:.2f}", mark, colour)
        if record.gallery_labels is not None:
            _class(ax, record, int(record.gallery_labels[sample]), (at, top, side), colour)


def _corner(ax, place, similarity: str, mark: str, colour: str) -> None:
    """Write the similarity top left, and the mark top right, readable on any image."""
    x, top, side = place
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.7, "alpha": 0.88}
    page.text(ax, x + 0.03, top + 0.065, similarity, min(5.5, side * 11.5), style.INK, bbox=box)
    if mark:
        page.text(
            ax, x + side - 0.03, top + 0.065, mark, min(6.5, side * 13), colour, ha="right", weight="bold", bbox=box
        )


def _class(ax, record: Neighbors, label: int, place, colour: str) -> None:
    x, top, side = place
    words = page.fitted(name_of(label, record.class_names), side, 5.5)
    page.text(ax, x + side / 2, top + side + 0.08, words, 5.5, colour, ha="center")
