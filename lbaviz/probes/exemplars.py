"""Which images a network is surest of, cluster by cluster."""

import time

import numpy as np
from jaxtyping import Float, Int
from torch import Tensor

from lbaviz.errors import BadInput
from lbaviz.probes.accuracy import are_probabilities
from lbaviz.probes.checks import check_count, check_embeddings
from lbaviz.probes.clustering import check_labels
from lbaviz.records import Exemplars


def exemplars(scores, images=None, *, labels=None, count: int = 10, class_names: tuple[str, ...] = ()) -> Exemplars:
    """Return the `count` most probable images of every cluster, of scores (n, k), after ADC Figures 3 and 4.

    scores are probabilities where every row is 0 or more and sums to 1, else logits; an image belongs to its most
    probable cluster. Ranked by the odds, which still differ where probabilities have become 1. images: uint8
    (n, h, w, c), of which the shown ones are kept; labels: for display only, -1 where unknown. Cost: one sort.
    BadInput for other lengths, no samples or NaN.
    """
    began = time.perf_counter()
    scores = check_embeddings(scores, "scores").double().cpu()
    count, k = check_count(count, "count"), scores.shape[1]
    against = odds_against(scores.log() if are_probabilities(scores) else scores)
    cluster = scores.argmax(dim=1).numpy()
    indices = np.full((k, count), -1, np.int64)
    for one in range(k):
        members = np.flatnonzero(cluster == one)
        best = members[np.argsort(against[members], kind="stable")[:count]]
        indices[one, : len(best)] = best
    there = indices >= 0
    shown = {} if labels is None else _classes(labels, cluster, indices, k, len(class_names) or None)
    return Exemplars(
        indices=indices,
        probabilities=np.where(there, 1 / (1 + against[indices]), np.nan).astype(np.float32),
        sizes=np.bincount(cluster, minlength=k).astype(np.int64),
        images=None if images is None else _shown(images, indices, len(scores)),
        **shown,
        class_names=tuple(class_names),
        seconds=time.perf_counter() - began,
    )


def odds_against(logits: Float[Tensor, "n k"]) -> Float[np.ndarray, " n"]:
    """Return (1 - p) / p of the most probable cluster, precise also where p is 1 in floating point."""
    best, where = logits.max(dim=1, keepdim=True)
    return (logits - best).exp().scatter(1, where, 0).sum(dim=1).numpy()


def _classes(labels, cluster: Int[np.ndarray, " n"], indices: Int[np.ndarray, "k m"], k: int, classes: int | None):
    """Return the fields "labels" and "majority"."""
    labels, known = check_labels(labels, len(cluster), classes)
    classes = classes or int(labels.max(initial=0)) + 1
    counts = np.bincount(cluster[known] * classes + labels[known], minlength=k * classes).reshape(k, classes)
    majority = np.where(counts.any(axis=1), counts.argmax(axis=1), -1)
    return {"labels": np.where(indices >= 0, labels[indices], -1), "majority": majority}


def _shown(images, indices: Int[np.ndarray, "k m"], n: int) -> np.ndarray:
    images = images.detach().cpu().numpy() if isinstance(images, Tensor) else np.asarray(images)
    if images.ndim != 4 or images.dtype != np.uint8 or len(images) != n:
        came = f"{images.dtype} of shape {images.shape}"
        raise BadInput(f"images are {came} for {n} rows of scores: give uint8 (n, h, w, c), one image for each")
    there = (indices >= 0)[..., None, None, None]
    return np.where(there, images[indices], 0).astype(np.uint8)
