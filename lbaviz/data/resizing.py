"""Bring images to a square of another size and to a number of channels."""

import numpy as np
from jaxtyping import Float, UInt8

CHUNK = 4096  # images resized at once: no float copy of the whole set


def resized(
    images: UInt8[np.ndarray, "n h w c"], size: int, channels: int
) -> UInt8[np.ndarray, "n {size} {size} {channels}"]:
    """Return images of size x size, interpolated bilinearly (pixel centres at one half; averaged where they shrink).

    One grey channel is repeated; images that fit already are returned as they are.
    """
    n, h, w, c = images.shape
    if (h, w) != (size, size):
        down, across = _weights(h, size), _weights(w, size)
        found = np.empty((n, size, size, c), np.uint8)
        for start in range(0, n, CHUNK):
            chunk = images[start : start + CHUNK].astype(np.float32)
            rows = np.einsum("sh,nhwc->nswc", down, chunk, optimize=True)
            found[start : start + CHUNK] = np.rint(np.einsum("tw,nswc->nstc", across, rows, optimize=True)).clip(0, 255)
        images = found
    return np.repeat(images, channels, axis=3) if c == 1 and channels > 1 else images


def _weights(length: int, size: int) -> Float[np.ndarray, "{size} {length}"]:
    """Return the share of each of `length` pixels in each of `size` new ones: a triangle about its centre."""
    scale = length / size
    centres = (np.arange(size) + 0.5) * scale - 0.5
    distance = np.abs(centres[:, None].clip(0, length - 1) - np.arange(length)) / max(scale, 1)
    weights = np.maximum(0, 1 - distance).astype(np.float32)
    return weights / weights.sum(axis=1, keepdims=True)
