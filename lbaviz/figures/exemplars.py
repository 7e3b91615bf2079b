"""Which images a network is surest of, for print, after ADC Figures 3 and 4: a row a cluster, most probable left."""

from lbaviz.chosen import chosen_clusters, cluster_words
from lbaviz.errors import BadInput
from lbaviz.figures import page, style
from lbaviz.records import Exemplars

GAP = 0.04  # inches between two images
LARGEST = 0.62  # inches of an image
CROSSED = 0.3  # inches of an image that has room for a cross


def draw(
    record: Exemplars, ax=None, *, width: str | float = "two-columns", clusters=None, count: int | None = None
):  # fmt: skip
    """Return the Figure of the most probable images: a row a cluster, with its size and its most frequent class.

    Images of another class than that are framed purple and dashed, and crossed, where classes are known. clusters:
    which, in this order, default all, by class; count: images a row, default all of the record. BadInput for a record
    without images, and for clusters or counts that it does not have.
    """
    if record.images is None:
        raise BadInput("exemplars show images and this record has none: give images to the probe")
    rows, count = chosen_clusters(record, clusters, count)
    wide = page.width(ax, width)
    inner = wide - 2 * page.MARGIN
    words = [cluster_words(record, cluster) for cluster in rows]
    left = min(max(page.measure(line, 7) for pair in words for line in pair) + 0.1, 0.34 * inner)
    side = min(LARGEST, (inner - left - GAP * (count - 1)) / count)
    lines = page.wrapped(_words(record), inner)
    top = page.heading_height(lines) + 0.02
    pitch = max(side + GAP, 0.32)
    ax = page.begin(ax, wide, top + len(rows) * pitch + 0.04)
    page.heading(ax, "Most probable images", lines)
    for row, (cluster, pair) in enumerate(zip(rows, words, strict=True)):
        y = top + row * pitch
        for line, (text, ink) in enumerate(zip(pair, (style.INK, style.QUIET), strict=True)):
            page.text(ax, page.MARGIN, y + side / 2 + (line - 0.5) * page.LINE, page.fitted(text, left - 0.06), 7, ink)
        for rank in range(count):
            if record.indices[cluster, rank] >= 0:
                _image(ax, record, (cluster, rank), (page.MARGIN + left + rank * (side + GAP), y, side))
    return ax.figure


def _words(record: Exemplars) -> str:
    step = "" if record.step is None else f"step {record.step:,} · "
    marks = "" if record.right is None else " · dashed: of another class than the cluster's most frequent one"
    return f"{step}a row a cluster, most probable left{marks}"


def _image(ax, record: Exemplars, at: tuple[int, int], place: tuple[float, float, float]) -> None:
    """Draw one image; frame and cross it where it is of another class."""
    x, top, side = place
    page.image(ax, record.images[at], x, top, side)
    if record.wrong is not None and record.wrong[at]:
        mark, colour, dashes = page.MARKS[False]
        page.frame(ax, x, top, side, colour, 1.3, dashes)
        if side < CROSSED:
            return
        box = {"facecolor": "white", "edgecolor": "none", "pad": 0.7, "alpha": 0.88}
        look = {"ha": "right", "weight": "bold", "bbox": box}
        page.text(ax, x + side - 0.03, top + 0.065, mark, min(6.5, side * 13), colour, **look)
