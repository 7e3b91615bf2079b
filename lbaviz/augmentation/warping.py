"""Affine maps of a batch of images, a matrix and a border of its own for each; and a small blur."""

import numpy as np
import torch
from jaxtyping import Bool, Float
from torch import Tensor
from torch.nn.functional import grid_sample, pad

BLUR = (1 / 32, 3.5 / 32, 7 / 32, 9 / 32, 7 / 32, 3.5 / 32, 1 / 32)  # what OpenCV takes for 7 pixels without a width


def inverted(matrices: Float[np.ndarray, "n 2 3"]) -> Float[np.ndarray, "n 2 3"]:
    """Return the maps from a pixel of the result to where it came from, float32, for maps source -> result."""
    square = np.linalg.inv(matrices[:, :, :2])
    return np.concatenate([square, -square @ matrices[:, :, 2:]], axis=2).astype(np.float32)


def warp(
    images: Float[Tensor, "n c h w"], back: Float[np.ndarray, "n 2 3"], wraps: Bool[np.ndarray, " n"] | None = None
) -> Float[Tensor, "n c h w"]:
    """Take each pixel (x, y) of the result, bilinearly, from back @ (x, y, 1) in its image; pixel centres are integers.

    Outside, an image goes on from its other side where wraps is true, else as in a mirror at its edge (the outermost
    pixel twice: dcba|abcd|dcba); wraps None: there is black.
    """
    h, w = images.shape[2:]
    map_ = torch.as_tensor(back).to(images.device)[:, :, :, None, None]  # n 2 3 1 1
    row, column = (torch.arange(length, dtype=torch.float32, device=images.device) for length in (h, w))
    xy = map_[:, :, 0] * column + map_[:, :, 1] * row[:, None] + map_[:, :, 2]  # n 2 h w; no matrix product: no TF32
    if wraps is None:
        return _sample(images, xy, "zeros")
    size = torch.tensor([w, h], dtype=torch.float32, device=images.device)[:, None, None]
    wrapped = xy - size * (xy / size).floor()  # 0 <= x <= w
    folded = xy + 0.5 - 2 * size * ((xy + 0.5) / (2 * size)).floor()  # of the doubled, mirrored image, 0 <= x <= 2 w
    mirrored = (torch.minimum(folded, 2 * size - folded) - 0.5).clamp_min(0).minimum(size - 1)
    chosen = torch.where(torch.as_tensor(wraps).to(images.device)[:, None, None, None], wrapped, mirrored)
    return _sample(pad(images, (0, 1, 0, 1), mode="circular"), chosen, "border")  # between the last and the first pixel


def _sample(images: Float[Tensor, "n c h w"], xy: Float[Tensor, "n 2 k l"], outside: str) -> Float[Tensor, "n c k l"]:
    h, w = images.shape[2:]
    scale = torch.tensor([2 / (w - 1), 2 / (h - 1)], dtype=torch.float32, device=images.device)
    grid = xy.permute(0, 2, 3, 1) * scale - 1  # -1 is the first pixel's centre, 1 the last one's
    return grid_sample(images, grid, mode="bilinear", padding_mode=outside, align_corners=True)


def blur(images: Float[Tensor, "n c h w"]) -> Float[Tensor, "n c h w"]:
    """Blur over 7 x 7 pixels (standard deviation about 1.4), mirrored at the outermost pixels; h and w at least 4."""
    h, w = images.shape[2:]
    x = pad(images, (3, 3, 3, 3), mode="reflect")
    x = sum(weight * x[:, :, :, i : i + w] for i, weight in enumerate(BLUR))  # no convolution: no TF32 on a GPU
    return sum(weight * x[:, :, i : i + h] for i, weight in enumerate(BLUR))
