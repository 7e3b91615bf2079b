"""How far apart two sets of embeddings are, as a loss: the squared maximum mean discrepancy (MMD, Gretton et al. 2012).

The kernel is a sum of Gaussians, k(x, y) = sum_s w_s exp(-|x - y|^2 / (2 s^2)); weights and bandwidths are those of
the domain adaptation experiments (ADA sec. 4; SEMANTICS 42). Distances come from products in float64 about the mean,
so that no digit of float32 embeddings is lost; kernels of related bandwidths are powers of each other; value and
gradient are made in one pass over tiles, so that no matrix is kept. Differentiable once.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor
from torch.autograd.function import once_differentiable

from lbaviz.errors import BadInput

BANDWIDTHS = (2.0, 5.0, 10.0, 20.0, 40.0, 80.0)  # dougalsutherland/opt-mmd:gan/mmd.py as LBA's code called it
HIGHEST_POWER = 32  # a power multiplies the relative error: 32 times 6e-8 is the most
TILE = 512  # rows at once on the CPU: a tile of a few thousand columns stays in the cache


def mmd2(
    x: Tensor,
    y: Tensor,
    *,
    bandwidths: Sequence[float] = BANDWIDTHS,
    weights: Sequence[float] | None = None,
    biased: bool = True,
) -> Tensor:
    """Return the squared MMD of embeddings x (m, d) and y (n, d), a 0-dim tensor with gradients; never waits for a GPU.

    weights: one for each bandwidth, 1 by default, not normalised. Biased: means over all pairs, 0 or more. Unbiased: no
    sample is paired with itself; may be negative; needs two samples of each. Computed in at least float32, autocast
    off. Raises BadInput. Source: Gretton et al. 2012 (JMLR 13), eq. 3 and 5.
    """
    mixture = mixture_of(bandwidths, weights)
    check_pair(x, y, least=1 if biased else 2)
    dtype = torch.promote_types(torch.promote_types(x.dtype, y.dtype), torch.float32)
    x, y, (m, n) = x.to(dtype), y.to(dtype), (len(x), len(y))
    if not torch.is_grad_enabled():
        x, y = x.detach(), y.detach()
    xx, yy, xy = KernelSum.apply(x, None, mixture), KernelSum.apply(y, None, mixture), KernelSum.apply(x, y, mixture)
    return combined(xx, yy, xy, m, n, mixture.at_zero, biased).to(dtype)


def combined(xx: Tensor, yy: Tensor, xy: Tensor, m: int, n: int, at_zero: float, biased: bool) -> Tensor:
    """Return the squared MMD from the sums of the kernel over all pairs of m and n samples."""
    if biased:
        return xx / m**2 + yy / n**2 - 2 * xy / (m * n)
    return (xx - m * at_zero) / (m * (m - 1)) + (yy - n * at_zero) / (n * (n - 1)) - 2 * xy / (m * n)


@dataclass(frozen=True)
class Mixture:
    """Gaussian kernels of falling width: each is a power of an earlier one where the bandwidths allow it."""

    rates: tuple[float, ...]  # 1 / (2 s^2), rising
    weights: tuple[float, ...]
    powers: tuple[int, ...]  # of the last kernel whose power is 0; 0: an exponential of its own

    @property
    def at_zero(self) -> float:
        """k(x, x)."""
        return sum(self.weights)

    def __call__(self, d2: Tensor, *, slope: bool) -> tuple[Tensor, Tensor | None]:
        """Return the kernel and its derivative by d2, at squared distances of any shape."""
        value, minus_slope, powers = torch.zeros_like(d2), torch.zeros_like(d2) if slope else None, {}
        for rate, weight, power in zip(self.rates, self.weights, self.powers, strict=True):
            if power == 0:
                powers = {1: torch.mul(d2, -rate).exp_()}
            kernel = raised(powers, max(power, 1))
            value.add_(kernel, alpha=weight)
            if slope:
                minus_slope.add_(kernel, alpha=weight * rate)
        return value, minus_slope.neg_() if slope else None


def raised(powers: dict[int, Tensor], power: int) -> Tensor:
    """Return powers[1] to a whole power, from squares that are kept for the next one."""
    highest = 1 << (power.bit_length() - 1)
    for exponent in (1 << bit for bit in range(1, power.bit_length())):
        if exponent not in powers:
            powers[exponent] = powers[exponent // 2].square()
    result = powers[highest]
    for bit in range(power.bit_length() - 1):
        if power >> bit & 1:
            result = result * powers[1 << bit]
    return result


def mixture_of(bandwidths: Sequence[float], weights: Sequence[float] | None) -> Mixture:
    """Return the kernel; BadInput for bandwidths that are not above 0, and for weights that do not fit them."""
    bandwidths = tuple(float(bandwidth) for bandwidth in bandwidths)
    weights = (1.0,) * len(bandwidths) if weights is None else tuple(float(weight) for weight in weights)
    if not bandwidths or not all(math.isfinite(bandwidth) and bandwidth > 0 for bandwidth in bandwidths):
        raise BadInput(f"bandwidths are {bandwidths}, but they are at least one finite number above 0")
    if len(weights) != len(bandwidths):
        raise BadInput(f"there are {len(weights)} weights for {len(bandwidths)} bandwidths: give one for each")
    if not all(math.isfinite(weight) and weight >= 0 for weight in weights) or not any(weights):
        raise BadInput(f"weights are {weights}, but they are finite numbers of 0 or more, not all 0")
    pairs = sorted(zip((1 / (2 * bandwidth**2) for bandwidth in bandwidths), weights, strict=True))
    powers, base = [], 0.0
    for rate, _ in pairs:
        ratio = rate / base if base else math.inf
        whole = ratio < HIGHEST_POWER + 0.5 and abs(ratio - round(ratio)) < 1e-12 * ratio
        powers.append(round(ratio) if whole else 0)
        base = base if whole else rate
    return Mixture(tuple(rate for rate, _ in pairs), tuple(weight for _, weight in pairs), tuple(powers))


def check_pair(x: Tensor, y: Tensor, least: int) -> None:
    """Raise BadInput unless two sets of embeddings can be compared; values are not looked at."""
    for name, z in (("x", x), ("y", y)):
        if not isinstance(z, Tensor) or not z.is_floating_point() or z.dim() != 2 or z.shape[1] == 0:
            came = f"{z.dtype} {tuple(z.shape)}" if isinstance(z, Tensor) else type(z).__name__
            raise BadInput(f"{name} is {came}, but embeddings are a tensor of floats (n, d)")
        if len(z) < least:
            raise BadInput(f"{name} has {len(z)} samples, but this MMD needs at least {least}: give more")
    if x.shape[1] != y.shape[1]:
        raise BadInput(f"x has {x.shape[1]} dimensions and y {y.shape[1]}, but they are compared: use one network")
    if x.device != y.device:
        raise BadInput(f"x is on {x.device} and y on {y.device}: move both to one device")


class KernelSum(torch.autograd.Function):
    """Sum of the kernel over all pairs of a and b, or of a with itself: a 0-dim float64 tensor."""

    @staticmethod
    def forward(ctx, a: Tensor, b: Tensor | None, mixture: Mixture) -> Tensor:
        slope = any(ctx.needs_input_grad)
        with torch.autocast(a.device.type, enabled=False):
            total, *gradients = kernel_sum(a, b, mixture, slope)
        if slope:
            ctx.save_for_backward(*gradients)
        return total

    @staticmethod
    @once_differentiable
    def backward(ctx, grad: Tensor):
        gradients = [None if saved is None else (saved * grad).to(saved.dtype) for saved in ctx.saved_tensors]
        return gradients[0], gradients[1], None


def kernel_sum(
    a: Float[Tensor, "m d"], b: Float[Tensor, "n d"] | None, mixture: Mixture, slope: bool
) -> tuple[Float[Tensor, ""], Float[Tensor, "m d"] | None, Float[Tensor, "n d"] | None]:
    """Return the sum over all pairs and, with slope, its gradients by a and b; b is None: pairs of a, counted once."""
    mean = a.double().mean(dim=0) if b is None else (a.double().sum(dim=0) + b.double().sum(dim=0)) / (len(a) + len(b))
    a64 = a.double() - mean  # distances do not depend on the mean, rounding does
    b64 = a64 if b is None else b.double() - mean
    a, b_own = a64.to(a.dtype), b is not None
    b = b64.to(a.dtype) if b_own else a
    a_square, b_square = a64.square().sum(dim=1), b64.square().sum(dim=1)
    total, tile = a64.new_zeros(()), TILE if a.device.type == "cpu" else len(a)
    grad_a = torch.zeros_like(a) if slope else None
    grad_b = (torch.zeros_like(b) if b_own else grad_a) if slope else None
    for start in range(0, len(a), tile):
        rows = slice(start, start + tile)
        for columns in [slice(None)] if b_own else [rows, slice(start + tile, None)]:
            if not len(b[columns]):
                continue
            d2 = torch.addmm(b_square[columns], a64[rows], b64[columns].T, alpha=-2).add_(a_square[rows, None])
            value, by_d2 = mixture(d2.clamp_(min=0).to(a.dtype), slope=slope)
            twice = 1 if b_own or columns is rows else 2  # the tile on the other side of the diagonal
            total += twice * value.sum(dim=1).double().sum()
            if slope:
                there, back = by_d2.sum(dim=1), by_d2.sum(dim=0)
                grad_a[rows] += (a[rows] * there[:, None]).addmm_(by_d2, b[columns], alpha=-1).mul_(2 * twice)
                grad_b[columns] += (b[columns] * back[:, None]).addmm_(by_d2.T, a[rows], alpha=-1).mul_(2 * twice)
    return total, grad_a, grad_b if b_own else None
