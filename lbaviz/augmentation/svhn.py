"""Augmentation of SVHN: a random affine map, a border that wraps or mirrors, and a blur for every second image.

Source: haeusser/learning_by_association before cb3d8e3:semisup/train.py (SEMANTICS 31), where OpenCV maps and blurs;
the last public version lacks it. Pixels equal OpenCV 5's (tests/golden); earlier ones round places to 1/32 pixel.
"""

from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Bool, Float
from torch import Tensor

from lbaviz.augmentation.warping import blur, inverted, warp
from lbaviz.errors import BadInput

MATRIX, SHIFT = 0.15, 2.0  # standard deviations: of the entries of the 2 x 2 matrix, of the shift in pixels
LEAST = 4  # pixels a side, for the blur


@dataclass(frozen=True)
class Parameters:
    """What one batch draws."""

    matrices: Float[np.ndarray, "n 2 3"]  # source -> result, (x, y) in pixels
    wraps: Bool[np.ndarray, " n"]  # else mirrored
    blurred: Bool[np.ndarray, " n"]


def check(image_shape: tuple[int, int, int]) -> None:
    """Raise BadInput where images (h, w, c) are too small."""
    h, w, _ = image_shape
    if min(h, w) < LEAST:
        raise BadInput(f"augment is 'svhn', which blurs, but the images are {h}x{w}: {LEAST}x{LEAST} at least, or None")


def draw(n: int, size: tuple[int, int], random: np.random.RandomState) -> Parameters:
    """Draw for n images of this size (h, w): I + 0.15 N(0, 1) about (w / 2, h / 2), shifted by 2 N(0, 1) pixels."""
    centre = np.array([size[1], size[0]]) / 2
    normal = random.standard_normal((n, 2, 3))
    square = np.eye(2) + MATRIX * normal[:, :, :2]
    shift = SHIFT * normal[:, :, 2] + centre - square @ centre
    matrices = np.concatenate([square, shift[:, :, None]], axis=2)
    coins = random.random_sample((2, n)) < 0.5
    return Parameters(matrices, coins[0], coins[1])


def apply(images: Float[Tensor, "n c h w"], parameters: Parameters) -> Float[Tensor, "n c h w"]:
    """Return the images changed by these parameters."""
    result = warp(images, inverted(parameters.matrices), parameters.wraps)
    chosen = torch.as_tensor(np.flatnonzero(parameters.blurred)).to(images.device)  # known here: no waiting for a GPU
    if len(chosen):
        result[chosen] = blur(result[chosen])
    return result
