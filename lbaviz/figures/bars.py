"""A number for every sample as a bar above its thumbnail."""

import numpy as np

from lbaviz.figures import matrices, style
from lbaviz.records import Bars

LEFT = 1.15  # widths of a bar that the axis' numbers take
TALL = 5.0  # height of the plot, in widths of a bar
RIGHT = 1.9  # widths of a bar that the name of the level takes


def size(bars: Bars) -> tuple[float, float]:
    """Return width and height in bar widths; thumbnails, axis and title included."""
    right = 0 if bars.level is None else RIGHT
    return LEFT + len(bars.values) + right, TALL + matrices.SIDE + 0.8


def draw(bars: Bars, ax, cell: float) -> None:
    """Draw into ax, whose place is divided among title, plot and thumbnails; a bar has `cell` inches."""
    values, n = np.asarray(bars.values, float), len(bars.values)
    width, height = size(bars)
    ax.set(xlim=(-LEFT, width - LEFT), ylim=(0, height))
    ax.axis("off")
    plot = ax.inset_axes((0, matrices.SIDE, n, TALL), transform=ax.transData)
    style.plain_axes(plot)
    plot.bar(np.arange(n) + 0.5, values, width=0.72, color=matrices.COLOURS[bars.samples.role], alpha=0.85)
    top = bars.high or 1.18 * max(values.max(), bars.level or 0, 1e-9)
    plot.set(xlim=(0, n), ylim=(0, top), xticks=[])
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85}  # readable where the level crosses
    for x, value in enumerate(values):
        place, look = (x + 0.5, value + 0.02 * top), {"fontsize": 6.5, "color": style.INK, "bbox": box}
        plot.text(*place, f"{value:.2f}", ha="center", va="bottom", zorder=4, **look)
    if bars.level is not None:
        plot.axhline(bars.level, color=style.INK, linewidth=1, linestyle=(0, (4, 2)))
        plot.text(n + 0.12, bars.level, bars.level_name, fontsize=7, color=style.INK, va="center")
    matrices.row(ax, bars.samples, np.arange(n) + 0.5, matrices.SIDE / 2 - 0.05)
    ax.text(0, height - 0.4, bars.title, fontsize=8.5, color=style.INK, va="center")
