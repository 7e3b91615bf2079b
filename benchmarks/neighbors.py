"""How fast are exact nearest neighbours against scikit-learn's brute force? Float32, CPU.

    python benchmarks/neighbors.py [--queries 10000] [--gallery 60000] [--d 128] [--k 10] [--threads 1] [--pairs 5]

In one process, in turn, after a warm-up of each; with one thread the process's own seconds, which other programs
disturb less, else those of the clock. lbaviz twice: as it comes, and held to float32, as on processors without bfloat16
units. Where faiss is installed, its exact index takes part. Then whether the neighbours are the same, and the memory.
"""

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from unittest import mock

import numpy as np
import torch
from sklearn.neighbors import NearestNeighbors
from threadpoolctl import threadpool_limits

from lbaviz import probes
from lbaviz.probes import neighbor_search

FLOOR, AIM = 1.8, 3.0


def embeddings(n: int, d: int, seed: int) -> np.ndarray:
    """Ten overlapping classes."""
    centres = np.random.default_rng(0).normal(size=(10, d))
    random = np.random.default_rng(seed)
    return (centres[random.integers(10, size=n)] + random.normal(size=(n, d))).astype(np.float32)


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def contenders(queries: np.ndarray, gallery: np.ndarray, k: int) -> dict[str, Callable[[], np.ndarray]]:
    """Every way to the same indices (n, k)."""

    def ours() -> np.ndarray:
        return probes.nearest_neighbors(queries, gallery, k=k, metric="euclidean").indices

    def in_float32() -> np.ndarray:
        with mock.patch.object(neighbor_search, "has_bfloat16_units", lambda: False):
            return ours()

    brute = NearestNeighbors(n_neighbors=k, algorithm="brute").fit(gallery)
    found = {"scikit-learn": lambda: brute.kneighbors(queries, return_distance=False), "lbaviz": ours}
    found["lbaviz in float32"] = in_float32
    try:
        import faiss
    except ImportError:
        return found
    faiss.omp_set_num_threads(torch.get_num_threads())
    index = faiss.IndexFlatL2(gallery.shape[1])
    index.add(gallery)
    return {**found, "faiss IndexFlatL2": lambda: index.search(queries, k)[1]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sizes = (("queries", 10_000), ("gallery", 60_000), ("d", 128), ("k", 10), ("threads", 1), ("pairs", 5))
    for name, default in sizes:
        parser.add_argument(f"--{name}", type=int, default=default)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    threadpool_limits(args.threads)  # scikit-learn's
    queries, gallery = embeddings(args.queries, args.d, 1), embeddings(args.gallery, args.d, 2)
    before = megabytes()
    probes.nearest_neighbors(queries, gallery, k=args.k, metric="euclidean")
    grown, ways = megabytes() - before, contenders(queries, gallery, args.k)
    expected = ways["scikit-learn"]()
    print(f"exact {args.k} nearest neighbours, {args.queries} x {args.gallery} x {args.d}, {args.threads} threads")
    same = {name: 100 * (way() == expected).mean() for name, way in ways.items()}
    now = time.process_time if args.threads == 1 else time.perf_counter
    seconds = {name: [] for name in ways}
    for _ in range(args.pairs):
        for name, way in ways.items():
            began = now()
            way()
            seconds[name].append(now() - began)
    for name, times in seconds.items():
        ratios = sorted(there / here for there, here in zip(seconds["scikit-learn"], times, strict=True))
        print(
            f"{name:18s} {statistics.median(times):6.2f} s, ratio {statistics.median(ratios):5.2f} "
            f"({ratios[0]:.2f} to {ratios[-1]:.2f} in {args.pairs} pairs), {same[name]:.3f} % the same neighbours"
        )
    print(f"at least {FLOOR}, aim {AIM}; lbaviz took {grown:.0f} MB beside its inputs (at most 1024)")


if __name__ == "__main__":
    main()
