"""Embeddings in the plane, for print: one layout, or several side by side on one scale (ADA Figure 2).

Centroids are diamonds with their cluster's number; where layouts are several, a line tells where each came from.
"""

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath

from lbaviz.figures import page, style
from lbaviz.groups import Group, anchor_marks, anchor_ways, check, groups, shared_limits, title
from lbaviz.records import Projection

CIRCLE = Path.circle()
HOLE = Path(0.55 * np.roll(CIRCLE.vertices[::-1], -1, axis=0), CIRCLE.codes)  # turned the other way, so it stays empty
RING = Path.make_compound_path(CIRCLE, HOLE)
MARKS = ("o", "s", "^", "D", "v", "P", "X", "<", ">", "p", RING)  # by Group.mark
TURNS = 5  # each colour is drawn in so many parts, so that none lies over all others
GAP = 0.12  # inches between two layouts
SHORT = 2  # letters that a diamond has room for
SMALLEST = 1.5  # inches of a layout: more of them go into the next row


def draw(
    record, ax=None, *, width: str | float | None = None, colour: str | None = None, classes=None, caption: bool = True,
    titles: list[str] | None = None,
):  # fmt: skip
    """Return the Figure of a Projection, or of a list of them on one scale.

    colour: "label", "domain", "prediction" or "correctness", default what the record has; of two domains the mark says
    the class, or the domain. classes: which (at most ten) are coloured; caption: how the layout was made and how not to
    read it; titles: one a layout, default the step.
    width: default one column, two for several. BadInput for no samples, or what the record does not have.
    """
    records = list(record) if isinstance(record, list | tuple) else [record]
    check(records, titles)
    width = width or ("one-column" if len(records) == 1 else "two-columns")
    wide = page.width(ax, width)
    inner = wide - 2 * page.MARGIN
    columns = min(len(records), max(1, int((inner + GAP) / (SMALLEST + GAP))))
    side = (inner - GAP * (columns - 1)) / columns
    rows = -(-len(records) // columns)
    headings = titles or [title(one) for one in records]
    head = 0.26 if any(headings) else page.MARGIN
    found = [groups(one, colour, classes) for one in records]
    said = [group.sign or group.name for one in found for group in one if group.mark >= 0]
    glyphs = all(len(one) == 1 for one in said)
    legend = _legend(found, inner, glyphs, any(one.anchors is not None for one in records))
    words = page.wrapped(records[0].caption, inner) if caption else []
    high = rows * (side + head) + 0.08 + 0.17 * len(legend) + page.LINE * len(words) + 0.1
    ax = page.begin(ax, wide, high)
    limits = shared_limits(records)
    for i, (one, parts) in enumerate(zip(records, found, strict=True)):
        x, top = page.MARGIN + i % columns * (side + GAP), i // columns * (side + head)
        heading = page.fitted(headings[i], side, 7.5)
        page.text(ax, x, top + 0.15, heading, 7.5, style.INK)
        chart = _layout(ax, one, parts, (x, top + head, side), limits, glyphs)
        if one.anchors is not None:
            _anchors(ax, chart, anchor_marks(one, parts), anchor_ways(records, i))
    _write_legend(ax, legend, rows * (side + head) + 0.14)
    page.paragraph(ax, page.MARGIN, rows * (side + head) + 0.16 + 0.17 * len(legend), words)
    return ax.figure


def _layout(ax, record: Projection, parts: list[Group], place, limits, glyphs: bool):
    """Draw one layout and return its Axes: none are seen, because their numbers mean nothing."""
    x, top, side = place
    chart, size = page.axes(ax, x, top, side, side), page.scale(ax)
    chart.grid(visible=False)
    chart.set(xlim=limits[0], ylim=limits[1], xticks=[], yticks=[])
    for spine in chart.spines.values():
        spine.set(visible=True, color=style.FAINT, linewidth=0.6)
    point = float(np.clip(side * 38 / np.sqrt(len(record.positions)), 1.2, 5)) * size  # points across
    for turn in range(TURNS):
        for group in parts:
            mark, grow = _mark(group, glyphs)
            look = {"s": (point * grow) ** 2, "marker": mark, "color": group.colour, "linewidths": 0}
            back = {"alpha": 0.55, "zorder": 1} if group.mark < 0 else {"alpha": 0.85, "zorder": 2 + turn / TURNS}
            chart.scatter(*record.positions[group.members[turn::TURNS]].T, label=group.name, **look, **back)
    return chart


def _anchors(ax, chart, marks: list[tuple[str, str]], ways: np.ndarray) -> None:
    """Draw diamonds above the samples, their text inside, and a line to each through its earlier places."""
    size = page.scale(ax)
    for m, (text, colour) in enumerate(marks):
        chart.plot(*ways[:, m].T, color=colour, linewidth=0.7 * size, alpha=0.7, zorder=3, scalex=False, scaley=False)
        look = {"s": (6.5 * size) ** 2, "marker": "D", "color": colour, "edgecolors": "white", "linewidths": 0.7 * size}
        chart.scatter(*ways[-1, m], zorder=4 + m / len(marks), label="centroids", **look)
        if len(text) <= SHORT:
            at = {"ha": "center", "va": "center_baseline", "zorder": 4 + (m + 0.5) / len(marks)}
            chart.text(*ways[-1, m], text, color=_ink_on(colour), fontsize=5 * size, weight="bold", clip_on=True, **at)


def _ink_on(colour: str) -> str:
    """Return white or black, which of them is read better on this colour (luma of ITU-R BT.601)."""
    return "white" if np.dot([0.299, 0.587, 0.114], to_rgb(colour)) < 0.6 else style.INK


def _mark(group: Group, glyphs: bool):
    """Return the mark of a group and how much larger than a dot it is drawn: names of one letter are the mark."""
    if group.mark < 0:
        return "o", 0.8
    if not glyphs:
        return MARKS[group.mark], 1.0
    shape = TextPath((0, 0), group.sign or group.name, size=1, prop=FontProperties(weight="bold"))
    box = shape.get_extents()
    return Path(shape.vertices - (box.p0 + box.p1) / 2, shape.codes), 1.7


def _legend(found: list[list[Group]], wide: float, glyphs: bool, anchors: bool) -> list[list[tuple]]:
    """Return what colours and marks say in lines: each with colour, mark and how far from the left it stands."""
    everyone = sorted((group for parts in found for group in parts), key=lambda group: (group.mark < 0, group.mark))
    entries: dict[str, tuple] = {}
    for group in everyone:
        plain = glyphs or group.sign or group.mark < 0
        entries.setdefault(group.name, (group.colour, "o" if plain else MARKS[group.mark]))
    if list(entries) == ["samples"] and not anchors:
        return []
    for group in everyone:
        if group.sign and not glyphs:  # a letter is its own legend
            entries.setdefault(group.sign, (style.INK, MARKS[group.mark]))
    if anchors:
        entries["centroids"] = (style.INK, "D")
    lines, x = [[]], 0.0
    for name, (colour, mark) in entries.items():
        short = page.fitted(name, wide - 0.2)
        need = 0.2 + page.measure(short, 7)
        if lines[-1] and x + need > wide:
            lines, x = [*lines, []], 0.0
        lines[-1].append((short, colour, mark, x))
        x += need + 0.14
    return lines


def _write_legend(ax, lines, top: float) -> None:
    high, size = ax.get_ylim()[1], page.scale(ax)
    for i, line in enumerate(lines):
        for name, colour, mark, x in line:
            look = {"s": (5.5 * size) ** 2, "marker": mark, "color": colour, "linewidths": 0}
            ax.scatter([page.MARGIN + x + 0.05], [high - top - 0.17 * i], **look)
            page.text(ax, page.MARGIN + x + 0.14, top + 0.17 * i, name, 7, style.INK)
