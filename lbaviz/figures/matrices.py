"""A number for every pair of samples as a coloured matrix, with the samples' thumbnails along its sides."""

from itertools import pairwise

import numpy as np
from matplotlib.colors import Normalize
from matplotlib.patches import Rectangle

from lbaviz.figures import style, thumbnails
from lbaviz.records import Matrix, SampleRow

SIDE = 1.15  # columns' widths that the thumbnails take beside and above the matrix
THUMBNAIL = 0.86
COLOURS = {"a": style.LABELLED, "b": style.UNLABELLED}
LEAST_CELL = 0.3  # inches: below this a cell has no room for its number


def size(matrix: Matrix) -> tuple[float, float]:
    """Return width and height in cells, thumbnails and title included."""
    n, m = np.shape(matrix.values)
    return m + SIDE, n + SIDE + 0.8


def draw(matrix: Matrix, ax, cell: float) -> None:
    """Draw into ax; a cell is `cell` inches wide. Pairs of one class are framed."""
    values = np.asarray(matrix.values, float)
    n, m = values.shape
    width, height = size(matrix)
    ax.set(xlim=(-SIDE, width - SIDE), ylim=(0, height), aspect="equal")
    ax.axis("off")
    low = values.min() if matrix.low is None else matrix.low
    high = values.max() if matrix.high is None else matrix.high
    scale = Normalize(low, max(high, low + 1e-9))
    ax.pcolormesh(np.arange(m + 1), np.arange(n + 1), values[::-1], cmap="viridis", norm=scale, lw=0.6, ec="white")
    if cell >= LEAST_CELL:
        _numbers(ax, values, scale, cell)
    _frames(ax, matrix, n)
    above = np.arange(m) + 0.5
    row(ax, matrix.columns, above, n + SIDE / 2)
    for i in range(n):
        one = SampleRow(matrix.rows.role, matrix.rows.images[i : i + 1])
        row(ax, one, np.array([-SIDE / 2]), n - i - 0.5)
    ax.text(0, height - 0.4, matrix.title, fontsize=8.5, color=style.INK, va="center")


def row(ax, samples: SampleRow, centres, middle: float) -> None:
    """Draw samples as thumbnails, framed in the colour of their role."""
    everyone = set(range(len(centres)))
    thumbnails.draw_row(ax, samples.images, centres, middle, THUMBNAIL, COLOURS[samples.role], everyone)


def _numbers(ax, values, scale: Normalize, cell: float) -> None:
    """Write each value into its cell, light on dark."""
    decimals = 2 if np.abs(values).max() < 10 else 1
    fontsize = min(7.5, cell * 72 * 0.28)
    for (i, j), value in np.ndenumerate(values):
        ink = "white" if scale(value) < 0.6 else style.INK
        text = f"{value:.{decimals}f}"
        ax.text(j + 0.5, len(values) - i - 0.5, text, fontsize=fontsize, color=ink, ha="center", va="center")


def _frames(ax, matrix: Matrix, n: int) -> None:
    """Frame the blocks in which row and column are of one class."""
    if matrix.rows.labels is None or matrix.columns.labels is None:
        return
    for top, bottom, label in runs(matrix.rows.labels):
        for left, right, other in runs(matrix.columns.labels):
            if label == other:
                corner, extent = (left, n - bottom), (right - left, bottom - top)
                for ink, width in (("white", 3.4), (style.INK, 1.5)):  # seen on light and on dark cells
                    ax.add_patch(Rectangle(corner, *extent, fill=False, ec=ink, lw=width, clip_on=False))


def runs(labels) -> list[tuple[int, int, int]]:
    """Return (first, one past the last, label) of each run of equal labels."""
    edges = [0, *(np.flatnonzero(np.diff(labels)) + 1).tolist(), len(labels)]
    return [(start, end, int(labels[start])) for start, end in pairwise(edges)]
