"""What happens inside a network, layer by layer, for print (the thesis' Vizmaster, T sec. 2.2)."""

import numpy as np

from lbaviz.chosen import numbers
from lbaviz.errors import BadInput
from lbaviz.figures import class_matrix, page, style
from lbaviz.records import Layers
from lbaviz.records.layers import ADVICE

NARROW = 5.0  # inches: below this the name of a layer stands above its histograms
ROWS = 0.42, 0.56  # inches a layer, and where it is narrow
CELL = 0.42  # inches, a histogram with its axis
PARTS = (("weights", "#0072B2"), ("gradients", "#D55E00"), ("activations", "#009E73"))
LARGEST = 0.3  # inches of a kernel


def draw(record: Layers, ax=None, *, width: str | float = "two-columns", kernels: int = 64):
    """Return the Figure of the layers: first kernels and their gradients as images, norms and histograms of each layer.

    kernels: how many are shown at most. Vanishing and exploding gradients are said in words. BadInput for no layers.
    """
    if not record.names:
        raise BadInput("there are no layers to draw: give a network that has weights")
    numbers(record.weight_norm, "norms of weights")
    wide = page.width(ax, width)
    inner = wide - 2 * page.MARGIN
    lines = page.wrapped(_words(record), inner)
    top = page.heading_height(lines) + 0.03
    count = min(len(record.kernels), kernels)
    half = (inner - 0.3) / 2
    columns = max(1, min(count, max(8, int(half / LARGEST)), 16))
    columns = -(-count // -(-count // columns)) if count else 1  # rows of one length
    pitch = min(LARGEST, half / columns)
    grid = 0.24 + -(-count // columns) * pitch + 0.28 if count else 0
    ax = page.begin(ax, wide, top + grid + 0.22 + ROWS[int(wide < NARROW)] * len(record.names) + 0.05)
    page.heading(ax, "Layers", lines)
    if count:
        _kernels(ax, record.kernels[:count], "kernels of the first layer", page.MARGIN, top, (columns, pitch, half))
        right = page.MARGIN + half + 0.3
        _kernels(ax, record.kernel_gradients[:count], "their gradients", right, top, (columns, pitch, half))
    _table(ax, record, wide, top + grid)
    return ax.figure


def _words(record: Layers) -> str:
    step = "" if record.step is None else f"step {record.step:,} · "
    bad = [f"{name}: {flag}" for name, flag in zip(record.names, record.flags, strict=False) if flag]
    words = f"{step}norms and histograms on one batch; each histogram has its own axis"
    return f"{words} · gradients of {', '.join(bad)}: {ADVICE}" if bad else words


def _kernels(ax, kernels: np.ndarray, word: str, x: float, top: float, grid) -> None:
    """Draw kernels (filters, h, w, channels) as images on one scale: colour ones from least to most, others signed."""
    columns, pitch, wide = grid
    coloured = kernels.shape[-1] == 3
    flat = kernels if coloured else kernels.mean(axis=-1, keepdims=True)
    finite = flat[np.isfinite(flat)]
    most = float(np.abs(finite).max()) if finite.size else 0.0
    most = most or 1e-12
    pixels = np.nan_to_num(flat) / (2 * most) + 0.5
    many = f", mean of {kernels.shape[-1]} channels" if kernels.shape[-1] not in (1, 3) else ""
    page.text(ax, x, top + 0.12, page.fitted(word + many, wide, 7), 7, style.INK)
    for i, one in enumerate(pixels):
        shown = one if coloured else class_matrix.DIVERGING(one[..., 0])[..., :3]
        at = x + i % columns * pitch, top + 0.24 + i // columns * pitch
        page.image(ax, np.round(255 * np.clip(shown, 0, 1)).astype(np.uint8), *at, 0.9 * pitch)
        page.frame(ax, *at, 0.9 * pitch, style.FAINT, 0.5)
    words = f"grey = 0, ends at ±{most:.2g}" if coloured else f"white = 0, blue −{most:.2g}, red +{most:.2g}"
    page.text(ax, x, top + 0.24 + -(-len(pixels) // columns) * pitch + 0.08, words, 6)


def _table(ax, record: Layers, wide: float, top: float) -> None:
    """Draw a row a layer: its name and flag, then norm and histogram of weights, gradients and activations."""
    names = [page.fitted(name, 0.27 * wide, 6.5) for name in record.names]
    flags = [*record.flags, *[""] * (len(names) - len(record.flags))]
    narrow = wide < NARROW
    marked = [f"✗ {flag}" if flag else "" for flag in flags]
    left = page.MARGIN + (0 if narrow else max(page.measure(word, 6.5, "bold") for word in [*names, *marked]) + 0.15)
    each = (wide - left - page.MARGIN) / 3
    norms = record.weight_norm, record.gradient_norm, record.activation_norm
    said = "norm", "norm", "r.m.s."
    for part, (word, colour) in enumerate(PARTS):
        title = f"{word} ({said[part]})"
        page.text(ax, left + part * each, top + 0.1, page.fitted(title, each - 0.03, 6.5), 6.5, colour)
        for i, name in enumerate(names):
            y = top + 0.22 + i * ROWS[int(narrow)]
            if part == 0:
                page.text(ax, page.MARGIN, y + (0.08 if narrow else 0.17), name, 6.5, style.INK)
                place = (page.MARGIN + page.measure(name, 6.5) + 0.1, y + 0.08) if narrow else (page.MARGIN, y + 0.3)
                page.text(ax, *place, marked[i], 6.5, style.WRONG_INK, weight="bold")
            y += 0.14 if narrow else 0
            value = page.text(ax, left + part * each, y + 0.17, f"{float(norms[part][i]):.3g}", 6.5, style.INK)
            value.set_gid(f"{word} {name}")
            _histogram(ax, record, i, part, (left + part * each + 0.45, y, each - 0.53))


def _histogram(ax, record: Layers, layer: int, part: int, place) -> None:
    """Draw one histogram, with zero marked and the ends of its axis written below."""
    x, y, wide = place
    edges, counts = record.edges[layer, part].astype(float), record.counts[layer, part]
    chart = page.axes(ax, x, y, wide, CELL - 0.17)
    chart.axis("off")
    if not np.isfinite(edges).all() or edges[0] == edges[-1] or not counts.sum():
        page.text(ax, x, y + 0.17, "no spread", 5.5)
        return
    chart.stairs(counts, edges, fill=True, color=PARTS[part][1], alpha=0.75)
    if edges[0] <= 0 <= edges[-1]:
        chart.axvline(0, color=style.INK, linewidth=0.5)
    chart.set(xlim=(edges[0], edges[-1]), ylim=(0, 1.05 * counts.max()))
    ends = [f"{value:.2g}".replace("-", "−") for value in (edges[0], edges[-1])]
    if sum(page.measure(end, 5) for end in ends) + 0.06 > wide:
        page.text(ax, x + wide / 2, y + CELL - 0.11, f"|x| ≤ {np.abs(edges).max():.1g}", 5, ha="center")
        return
    for end, side, at in ((ends[0], "left", x), (ends[1], "right", x + wide)):
        page.text(ax, at, y + CELL - 0.11, end, 5, ha=side)
