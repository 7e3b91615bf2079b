"""Runs as ways through the plane of assimilation and discrimination (ADA sec. 1.1), or of MMD and error, for print."""

import numpy as np
from matplotlib.ticker import LogLocator, NullLocator

from lbaviz.chosen import numbers
from lbaviz.errors import BadInput
from lbaviz.figures import page, style
from lbaviz.figures.curves import COLOURS
from lbaviz.records import Plane

HIGH = 2.7  # inches of the chart
MARKS = "osD^vPX"
BESIDE = 5.0  # inches of width from which on the runs stand beside the chart
RUN = 0.52  # inches that a run takes there
ROOM = 0.06  # of an axis, beyond the outermost step
HEADINGS = {"aims": "Assimilation and discrimination", "error": "Does a small MMD mean a small error on the target?"}


def draw(record: Plane, ax=None, *, what: str = "aims", width: str | float = "two-columns"):
    """Return the Figure of a Plane: to the right domains are more alike, upwards the source is told apart better.

    A way is as pale as it is early; a ring begins it, and its end says the error on the target. what="error" draws the
    error on the target (upwards, logarithmic) against the squared MMD (to the right): does one tell the other (ADA
    Table 3)? BadInput for no steps, or where no such error was recorded.
    """
    if what not in HEADINGS:
        raise BadInput(f"what='{what}' is not known: choose {' or '.join(map(repr, HEADINGS))}")
    numbers(record.mmd2, "steps")
    if what == "error" and not np.isfinite(record.target_error).all():
        raise BadInput(
            "there is a step without an error on the target: train with evaluate_every as small as probe_every, on a "
            "pair whose target has labels to be judged by"
        )
    wide = page.width(ax, width)
    beside = 0.34 * wide if wide >= BESIDE else 0.0
    words = "one mark a recorded step, early ones pale; a ring is the start"
    lines = page.wrapped(words, wide - 2 * page.MARGIN)
    top = page.heading_height(lines) + 0.05
    below = 0.0 if beside else RUN * len(record.names)
    ax = page.begin(ax, wide, top + HIGH + 0.5 + below)
    page.heading(ax, HEADINGS[what], lines)
    chart, size = page.axes(ax, 0.55, top, wide - 0.55 - (beside or 2 * page.MARGIN), HIGH), page.scale(ax)
    said = (wide - beside + 0.15, top + 0.1) if beside else (0.55, top + HIGH + 0.55)
    chart.grid(axis="x", color="#ececf1", linewidth=0.6)
    for number, name in enumerate(record.names):
        mine = np.flatnonzero(record.run == number)
        look = COLOURS[number % len(COLOURS)], MARKS[number % len(MARKS)], size
        upwards = record.target_error if what == "error" else 100 - record.source_error
        _way(chart, record.mmd2[mine], upwards[mine], *look)
        _said(ax, record, number, name, mine, look, said, (beside or wide - 0.4) - 0.3)
    _distances(chart, record, turned=what == "aims")
    if what == "error":
        _errors(chart, record.target_error)
        words = "MMD² of the domains", "error on the target (%)"
    else:
        _accuracies(chart, 100 - record.source_error)
        words = "MMD² of the domains, assimilated to the right →", "accuracy on the source (%)"
    for label, word in zip((chart.set_xlabel, chart.set_ylabel), words, strict=True):
        label(word, fontsize=7 * size, color=style.QUIET)
    return ax.figure


def _way(chart, x, y, colour: str, mark: str, size: float) -> None:
    """Draw one run: a thin line, its steps from pale to full, the first one as a ring."""
    chart.plot(x, y, color=colour, linewidth=0.8 * size, alpha=0.55, zorder=2)
    inks = [(colour, ink) for ink in np.linspace(0.25, 1, len(x))]
    sizes = np.full(len(x), (3.2 * size) ** 2)
    sizes[-1] = (6 * size) ** 2
    chart.scatter(x, y, s=sizes, c=inks, marker=mark, linewidths=0, zorder=3)
    ring = {"facecolors": "white", "edgecolors": colour, "linewidths": 1.1 * size}
    chart.scatter(x[:1], y[:1], s=(5 * size) ** 2, marker="o", zorder=4, **ring)


def _said(ax, record: Plane, number: int, name: str, mine, look: tuple, place: tuple, room: float) -> None:
    """Write beside or below the chart what a run is called and where it ends."""
    colour, mark, size = look
    (x, top), last = place, mine[-1]
    y = top + RUN * number
    ax.scatter([x], [ax.get_ylim()[1] - y], s=(5.5 * size) ** 2, marker=mark, color=colour, linewidths=0)
    page.text(ax, x + 0.1, y, page.fitted(name, room, 7.5), 7.5, style.INK)
    error = record.target_error[last]
    target = f"target error {error:.1f} %" if np.isfinite(error) else "target error not recorded"
    page.text(ax, x + 0.1, y + 0.15, page.fitted(target, room, 7), 7, style.INK)
    words = f"step {record.step[last]:,}: MMD² {record.mmd2[last]:.2g}, source {record.source_error[last]:.1f} %"
    page.text(ax, x + 0.1, y + 0.29, page.fitted(words, room, 6), 6)


def _distances(chart, record: Plane, turned: bool) -> None:
    """Set the axis of the MMD, turned round or not, logarithmic beyond a factor of ten; leave room."""
    low, high = float(record.mmd2.min()), float(record.mmd2.max())
    if low > 0 and high > 10 * low:
        chart.set_xscale("log")
        _round_numbers(chart.xaxis)
        room = (high / low) ** ROOM
        ends = low / room, high * room
    else:
        room = max(ROOM * (high - low), 1e-6)
        ends = low - room, high + room
    chart.set_xlim(*(reversed(ends) if turned else ends))


def _accuracies(chart, accuracy) -> None:
    room = max(ROOM * float(np.ptp(accuracy)), 0.5)
    chart.set_ylim(max(accuracy.min() - room, -1), min(accuracy.max() + room, 101))


def _errors(chart, error) -> None:
    """Make the axis of errors logarithmic."""
    low, high = max(float(error.min()), 0.05), max(float(error.max()), 0.06)
    room = (high / low) ** ROOM
    chart.set_yscale("log")
    chart.set_ylim(low / room, high * room)
    _round_numbers(chart.yaxis)


def _round_numbers(axis) -> None:
    """Mark 1, 2, 5, 10, ... on a logarithmic axis."""
    axis.set_major_locator(LogLocator(10, subs=(1, 2, 5)))
    axis.set_major_formatter("{x:g}")
    axis.set_minor_locator(NullLocator())
