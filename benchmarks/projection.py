"""How much faster is t-SNE from the layout of the step before than from the start, and is it as good?

    python benchmarks/projection.py [--n 1000] [--d 128] [--move 0.2] [--perplexity 35]

Embeddings of ten overlapping classes, then the same moved by --move of their standard deviation, as a network moves
them between two recorded steps. Both layouts are of the moved ones, in one process, in turn: five pairs, each with a
seed of its own, of the process's seconds (one thread). The cold one starts at the PCA: openTSNE's own 250 + 500
iterations.
"""

import argparse
import statistics
import time

import numpy as np

from lbaviz import probes
from lbaviz.records import Projection

PAIRS, FLOOR, AIM, WORSE = 5, 2.0, 4.0, 2.0


def timed(x: np.ndarray, **options) -> tuple[float, Projection]:
    began = time.process_time()
    found = probes.project(x, **options)
    return time.process_time() - began, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("n", 1000), ("d", 128), ("move", 0.2), ("perplexity", 35)):
        parser.add_argument(f"--{name}", type=type(default), default=default)
    args = parser.parse_args()
    probes.project(np.random.default_rng(0).normal(size=(200, 5)), perplexity=20)  # loads openTSNE
    rows = []
    for seed in range(PAIRS):
        random = np.random.default_rng(seed)
        before = random.normal(size=(10, args.d))[random.integers(10, size=args.n)] + random.normal(
            size=(args.n, args.d)
        )
        after = before + args.move * before.std() * random.normal(size=before.shape)
        start = probes.project(before, perplexity=args.perplexity, seed=seed)
        cold, fresh = timed(after, perplexity=args.perplexity, seed=seed)
        warm, gone_on = timed(after, perplexity=args.perplexity, seed=seed, start=start)
        rows.append((cold, warm, cold / warm, 100 * (gone_on.kl / fresh.kl - 1), gone_on.settings["iterations"]))
    cold, warm, ratio, worse, iterations = (sorted(column) for column in zip(*rows, strict=True))
    middle = statistics.median
    print(f"t-SNE of {args.n} x {args.d}, perplexity {args.perplexity}, moved by {args.move} of a standard deviation")
    print(f"cold {middle(cold):6.2f} s, 750 iterations")
    print(f"warm {middle(warm):6.2f} s, {iterations[0]} to {iterations[-1]} iterations")
    print(
        f"ratio {middle(ratio):5.2f} ({ratio[0]:.2f} to {ratio[-1]:.2f} in {PAIRS} pairs; at least {FLOOR}, aim {AIM})"
    )
    print(
        f"divergence of the warm one against the cold one's: {worse[0]:+.2f} to {worse[-1]:+.2f} % (at most +{WORSE} %)"
    )


if __name__ == "__main__":
    main()
