"""Steps per second of `fit` on the MNIST net, 100 labelled + 100 unlabelled images a step, against plain PyTorch loops.

    LBAVIZ_DATA=... python benchmarks/training.py [--steps 100] [--threads 2] [--tuned] [--clock wall|cpu]

lbaviz makes a frame every 10 and a checkpoint every 100 steps, into a file; nobody evaluates. The competitors are the
twenty lines that one writes by hand, in float32, and the same lines with bfloat16 autocast and channels-last. They run
in turn, five rounds, each leg the same number of steps after a warm-up, and each in a process of its own: lbaviz sets
the allocator of its process and wakes the vector unit of its thread, which would speed up its competitors, too.
--tuned gives them both of these, to see what is left. On a machine that other programs use, --threads 1 --clock cpu
counts the processor's seconds instead.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from itertools import islice

import torch
from legs import Leg, median, ratio, rounds_of
from torch import nn

import lbaviz
from lbaviz.models.nets import wake_vector_unit
from lbaviz.precision import has_bfloat16_units
from lbaviz.session.memory import keep_freed_memory

WARM_UP = 10
BOUNDS = {"float32": "at least 2.8, aim 5", "bfloat16": "at least 1.0, aim 1.5"}


def plain_loop(data, bfloat16: bool) -> Iterator[None]:
    """Learning by association as one writes it with PyTorch; one step at each next()."""
    layout = torch.channels_last if bfloat16 else torch.contiguous_format
    layers: list[nn.Module] = []
    for i, o in ((1, 32), (32, 64), (64, 128)):
        layers += [nn.Conv2d(i, o, 3, padding=1), nn.ELU(), nn.Conv2d(o, o, 3, padding=1), nn.ELU(), nn.MaxPool2d(2)]
    net = nn.Sequential(*layers, nn.Flatten(), nn.Linear(1152, 128), nn.ELU()).to(memory_format=layout)
    classifier = nn.Linear(128, 10)
    optimizer = torch.optim.Adam([*net.parameters(), *classifier.parameters()], lr=1e-3, weight_decay=1e-3)
    images_a, images_b = (torch.tensor(part.images).permute(0, 3, 1, 2) / 255 for part in (data[0], data[1]))
    labels_a = torch.tensor(data[0].labels)
    while True:
        a, b = torch.randint(len(images_a), (100,)), torch.randint(len(images_b), (100,))
        x, y, labels = images_a[a].to(memory_format=layout), images_b[b].to(memory_format=layout), labels_a[a]
        with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
            x, y = net(x), net(y)
            logits = classifier(x)
        match = x.float() @ y.float().T
        p_ab, p_ba = match.softmax(1), match.T.softmax(1)
        same = (labels[:, None] == labels[None, :]).float()
        walker = -(same / same.sum(1, keepdim=True) * (p_ab @ p_ba + 1e-8).log()).sum(1).mean()
        visit = -(p_ab.mean(0) + 1e-8).log().mean()
        loss = walker + visit + nn.functional.cross_entropy(logits.float(), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        yield


def plain(precision: str, threads: int, tuned: bool) -> Callable[[int], None]:
    """Set up a competitor; return what takes n of its steps."""
    torch.set_num_threads(threads)
    split = lbaviz.data.load("mnist").split(labels_per_class=10, seed=0)
    loop = plain_loop((split.labelled, split.unlabelled), precision == "bfloat16")
    if tuned:
        keep_freed_memory()
        wake_vector_unit(torch.zeros(1))
    return lambda n: [None for _ in islice(loop, n)]


def ours(folder: str, threads: int) -> Callable[[int], None]:
    """Set up a recorded run (`start` is `fit` in a thread); return what takes n of its steps."""
    torch.set_num_threads(threads)
    settings = {"evaluate_every": 0, "frame_every": 10, "checkpoint_every": 100, "labels_per_class": 10}
    session = lbaviz.start("association", "mnist", steps=1_000_000, record=f"{folder}/run.lba", paused=True, **settings)

    def take(n: int) -> None:
        session.step(n)
        session.wait()

    return take


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=100, help="steps of a leg")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--tuned", action="store_true", help="the competitors get lbaviz's process settings")
    parser.add_argument("--clock", choices=("wall", "cpu"), default="wall")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        legs = {name: Leg(args.clock, plain, name, args.threads, args.tuned) for name in BOUNDS}
        legs["lbaviz"] = Leg(args.clock, ours, folder, args.threads)
        rounds = rounds_of({name: leg.rate for name, leg in legs.items()}, args.steps, WARM_UP)
        for leg in legs.values():
            leg.close()
    print(
        f"MNIST net, 100 + 100, CPU, {args.threads} threads, {args.clock} time, bfloat16 units: {has_bfloat16_units()}"
    )
    for name in legs:
        print(f"{name:8s} {median(rounds, name):6.2f} steps/s")
    for name, bounds in BOUNDS.items():
        print(f"lbaviz against {name:8s}{' tuned' * args.tuned}: {ratio(rounds, 'lbaviz', name)}; {bounds}")


if __name__ == "__main__":
    main()
