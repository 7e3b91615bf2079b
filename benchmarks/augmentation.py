"""What does an augmentation cost, beside the training step that it feeds?

    python benchmarks/augmentation.py [--images 400] [--rounds 5] [--threads 1]

A line a recipe: processor time to change the images (made-up noise, as large as the data set's), that of a step of Adam
with a network for that data set and a loss that costs next to nothing on as many unchanged images, and the ratio of a
step with to a step without; medians of interleaved pairs. 400 images are what a clustering step sees: 100 and 3 copies.
"""

import argparse
import time
from statistics import median

import torch

from lbaviz import augmentation, models
from lbaviz.precision import autocast, resolve_device, resolve_precision
from lbaviz.session.memory import keep_freed_memory

CASES = (
    ("adc-mnist", "digits-net", 1, 8),
    ("adc-mnist", "adc-net", 1, 28),
    ("adc-svhn", "adc-net", 3, 32),
    ("adc-cifar10", "resnet-5", 3, 32),
    ("svhn", "svhn-net", 3, 32),
)


def milliseconds(action) -> float:
    start = time.process_time()
    action()
    return 1000 * (time.process_time() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    keep_freed_memory()
    device = resolve_device("cpu")
    precision = resolve_precision("auto", device)
    print(f"{args.images} images, {args.threads} thread(s), {precision}")
    for recipe, name, channels, side in CASES:
        network = models.build(name, channels, (side, side)).train().to(memory_format=torch.channels_last)
        optimizer = torch.optim.Adam(models.parameter_groups(network), lr=1e-3, fused=True)
        images = torch.rand(args.images, channels, side, side, generator=torch.Generator().manual_seed(0)) * 255
        images = images.contiguous(memory_format=torch.channels_last)

        def step(network=network, optimizer=optimizer, images=images):
            optimizer.zero_grad(set_to_none=True)
            with autocast(precision, device):
                network(images).float().square().mean().backward()
            optimizer.step()

        def change(recipe=recipe, images=images):
            augmentation.augment(recipe, images, seed=0, step=1)

        step(), change()
        pairs = [(milliseconds(step), milliseconds(change)) for _ in range(args.rounds)]
        plain, changing = (median([pair[i] for pair in pairs]) for i in (0, 1))
        ratio = median([(a + b) / a for a, b in pairs])
        rate = 1000 * args.images / changing
        print(f"{recipe:12} {side:3}x{side:<3} {changing:6.1f} ms {rate:9,.0f} images/s", end="   ")
        print(f"step of {name:10} {plain:8.1f} ms   ratio {ratio:.3f}")


if __name__ == "__main__":
    main()
