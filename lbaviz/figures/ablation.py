"""What each weight of a random search does to the score, for print, after ADC Figure 5: a panel a weight."""

import numpy as np

from lbaviz.figures import page, style
from lbaviz.figures.curves import COLOURS
from lbaviz.records import Ablation

PANEL, HIGH = 1.55, 1.25  # inches of a panel at least, and of its height
LEFT, BELOW, APART = 0.42, 0.42, 0.14  # inches for the numbers at the left, below each panel, and between two


def draw(record: Ablation, ax=None, *, width: str | float = "two-columns"):
    """Return the Figure of an ablation: means with one standard deviation up and down, every trial as a pale dot."""
    wide = page.width(ax, width)
    inner = wide - 2 * page.MARGIN - LEFT
    across = max(1, min(len(record.names), int((inner + APART) / (PANEL + APART))))
    each = (inner - APART * (across - 1)) / across
    lines = page.wrapped(sentence(record), wide - 2 * page.MARGIN)
    top = page.heading_height(lines) + 0.08
    rows = -(-len(record.names) // across)
    ax = page.begin(ax, wide, top + rows * (HIGH + BELOW) + 0.04)
    page.heading(ax, "Ablation", lines)
    shown, bars = record.trials > 0, np.nan_to_num(record.sd)
    low = np.min((record.mean - bars)[shown], initial=record.scores.min())
    high = np.max((record.mean + bars)[shown], initial=record.scores.max())
    room = 0.06 * (high - low) or 0.5
    for i, name in enumerate(record.names):
        x = page.MARGIN + LEFT + i % across * (each + APART)
        chart = page.axes(ax, x, top + i // across * (HIGH + BELOW), each, HIGH)
        _panel(chart, record, i, page.scale(ax))
        chart.set_ylim(low - room, high + room)
        if i % across:
            chart.tick_params(labelleft=False)
        words = page.fitted(name.replace("_", " "), each, 7)
        page.text(ax, x + each / 2, top + i // across * (HIGH + BELOW) + HIGH + 0.28, words, 7, style.INK, ha="center")
    return ax.figure


def sentence(record: Ablation) -> str:
    """Say what a point and its bar are, and of how many trials."""
    n = len(record.scores)
    return (
        f"{record.score.replace('_', ' ')} of {n:,} trial{'' if n == 1 else 's'} by each weight · a point holds one "
        "within its bin and averages over the others, the bar is their standard deviation"
    )


def _panel(chart, record: Ablation, i: int, size: float) -> None:
    """Draw the points of one weight."""
    edges, shown = record.edges[i], record.trials[i] > 0
    dots = {"linestyle": "", "marker": "o", "markersize": 1.8 * size, "mew": 0, "color": style.QUIET, "alpha": 0.35}
    chart.plot(record.values[i], record.scores, **dots)
    look = {"color": COLOURS[0], "linewidth": 1.2 * size, "elinewidth": 0.9 * size, "capsize": 2 * size}
    sd = np.nan_to_num(record.sd[i][shown])
    chart.errorbar(record.centres[i][shown], record.mean[i][shown], sd, marker="o", markersize=3 * size, **look)
    if record.names[i] in record.logarithmic:
        chart.set_xscale("log")
        chart.minorticks_off()
    chart.set_xlim(edges[0], edges[-1])
    ticks = edges[[0, -1]] if chart.get_xscale() == "log" else np.linspace(edges[0], edges[-1], 3)
    chart.set_xticks(ticks, [f"{tick:.3g}" for tick in ticks])
    for label, side in zip(chart.get_xticklabels()[:: len(ticks) - 1], ("left", "right"), strict=True):
        label.set_horizontalalignment(side)
