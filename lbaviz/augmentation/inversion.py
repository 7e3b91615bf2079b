"""Random inversion, |x - 255 b| with b = 1 for every second image: black on white as well as white on black.

ADA sec. 3.1 inverts MNIST images only, which are its labelled ones: preset "inversion-paper". The released code inverts
both batches, by numbers of its own for each (haeusser/learning_by_association@7cdef81:semisup/train.py; SEMANTICS 32):
preset "inversion-released". There the numbers of one batch have the length of the other, so both must be equally large.
"""

from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Bool, Float
from torch import Tensor

WHITE = 255.0


@dataclass(frozen=True)
class Parameters:
    """What one batch draws."""

    inverted: Bool[np.ndarray, " n"]


def check(image_shape: tuple[int, int, int]) -> None:
    """Images of any shape can be inverted."""


def draw(n: int, size: tuple[int, int], random: np.random.RandomState) -> Parameters:
    """Draw for n images, of whatever size."""
    return Parameters(random.random_sample(n) < 0.5)


def apply(images: Float[Tensor, "n c h w"], parameters: Parameters) -> Float[Tensor, "n c h w"]:
    """Return the images, the chosen ones inverted."""
    level = np.where(parameters.inverted, WHITE, 0.0).astype(np.float32)
    return (images - torch.as_tensor(level).to(images.device)[:, None, None, None]).abs()
