"""How far apart two sets of embeddings are: the value among those of shuffled samples, for print."""

import numpy as np

from lbaviz.chosen import mmd_sentence, numbers
from lbaviz.figures import page, style
from lbaviz.records import MMD

CHART = 1.7  # inches high


def draw(record: MMD, ax=None, *, width: str | float = "one-column", bins: int = 30):
    """Return the Figure of an MMD: the null distribution with the value marked, or the value in words without one."""
    numbers([record.mmd2], "MMD")
    wide = page.width(ax, width)
    lines = page.wrapped(mmd_sentence(record), wide - 2 * page.MARGIN)
    top, tested = page.heading_height(lines), record.null is not None and len(record.null) > 0
    ax = page.begin(ax, wide, top + (CHART + 0.5 if tested else 0.1))
    page.heading(ax, f"MMD² of {record.names[0]} and {record.names[1]}", lines)
    if tested:
        _histogram(ax, record, wide, top + 0.08, bins)
    return ax.figure


def _histogram(ax, record: MMD, wide: float, top: float, bins: int) -> None:
    """Draw the values of shuffled samples, and the value itself as a line."""
    null, size = np.asarray(record.null, float), page.scale(ax)
    chart = page.axes(ax, 0.5, top, wide - 0.5 - page.MARGIN - 0.1, CHART)
    counts, _, _ = chart.hist(null, bins, color=style.QUIET, alpha=0.55)
    chart.axvline(record.mmd2, color=style.UNLABELLED, linewidth=1.4)
    low, high = min(null.min(), record.mmd2), max(null.max(), record.mmd2)
    room = 0.06 * max(high - low, 1e-12)
    tall = 1.3 * counts.max()
    chart.set(xlim=(low - room, high + room), ylim=(0, tall))
    right = record.mmd2 > (low + high) / 2
    look = {"fontsize": 7 * size, "va": "top"}
    side = {"ha": "right" if right else "left"}
    chart.text(
        record.mmd2 + (-0.2 if right else 0.2) * room, 0.985 * tall, "found", color=style.UNLABELLED, **side, **look
    )
    middle = float(np.median(null))
    chart.text(middle, 1.02 * counts.max(), "shuffled", color=style.QUIET, ha="center", va="bottom", fontsize=7 * size)
    chart.ticklabel_format(axis="x", style="sci", scilimits=(-3, 4))
    chart.xaxis.offsetText.set(fontsize=6.5 * size, color=style.QUIET)
    chart.set_xlabel("MMD²", fontsize=7 * size, color=style.QUIET)
    chart.set_ylabel("permutations", fontsize=7 * size, color=style.QUIET)
