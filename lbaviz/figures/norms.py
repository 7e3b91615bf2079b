"""Norms of weights, gradients and activations of every layer over time, for print (Vizmaster, T sec. 2.2)."""

import matplotlib
import numpy as np
from matplotlib.ticker import LogLocator, NullLocator

from lbaviz.chosen import by_step, flag_sentence
from lbaviz.figures import page, style
from lbaviz.records import Layers

PARTS = (
    ("weights (norm)", "weight_norm"),
    ("gradients (norm)", "gradient_norm"),
    ("activations (r.m.s.)", "activation_norm"),
)
NARROW = 5.0  # inches: below this the charts stand one above the other
HIGH = 1.5  # inches of a chart
LEFT = 0.42  # inches that the numbers of its axis take
DASHES = ("-", (0, (4, 1.5)), (0, (1, 1)))
PALEST = 0.88  # of viridis: beyond this a line is hard to see on white


def draw(records: list[Layers], ax=None, *, width: str | float = "two-columns"):
    """Return the Figure of the norms at every recorded step, a line a layer, dark first; ✗ marks flagged gradients.

    records: `[run.recording.probe("layers", step) for step in run.recording.probe_steps()["layers"]]`. BadInput unless
    they are of one network, at two or more steps.
    """
    records = by_step(records)
    wide = page.width(ax, width)
    inner = wide - 2 * page.MARGIN
    words = flag_sentence(records) or "no gradient vanished or exploded"
    lines = page.wrapped(f"steps {records[0].step:,} to {records[-1].step:,} · {words}", inner)
    legend = _legend(records[0].names, inner)
    top = page.heading_height(lines) + 0.1
    columns = 1 if wide < NARROW else len(PARTS)
    each, pitch = inner / columns, HIGH + 0.52
    charts = top + pitch * (len(PARTS) // columns)
    ax = page.begin(ax, wide, charts + 0.17 * len(legend) + 0.05)
    page.heading(ax, "Layers over time", lines)
    for i, (title, field) in enumerate(PARTS):
        x, y = page.MARGIN + i % columns * each, top + i // columns * pitch
        page.text(ax, x + LEFT, y + 0.06, page.fitted(title, each - LEFT), 7, style.INK)
        chart = page.axes(ax, x + LEFT, y + 0.16, each - LEFT - 0.1, HIGH - 0.05)
        _lines(chart, records, field)
        chart.set_xlabel("step", fontsize=6.5 * page.scale(ax), color=style.QUIET, labelpad=1)
    _write_legend(ax, legend, charts + 0.08, len(records[0].names))
    return ax.figure


def _lines(chart, records: list[Layers], field: str) -> None:
    """Draw a line a layer on a logarithmic axis; what is not finite or 0 has no place there and is left out."""
    steps = [record.step for record in records]
    norms = np.array([getattr(record, field) for record in records], float)
    shown = np.where(np.isfinite(norms) & (norms > 0), norms, np.nan)
    layers = norms.shape[1]
    for i in range(layers):
        chart.plot(steps, shown[:, i], linewidth=1.1, **_look(i, layers))
    chart.set_xlim(steps[0], steps[-1])
    if np.isfinite(shown).any():
        low, high = np.nanmin(shown), np.nanmax(shown)
        few = high < 30 * low
        chart.set_yscale("log")
        chart.set_ylim(low / 1.3, high * 1.3)
        chart.yaxis.set_major_locator(LogLocator(10, subs=(1, 2, 5) if few else (1,), numticks=6))
        chart.yaxis.set_major_formatter("{x:g}")
        chart.yaxis.set_minor_locator(NullLocator())
    if field == "gradient_norm":
        flagged = np.array([[bool(flag) for flag in record.flags] or [False] * layers for record in records])
        at, layer = np.nonzero(flagged)
        inside = np.where(np.isfinite(shown), shown, chart.get_ylim()[1])[at, layer]
        look = {"marker": "x", "s": 9, "color": style.WRONG_INK, "linewidths": 0.8, "zorder": 4, "clip_on": False}
        chart.scatter(np.array(steps)[at], inside, **look)


def _look(layer: int, layers: int) -> dict:
    """Return colour and dashes of a layer: from dark at the input to pale at the output."""
    colour = matplotlib.colormaps["viridis"](PALEST * layer / max(1, layers - 1))
    return {"color": colour, "linestyle": DASHES[layer % len(DASHES)]}


def _legend(names: tuple[str, ...], wide: float) -> list[list[tuple[int, str, float]]]:
    """Return the layers in lines: number, name and how far from the left each stands."""
    lines, x = [[]], 0.0
    for i, name in enumerate(names):
        short = page.fitted(name, wide - 0.35, 6.5)
        need = 0.35 + page.measure(short, 6.5)
        if lines[-1] and x + need > wide:
            lines, x = [*lines, []], 0.0
        lines[-1].append((i, short, x))
        x += need + 0.12
    return lines


def _write_legend(ax, lines, top: float, layers: int) -> None:
    high = ax.get_ylim()[1]
    for row, line in enumerate(lines):
        y = top + 0.17 * row
        for layer, name, x in line:
            ends = [page.MARGIN + x, page.MARGIN + x + 0.28]
            ax.plot(ends, [high - y] * 2, linewidth=1.3 * page.scale(ax), **_look(layer, layers))
            page.text(ax, ends[1] + 0.05, y, name, 6.5, style.INK)
