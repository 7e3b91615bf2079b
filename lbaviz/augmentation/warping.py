"""Affine maps of a batch of images, a matrix and a border of its own for each; crops among them; and a small blur."""

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


def crops(
    degrees: Float[np.ndarray, " n"],
    cut: Float[np.ndarray, " n"],
    place: Float[np.ndarray, "n 2"],
    mirrored: Bool[np.ndarray, " n"],
    size: tuple[int, int],
) -> Float[np.ndarray, "n 2 3"]:
    """Return the maps, result -> source, float32, of images that are turned about their middle and then cropped.

    A crop lacks the share `cut` of each side, lies at `place` in the image (x, y; 0 left or above, 1 right or below),
    is brought back to size (h, w) and mirrored left to right where that is asked for.
    """
    angle = np.deg2rad(degrees)
    extent = np.array([size[1], size[0]], float)
    middle = (extent - 1) / 2
    moved = (place - 0.5) * (cut[:, None] * extent)  # where the crop lies, from the middle
    turn = np.stack([np.cos(angle), -np.sin(angle), np.sin(angle), np.cos(angle)], axis=1).reshape(-1, 2, 2)
    sides = np.stack([np.where(mirrored, -1.0, 1.0), np.ones(len(angle))], axis=1)
    square = turn * (1 - cut)[:, None, None] * sides[:, None, :]
    start = middle + np.einsum("nij,nj->ni", turn, moved) - square @ middle
    return np.concatenate([square, start[:, :, None]], axis=2).astype(np.float32)


def warp(
    images: Float[Tensor, "n c h w"],
    back: Float[np.ndarray, "n 2 3"],
    wraps: Bool[np.ndarray, " n"] | None = None,
    outside: float = 0.0,
) -> Float[Tensor, "n c h w"]:
    """Take each pixel (x, y) of the result, bilinearly, from back @ (x, y, 1) in its image; pixel centres are integers.

    Outside, an image goes on from its other side where wraps is true, else as in a mirror at its edge (the outermost
    pixel twice: dcba|abcd|dcba); wraps None: there is the grey level `outside`.
    """
    h, w = images.shape[2:]
    map_ = torch.as_tensor(back).to(images.device)
    if wraps is None:
        map_ = _unit(map_, h, w)
        map_[:, :, 2] -= 1
        return _sample(images - outside if outside else images, _places(map_, h, w), "zeros").add_(outside)
    xy = _places(map_, h, w)
    size = torch.tensor([w, h], dtype=torch.float32, device=images.device)[:, None, None]
    wrapped = xy - size * (xy / size).floor()  # 0 <= x <= w
    folded = xy + 0.5 - 2 * size * ((xy + 0.5) / (2 * size)).floor()  # of the doubled, mirrored image, 0 <= x <= 2 w
    mirrored = (torch.minimum(folded, 2 * size - folded) - 0.5).clamp_min(0).minimum(size - 1)
    chosen = torch.where(torch.as_tensor(wraps).to(images.device)[:, None, None, None], wrapped, mirrored)
    wide = pad(images, (0, 1, 0, 1), mode="circular")  # between the last and the first pixel
    return _sample(wide, _unit(chosen.flatten(2), h + 1, w + 1).view_as(chosen) - 1, "border")


def _places(map_: Float[Tensor, "n 2 3"], h: int, w: int) -> Float[Tensor, "n 2 h w"]:
    """Return map_ @ (x, y, 1) for each pixel: no matrix product, so no TF32 on a GPU."""
    row, column = (torch.arange(length, dtype=torch.float32, device=map_.device) for length in (h, w))
    across, down = map_[:, :, :1] * column + map_[:, :, 2:], map_[:, :, 1:2] * row
    return across[:, :, None] + down[:, :, :, None]


def _unit(xy: Float[Tensor, "n 2 k"], h: int, w: int) -> Float[Tensor, "n 2 k"]:
    """Bring pixels, along the second axis x and y, to a scale on which an image is 2 wide and high."""
    return xy * torch.tensor([2 / (w - 1), 2 / (h - 1)], dtype=torch.float32, device=xy.device)[:, None]


def _sample(images: Float[Tensor, "n c h w"], grid: Float[Tensor, "n 2 k l"], outside: str) -> Float[Tensor, "n c k l"]:
    """Take pixels from grid, where -1 is the first pixel's centre and 1 the last one's."""
    return grid_sample(images, grid.permute(0, 2, 3, 1), mode="bilinear", padding_mode=outside, align_corners=True)


def blur(images: Float[Tensor, "n c h w"]) -> Float[Tensor, "n c h w"]:
    """Blur over 7 x 7 pixels (standard deviation about 1.4), mirrored at the outermost pixels; h and w at least 4."""
    h, w = images.shape[2:]
    x = pad(images, (3, 3, 3, 3), mode="reflect")
    x = sum(weight * x[:, :, :, i : i + w] for i, weight in enumerate(BLUR))  # no convolution: no TF32 on a GPU
    return sum(weight * x[:, :, i : i + h] for i, weight in enumerate(BLUR))
