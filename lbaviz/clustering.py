"""What associative deep clustering is made of besides walks: its losses (ADC sec. 2.2) and the start of its centroids.

Haeusser et al. 2018, "Associative Deep Clustering". Where the paper and the released code differ
(jplapp/associative_deep_clustering@199b3ea:semisup/backend.py, SEMANTICS 48, 49), both are here. Losses are computed in
at least float32, autocast off.
"""

import warnings

import numpy as np
import torch
from jaxtyping import Float, Int64
from torch import Tensor

from lbaviz.errors import BadInput, nearest

TRANSFORMATION_FORMS = ("paper", "released-code")
REDUCTIONS = ("sum", "mean")
STARTS = 10  # of k-means, of which the best is kept; scikit-learn's default in 2018
STARTED_ON = 10_000  # points among which that start is found; of more, a fifth of the time and the same end


def norm_loss(embeddings: Tensor, *, target: float = 1.0, reduction: str = "sum") -> Tensor:
    """Return the sum over embeddings (n, d) of (|e| - target)^2, a 0-dim tensor; "mean": divided by n.

    "sum" is what the released code computes; the paper says that losses are divided by the number of summands.
    Finite gradients for an embedding of length 0. Raises BadInput. Source: ADC sec. 2.2, L_norm.
    """
    check_embeddings("embeddings", embeddings)
    check_reduction(reduction)
    squares = (_precise(embeddings).norm(dim=1) - target).square()
    return squares.sum() if reduction == "sum" else squares.mean()


def l1_loss(embeddings: Tensor) -> Tensor:
    """Return the sum of the absolute entries of embeddings (n, d), 0-dim: in the released code, not in the paper."""
    check_embeddings("embeddings", embeddings)
    return _precise(embeddings).abs().sum()


def transformation_loss(
    z: Tensor,
    z_transformed: Tensor,
    logits: Tensor,
    logits_transformed: Tensor,
    *,
    form: str = "paper",
    constant_targets: bool = True,
) -> Tensor:
    """Return |1 - z_i . z_j - crossentropy(o_i, o_j)|, the mean over all pairs of images and transformed images, 0-dim.

    z, z_transformed (n, d): embeddings; logits (n, k): o; i and j run over images and transformed images, (2n)^2 pairs.
    form: "paper" (eq. 4, each pair its own cross-entropy) or "released-code", where the cross-entropy is averaged over
    all pairs to one number first. crossentropy(o_i, o_j) = -sum softmax(o_i) log softmax(o_j), in nats, whose targets
    softmax(o_i) get no gradient (as in TensorFlow) unless constant_targets is False. Raises BadInput.
    """
    check_form(form)
    for name, x in (("z", z), ("z_transformed", z_transformed), ("logits", logits)):
        check_embeddings(name, x)
    if z.shape != z_transformed.shape or logits.shape != logits_transformed.shape or len(z) != len(logits):
        shapes = [tuple(x.shape) for x in (z, z_transformed, logits, logits_transformed)]
        raise BadInput(f"the shapes are {shapes}, but two of (n, d) and two of (n, k) are needed: one row an image")
    with torch.autocast(z.device.type, enabled=False):
        points = _precise(torch.cat([z, z_transformed]))
        outputs = _precise(torch.cat([logits, logits_transformed]))
        entropies = cross_entropies(outputs, constant_targets)
        if form == "released-code":
            entropies = entropies.mean()
        return (1 - points @ points.T - entropies).abs().mean()


def cross_entropies(outputs: Float[Tensor, "n k"], constant_targets: bool) -> Float[Tensor, "n n"]:
    """Return crossentropy(o_i, o_j) of all pairs, in nats: rows are the targets."""
    targets = outputs.softmax(dim=1)
    return -(targets.detach() if constant_targets else targets) @ outputs.log_softmax(dim=1).T


def k_means(
    points: Tensor | np.ndarray, k: int, *, seed: int = 0
) -> tuple[Float[np.ndarray, "k d"], Int64[np.ndarray, " n"]]:
    """Return the k centres of points (n, d), float32, and the cluster of each point.

    k-means++ with 10 starts and random_state 0, as the released code calls scikit-learn; of more than 10,000 points
    the starts are tried on so many, drawn by seed, and the best one goes on to its end on all (benchmarks/k_means.py).
    On one thread: more add their sums in any order, so a run that is gone back to would not give the same bits, and on
    a busy machine they wait for each other for most of the time.
    BadInput where points are not finite, or fewer than k of them differ.
    """
    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning
    from threadpoolctl import threadpool_limits

    points = np.ascontiguousarray(points, dtype=np.float32)
    if not np.isfinite(points).all():
        raise BadInput("k-means: the points are not all finite: go back, and lower the learning rate")
    if len(points) < k:
        raise BadInput(f"k-means: {len(points)} points cannot make {k} clusters: ask for fewer")
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # of too few different points, which is said below
        found = KMeans(n_clusters=k, n_init=STARTS, random_state=seed).fit(_some(points, max(STARTED_ON, 20 * k), seed))
        if len(found.labels_) < len(points):
            found = KMeans(n_clusters=k, init=found.cluster_centers_, n_init=1).fit(points)
    filled = len(np.unique(found.labels_))
    if filled < k:
        raise BadInput(f"k-means: only {filled} of {k} clusters hold a point, because the others are all alike")
    return found.cluster_centers_.astype(np.float32), found.labels_.astype(np.int64)


def _some(points: np.ndarray, most: int, seed: int) -> np.ndarray:
    return (
        points if len(points) <= most else points[np.random.RandomState(seed).choice(len(points), most, replace=False)]
    )


def _precise(x: Tensor) -> Tensor:
    return x.to(torch.promote_types(x.dtype, torch.float32))


def check_form(form: str) -> None:
    if form not in TRANSFORMATION_FORMS:
        raise BadInput(f"there is no transformation loss '{form}'.{nearest(str(form), TRANSFORMATION_FORMS)}")


def check_reduction(reduction: str) -> None:
    if reduction not in REDUCTIONS:
        raise BadInput(f"there is no reduction '{reduction}'.{nearest(str(reduction), REDUCTIONS)}")


def check_embeddings(name: str, x: Tensor) -> None:
    """Raise BadInput unless x is a tensor of floats (n, d) with at least one row."""
    if not isinstance(x, Tensor) or not x.is_floating_point() or x.dim() != 2 or 0 in x.shape:
        came = f"{x.dtype} {tuple(x.shape)}" if isinstance(x, Tensor) else type(x).__name__
        raise BadInput(f"{name} is {came}, but a tensor of floats (n, d) is needed, with n and d at least 1")
