"""Small records of every kind, for the tests of figures and charts, and a check that nothing overlaps or is cut."""

from itertools import combinations

import numpy as np
from fake_runs import frame
from matplotlib.text import Text

from lbaviz.records import (
    MMD,
    Accuracy,
    Clustering,
    Confusion,
    Exemplars,
    Layers,
    Neighbors,
    Plane,
    Projection,
    Visits,
    WalkPicture,
    WalkTrace,
)

NAMES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")


def images(n: int, channels: int = 1, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (n, 8, 8, channels), np.uint8)


def labels(n: int, classes: int = 10) -> np.ndarray:
    return np.arange(n) % classes


def a_visits(n: int = 40, **more) -> Visits:
    p = np.random.default_rng(0).dirichlet(np.full(n, 0.3)).astype("f4")
    return Visits(**{"p_visit": p, "images": images(n), "labels": labels(n), "class_names": NAMES, "step": 500, **more})


def a_neighbors(n: int = 12, m: int = 30, k: int = 5, **more) -> Neighbors:
    rng = np.random.default_rng(0)
    indices = np.argsort(rng.random((n, m)), axis=1)[:, :k]
    similarities = -np.sort(-rng.random((n, k)), axis=1).astype("f4")
    shown = {"query_images": images(n), "gallery_images": images(m, seed=1), "query_labels": labels(n)}
    shown |= {"gallery_labels": labels(m), "class_names": NAMES, "step": 1200}
    return Neighbors(**{"indices": indices, "similarities": similarities, **shown, **more})


def a_projection(n: int = 200, classes: int = 10, step: int | None = 100, spread: float = 1.0, **more) -> Projection:
    rng = np.random.default_rng(step)
    true = labels(n, classes)
    positions = (spread * rng.normal(size=(n, 2))).astype("f4")
    wrong = np.arange(n) % 4 == 0
    settings = {"perplexity": 35, "seed": 0, "early_exaggeration": 12}
    shown = {"labels": true, "predicted": np.where(wrong, (true + 1) % classes, true), "class_names": NAMES[:classes]}
    return Projection(**{"positions": positions, "settings": settings, "step": step, **shown, **more})


def a_confusion(n: int = 400, classes: int = 10, with_images: bool = True, **more) -> Confusion:
    true = labels(n, classes)
    predicted = np.where(np.arange(n) % 7 == 0, (true + 3) % classes, true)
    counts = np.zeros((classes, classes), int)
    np.add.at(counts, (true, predicted), 1)
    names = NAMES if classes == 10 else tuple(f"sign number {i}" for i in range(classes))
    shown = {"class_names": names, "step": 3000}
    if with_images:
        m = 12 * classes
        shown |= {"images": images(n), "labelled_images": images(m, seed=1), "labelled_labels": labels(m, classes)}
    return Confusion(**{"counts": counts, "predicted": predicted, "labels": true, **shown, **more})


def a_clustering(n: int = 400, clusters: int = 12, classes: int = 10, **more) -> Clustering:
    """Cluster c holds class c + 3, one sample in seven another; the surplus clusters hold a few of several."""
    true = labels(n, classes)
    predicted = np.where(np.arange(n) % 7 == 0, np.arange(n) % clusters, (true - 3) % classes)
    counts = np.zeros((clusters, classes), int)
    np.add.at(counts, (predicted, true), 1)
    class_of = np.array([(c + 3) % classes if c < classes else -1 for c in range(clusters)])
    shown = {"sizes": counts.sum(axis=1), "class_names": NAMES[:classes], "step": 3000}
    return Clustering(0.871, 0.9, 0.781, 0.782, 0.744, counts, class_of, **{**shown, **more})


def an_exemplars(k: int = 10, m: int = 10, channels: int = 1, **more) -> Exemplars:
    """Cluster c holds class c + 3; every seventh image is of another; the last cluster has three images only."""
    majority = (np.arange(k) + 3) % 10
    true = np.tile(majority[:, None], (1, m))
    true.flat[::7] = (true.flat[::7] + 1) % 10
    indices = np.arange(k * m).reshape(k, m)
    p = np.tile(np.linspace(1, 0.6, m, dtype="f4"), (k, 1))
    indices[-1, 3:], true[-1, 3:], p[-1, 3:] = -1, -1, np.nan
    pictures = images(k * m, channels).reshape(k, m, 8, 8, channels)
    shown = {"images": pictures, "labels": true, "majority": majority, "class_names": NAMES, "step": 3000}
    return Exemplars(indices, p, np.r_[np.arange(k - 1) * 40 + 900, 3], **{**shown, **more})


def an_mmd(permutations: int = 200, **more) -> MMD:
    null = np.random.default_rng(0).gamma(4, 0.002, permutations) if permutations else None
    shown = {"null": null, "p_value": 0.0125 if permutations else None, "names": ("source", "target")}
    return MMD(**{"mmd2": 0.0213, "bandwidths": (2, 5, 10, 20, 40, 80), "weights": (1,) * 6, **shown, **more})


def an_accuracy(classes: int = 10, **more) -> Accuracy:
    edges = np.linspace(0, 1, 11)
    count = np.array([0, 0, 3, 5, 9, 14, 30, 60, 120, 300])
    confidence = np.where(count > 0, edges[:-1] + 0.05, np.nan)
    per_class = np.linspace(0.5, 12.5, classes)
    names = NAMES if classes == 10 else tuple(f"sign number {i}" for i in range(classes))
    shown = {"error_best": 4.25, "class_names": names, "step": 2000}
    numbers = (5.5, per_class, edges, count, confidence, confidence - 0.1, 7.3)
    return Accuracy(**{**dict(zip(list(Accuracy.__dataclass_fields__)[1:8], numbers, strict=True)), **shown, **more})


def a_plane(names: tuple[str, ...] = ("source only", "associative", "MMD"), steps: int = 12, **more) -> Plane:
    run, step = np.repeat(np.arange(len(names)), steps), np.tile(np.arange(steps) * 50, len(names))
    mmd2 = 0.2 * np.exp(-0.004 * run * step) + 0.01
    target = 60 * np.exp(-0.003 * run * step) + 5.0
    shown = {
        "run": run,
        "step": step,
        "mmd2": mmd2,
        "source_error": 80 * np.exp(-0.01 * step) + 1,
        "target_error": target,
    }
    return Plane(names, **{**shown, **more})


def a_layers(n: int = 3, channels: int = 1, **more) -> Layers:
    rng = np.random.default_rng(0)
    edges = np.tile(np.linspace(-1, 1, 21, dtype="f4"), (n, 3, 1)) * 10.0 ** -np.arange(n)[:, None, None]
    counts = np.tile(np.array([1, 2, 4, 8, 16, 32, 64, 80, 90, 99] * 2, "i4"), (n, 3, 1))
    norms = {f"{what}_norm": rng.gamma(3, 2, n).astype("f4") for what in ("weight", "gradient", "activation")}
    kernels = {name: rng.normal(size=(12, 3, 3, channels)).astype("f4") for name in ("kernels", "kernel_gradients")}
    names, flags = tuple(f"features.{i}" for i in range(n)), ("",) * (n - 1) + ("vanishing",)
    return Layers(**{"names": names, **norms, "edges": edges, "counts": counts, **kernels, "flags": flags, **more})


def a_walk(step: int = 0, n_a: int = 20, n_b: int = 40, classes: int = 10, **more) -> WalkPicture:
    true = np.r_[np.arange(n_a) * classes // n_a, np.arange(n_b) % classes]
    return WalkPicture(frame(step, n_a, n_b, classes), images(n_a + n_b), true, NAMES[:classes], **more)


def a_trace(start: int = 0, n_a: int = 10, n_b: int = 40, classes: int = 5, **more) -> WalkTrace:
    rng, true = np.random.default_rng(start), np.arange(n_a) * classes // n_a
    p_turn, p_ba = rng.dirichlet(np.full(n_b, 0.1)).astype("f4"), rng.dirichlet(np.full(n_a, 0.3), n_b).astype("f4")
    p_end = p_turn @ p_ba
    shown = {"images": images(n_a + n_b), "class_names": NAMES[:classes], "step": 500}
    return WalkTrace(start, p_turn, p_ba, p_end, p_end @ np.eye(classes, dtype="f4")[true], true, **{**shown, **more})


def all_axes(figure) -> list:
    """Return every Axes of a figure, those inside others included."""
    found, queue = [], list(figure.axes)
    while queue:
        axes = queue.pop()
        found.append(axes)
        queue += axes.child_axes
    return list(dict.fromkeys(found))


def mesh_of(figure, size: int = 100):
    """Return the coloured cells of a matrix of so many numbers."""
    meshes = [mesh for axes in all_axes(figure) for mesh in axes.collections if mesh.get_array() is not None]
    return [mesh for mesh in meshes if mesh.get_array().size == size][-1]


def words(figure) -> list[str]:
    """Return every text that can be seen, from the figure's axes and those inside them."""
    return [text.get_text() for text in _texts(figure)]


def _texts(figure) -> list[Text]:
    figure.canvas.draw()
    found = [*figure.texts]
    for axes in all_axes(figure):
        found += axes.texts
        if axes.axison:
            found += [axes.title, axes.xaxis.label, axes.yaxis.label, axes.xaxis.offsetText, axes.yaxis.offsetText]
            found += [text for axis in (axes.xaxis, axes.yaxis) for text in _tick_labels(axis)]
    return [text for text in found if text.get_visible() and text.get_text().strip()]


def _tick_labels(axis) -> list[Text]:
    """Return the labels of the ticks that lie within the axis: those outside exist, but are not drawn."""
    low, high = sorted(axis.get_view_interval())
    ticks = [tick for tick in axis.get_major_ticks() if low - 1e-9 <= tick.get_loc() <= high + 1e-9]
    return [label for tick in ticks for label in (tick.label1, tick.label2)]


def assert_legible(figure, slack: float = 1.0) -> None:
    """Assert that no text leaves the figure and no two texts overlap by more than `slack` pixels."""
    boxes = [(text.get_text(), text.get_window_extent()) for text in _texts(figure)]
    width, height = figure.bbox.width, figure.bbox.height
    for said, box in boxes:
        assert box.x0 > -slack and box.y0 > -slack and box.x1 < width + slack and box.y1 < height + slack, said
    for (one, a), (other, b) in combinations(boxes, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        down = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across <= slack or down <= slack * 3, f"{one!r} and {other!r} overlap"
