"""The walk A -> B -> A as a figure for print, after LBA (arXiv:1706.00909) Figure 2: darker = more probable."""

import numpy as np
from jaxtyping import Float
from matplotlib.collections import LineCollection

from lbaviz.figures import style, thumbnails, walk_words
from lbaviz.figures.edges import Edges, shown
from lbaviz.records import WalkPicture

MARGIN = 0.15  # inches left and right
HALF = 1.55  # inches between two rows
BIGGEST = 0.34  # inches, a thumbnail
INKS = (style.LABELLED, style.UNLABELLED, style.LABELLED)  # of the rows
DASHES = walk_words.DASHES
STEPS_BACK = 0.11  # opacity of what is not of the selected walk


def draw(picture: WalkPicture, ax=None, *, width: str | float | None = None, scale: float = 1.0):
    """Return the Figure of a walk: labelled samples on top and again at the bottom, unlabelled ones between.

    With a selected labelled sample only its walk is dark, and arrivals in another class are purple and dashed.
    width: default as wide as the samples need; scale: of letters, where ax is smaller than that.
    """
    whole = natural_width(picture) if width is None else style.inches(width)
    width, sizes = whole - 2 * MARGIN, _sizes(picture, whole)
    high = height(picture, whole)
    n_a, n_b = _rows(picture)
    middles = high - _depths(picture, whole)
    ax = ax if ax is not None else style.new_figure(whole, high).add_axes((0, 0, 1, 1))
    ax.set(xlim=(-MARGIN, width + MARGIN), ylim=(0, high), aspect="equal")
    ax.axis("off")
    centres = [(np.arange(n) + 0.5) * width / n for n in (n_a, n_b, n_a)]
    what = shown(picture)
    ends = [y - size / 2 - 0.02 for y, size in zip(middles, sizes, strict=True)]
    starts = [y + size / 2 + 0.02 for y, size in zip(middles, sizes, strict=True)]
    ways = ((centres[0], ends[0]), (centres[1], starts[1])), ((centres[1], ends[1]), (centres[2], starts[2]))
    for half, way in enumerate(ways):
        if what.rest is not None:
            _lines(ax, what.rest[half], way, opacity=lambda p: STEPS_BACK * shade(p))
        _lines(ax, (what.there, what.back)[half], way, opacity=shade if what.rest is None else lit)
    for row, part in enumerate((slice(0, n_a), slice(n_a, None), slice(0, n_a))):
        images = None if picture.images is None else picture.images[part]
        thumbnails.draw_row(ax, images, centres[row], middles[row], sizes[row], INKS[row], what.bright[row])
    for row, word in enumerate(_row_names(picture)):
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1.0, "alpha": 0.85}
        y = ends[2] - 0.24 if row == 2 else starts[row] + (0.22 if row == 0 else 0.09)
        ax.text(0, y, word, fontsize=7, color=INKS[row], va="center", zorder=5, bbox=box)
    if picture.labels is not None:
        walk_words.class_names(ax, picture, centres[0], starts[0] + 0.03, "bottom")
        walk_words.class_names(ax, picture, centres[2], ends[2] - 0.03, "top")
    walk_words.heading(ax, picture, width, high)
    walk_words.key(ax, picture, width, what.share, shade if picture.selected is None else lit)
    for words in ax.texts:
        words.set_fontsize(words.get_fontsize() * scale)
    return ax.figure


def natural_width(picture: WalkPicture) -> float:
    """Return the inches that a walk takes when its samples are to be seen: 7 to 11."""
    return float(np.clip(0.17 * max(_rows(picture)), style.TWO_COLUMNS, 11.0)) + 2 * MARGIN


def height(picture: WalkPicture, whole: float) -> float:
    """Return the inches from top to bottom when it is so wide."""
    below = 0.75 + (0.17 if whole < walk_words.NARROW else 0)
    return float(_depths(picture, whole)[-1] + _sizes(picture, whole)[2] / 2 + below)


def _row_names(picture: WalkPicture) -> tuple[str, str, str]:
    a, b = picture.sides
    of = "" if a == "labelled" else f" · {a}"
    return f"A{of} · start", f"B · {b}", f"A{of} · return"


def _rows(picture: WalkPicture) -> tuple[int, int]:
    return picture.frame.p_ab.shape[0], picture.frame.p_ba.shape[0]


def _sizes(picture: WalkPicture, whole: float) -> list[float]:
    """Return the inches of a thumbnail in each of the three rows."""
    n_a, n_b = _rows(picture)
    return [min(BIGGEST, (whole - 2 * MARGIN) / n / (1 + thumbnails.GAP)) for n in (n_a, n_b, n_a)]


def _depths(picture: WalkPicture, whole: float) -> np.ndarray:
    """Return how far below the upper edge the middle of each row lies."""
    a, b, _ = _sizes(picture, whole)
    top = 0.85 + (0.17 if whole < walk_words.NARROW else 0)
    return np.cumsum([top, HALF + a / 2 + b / 2, HALF + a / 2 + b / 2])


def _lines(ax, edges: Edges, way: tuple, opacity) -> None:
    """Draw edges from one row to the next, the strongest last, so that they lie above."""
    order = np.argsort(edges.weight, kind="stable")
    start, end, weight, wrong = (x[order] for x in (edges.start, edges.end, edges.weight, edges.wrong))
    (x_top, y_top), (x_bottom, y_bottom) = way
    top = np.column_stack([x_top[start], np.full(len(start), y_top)])
    segments = np.stack([top, np.column_stack([x_bottom[end], np.full(len(end), y_bottom)])], 1)
    ink = opacity(weight)
    for which, colour, dashes in ((~wrong, style.INK, "solid"), (wrong, style.WRONG_INK, DASHES)):
        visible = np.maximum(ink[which], 0.4) if colour == style.WRONG_INK else ink[which]
        colours = [(colour, float(share)) for share in visible]
        lines = LineCollection(
            segments[which], colors=colours, linewidths=walk_words.thickness(ink[which]), linestyle=dashes
        )
        lines.set(capstyle="butt", zorder=2)
        ax.add_collection(lines)


def shade(p: Float[np.ndarray, " n"]) -> Float[np.ndarray, " n"]:
    """Return how opaque the line of a probability is; the same curve as the live view's (views/js/views/paint.js)."""
    return np.minimum(1.0, 0.05 + 0.95 * p**0.72)


def lit(share: Float[np.ndarray, " n"]) -> Float[np.ndarray, " n"]:
    """Return how opaque a selected walk's line is, by the share of the walk that takes it; as in the live view."""
    return np.minimum(1.0, 0.16 + 0.9 * np.sqrt(share))
