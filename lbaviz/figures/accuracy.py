"""How often a network is right, class by class, and whether its confidences hold, for print."""

import numpy as np

from lbaviz.errors import BadInput
from lbaviz.figures import page, style
from lbaviz.records import Accuracy
from lbaviz.records.base import names_of

SQUARE = 2.2  # inches, the reliability diagram
COUNTS = 0.5  # inches, the histogram of confidences below it
ROWS = 0.155, 0.115  # inches a class, and where there are more than MANY
MANY = 20
BESIDE = 5.0  # inches of width from which on both parts stand side by side
BLUE = "#0072B2"


def draw(record: Accuracy, ax=None, *, width: str | float = "two-columns"):
    """Return the Figure of an accuracy: the reliability diagram, and the error of every class.

    A class that does not occur says so. BadInput for a record without samples.
    """
    if not len(record.bin_count) or not np.sum(record.bin_count):
        raise BadInput("there are no predictions to draw, every bin of the record is empty: give at least one sample")
    wide = page.width(ax, width)
    lines = page.wrapped(sentence(record), wide - 2 * page.MARGIN)
    top = page.heading_height(lines) + 0.12
    beside, classes = wide >= BESIDE, len(record.per_class)
    left = SQUARE + COUNTS + 0.45
    bars = max(classes * ROWS[int(classes > MANY)], left - 0.15 if beside else 0.8)
    high = top + (max(left, bars) if beside else left + 0.2 + bars) + 0.4
    ax = page.begin(ax, wide, high)
    page.heading(ax, "Accuracy and calibration", lines)
    side = SQUARE if beside else min(SQUARE, wide - 0.6)
    _reliability(ax, record, 0.5, top, side)
    names = [page.fitted(name, 1.0, 6.5) for name in names_of(classes, record.class_names)]
    room = max(page.measure(name, 6.5) for name in names) + 0.15
    x = 0.5 + side + 0.3 + room if beside else room + page.MARGIN
    _classes(ax, record, names, x, top if beside else top + left + 0.2, wide - x - 0.45, bars)
    return ax.figure


def sentence(record: Accuracy) -> str:
    """Say the error, the best one, and the calibration error."""
    step = "" if record.step is None else f"step {record.step:,} · "
    best = "" if record.error_best is None else f" (best on validation: {record.error_best:.2f} %)"
    total = int(np.sum(record.bin_count))
    return (
        f"{step}{total:,} samples · error {record.error:.2f} %{best} · "
        f"expected calibration error {record.calibration_error:.1f} %"
    )


def _reliability(ax, record: Accuracy, x: float, top: float, side: float) -> None:
    """Draw what share of the predictions is right, against the confidence they were made with."""
    size, edges = page.scale(ax), np.asarray(record.bin_edges, float)
    chart = page.axes(ax, x, top, side, side)
    there = np.asarray(record.bin_count) > 0
    left, wide = edges[:-1][there], np.diff(edges)[there]
    share, confidence = record.bin_accuracy[there], record.bin_confidence[there]
    chart.bar(left, share, wide, align="edge", color=BLUE, alpha=0.8, edgecolor="white", linewidth=0.5)
    low, gap = np.minimum(share, confidence), np.abs(confidence - share)
    look = {"fill": False, "hatch": "////", "edgecolor": style.WRONG_INK, "linewidth": 0.5}
    chart.bar(left, gap, wide, bottom=low, align="edge", **look)
    chart.plot([0, 1], [0, 1], color=style.INK, linewidth=0.9, linestyle=(0, (4, 2)))
    ticks = [0, 0.2, 0.4, 0.6, 0.8, 1]
    chart.set(xlim=(0, 1), ylim=(0, 1), xticks=ticks, yticks=ticks)
    chart.tick_params(labelbottom=False)
    chart.set_ylabel("share that is right", fontsize=7 * size, color=style.QUIET)
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.9}
    legend = {"fontsize": 6.5 * size, "bbox": box, "va": "top", "zorder": 6}
    chart.text(0.03, 0.97, "hatched: the gap to the confidence", color=style.WRONG_INK, **legend)
    counts = page.axes(ax, x, top + side + 0.07, side, COUNTS)
    counts.bar(edges[:-1], record.bin_count, np.diff(edges), align="edge", color=style.QUIET, alpha=0.6)
    most = int(np.max(record.bin_count))
    counts.set(xlim=(0, 1), ylim=(0, 1.1 * most), xticks=ticks, yticks=[0, most])
    counts.set_xlabel("confidence of the prediction", fontsize=7 * size, color=style.QUIET)


def _classes(ax, record: Accuracy, names: list[str], x: float, top: float, wide: float, high: float) -> None:
    """Draw the error of each class as a bar with its number, and the error of all as a line."""
    size, errors = page.scale(ax), np.asarray(record.per_class, float)
    chart = page.axes(ax, x, top, wide, high)
    chart.grid(visible=False)
    chart.barh(np.arange(len(errors)), np.nan_to_num(errors), 0.72, color=BLUE, alpha=0.8)
    end = 1.02 * max(np.nanmax(errors, initial=0), record.error, 1e-3)
    chart.axvline(record.error, color=style.INK, linewidth=0.9, linestyle=(0, (4, 2)))
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.4, "alpha": 0.9}
    for i, error in enumerate(errors):
        word, ink = (f"{error:.1f}", style.INK) if np.isfinite(error) else ("no sample", style.QUIET)
        at = error if np.isfinite(error) else 0
        look = {"va": "center", "fontsize": min(6.5, high / len(errors) * 60) * size, "color": ink}
        chart.annotate(word, (at, i), (2.5, 0), textcoords="offset points", bbox=box, annotation_clip=False, **look)
    chart.set(xlim=(0, end), ylim=(len(errors) - 0.4, -0.6), yticks=np.arange(len(errors)))
    chart.set_yticklabels(names)
    chart.tick_params(axis="y", length=0, labelsize=min(6.5, high / len(errors) * 50) * size)
    chart.set_xlabel("error by class (%) · dashed: all", fontsize=7 * size, color=style.QUIET)
