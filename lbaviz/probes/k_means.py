"""What k-means alone makes of images or embeddings: the first row of ADC Table 1, and its last."""

import time
from dataclasses import replace

import numpy as np
from jaxtyping import Float
from torch import Tensor

from lbaviz import clustering as losses
from lbaviz.errors import BadInput
from lbaviz.probes.checks import check_count, check_embeddings
from lbaviz.probes.clustering import clustering
from lbaviz.records import Clustering

ROWS = 4096  # samples that are compared with the centres at a time


def k_means(
    points, clusters: int, *, labels=None, test: tuple | None = None, seed: int = 0, class_names: tuple[str, ...] = ()
) -> Clustering:
    """Return how well the clusters of k-means agree with classes; the labels have no part in finding them.

    points: embeddings (n, d) or images (n, h, w, c), uint8 as shares of white. labels: of the points, or
    test=(points, labels): judge these, each in the cluster of the nearest centre. seed: of the starts. Cost: ten starts
    on up to 10,000 points, one on all. BadInput for what has no clusters or no labels.
    """
    began = time.perf_counter()
    if (labels is None) == (test is None):
        raise BadInput("give labels of the points, or test=(points, labels) to judge others: one of the two")
    found = _flat(points, "the points")
    centres, predicted = losses.k_means(found, check_count(clusters, "clusters"), seed=seed)
    if test is not None:
        judged, labels = _flat(test[0], "the test points"), test[1]
        if judged.shape[1] != found.shape[1]:
            raise BadInput(f"the points have {found.shape[1]} numbers each and the test points {judged.shape[1]}")
        predicted = nearest_centre(judged, centres)
    record = clustering(predicted, labels, clusters=clusters, class_names=class_names)
    return replace(record, seconds=time.perf_counter() - began)


def _flat(points, what: str) -> Float[np.ndarray, "n d"]:
    """Return embeddings or images as float32 (n, d), images as shares of white."""
    points = points.detach().cpu().numpy() if isinstance(points, Tensor) else np.asarray(points)
    if points.ndim == 4 and points.dtype == np.uint8:
        points = points.reshape(len(points), -1).astype(np.float32) / 255
    return check_embeddings(points, what).numpy().astype(np.float32, copy=False)


def nearest_centre(points: Float[np.ndarray, "n d"], centres: Float[np.ndarray, "k d"]) -> np.ndarray:
    """Return the number of each point's nearest centre, int64 (n,)."""
    half = (centres.astype(np.float64) ** 2).sum(axis=1) / 2
    chunks = (points[at : at + ROWS].astype(np.float64) for at in range(0, len(points), ROWS))
    return np.concatenate([(chunk @ centres.T - half).argmax(axis=1) for chunk in chunks])
