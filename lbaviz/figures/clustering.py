"""Which classes clusters hold, for print: clusters in rows, in the order of the classes that they are assigned to."""

import numpy as np
from matplotlib.patches import Rectangle

from lbaviz.errors import BadInput
from lbaviz.figures import class_matrix, page, style
from lbaviz.records import Clustering
from lbaviz.records.base import names_of

SIZES = 0.24  # of the width, for the bars beside the matrix
APART = 0.14  # inches between the matrix and the bars


def draw(record: Clustering, ax=None, *, width: str | float = "one-column", values: str = "counts"):
    """Return the Figure of clusters (rows) against classes (columns), the sizes of the clusters as bars beside them.

    The class that a cluster is assigned to is framed. values: "counts" or "share" (per cent of the cluster's samples
    of known class). BadInput for other values.
    """
    if values not in ("counts", "share"):
        raise BadInput(f"values='{values}' is not known: choose 'counts' or 'share'")
    wide, order = page.width(ax, width), record.order
    inner = wide - 2 * page.MARGIN
    lines = page.wrapped(_words(record), inner)
    top = page.heading_height(lines) + 0.04
    names = names_of(record.counts.shape[1], record.class_names)
    plan = class_matrix.plan(names, (1 - SIZES) * inner - APART, values, rows=[str(cluster) for cluster in order])
    ax = page.begin(ax, wide, top + plan.high + 0.05)
    page.heading(ax, "Clusters", lines)
    numbers = record.counts if values == "counts" else 100 * shares(record.counts)
    columns = "class (samples)" if values == "counts" else "class (per cent of the cluster)"
    chart = class_matrix.draw(ax, numbers[order], plan, page.MARGIN, top, rows="cluster", columns=columns)
    for row, label in enumerate(record.class_of[order]):
        if label >= 0:
            frame = {"fill": False, "ec": style.UNLABELLED, "lw": 1.3 * page.scale(ax), "zorder": 4}
            chart.add_patch(Rectangle((label, row), 1, 1, **frame))
    left = page.MARGIN + plan.left + len(names) * plan.cell + APART
    _sizes(ax, record.sizes[order], plan, (left, top), min(SIZES * inner, 1.6))
    return ax.figure


def _words(record: Clustering) -> str:
    """Say how well clusters agree with classes, and how many samples could be judged."""
    step = "" if record.step is None else f"step {record.step:,} · "
    known, total = int(record.counts.sum()), int(record.sizes.sum())
    judged = f"{total:,} samples" if known == total else f"{known:,} of {total:,} samples, the others' class is unknown"
    return (
        f"{step}accuracy {100 * record.accuracy:.1f} % (one to one; by majority {100 * record.accuracy_majority:.1f} %)"
        f" · NMI {record.nmi:.3f} (arithmetic mean) · ARI {record.ari:.3f} · {judged}"
    )


def shares(counts: np.ndarray) -> np.ndarray:
    """Return the share of each class in a cluster, rows sum to 1: float64; NaN for a cluster of no known class."""
    totals = counts.sum(axis=1, keepdims=True)
    return np.divide(counts, totals, out=np.full(counts.shape, np.nan), where=totals > 0)


def _sizes(ax, sizes: np.ndarray, plan, corner: tuple[float, float], wide: float) -> None:
    """Draw how many samples each cluster has as bars, the number behind each."""
    (x, top), m, size = corner, len(sizes), min(plan.size, 6.0)
    room = max(page.measure(f"{n:,}", size) for n in sizes) + 0.06
    most = max(int(sizes.max()), 1)
    chart = page.axes(ax, x, top + plan.above, wide, m * plan.cell)
    chart.grid(visible=False)
    chart.spines["bottom"].set_visible(False)
    chart.set(xlim=(0, most * wide / max(wide - room, 0.1)), ylim=(m, 0), xticks=[], yticks=[])
    chart.barh(np.arange(m) + 0.5, sizes, height=0.68, color=style.UNLABELLED, alpha=0.8)
    look = {"fontsize": size * page.scale(ax), "color": style.INK, "va": "center"}
    for row, n in enumerate(sizes):
        chart.text(n + 0.04 * most / max(wide - room, 0.1), row + 0.5, f"{n:,}", **look)
    page.text(ax, x, top + 0.08, "size", 7)
