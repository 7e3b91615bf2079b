"""What does a step of associative deep clustering cost, beside a plain step over as many images?

    python benchmarks/clustering.py [--data digits mnist] [--steps 5] [--rounds 5] [--threads 1]

A line a data set: processor time of a step with 100 images and 3 augmented copies of each, after the warm-up (all eight
terms act), that of a supervised step over 400 images with the same network, and their ratio: medians of interleaved
pairs, with the least and the largest. At most 1.25.
"""

import argparse
import time
from itertools import islice
from statistics import median

import torch

from lbaviz import data
from lbaviz.methods import DeepClustering, Supervised
from lbaviz.session.plan import make_plan
from lbaviz.session.trainee import Trainee

SETTINGS = ("evaluate_every", "frame_every", "checkpoint_every", "probe_every")


def steps_of(method, split, **options):
    """Return the training of a method as a generator of steps."""
    settings = dict.fromkeys(SETTINGS, 0) | {"evaluate_test": False, "baseline": False, "open_end": False}
    plan = make_plan(method, split, None, 1000, 0, "cpu", "auto", options, **settings)
    return Trainee(plan).steps(
        lambda step: {k: v if isinstance(v, float) else v(step) for k, v in plan.knobs.items()}, 0
    )


def milliseconds(steps, count: int) -> float:
    start = time.process_time()
    for _ in islice(steps, count):
        pass
    return 1000 * (time.process_time() - start) / count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", nargs="+", default=["digits"])
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    for name in args.data:
        split = data.load(name).split(labels_per_class=40)
        weights = {"warm_up": 1, "l1_weight": 1e-4}
        clustering = steps_of(DeepClustering(images=100, copies=3), split, **weights)
        plain = steps_of(Supervised(labelled_per_class=40), split)
        for each in (clustering, plain):
            milliseconds(each, 3)  # k-means, and what is made on first use
        pairs = [(milliseconds(clustering, args.steps), milliseconds(plain, args.steps)) for _ in range(args.rounds)]
        ratios = [a / b for a, b in pairs]
        a, b = (median(pair[i] for pair in pairs) for i in (0, 1))
        print(f"{name:10} clustering {a:7.1f} ms   plain {b:7.1f} ms   ratio {median(ratios):.2f}", end=" ")
        print(f"({min(ratios):.2f}-{max(ratios):.2f})", flush=True)


if __name__ == "__main__":
    main()
