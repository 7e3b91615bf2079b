"""Two domains brought together by their second moments: as a loss while training, in closed form on features."""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from lbaviz.errors import BadInput


def coral_loss(source: Tensor, target: Tensor) -> Tensor:
    """Return |C_S - C_T|_F^2 / (4 d^2) of features (n_s, d) and (n_t, d), a 0-dim tensor with gradients.

    C are covariances over n - 1, so that the means of the domains do not matter; in float32, autocast off. BadInput for
    other shapes and for fewer than two samples. Source: Sun and Saenko 2016 (arXiv:1607.01719), eq. 1 to 3.
    """
    check_features(source, target)
    with torch.autocast(source.device.type, enabled=False):
        difference = covariance(source.float()) - covariance(target.float())
        return difference.square().sum() / (4 * source.shape[1] ** 2)


def covariance(features: Float[Tensor, "n d"]) -> Float[Tensor, "d d"]:
    """Return the covariance over n - 1."""
    centred = features - features.mean(dim=0)
    return centred.T @ centred / (len(features) - 1)


def coral(source, target):
    """Return source features (n_s, d) with the second moments, and the mean, of target features (n_t, d).

    They are whitened with C_S + I and recoloured with C_T + I: (x - mean_S) (C_S + I)^(-1/2) (C_T + I)^(1/2) + mean_T.
    Arrays or tensors in, the same out, computed in float64. BadInput for features that are not finite, of other widths
    or fewer than two. Source: Sun, Feng and Saenko 2016 (arXiv:1511.05547), algorithm 1, on features normalised to mean
    0 there; popular libraries leave the means in, which moves them by the same matrix.
    """
    s, t = checked_pair(source, target)
    identity = torch.eye(s.shape[1], dtype=s.dtype)
    whiten = power(covariance(s) + identity, -0.5)
    recolour = power(covariance(t) + identity, 0.5)
    return like(source, (s - s.mean(dim=0)) @ whiten @ recolour + t.mean(dim=0))


def power(symmetric: Float[Tensor, "d d"], exponent: float) -> Float[Tensor, "d d"]:
    """Return a positive definite matrix to a real power."""
    values, vectors = torch.linalg.eigh(symmetric)
    return vectors * values**exponent @ vectors.T


def subspace_alignment(source, target, dimensions: int):
    """Return (source, target) in a common space (n, dimensions): the source's principal axes turned onto the target's.

    With the bases X_S and X_T of the first principal axes: (source - mean_S) X_S X_S^T X_T, and (target - mean_T) X_T.
    Arrays or tensors in, the same out, computed in float64. BadInput for features that are not finite or of other
    widths, and for more dimensions than either has. Source: Fernando et al. 2013 (ICCV), sec. 3, which also scales
    every feature to variance 1: do that before, where units differ.
    """
    s, t = checked_pair(source, target)
    most = min(s.shape[1], len(s) - 1, len(t) - 1)
    if isinstance(dimensions, bool) or not isinstance(dimensions, int | np.integer) or not 1 <= dimensions <= most:
        raise BadInput(
            f"dimensions is {dimensions!r}, but {len(s)} and {len(t)} samples of {s.shape[1]} features have 1 to "
            f"{most} principal axes: ask for so many"
        )
    axes_s, axes_t = principal_axes(s, dimensions), principal_axes(t, dimensions)
    aligned_s = (s - s.mean(dim=0)) @ axes_s @ (axes_s.T @ axes_t)
    return like(source, aligned_s), like(target, (t - t.mean(dim=0)) @ axes_t)


def principal_axes(features: Float[Tensor, "n d"], count: int) -> Float[Tensor, "d count"]:
    """Return the directions of largest variance, unit columns, largest first."""
    return torch.linalg.svd(features - features.mean(dim=0), full_matrices=False).Vh[:count].T


def check_features(source: Tensor, target: Tensor) -> None:
    """Raise BadInput unless covariances of two sets of features can be compared."""
    for name, z in (("source", source), ("target", target)):
        if z.dim() != 2 or 0 in z.shape:
            raise BadInput(f"{name} features have shape {tuple(z.shape)}, but they are (n, d): one row a sample")
        if len(z) < 2:
            raise BadInput(f"{name} features are of one sample, which has no covariance: give at least two")
    if source.shape[1] != target.shape[1]:
        raise BadInput(
            f"source features have {source.shape[1]} columns and target features {target.shape[1]}: embed both by one "
            "network"
        )


def checked_pair(source, target) -> tuple[Tensor, Tensor]:
    """Return both as finite float64 tensors on the CPU."""
    both = [torch.as_tensor(z.detach().cpu() if isinstance(z, Tensor) else np.array(z, "f8")) for z in (source, target)]
    s, t = (z.double() for z in both)
    check_features(s, t)
    for name, z in (("source", s), ("target", t)):
        if not bool(z.isfinite().all()):
            raise BadInput(f"{name} features hold NaN or infinity: take an earlier step or a lower learning rate")
    return s, t


def like(given, result: Tensor):
    """Return a result as what was given: a tensor of its type and device, or an array of its type."""
    if isinstance(given, Tensor):
        return result.to(given)
    given = np.asarray(given)
    return result.numpy().astype(given.dtype if given.dtype.kind == "f" else np.float64)
