"""How long does the k-means start of associative deep clustering take, and what does it cost in quality? CPU.

    python benchmarks/k_means.py [--n 60000] [--d 128] [--k 10] [--pairs 3]

The start is on one thread, so that a run gives the same bits again. Against scikit-learn's ten starts on all points, in
one process, in turn, in the process's own seconds, which other programs disturb less; the inertia of both. Points:
ten clusters on the unit sphere, well apart and overlapping.
"""

import argparse
import statistics
import time

import numpy as np
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

from lbaviz.clustering import STARTS, k_means

MOST_SECONDS = 10.0


def embeddings(n: int, d: int, noise: float) -> np.ndarray:
    random = np.random.default_rng(0)
    points = random.normal(size=(10, d))[random.integers(10, size=n)] + noise * random.normal(size=(n, d))
    return (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)


def inertia(points: np.ndarray, centres: np.ndarray, cluster: np.ndarray) -> float:
    return float(((points - centres[cluster]).astype(np.float64) ** 2).sum())


def plain(points: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    with threadpool_limits(1):
        found = KMeans(n_clusters=k, n_init=STARTS, random_state=0).fit(points)
    return found.cluster_centers_, found.labels_


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("n", 60_000), ("d", 128), ("k", 10), ("pairs", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    args = parser.parse_args()
    for word, noise in (("apart", 1.0), ("overlapping", 3.0)):
        points = embeddings(args.n, args.d, noise)
        seconds, ends = {k_means: [], plain: []}, {}
        for _ in range(args.pairs):
            for way, times in seconds.items():
                began = time.process_time()
                ends[way] = inertia(points, *way(points, args.k))
                times.append(time.process_time() - began)
        ours, theirs = (statistics.median(times) for times in seconds.values())
        ratios = sorted(there / here for here, there in zip(seconds[k_means], seconds[plain], strict=True))
        print(
            f"{args.n} x {args.d}, {word}: lbaviz {ours:.2f} s (at most {MOST_SECONDS:.0f}), ten starts on all "
            f"{theirs:.2f} s, ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f} in "
            f"{args.pairs} pairs); inertia {ends[k_means] / ends[plain]:.7f} of theirs"
        )


if __name__ == "__main__":
    main()
