"""How fast is the squared MMD with six bandwidths, value and gradient? Float32, CPU.

    python benchmarks/mmd.py [--n 2000] [--d 128] [--repeats 3] [--threads 1] [--differences]

Both in one process, in turn: five pairs, each the median of --repeats; with one thread the process's own seconds, which
other programs disturb less, else those of the clock. The obvious code is given every chance: squared
distances from torch.cdist, then six exponentials of the three matrices. --differences: also from the differences of all
pairs of samples, as one writes it to lose no digits (8 n^2 d bytes). Then with the gradient, as a loss needs it.
"""

import argparse
import statistics
import time
from collections.abc import Callable

import torch
from torch import Tensor

from lbaviz.discrepancies import BANDWIDTHS, mmd2

PAIRS, FLOOR, AIM = 5, 2.0, 5.0


def from_products(a: Tensor, b: Tensor) -> Tensor:
    return torch.cdist(a, b).square()


def from_differences(a: Tensor, b: Tensor) -> Tensor:
    return (a[:, None] - b[None, :]).square().sum(dim=2)


def obvious(distances: Callable) -> Callable:
    """The formula, line by line."""

    def mean_kernel(a: Tensor, b: Tensor) -> Tensor:
        d2 = distances(a, b)
        return sum(torch.exp(-d2 / (2 * bandwidth**2)) for bandwidth in BANDWIDTHS).mean()

    return lambda x, y: mean_kernel(x, x) + mean_kernel(y, y) - 2 * mean_kernel(x, y)


def seconds(loss: Callable, inputs: tuple[Tensor, Tensor], gradient: bool, repeats: int) -> float:
    """Median time of the value, or of value and gradient."""
    now, times = time.process_time if torch.get_num_threads() == 1 else time.perf_counter, []
    for _ in range(repeats):
        began = now()
        with torch.set_grad_enabled(gradient):
            value = loss(*inputs)
            if gradient:
                torch.autograd.grad(value, inputs)
        times.append(now() - began)
    return statistics.median(times)


def compare(name: str, loss: Callable, inputs: tuple[Tensor, Tensor], gradient: bool, repeats: int) -> None:
    """Print the medians of both and their ratio."""
    for each in (loss, mmd2):
        seconds(each, inputs, gradient, 1)
    pairs = [[seconds(each, inputs, gradient, repeats) for each in (loss, mmd2)] for _ in range(PAIRS)]
    ratios = sorted(there / here for there, here in pairs)
    there, here = (statistics.median(times) * 1e3 for times in zip(*pairs, strict=True))
    print(
        f"{name:42s} {there:8.1f} ms, lbaviz {here:7.1f} ms, ratio {statistics.median(ratios):5.2f} "
        f"({ratios[0]:.2f} to {ratios[-1]:.2f} in {PAIRS} pairs; at least {FLOOR}, aim {AIM})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("n", 2000), ("d", 128), ("repeats", 3), ("threads", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--differences", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    generator = torch.Generator().manual_seed(0)
    x, y = (torch.randn(args.n, args.d, generator=generator).add(shift).requires_grad_() for shift in (0, 0.1))
    exact = obvious(from_products)(x.double(), y.double())
    print(f"MMD of 2 x {args.n} x {args.d}, {len(BANDWIDTHS)} bandwidths, float32, {args.threads} threads")
    for name, loss in (("torch.cdist, six exponentials", obvious(from_products)), ("lbaviz", mmd2)):
        print(f"error of {name}: {abs(loss(x, y) - exact):.1e}")
    for gradient in (False, True):
        what = "value and gradient" if gradient else "value"
        compare(f"cdist, six exponentials: {what}", obvious(from_products), (x, y), gradient, args.repeats)
    if args.differences:
        compare("differences, six exponentials: value", obvious(from_differences), (x, y), False, 1)


if __name__ == "__main__":
    main()
