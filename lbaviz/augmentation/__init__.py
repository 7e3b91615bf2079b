"""Random changes of training images, other ones for each sample, batched on the device.

A recipe draws its numbers on the CPU from (seed, step, role): a resumed run needs no state, and a GPU sees what a CPU
sees. Evaluation, frames and probes always see the images as they are.
"""

import numpy as np
import torch
from torch import Tensor

from lbaviz.augmentation import adc, inversion, stl10, svhn
from lbaviz.errors import BadInput, nearest

RECIPES = {"svhn": svhn, "stl10": stl10, "inversion-paper": inversion, "inversion-released": inversion, **adc.RECIPES}
NAMES = tuple(RECIPES)
STREAM = 7  # keeps these numbers apart from those of one seed's splits (3, 4), probe sets (5) and samplers (1, 2)
ROLES = {"a": 0, "b": 1}
LABELLED_ONLY, EQUAL_BATCHES = ("inversion-paper",), ("inversion-released",)

__all__ = ["NAMES", "augment", "check", "check_batches"]


def check(name: str | None, image_shape: tuple[int, int, int]) -> str | None:
    """Return the name; BadInput names the nearest where there is none, or says what images (h, w, c) it needs."""
    if name is None:
        return None
    if name not in RECIPES:
        raise BadInput(f"there is no augmentation '{name}'.{nearest(str(name), RECIPES)}")
    RECIPES[name].check(image_shape)
    return name


def check_batches(name: str | None, n_a: int, n_b: int) -> None:
    """Raise BadInput where a recipe needs batches of one size and gets n_a labelled and n_b unlabelled images."""
    if name in EQUAL_BATCHES and n_b and n_a != n_b:
        raise BadInput(
            f"augment is '{name}', which needs batches of one size, but {n_a} labelled and {n_b} unlabelled images go "
            f"into a step: ask for unlabelled_batch={n_a}, or for 'inversion-paper'"
        )


def augment(name: str | None, images: Tensor, *, seed: int, step: int, role: str = "a") -> Tensor:
    """Return the images of batch `step` changed at random: float32 (n, c, h, w) in 0...255, as they came, a new tensor.

    role: "a" labelled or "b" unlabelled, which draw from streams of their own. name None returns the images themselves,
    and so does "inversion-paper" for role "b".
    """
    if name is None or (name in LABELLED_ONLY and role != "a"):
        return images
    recipe = RECIPES[name]
    parameters = recipe.draw(len(images), images.shape[2:], np.random.RandomState([seed, STREAM, step, ROLES[role]]))
    with torch.no_grad(), torch.autocast(images.device.type, enabled=False):
        return recipe.apply(images, parameters).contiguous(memory_format=torch.channels_last)
