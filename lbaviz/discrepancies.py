"""How far apart two sets of embeddings are, as a loss: the squared maximum mean discrepancy (MMD, Gretton et al. 2012).

The kernel is a sum of Gaussians, k(x, y) = sum_s w_s exp(-|x - y|^2 / (2 s^2)); weights and bandwidths are those of
the domain adaptation experiments (ADA sec. 4; SEMANTICS 42). Distances come from products in float64 about the mean,
so that no digit of float32 embeddings is lost; kernels of related bandwidths are squares of each other; value and
gradient are made in one pass over tiles, so that no matrix is kept. Differentiable once.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor
from torch.autograd.function import once_differentiable

from lbaviz.errors import BadInput

BANDWIDTHS = (2.0, 5.0, 10.0, 20.0, 40.0, 80.0)  # dougalsutherland/opt-mmd:gan/mmd.py as LBA's code called it
CHEAP = (1, 2)  # squarings that take less time than an exponential
MOST_SQUARINGS = 4  # since the last exponential: each doubles the relative error, from 6e-8 to 1e-6 at most
LOG2_E = 1 / math.log(2)  # exp(x) = 2^(x log2(e)): torch's exp2 takes a third of the time of its exp
TILE = 256  # rows at once on the CPU: a tile of a few thousand columns stays in the cache


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
    """Gaussian kernels of falling width: each is the one before it, squared, where the bandwidths allow it."""

    rates: tuple[float, ...]  # 1 / (2 s^2), rising
    weights: tuple[float, ...]
    squarings: tuple[int, ...]  # of the kernel before it; 0: an exponential of its own

    @property
    def at_zero(self) -> float:
        """k(x, x)."""
        return sum(self.weights)

    def kernels(self, d2: Tensor) -> Iterator[tuple[float, float, Tensor]]:
        """Yield weight, rate and values of each kernel, at squared distances of any shape, in the same memory."""
        kernel = torch.empty_like(d2)
        for rate, weight, squarings in zip(self.rates, self.weights, self.squarings, strict=True):
            if squarings == 0:
                torch.mul(d2, -rate * LOG2_E, out=kernel).exp2_()
            for _ in range(squarings):
                kernel.mul_(kernel)
            yield weight, rate, kernel

    def total(self, d2: Float[Tensor, "m n"]) -> Float[Tensor, ""]:
        """Return the sum of the kernel over all pairs, float64."""
        return sum(weight * kernel.sum(dim=1).double().sum() for weight, _, kernel in self.kernels(d2))

    def __call__(self, d2: Tensor) -> tuple[Tensor, Tensor]:
        """Return the kernel and its derivative by d2, at squared distances of any shape."""
        value, minus_slope = torch.zeros_like(d2), torch.zeros_like(d2)
        for weight, rate, kernel in self.kernels(d2):
            value.add_(kernel, alpha=weight)
            minus_slope.add_(kernel, alpha=weight * rate)
        return value, minus_slope.neg_()


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
    squarings, since, before = [], 0, math.inf
    for rate, _ in pairs:
        times = next((n for n in CHEAP if abs(rate / before - 2**n) < 1e-12), 0)
        times = times if since + times <= MOST_SQUARINGS else 0
        since, before = (since + times if times else 0), rate
        squarings.append(times)
    return Mixture(tuple(rate for rate, _ in pairs), tuple(weight for _, weight in pairs), tuple(squarings))


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
    total = a64.new_zeros(())
    if not slope:
        for _, _, sides, d2 in tiles(a64, b64, a.dtype):
            total += sides * mixture.total(d2)
        return total, None, None
    a, b_own = a64.to(a.dtype), b is not None
    b = b64.to(a.dtype) if b_own else a
    grad_a = torch.zeros_like(a)
    grad_b = torch.zeros_like(b) if b_own else grad_a
    for rows, columns, sides, d2 in tiles(a64, b64, a.dtype):
        value, by_d2 = mixture(d2)
        total += sides * value.sum(dim=1).double().sum()
        there, back = by_d2.sum(dim=1), by_d2.sum(dim=0)
        grad_a[rows] += (a[rows] * there[:, None]).addmm_(by_d2, b[columns], alpha=-1).mul_(2 * sides)
        grad_b[columns] += (b[columns] * back[:, None]).addmm_(by_d2.T, a[rows], alpha=-1).mul_(2 * sides)
    return total, grad_a, grad_b if b_own else None


def tiles(a: Float[Tensor, "m d"], b: Float[Tensor, "n d"], dtype: torch.dtype) -> Iterator[tuple]:
    """Yield rows, columns, how often a tile counts, and its squared distances; of a with itself, half of the matrix."""
    tile = TILE if a.device.type == "cpu" else len(a)
    square_a, square_b = (z.square().sum(dim=1, keepdim=True) for z in (a, b))
    left = torch.cat([a, square_a, torch.ones_like(square_a)], dim=1)
    right = torch.cat([-2 * b, torch.ones_like(square_b), square_b], dim=1).T  # the product is |a|^2 - 2 a b + |b|^2
    for start in range(0, len(a), tile):
        rows, beyond = slice(start, start + tile), slice(start + tile, None)
        for columns, sides in ((rows, 1), (beyond, 2)) if b is a else ((slice(None), 1),):
            if right[:, columns].shape[1]:
                yield rows, columns, sides, (left[rows] @ right[:, columns]).to(dtype).clamp_(min=0)
