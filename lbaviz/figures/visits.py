"""Which unlabelled samples, or which of a target domain, are visited how often (LBA eq. 9), for print."""

import numpy as np

from lbaviz.chosen import name_of, numbers
from lbaviz.figures import page, style
from lbaviz.records import Visits

PER_ROW = 10  # thumbnails
CHART = 1.5  # inches high
BESIDE = 5.0  # inches of width from which on the chart stands beside the thumbnails


def draw(record: Visits, ax=None, *, width: str | float = "two-columns", count: int = PER_ROW):
    """Return the Figure of a visit distribution: the most and least visited samples, all of them, and the entropy.

    count: thumbnails of each kind; a record without images is drawn without them. BadInput for no visits.
    """
    numbers(record.p_visit, "visits")
    n = len(record.p_visit)
    count = 0 if record.images is None else min(max(int(count), 0), n // 2 or 1)
    wide = page.width(ax, width)
    step = "" if record.step is None else f"step {record.step:,} · "
    words = f"{step}{n:,} {record.side} samples · 1 × = visited as often as by uniform visits"
    lines = page.wrapped(words, wide - 2 * page.MARGIN)
    top = page.heading_height(lines)
    beside = wide >= BESIDE and count > 0
    left = (0.55 * wide if beside else wide) - 2 * page.MARGIN
    pitch = left / PER_ROW
    rows = -(-count // PER_ROW)
    block = 0.24 + rows * (pitch + 0.13)  # the heading of a kind, thumbnails and the line below each
    thumbs = 2 * block if count else 0
    chart_top = top + 0.05 if beside else top + thumbs + 0.15
    body = max(thumbs, CHART + 0.45) if beside else thumbs + CHART + 0.6
    ax = page.begin(ax, wide, top + body + 0.62)
    page.heading(ax, "Visits", lines)
    for i, word in enumerate(("most visited", "least visited")):
        samples = record.order[:count] if i == 0 else record.order[::-1][:count]
        if count:
            _thumbnails(ax, record, samples, top + i * block, pitch, word)
    chart_left = (wide * 0.55 + 0.45) if beside else 0.5
    _distribution(
        ax, record, chart_left, chart_top, wide - chart_left - 2 * page.MARGIN, body - 0.45 if beside else CHART
    )
    _entropy(ax, record, wide, top + body)
    return ax.figure


def _thumbnails(ax, record: Visits, samples, top: float, pitch: float, word: str) -> None:
    """Draw samples with how often they are visited, and their classes where these have short names."""
    page.text(ax, page.MARGIN, top + 0.12, word, 7.5, style.INK)
    images, n = page.pictures(record.images, "the visit distribution"), len(record.p_visit)
    side = 0.88 * pitch
    for i, sample in enumerate(samples):
        x = page.MARGIN + i % PER_ROW * pitch
        y = top + 0.24 + i // PER_ROW * (pitch + 0.13)
        page.image(ax, images[sample], x, y, side)
        page.frame(ax, x, y, side, style.UNLABELLED)
        times = times_uniform(float(record.p_visit[sample]) * n)
        known = record.labels is not None and record.labels[sample] >= 0
        label = name_of(int(record.labels[sample]), record.class_names) if known else ""
        both = f"{label}: {times}"
        shown = both if label and page.measure(both, 5.5) <= 0.88 * pitch else times
        size = min(5.5, 5.5 * 0.88 * pitch / page.measure(shown, 5.5))
        page.text(ax, x + side / 2, y + side + 0.07, shown, size, style.INK, ha="center")


def times_uniform(times: float) -> str:
    """Return "18 ×", "2.3 ×", "0.04 ×", and "<0.01 ×" for what is hardly ever visited."""
    if 0 < times < 0.01:
        return "<0.01 ×"
    return f"{times:.0f} ×" if times >= 9.95 else f"{times:.1f} ×" if times >= 0.995 else f"{times:.2g} ×"


def _distribution(ax, record: Visits, x: float, top: float, wide: float, high: float) -> None:
    """Draw every sample's visits, most visited first, against uniform ones."""
    times = record.p_visit[record.order].astype(float) * len(record.p_visit)
    chart, size = page.axes(ax, x, top, wide, high), page.scale(ax)
    edges = np.arange(len(times) + 1)
    chart.stairs(times, edges, fill=True, color=style.UNLABELLED, alpha=0.75)
    chart.axhline(1, color=style.INK, linewidth=0.9, linestyle=(0, (4, 2)))
    top_y = 1.12 * max(times.max(), 1.15)
    chart.set(xlim=(0, len(times)), ylim=(0, top_y))
    look = {"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85}
    uniform = {"ha": "right", "va": "bottom", "fontsize": 6.5 * size, "color": style.INK, "bbox": look}
    chart.text(len(times) * 0.99, 1 + 0.03 * top_y, "uniform", **uniform)
    chart.set_xlabel("samples, most visited first", fontsize=7 * size, color=style.QUIET)
    chart.set_ylabel("visits (× uniform)", fontsize=7 * size, color=style.QUIET)


def _entropy(ax, record: Visits, wide: float, top: float) -> None:
    """Draw the entropy as a bar that log |B| would fill."""
    most, entropy = record.most_entropy, record.entropy
    length = wide - 2 * page.MARGIN
    share = entropy / most if most > 0 else 1.0
    high = ax.get_ylim()[1] - top - 0.2
    ax.barh([high], [length], 0.1, left=page.MARGIN, color=style.FAINT, zorder=2)
    ax.barh([high], [length * share], 0.1, left=page.MARGIN, color=style.UNLABELLED, alpha=0.75, zorder=3)
    words = f"entropy {entropy:.2f} nats, {100 * share:.0f} % of log |B| = {most:.2f} (uniform visits)"
    page.text(ax, page.MARGIN, top + 0.38, words, 7, style.INK)
