"""How far apart two sets of embeddings are, and whether chance alone would put them so far apart."""

import time
from collections.abc import Sequence

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from lbaviz.discrepancies import BANDWIDTHS, Mixture, combined, mixture_of, mmd2
from lbaviz.errors import BadInput
from lbaviz.probes.checks import check_count, check_embeddings, check_widths
from lbaviz.records import MMD

MEDIAN_OF = 2000  # samples whose distances the median heuristic looks at
CHUNK = 256  # rows of the kernel matrix at once
ROUNDING = 1e-12  # a shuffle that changes nothing must count, whatever the order of its sums


@torch.no_grad()
def mmd(
    x,
    y,
    *,
    bandwidths: Sequence[float] | str = BANDWIDTHS,
    weights: Sequence[float] | None = None,
    biased: bool = True,
    permutations: int = 0,
    seed: int = 0,
) -> MMD:
    """Return the squared MMD of embeddings x (m, d) and y (n, d) under a mixture of Gaussian kernels (SEMANTICS 42).

    bandwidths: or "median", one kernel as wide as the median distance of all samples (Gretton et al. 2012, sec. 8).
    permutations: so many times the samples are shuffled between x and y, by seed; the p-value is the share of shuffles
    (the true order counts as one) whose MMD is not smaller. Cost: (m + n)^2 x d, the permutations as much again for
    every d of them. BadInput for fewer than two samples, NaN, other widths, or a median distance of 0.
    """
    began = time.perf_counter()
    x, y = check_embeddings(x, "x", least=2), check_embeddings(y, "y", least=2)
    check_widths(x, y, ("x", "y"))
    permutations, seed = check_count(permutations, "permutations", 0), check_count(seed, "seed", 0)
    if isinstance(bandwidths, str):
        bandwidths = (median_distance(x, y, bandwidths),)
    found = {"bandwidths": tuple(map(float, bandwidths)), "biased": biased}
    mixture = mixture_of(bandwidths, weights)
    found["weights"] = tuple(map(float, weights or (1.0,) * len(found["bandwidths"])))
    if not permutations:
        value = mmd2(x, y, bandwidths=bandwidths, weights=weights, biased=biased)
    else:
        members = shuffles(len(x), len(x) + len(y), permutations, seed)
        value, *null = shuffled(x.double(), y.double(), torch.as_tensor(members, device=x.device), mixture, biased)
        found["null"] = torch.stack(null).cpu().numpy()
        found["p_value"] = float((1 + (found["null"] >= float(value) - ROUNDING).sum()) / (1 + permutations))
    return MMD(float(value), **found, seconds=time.perf_counter() - began)


def median_distance(x: Tensor, y: Tensor, name: str) -> float:
    """Return the median distance between two of all samples (of evenly chosen ones, where there are many)."""
    if name != "median":
        raise BadInput(f"bandwidths are '{name}', but they are numbers above 0 or \"median\"")
    z = torch.cat([x.double(), y.double()])
    z = z[np.linspace(0, len(z) - 1, min(len(z), MEDIAN_OF)).round().astype(int)]
    median = float(torch.nn.functional.pdist(z - z.mean(dim=0)).cpu().median())
    if median == 0:
        raise BadInput(
            "the median distance is 0, because at least half of the samples are constant: the network may have "
            "collapsed; give bandwidths as numbers"
        )
    return median


def shuffles(m: int, n: int, permutations: int, seed: int) -> np.ndarray:
    """Return which of n samples belong to x: float64 (1 + permutations, n), the first row as they came."""
    order = np.tile(np.arange(n), (permutations, 1))
    order = np.random.default_rng(seed).permuted(order, axis=1)
    return np.concatenate([np.arange(n)[None] < m, order < m]).astype(np.float64)


def shuffled(
    x: Float[Tensor, "m d"], y: Float[Tensor, "n d"], members: Float[Tensor, "p both"], mixture: Mixture, biased: bool
) -> Float[Tensor, " p"]:
    """Return the squared MMD of every division of the samples: each row of the kernel matrix is made once for all."""
    z = torch.cat([x, y])
    z = z - z.mean(dim=0)
    square, inside, from_x, every = z.square().sum(dim=1), 0.0, 0.0, 0.0
    for rows in torch.arange(len(z), device=z.device).split(CHUNK):
        d2 = torch.addmm(square[None], z[rows], z.T, alpha=-2).add_(square[rows, None]).clamp_(min=0)
        kernel = sum(weight * values for weight, _, values in mixture.kernels(d2))
        inside = inside + ((members @ kernel.T) * members[:, rows]).sum(dim=1)  # both of x
        from_x = from_x + members[:, rows] @ kernel.sum(dim=1)  # one of x, with anyone
        every = every + kernel.sum()
    cross = from_x - inside
    return combined(inside, every - 2 * cross - inside, cross, len(x), len(y), mixture.at_zero, biased)
