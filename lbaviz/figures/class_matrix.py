"""A number for every pair of classes, or of cluster and class, as a coloured matrix: counts, per cents, differences."""

from dataclasses import dataclass

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, LogNorm, Normalize, TwoSlopeNorm

from lbaviz.figures import page, style

DIVERGING = LinearSegmentedColormap.from_list("blue-white-red", ["#0072B2", "white", "#D55E00"])  # Okabe and Ito
EMPTY = "#f3f3f6"  # what never happens
ABSENT = "#dcdce3"  # a class that does not occur
TALLEST = 8.0  # inches of all rows, where there are more clusters than classes
LARGEST, SMALLEST = 0.44, 0.155  # inches of a cell; below the latter there is no number in it
LEGIBLE = 4.2  # points: classes go by number where their names would be smaller
BAR = 0.42  # inches that the key takes


@dataclass(frozen=True)
class Plan:
    """Where the parts of a matrix lie, in inches; kind: "counts", "share" (per cent), "probability", "difference"."""

    names: tuple[str, ...]  # of the columns
    row_names: tuple[str, ...]
    kind: str
    cell: float
    left: float  # what the names of the rows take
    above: float  # what the names of the columns take
    turned: bool  # are the columns' names written upwards?
    size: float  # points, of the names
    high: float
    numbered: bool  # do classes go by number because their names do not fit?


def plan(names: list[str], wide: float, kind: str, numbered: bool = False, rows: list[str] | None = None) -> Plan:
    """Return the places of a matrix of so many classes in so many inches, the key included.

    Where there is no room for legible names, classes go by their numbers. rows: their names, default the classes'.
    """
    n, size, given = len(names), 6.5, rows
    rows = names if rows is None else rows
    for _ in range(3):  # letters fit their cell, which fits what the letters leave
        short, beside = ([page.fitted(name, min(1.0, 0.3 * wide), size) for name in some] for some in (names, rows))
        longest = max(page.measure(name, size) for name in short)
        left = max(page.measure(name, size) for name in beside) + 0.3
        cell = min(LARGEST, (wide - left) / n, TALLEST / len(rows))
        size = min(size, cell * 72 * 0.85)
    if size < LEGIBLE and names != [str(i) for i in range(n)]:
        return plan([str(i) for i in range(n)], wide, kind, numbered=True, rows=given)
    turned = longest > cell - 0.04
    above = 0.2 + (longest + 0.07 if turned else 0.13)
    high = above + len(rows) * cell + BAR
    return Plan(tuple(short), tuple(beside), kind, cell, left, above, turned, size, high, numbered)


def draw(ax, values, where: Plan, x: float, top: float, *, rows: str, columns: str):
    """Draw into a page at x, `top` inches below its upper edge, and return the Axes; rows and columns name the axes."""
    values, size = np.asarray(values, float), page.scale(ax)
    m, n = values.shape
    side, high = n * where.cell, m * where.cell
    chart = page.axes(ax, x + where.left, top + where.above, side, high)
    chart.grid(visible=False)
    chart.set(facecolor=ABSENT, xlim=(0, n), ylim=(m, 0), xticks=[], yticks=[])
    scale, colours = _scale(values, where.kind)
    shown = np.ma.masked_invalid(values)
    if where.kind in ("counts", "share"):
        zero = np.ma.masked_where(~(values == 0), np.zeros_like(values))
        chart.pcolormesh(zero, cmap=LinearSegmentedColormap.from_list("e", [EMPTY, EMPTY]), lw=0.4, ec="white")
        shown = np.ma.masked_less_equal(shown, 0)
    mesh = chart.pcolormesh(shown, cmap=colours, norm=scale, lw=0.4 * size, ec="white")
    for spine in chart.spines.values():
        spine.set_visible(False)
    for i, name in enumerate(where.row_names):
        at = x + where.left - 0.05, top + where.above + (i + 0.5) * where.cell
        page.text(ax, *at, name, where.size, style.INK, ha="right")
    look = {"rotation": 90, "va": "bottom"} if where.turned else {"va": "bottom"}
    for i, name in enumerate(where.names):
        at = x + where.left + (i + 0.5) * where.cell, top + where.above - 0.05
        page.text(ax, *at, name, where.size, style.INK, ha="center", **look)
    heading = f"{columns} (class numbers)" if where.numbered else columns
    page.text(ax, x + where.left + side / 2, top + 0.08, heading, 7, ha="center")
    page.text(ax, x + 0.08, top + where.above + high / 2, rows, 7, ha="center", rotation=90)
    if where.cell >= SMALLEST:
        _numbers(chart, values, scale, where, size)
    _key(ax, mesh, where, x + where.left, top + where.above + high + 0.1, side)
    return chart


def _scale(values: np.ndarray, kind: str):
    """Return how numbers become colours. Counts and shares are logarithmic, because mistakes are rare."""
    top = float(np.nanmax(np.abs(values), initial=0))
    if kind == "difference":
        return TwoSlopeNorm(0, -max(top, 1e-3), max(top, 1e-3)), DIVERGING
    if kind == "probability":
        return Normalize(0, 1), "viridis"
    low = 1.0 if kind == "counts" else 0.1
    return LogNorm(low, max(top, 10 * low), clip=True), "viridis"


def _numbers(chart, values: np.ndarray, scale, where: Plan, size: float) -> None:
    """Write each number into its cell, light on dark; nothing where nothing happens."""
    for (i, j), value in np.ndenumerate(values):
        words = number(value, where.kind)
        if not words:
            continue
        fit = min(6.5, where.cell * 72 * 0.86 / max(len(words), 2) / 0.62)
        at = float(scale(value)) if np.isfinite(value) else 0.5
        dark = at < 0.6 if where.kind != "difference" else abs(at - 0.5) > 0.42
        ink = style.QUIET if words == "–" else "white" if dark else style.INK
        chart.text(j + 0.5, i + 0.5, words, fontsize=fit * size, color=ink, ha="center", va="center")


def number(value: float, kind: str) -> str:
    """Return a number as it stands in a cell; "–" for a class that does not occur."""
    if not np.isfinite(value):
        return "–"
    if kind == "counts":
        return f"{value:.0f}" if value else ""
    if kind == "share":
        return f"{value:.0f}" if value >= 9.95 else f"{value:.1f}" if value else ""
    hundred = 100 * value
    if kind == "probability":
        return f"{hundred:.0f}" if hundred >= 0.5 else ""
    return f"{hundred:+.0f}".replace("-", "−") if abs(hundred) >= 0.5 else ""


def _key(ax, mesh, where: Plan, x: float, top: float, side: float) -> None:
    """Draw the scale of the colours below the matrix."""
    wide, size = min(side, 1.7), page.scale(ax)
    bar = page.axes(ax, x, top, wide, 0.07)
    bar.grid(visible=False)
    key = ax.figure.colorbar(mesh, cax=bar, orientation="horizontal")
    key.outline.set_visible(False)
    key.minorticks_off()
    bar.tick_params(labelsize=6 * size, length=2, width=0.5, colors=style.QUIET, pad=1.5)
    low, high = mesh.norm.vmin, mesh.norm.vmax
    if where.kind == "counts" or where.kind == "share":
        ticks = [10.0**p for p in range(-1, 9) if low <= 10.0**p <= high]
        unit = "" if where.kind == "counts" else " %"
        key.set_ticks(ticks, labels=[f"{tick:,g}{unit}" for tick in ticks])
    elif where.kind == "probability":
        key.set_ticks([0, 0.5, 1], labels=["0 %", "50 %", "100 %"])
    else:
        end = f"{100 * high:.2g}"
        key.set_ticks([low, 0, high], labels=[f"−{end}", "0", f"+{end} points"])
