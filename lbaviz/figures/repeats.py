"""Means over seeds with their spread, setting by setting, for print."""

import numpy as np

from lbaviz.figures import style
from lbaviz.figures.curves import COLOURS
from lbaviz.records import Repeats

HIGH = 2.3  # inches
APART = 0.12  # of the way from one setting to the next, between the curves
MARKS = "osD^vPX"


def draw(record: Repeats, ax=None, *, width: str | float = 5.6, join: bool | None = None, log: bool = False):
    """Return the Figure of means with one standard deviation up and down, and every seed's number as a pale dot.

    join: draw lines between the settings, by default where these are numbers; log: a logarithmic axis y.
    """
    settings = record.settings
    join = all(isinstance(one, int | float) for one in settings) if join is None else join
    figure = style.new_figure(style.inches(width), HIGH) if ax is None else ax.figure
    ax = figure.subplots() if ax is None else ax
    for i, name in enumerate(record.values):
        shift = APART * (i - (len(record.values) - 1) / 2)
        _curve(ax, record, name, shift, COLOURS[i % len(COLOURS)], MARKS[i % len(MARKS)], join)
    style.plain_axes(ax)
    if log:
        ax.set_yscale("log")
        ax.yaxis.set_major_formatter("{x:g}")
    else:
        _from_zero(ax)
    ax.set_xlim(-0.4, len(settings) - 0.6)
    ax.set_xticks(range(len(settings)), [_word(one) for one in settings])
    ax.set_xlabel(record.x, fontsize=7.5, color=style.QUIET)
    ax.set_ylabel(record.y, fontsize=7.5, color=style.QUIET)
    if len(record.values) > 1:
        ax.legend(fontsize=7, frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0), borderaxespad=0)
    seeds = max(len(record.of(name, one)) for name in record.values for one in record.values[name])
    what = f"mean and standard deviation of {seeds} seeds" if seeds > 1 else "one seed"
    ax.set_title(what, fontsize=7, color=style.QUIET, loc="left")
    if figure.get_layout_engine() is None and len(figure.axes) == 1:
        figure.set_layout_engine("constrained")
    return figure


def _curve(ax, record: Repeats, name: str, shift: float, colour: str, mark: str, join: bool) -> None:
    places = [i + shift for i, one in enumerate(record.settings) if one in record.values[name]]
    numbers = [record.of(name, one) for one in record.settings if one in record.values[name]]
    for place, each in zip(places, numbers, strict=True):
        ax.plot(
            np.full(len(each), place), each, linestyle="", marker=mark, markersize=3, color=colour, alpha=0.3, mew=0
        )
    spread = [each.std(ddof=1) if len(each) > 1 else 0 for each in numbers]
    look = {"color": colour, "linewidth": 1.3, "elinewidth": 1.0, "capsize": 2.5, "marker": mark, "markersize": 4.5}
    means = [each.mean() for each in numbers]
    ax.errorbar(places, means, spread, linestyle="-" if join else "", label=name, **look)


def _from_zero(ax) -> None:
    """Let 0 be in sight, as the axis' end or, where there are numbers on both of its sides, as a line; leave room."""
    low, high = ax.get_ylim()
    room = 0.06 * (max(high, 0) - min(low, 0))
    below = ax.dataLim.y0 < 0
    ax.set_ylim(min(low, 0) - room if below else 0, max(high, 0) + room)
    if below:
        ax.axhline(0, color=style.QUIET, linewidth=0.8)


def _word(setting) -> str:
    return f"{setting:,}" if isinstance(setting, int | float) and not isinstance(setting, bool) else str(setting)
