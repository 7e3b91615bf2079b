"""Random changes of training images, other ones for each sample, batched on the device.

A recipe draws its numbers on the CPU from (seed, step, role): a resumed run needs no state, and a GPU sees what a CPU
sees. Evaluation, frames and probes always see the images as they are.
"""

import numpy as np
import torch
from torch import Tensor

from lbaviz.augmentation import stl10, svhn
from lbaviz.errors import BadInput, nearest

RECIPES = {"svhn": svhn, "stl10": stl10}
NAMES = tuple(RECIPES)
STREAM = 7  # keeps these numbers apart from those of one seed's splits (3, 4), probe sets (5) and samplers (1, 2)
ROLES = {"a": 0, "b": 1}

__all__ = ["NAMES", "augment", "check"]


def check(name: str | None, image_shape: tuple[int, int, int]) -> str | None:
    """Return the name; BadInput names the nearest where there is none, or says what images (h, w, c) it needs."""
    if name is None:
        return None
    if name not in RECIPES:
        raise BadInput(f"there is no augmentation '{name}'.{nearest(str(name), RECIPES)}")
    RECIPES[name].check(image_shape)
    return name


def augment(name: str | None, images: Tensor, *, seed: int, step: int, role: str = "a") -> Tensor:
    """Return the images of batch `step` changed at random: float32 (n, c, h, w) in 0...255, as they came, a new tensor.

    role: "a" labelled or "b" unlabelled, which draw from streams of their own. name None returns the images themselves.
    """
    if name is None:
        return images
    recipe = RECIPES[name]
    parameters = recipe.draw(len(images), images.shape[2:], np.random.RandomState([seed, STREAM, step, ROLES[role]]))
    with torch.no_grad(), torch.autocast(images.device.type, enabled=False):
        return recipe.apply(images, parameters).contiguous(memory_format=torch.channels_last)
