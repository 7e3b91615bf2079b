"""Which classes a network takes for which, for print, after LBA (arXiv:1706.00909) Figure 3."""

import numpy as np

from lbaviz.chosen import class_numbers, name_of
from lbaviz.errors import BadInput
from lbaviz.figures import class_matrix, page, style
from lbaviz.records import Confusion
from lbaviz.records.base import names_of

PER_ROW = 10  # thumbnails
WITH_IMAGES = 5.0  # inches of width from which on the matrix stands beside the images
MISTAKES = 40, 20  # at most, beside the matrix and in one column; spread over all of them


def draw(
    record: Confusion, ax=None, *, width: str | float = "two-columns", values: str = "counts", cell=None,
    per_class: int = 10, images: bool = True,
):  # fmt: skip
    """Return the Figure of a confusion matrix: labelled samples top left, misclassified ones bottom left.

    values: "counts" or "share" (per cent of the true class); cell: (label, predicted), whose samples stand bottom left
    instead of all mistakes; per_class: labelled samples of a class; images=False, or a record without images: the
    matrix alone. BadInput for no predictions or an empty cell.
    """
    if values not in ("counts", "share"):
        raise BadInput(f"values='{values}' is not known: choose 'counts' or 'share'")
    if not record.counts.sum():
        raise BadInput("there are no predictions to draw, the confusion matrix is empty: choose at least one sample")
    wide, classes = page.width(ax, width), len(record.counts)
    inner = wide - 2 * page.MARGIN
    have = images and (record.images is not None or record.labelled_images is not None)
    if cell is not None and (not images or record.images is None):
        raise BadInput("a cell shows its images and this record has none: make it with images, or leave cell out")
    lines = page.wrapped(_words(record, values), inner)
    top = page.heading_height(lines) + 0.04
    beside = have and wide >= WITH_IMAGES
    left = (0.4 * wide if beside else wide) - 2 * page.MARGIN
    parts = _parts(record, cell, per_class, MISTAKES[int(not beside)], left / PER_ROW) if have else []
    pile = sum(part["high"] for part in parts)
    numbers = record.counts if values == "counts" else 100 * record.normalised
    names = names_of(classes, record.class_names)
    if any("→" in words for part in parts for words in part["below"]) and _numbered(record, left / PER_ROW):
        names = [f"{i} {name}" for i, name in enumerate(names)]  # the thumbnails tell classes by number
    matrix_wide = wide - left - 5 * page.MARGIN if beside else inner
    plan = class_matrix.plan(names, matrix_wide, "share" if values == "share" else "counts")
    high = top + (max(pile, plan.high) if beside else pile + plan.high) + 0.05
    ax = page.begin(ax, wide, high)
    page.heading(ax, "Confusion", lines)
    y = top
    for part in parts:
        _grid(ax, part, y, left / PER_ROW)
        y += part["high"]
    corner = (left + 4 * page.MARGIN, top) if beside else (page.MARGIN, y)
    class_matrix.draw(ax, numbers, plan, *corner, rows="class", columns="taken for")
    return ax.figure


def _words(record: Confusion, values: str) -> str:
    step = "" if record.step is None else f"step {record.step:,} · "
    shown = "number of samples" if values == "counts" else "per cent of the class"
    return f"{step}error {record.error:.2f} % of {int(record.counts.sum()):,} samples · in the cells: {shown}"


def _numbered(record: Confusion, pitch: float) -> bool:
    """Say whether "name→name" is too wide for a thumbnail."""
    names = names_of(len(record.counts), record.class_names)
    return any(page.measure(f"{name}→{name}", 5.5) > pitch for name in names)


def _parts(record: Confusion, cell, per_class: int, most: int, pitch: float) -> list[dict]:
    """Return the grids of images on the left: what was labelled, and what was mistaken."""
    parts = []
    if record.labelled_images is not None:
        order, count = _labelled(record, per_class)
        pictures = page.pictures(record.labelled_images, "a confusion matrix")[order]
        word = f"labelled samples ({count} a class)" if count else "labelled samples"
        parts.append(_part(word, pictures, [""] * len(order), style.LABELLED, pitch))
    if record.images is not None:
        word, samples = _mistaken(record, cell, most)
        short = _numbered(record, pitch)
        names = () if short else record.class_names
        ends = [(int(record.labels[i]), int(record.predicted[i])) for i in samples]
        below = [f"{name_of(label, names)}→{name_of(taken, names)}" for label, taken in ends]
        parts.append(
            _part(word, page.pictures(record.images, "a confusion matrix")[samples], below, style.WRONG, pitch)
        )
    return parts


def _part(word: str, pictures, below: list[str], colour: str, pitch: float) -> dict:
    line = 0.11 if any(below) else 0
    high = 0.24 + -(-len(pictures) // PER_ROW) * (pitch + line) + 0.08
    return {"word": word, "images": pictures, "below": below, "colour": colour, "line": line, "high": high}


def _labelled(record: Confusion, per_class: int) -> tuple[np.ndarray, int]:
    """Return labelled samples class by class, so that classes fill rows, and how many of each (0: as many as came).

    Beyond ten classes fewer of each are shown: two to five classes share a row.
    """
    if record.labelled_labels is None:
        return np.arange(min(len(record.labelled_images), 100)), 0
    labels = np.asarray(record.labelled_labels)
    blocks = -(-len(record.counts) // PER_ROW)
    count = max(1, min(per_class, PER_ROW // blocks))
    order = np.concatenate([np.flatnonzero(labels == label)[:count] for label in range(len(record.counts))])
    return order.astype(int), count if len(order) == count * len(record.counts) else 0


def _mistaken(record: Confusion, cell, most: int) -> tuple[str, np.ndarray]:
    """Return a heading and the samples of one cell, or of all mistakes."""
    if cell is None:
        wrong = record.wrong
        shown = (
            wrong[np.unique(np.linspace(0, len(wrong) - 1, min(len(wrong), most)).astype(int))] if len(wrong) else wrong
        )
        part = f"{len(shown)} of {len(wrong):,} mistakes" if len(wrong) > len(shown) else f"all {len(wrong)} mistakes"
        return (f"{part} (class→taken for)" if len(wrong) else "no mistakes"), shown
    label, taken = class_numbers(cell, record.class_names, len(record.counts))
    samples, names = record.samples(label, taken), record.class_names
    if not len(samples):
        raise BadInput(
            f"no sample of class '{name_of(label, names)}' was taken for '{name_of(taken, names)}': choose another"
        )
    return f"“{name_of(label, names)}” taken for “{name_of(taken, names)}”: {len(samples):,}", samples[:most]


def _grid(ax, part: dict, top: float, pitch: float) -> None:
    page.text(ax, page.MARGIN, top + 0.12, page.fitted(part["word"], PER_ROW * pitch, 7), 7, style.INK)
    side = 0.88 * pitch
    size = min(5.5, 5.5 * 0.86 * pitch / max([page.measure(words, 5.5) for words in part["below"]] + [1e-9]))
    for i, (picture, words) in enumerate(zip(part["images"], part["below"], strict=True)):
        x, y = page.MARGIN + i % PER_ROW * pitch, top + 0.24 + i // PER_ROW * (pitch + part["line"])
        page.image(ax, picture, x, y, side)
        page.frame(ax, x, y, side, part["colour"], 0.8)
        page.text(ax, x + side / 2, y + side + 0.06, words, size, style.INK, ha="center")
