"""How fast is the association loss, forward and backward, against the obvious dense code? Float32, CPU.

    python benchmarks/association_loss.py [--n 1000] [--d 128] [--classes 10] [--repeats 9] [--threads 2]

Both in one process, in turn: five pairs, each the median of --repeats. The dense code multiplies p_ab by p_ba whole and
takes the cross-entropy against the target matrix; lbaviz computes the round trips that end in their own class only.
"""

import argparse
import statistics
import time
from collections.abc import Callable

import torch
from torch import Tensor

from lbaviz.association import association_loss

PAIRS, FLOOR, AIM = 5, 1.0, 1.3


def dense(a: Tensor, b: Tensor, labels: Tensor) -> Tensor:
    """The original's formulas, line by line."""
    match = a @ b.T
    p_ab, p_ba = match.softmax(dim=1), match.T.softmax(dim=1)
    target = (labels[:, None] == labels[None, :]).float()
    target = target / target.sum(dim=1, keepdim=True)
    walker = -(target * torch.log_softmax((1e-8 + p_ab @ p_ba).log(), dim=1)).sum(dim=1).mean()
    visit = -torch.log_softmax((1e-8 + p_ab.mean(dim=0)).log(), dim=0).mean()
    return walker + visit


def ours(a: Tensor, b: Tensor, labels: Tensor) -> Tensor:
    return association_loss(a, b, labels).total


def seconds(loss: Callable, inputs: tuple[Tensor, Tensor, Tensor], repeats: int) -> float:
    """Median time of forward and backward."""
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        torch.autograd.grad(loss(*inputs), inputs[:2])
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("n", 1000), ("d", 128), ("classes", 10), ("repeats", 9), ("threads", 2)):
        parser.add_argument(f"--{name}", type=int, default=default)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    generator = torch.Generator().manual_seed(0)
    a, b = (torch.randn(args.n, args.d, generator=generator).div(3).requires_grad_() for _ in "ab")
    inputs = a, b, torch.randint(args.classes, (args.n,), generator=generator)  # unsorted, of unequal sizes
    torch.testing.assert_close(ours(*inputs), dense(*inputs))
    for loss in (dense, ours):
        seconds(loss, inputs, 3)
    pairs = [(seconds(dense, inputs, args.repeats), seconds(ours, inputs, args.repeats)) for _ in range(PAIRS)]
    ratios = sorted(there / here for there, here in pairs)
    print(f"association loss, forward + backward, {args.n} x {args.n} x {args.d}, {args.classes} classes, float32")
    for name, times in zip(("dense", "lbaviz"), zip(*pairs, strict=True), strict=True):
        print(f"{name:8s} {statistics.median(times) * 1e3:7.2f} ms")
    print(
        f"ratio    {statistics.median(ratios):7.2f}  ({ratios[0]:.2f} to {ratios[-1]:.2f} in {PAIRS} pairs; "
        f"at least {FLOOR}, aim {AIM})"
    )


if __name__ == "__main__":
    main()
