"""Where a network lays its samples, flattened to a plane; steps are laid out so that motion means something."""

import time
from collections.abc import Sequence

import numpy as np
from jaxtyping import Float, Shaped
from torch import from_numpy

from lbaviz.errors import BadInput, nearest
from lbaviz.probes import layouts
from lbaviz.probes.checks import check_count, check_embeddings, check_widths
from lbaviz.probes.neighbors import nearest_neighbors
from lbaviz.records import Projection

METHODS = ("pca", "tsne", "umap")
LARGEST_SEED = 2**32 - 1


def project(
    x,
    *,
    anchors=None,
    method: str = "tsne",
    seed: int = 0,
    start=None,
    perplexity: float = 35,
    early_exaggeration: float = 12,
    neighbors: int = 15,
    min_dist: float = 0.1,
    step: int | None = None,
) -> Projection:
    """Return embeddings x (n, d) laid out in the plane, positions float32 (n, 2); settings say how.

    method: "pca"; "tsne" (van der Maaten and Hinton 2008, by openTSNE: perplexity, early_exaggeration; the divergence
    reached is kl, in nats); "umap" (McInnes et al. 2018: neighbors, min_dist). start: positions (n, 2) or a Projection
    of the same samples, from which t-SNE and UMAP go on (t-SNE without early exaggeration, until it hardly improves)
    and to which every layout is turned and mirrored; without it they start at the PCA. Cost: t-SNE of 1,000 samples
    takes 2 s, a quarter of it from a start. anchors (m, d): points among the embeddings that are no samples, such as
    centroids, laid out with them. The principal axes and the turn are those of the samples alone; t-SNE and UMAP take
    anchors as further points, and one that the start lacks goes on from its nearest sample. BadInput for too few
    samples, NaN or constant embeddings, anchors of another width, a perplexity or number of neighbours that n does not
    allow, a start of another shape, or a library that is not installed.
    """
    began = time.perf_counter()
    if method not in METHODS:
        raise BadInput(f"there is no method '{method}'.{nearest(method, METHODS)}")
    seed = check_count(seed, "seed", 0)
    if seed > LARGEST_SEED:
        raise BadInput(f"seed is {seed}, but it is at most {LARGEST_SEED}")
    x = check_embeddings(x, "the embeddings", least=3, varied=True).cpu().numpy()
    n = len(x)
    x = x if anchors is None else np.concatenate([x, check_anchors(anchors, x)])
    start = None if start is None else check_start(start, x, n)
    axes, kept = principal(x, n)
    settings, kl = {"start": "PCA" if start is None else "the layout before"}, None
    if method == "pca":
        positions, settings = axes, {"variance_kept": round(kept, 3)}
    elif method == "tsne":
        check_perplexity(perplexity, early_exaggeration, n)
        positions, kl, iterations = layouts.tsne(x, axes, start, perplexity, early_exaggeration, seed)
        exaggeration = early_exaggeration if start is None else "none"
        settings |= {
            "perplexity": perplexity,
            "seed": seed,
            "early_exaggeration": exaggeration,
            "iterations": iterations,
        }
    else:
        if check_count(neighbors, "neighbors", 2) >= n:
            raise BadInput(f"neighbors is {neighbors}, but {n} samples have {n - 1} others: take fewer")
        positions = layouts.umap(x, axes, start, neighbors, min_dist, seed)
        settings |= {"neighbors": neighbors, "min_dist": min_dist, "seed": seed}
    if start is not None:
        positions = aligned(positions, start[:n])
    positions, seconds = positions.astype(np.float32), time.perf_counter() - began
    placed = None if anchors is None else positions[n:]
    return Projection(positions[:n], method, settings, kl, step=step, anchors=placed, seconds=seconds)


def project_steps(
    xs: Sequence,
    *,
    anchors: Sequence | None = None,
    steps: Sequence[int] | None = None,
    method: str = "tsne",
    **options,
) -> list[Projection]:
    """Return a layout for each of the embeddings xs (each (n, d_i)) of the same samples, each from the one before it.

    steps: where they were recorded, by default 0, 1, 2, ...; anchors: those of each step, None where there were none
    yet; the other options are those of `project`. Cost: the first
    layout and, for t-SNE, about a quarter of it for each that follows. BadInput as `project`, for no embeddings, and
    for lengths that differ.
    """
    xs, steps = list(xs), list(range(len(xs)) if steps is None else steps)
    if not xs:
        raise BadInput("there are no embeddings to project: select at least one step")
    if len(steps) != len(xs):
        raise BadInput(f"there are {len(steps)} steps for {len(xs)} embeddings: give one for each")
    anchors = [None] * len(xs) if anchors is None else list(anchors)
    if len(anchors) != len(xs):
        raise BadInput(
            f"there are anchors of {len(anchors)} steps for {len(xs)} embeddings: give them, or None, for each"
        )
    lengths = sorted({len(x) for x in xs})
    if len(lengths) > 1:
        raise BadInput(
            f"the embeddings have {lengths[0]} to {lengths[-1]} samples: give the same samples at every step"
        )
    found = []
    for x, own, step in zip(xs, anchors, steps, strict=True):
        last = {"start": found[-1]} if found else {}
        found.append(project(x, anchors=own, method=method, step=step, **{**options, **last}))
    return found


def principal(x: Shaped[np.ndarray, "m d"], n: int) -> tuple[Float[np.ndarray, "m 2"], float]:
    """Return points on the two principal axes of the first n, in float64, and the share of variance that these keep.

    The largest coordinate of those n on each axis is positive, so that the same samples lie the same way.
    """
    centred = x.astype(np.float64) - x[:n].mean(axis=0, dtype=np.float64)
    u, s, vt = np.linalg.svd(centred[:n], full_matrices=False)
    axes = np.zeros((len(x), 2))
    axes[:, : min(2, len(s))] = np.concatenate([u[:, :2] * s[:2], centred[n:] @ vt[:2].T])
    axes *= np.where(axes[np.abs(axes[:n]).argmax(axis=0), [0, 1]] < 0, -1, 1)
    return axes, float(np.square(s[:2]).sum() / np.square(s).sum())


def aligned(positions: Float[np.ndarray, "m 2"], to: Float[np.ndarray, "n 2"]) -> Float[np.ndarray, "m 2"]:
    """Turn, mirror and shift a layout, without stretching, so that its first n lie near to another's (Procrustes)."""
    middle, goal = positions[: len(to)].mean(axis=0), to - to.mean(axis=0)
    u, _, vt = np.linalg.svd((positions[: len(to)] - middle).T @ goal)
    return (positions - middle) @ u @ vt + to.mean(axis=0)


def check_anchors(anchors, x: Shaped[np.ndarray, "n d"]) -> Shaped[np.ndarray, "k d"]:
    """Return anchors in the type of x; BadInput where they cannot lie among these embeddings."""
    anchors = check_embeddings(anchors, "the anchors")
    check_widths(from_numpy(x), anchors.cpu(), ("the embeddings", "the anchors"))
    return anchors.cpu().numpy().astype(x.dtype)


def check_start(start, x: Shaped[np.ndarray, "m d"], n: int) -> Float[np.ndarray, "m 2"]:
    """Return where the n samples and, behind them, the anchors of x start, in float64; BadInput for other samples."""
    before = start.anchors if isinstance(start, Projection) else None
    start = start.positions if isinstance(start, Projection) else start
    if tuple(np.shape(start)) != (n, 2):
        raise BadInput(f"the start has shape {tuple(np.shape(start))}, but it is a layout ({n}, 2) of the same samples")
    start = check_embeddings(start, "the positions of the start", varied=True).double().cpu().numpy()
    if len(x) == n:
        return start
    if before is None or len(before) != len(x) - n:
        nearest_sample = nearest_neighbors(x[n:], x[:n], k=1, metric="euclidean").indices[:, 0]
        before = start[nearest_sample]
    return np.concatenate([start, before])


def check_perplexity(perplexity: float, early_exaggeration: float, n: int) -> None:
    """Raise BadInput unless every sample has three times as many others: t-SNE looks at so many neighbours."""
    numbers = {"perplexity": perplexity, "early_exaggeration": early_exaggeration}
    for name, value in numbers.items():
        if isinstance(value, bool) or not isinstance(value, int | float | np.number) or not 1 <= value < np.inf:
            raise BadInput(f"{name} is {value!r}, but it is a number of at least 1")
    if 3 * perplexity > n - 1:
        most = (n - 1) // 3
        allowed, instead = (f"at most {most}", f"perplexity={most}") if most else ("none", "method='pca'")
        raise BadInput(
            f"perplexity is {perplexity}, but {n} samples allow {allowed}: "
            f"take {instead} or {int(3 * perplexity) + 1} samples"
        )
