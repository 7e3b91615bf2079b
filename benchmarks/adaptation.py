"""What does a step of adaptation cost, beside a source-only step that passes the same images?

    python benchmarks/adaptation.py [--steps 20] [--threads 2] [--clock wall|cpu] [--image 32] [--batch 100]

Made-up images of two domains, the MNIST net with three channels, `start` without evaluation, frames or checkpoints.
Five rounds; in each the four legs run in turn, each in a process of its own. The step that adaptation is held against
also passes the target batch through the network, and makes nothing of it: what is left is the cost of the loss and its
gradient. The true source-only step, without the target batch, is printed beside it.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import torch
from legs import Leg, median, ratio, rounds_of
from torch.nn import Linear

import lbaviz
from lbaviz.methods import DomainAdaptation, Mmd, Supervised
from lbaviz.methods.batch import embed_both
from lbaviz.methods.supervised import classification

WARM_UP = 5
BOUNDS = {"association": "at least 0.91 (a step costs at most 1.10)", "mmd": "at least 0.87 (at most 1.15)"}


@dataclass(frozen=True)
class PassingBoth:
    """Source only, but the target batch goes through the network, forward and backward."""

    labelled_per_class: int
    unlabelled_batch: int
    name: ClassVar[str] = "supervised"

    def parts(self, d: int, classes: int) -> dict:
        return {"classifier": Linear(d, classes)}

    def terms(self, model, parts, batch) -> dict:
        a, b = embed_both(model, batch)
        return {"classification": classification(parts, a, batch.labels_a) + 0 * b.float().mean()}


def domains(size: int) -> lbaviz.data.Pair:
    """Two domains of ten classes, 1,000 images each: noise, which costs what pictures cost."""
    random = np.random.RandomState(0)
    images, labels = random.randint(0, 256, (2, 1000, size, size, 3), np.uint8), np.arange(1000) % 10
    return lbaviz.data.pair(*(lbaviz.data.from_arrays(each, labels, test=(each[:10], labels[:10])) for each in images))


def leg(name: str, size: int, batch: int, threads: int) -> Callable[[int], None]:
    """Set up one kind of training; return what takes n of its steps."""
    torch.set_num_threads(threads)
    sizes, knobs = {"labelled_per_class": batch // 10, "unlabelled_batch": batch}, {}
    if name == "association":
        method, knobs = DomainAdaptation(**sizes), {"delay": 0}
    else:
        method = {
            "mmd": lambda: Mmd(**sizes),
            "both": lambda: PassingBoth(**sizes),
            "source": lambda: Supervised(labelled_per_class=batch // 10),
        }[name]()
    settings = {"evaluate_every": 0, "frame_every": 0, "checkpoint_every": 0, "model": "mnist-net", "paused": True}
    session = lbaviz.start(method, domains(size), steps=1_000_000, learning_rate=3e-4, **settings, **knobs)

    def take(n: int) -> None:
        session.step(n)
        session.wait()

    return take


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=20, help="steps of a leg")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--clock", choices=("wall", "cpu"), default="wall")
    parser.add_argument("--image", type=int, default=32, help="rows and columns of an image")
    parser.add_argument("--batch", type=int, default=100, help="images of each domain in a step")
    args = parser.parse_args()
    names = (*BOUNDS, "both", "source")
    legs = {name: Leg(args.clock, leg, name, args.image, args.batch, args.threads) for name in names}
    rounds = rounds_of({name: each.rate for name, each in legs.items()}, args.steps, WARM_UP)
    for each in legs.values():
        each.close()
    print(f"MNIST net, {args.batch} + {args.batch} images of {args.image}², {args.threads} threads, {args.clock} time")
    said = {"both": "source only that passes both batches", "source": "source only"}
    for name in names:
        print(f"{said.get(name, name):36s} {median(rounds, name):6.2f} steps/s")
    for name, bound in BOUNDS.items():
        print(f"{name} against source only that passes both: {ratio(rounds, name, 'both')}; {bound}")
        print(f"{name} against source only: {ratio(rounds, name, 'source')}")


if __name__ == "__main__":
    main()
