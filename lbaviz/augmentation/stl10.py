"""Augmentation of STL-10: rotation, crop, flip, brightness, saturation, hue, and grey for every second image.

The numbers are those of haeusser/learning_by_association@7cdef81:semisup/tools/stl10.py (SEMANTICS 30). The public code
stops at the colours ("need to migrate"), so it cannot be reproduced exactly. Ours: the brightness of 1.3, whose unit is
not told, is a factor from 1 / 1.3 to 1.3; hue turns by at most a tenth of the colour circle; map and crop are one
bilinear step (there: the crop by the nearest pixel); what a rotation brings in is black, as there.
"""

from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from lbaviz.augmentation.colours import GREY, saturated, turned
from lbaviz.augmentation.fitting import check_crop
from lbaviz.augmentation.warping import crops, warp

DEGREES, CROP = 10.0, 0.2  # most; crop: share of each side that is cut off
BRIGHTNESS, SATURATION, HUE = (1 / 1.3, 1.3), (0.5, 1.2), (-0.1, 0.1)


@dataclass(frozen=True)
class Parameters:
    """What one batch draws."""

    back: Float[np.ndarray, "n 2 3"]  # result -> source, (x, y) in pixels
    colours: Float[np.ndarray, "n 4"]  # factor of brightness, of saturation, turn of hue, 1 = grey

    def column(self, name: str, device: torch.device) -> Float[Tensor, "n 1 1"]:
        index = ("brightness", "saturation", "hue", "grey").index(name)
        return torch.as_tensor(self.colours[:, index, None, None].copy()).to(device)


def check(image_shape: tuple[int, int, int]) -> None:
    """Raise BadInput where images (h, w, c) have no colours, or are too small."""
    check_crop("stl10", image_shape, colours=True)


def draw(n: int, size: tuple[int, int], random: np.random.RandomState) -> Parameters:
    """Draw for n images of this size (h, w)."""
    uniform = random.random_sample((9, n))
    turns = DEGREES * (2 * uniform[0] - 1)
    back = crops(turns, CROP * uniform[1], uniform[2:4].T, uniform[4] < 0.5, size)
    ranges = [
        low + (high - low) * u for (low, high), u in zip((BRIGHTNESS, SATURATION, HUE), uniform[5:8], strict=True)
    ]
    colours = np.stack([*ranges, uniform[8] < 0.5], axis=1)
    return Parameters(back, colours.astype(np.float32))


def apply(images: Float[Tensor, "n 3 h w"], parameters: Parameters) -> Float[Tensor, "n 3 h w"]:
    """Return the images changed by these parameters: moved, then brightness, saturation and hue, then grey."""
    column = {name: parameters.column(name, images.device) for name in ("brightness", "saturation", "hue", "grey")}
    bright = (warp(images, parameters.back) * column["brightness"][:, None]).clamp(0, 255)
    coloured = turned(saturated(bright, column["saturation"]), column["hue"])
    grey = sum(weight * coloured[:, i] for i, weight in enumerate(GREY))
    return torch.where(column["grey"][:, None] > 0, grey[:, None], coloured)
