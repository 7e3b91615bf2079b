"""A page that is laid out in inches from its upper left corner, in a figure of its own or in a reader's Axes."""

from functools import lru_cache

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.textpath import TextPath

from lbaviz.errors import BadInput
from lbaviz.figures import style

LINE = 0.145  # inches from one line of small print to the next
WIDER = 1.035  # letters that are set pixel by pixel take a little more room than their outlines
MARGIN = 0.08  # inches left and right of everything
MARKS = {True: ("✓", style.LABELLED, "solid"), False: ("✗", style.WRONG_INK, (0, (2.4, 1.3)))}  # right, wrong


def width(ax, wanted: str | float) -> float:
    """Return the width to lay out for, in inches: the Axes' own, but no narrower than one column, or the wanted one."""
    if ax is None:
        return style.inches(wanted)
    return max(ax.get_window_extent().width / ax.figure.dpi, style.ONE_COLUMN)


def begin(ax, wide: float, high: float):
    """Return an Axes of wide × high units, an inch each; in given Axes that are smaller, everything shrinks alike."""
    if ax is None:
        ax = style.new_figure(wide, high).add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, wide), ylim=(0, high), aspect="equal", anchor="N")
    ax.axis("off")
    ax.apply_aspect()
    return ax


def scale(ax) -> float:
    """Return how many inches a unit of the page takes: 1 but in smaller Axes."""
    return ax.get_window_extent().width / ax.figure.dpi / ax.get_xlim()[1]


def axes(ax, x: float, top: float, wide: float, high: float):
    """Return Axes for a chart at x, `top` inches below the page's upper edge."""
    low = ax.get_ylim()[1] - top - high
    chart = ax.inset_axes((x, low, wide, high), transform=ax.transData)
    style.plain_axes(chart)
    chart.tick_params(labelsize=6.5 * scale(ax))
    return chart


def text(ax, x: float, top: float, words: str, size: float = 7, colour: str = style.QUIET, **look):
    """Write one line whose middle is `top` inches below the upper edge."""
    look = {"va": "center", "fontsize": size * scale(ax), "color": colour, "zorder": 5, **look}
    return ax.text(x, ax.get_ylim()[1] - top, words.replace("$", r"\$"), **look)


def paragraph(ax, x: float, top: float, lines: list[str], size: float = 7, colour: str = style.QUIET) -> None:
    """Write lines one below the other, the first one's middle at `top`."""
    for i, line in enumerate(lines):
        text(ax, x, top + i * LINE * size / 7, line, size, colour)


def heading(ax, title: str, lines: list[str]) -> None:
    """Write the title of a page and what it shows; `heading_height` says how much room that takes."""
    text(ax, MARGIN, 0.16, title, 9.5, style.INK, weight="bold")
    paragraph(ax, MARGIN, 0.36, lines, 7)


def heading_height(lines: list[str]) -> float:
    return 0.36 + LINE * len(lines)


def image(ax, picture: np.ndarray, x: float, top: float, side: float) -> None:
    """Draw one sample, uint8 (h, w, c), with its own pixels; the longer side takes `side` inches."""
    h, w = picture.shape[:2]
    wide, high = side * w / max(h, w), side * h / max(h, w)
    left, low = x + (side - wide) / 2, ax.get_ylim()[1] - top - (side + high) / 2
    grey = picture.shape[-1] == 1
    pixels = picture.repeat(3, axis=-1) if grey else picture[..., :3]
    ax.imshow(pixels, extent=(left, left + wide, low, low + high), interpolation="none", aspect="equal", zorder=2)


def frame(ax, x: float, top: float, side: float, colour: str, line: float = 0.9, dashes="solid") -> None:
    """Frame a sample that `image` has drawn."""
    corner = x, ax.get_ylim()[1] - top - side
    look = {"fill": False, "ec": colour, "lw": line * scale(ax), "ls": dashes, "zorder": 3}
    ax.add_patch(Rectangle(corner, side, side, **look))


@lru_cache(4096)
def measure(words: str, size: float, weight: str = "normal") -> float:
    """Return how many inches a line takes."""
    if not words.strip():
        return 0.0
    shape = TextPath((0, 0), words.replace("$", r"\$"), prop=FontProperties(size=size, weight=weight))
    return WIDER * shape.get_extents().x1 / 72


def fitted(words: str, wide: float, size: float = 7) -> str:
    """Return the words, cut short with "…" where they are wider than so many inches."""
    if measure(words, size) <= wide:
        return words
    kept = words
    while kept and measure(kept + "…", size) > wide:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def wrapped(words: str, wide: float, size: float = 7) -> list[str]:
    """Return the words as lines that are at most so many inches wide."""
    lines = [""]
    for word in words.replace(" %", "\u00a0%").replace(" ·", "\u00a0·").split(" "):  # numbers keep their unit
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and measure(longer, size) > wide:
            lines.append(fitted(word, wide, size))
        else:
            lines[-1] = fitted(longer, wide, size)
    return [line.replace("\u00a0", " ") for line in lines if line]


def pictures(images, what: str) -> np.ndarray:
    """Return the images, uint8 (n, h, w, c with c 1 or 3); BadInput if there are none or they have another shape."""
    if images is None:
        raise BadInput(f"{what} shows images and this record has none: make it with images, or draw another record")
    images = np.asarray(images)
    if images.ndim != 4 or images.shape[-1] not in (1, 3) or images.dtype != np.uint8:
        raise BadInput(
            f"images are uint8 of shape (n, h, w, 1 or 3), got {images.dtype} of shape {images.shape}: convert them"
        )
    return images
