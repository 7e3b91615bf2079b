"""Fill closed outlines: exact rules and IEEE arithmetic only, so that the pixels are the same on every machine."""

from collections.abc import Iterable

import numpy as np
from jaxtyping import Bool, Float

SAMPLES = 4  # points of a pixel, along each side, that `covered` looks at


def inside(contours: Iterable[Float[np.ndarray, "_ 2"]], size: tuple[int, int]) -> Bool[np.ndarray, "h w"]:
    """Tell for each pixel whether its centre lies inside closed polygons of points (x, y), by the nonzero rule.

    Pixel (row 0, column 0) has its centre at (0.5, 0.5); y points down.
    """
    h, w = size
    turns = np.zeros((h, w + 1), np.int32)  # how often the outline goes around what lies right of an edge
    middle = np.arange(h) + 0.5
    for points in contours:
        (x0, y0), (x1, y1) = points.T, np.roll(points, -1, axis=0).T
        row, edge = np.nonzero((y0 <= middle[:, None]) != (y1 <= middle[:, None]))
        across = x0[edge] + (middle[row] - y0[edge]) * (x1 - x0)[edge] / (y1 - y0)[edge]
        first = np.clip(np.ceil(across - 0.5), 0, w).astype(np.int64)
        np.add.at(turns, (row, first), np.where(y1 > y0, 1, -1)[edge])
    return turns.cumsum(axis=1)[:, :w] != 0


def covered(contours: Iterable[Float[np.ndarray, "_ 2"]], side: int) -> Float[np.ndarray, "side side"]:
    """Return how much of each pixel of a square lies inside, 0...1."""
    fine = inside([points * SAMPLES for points in contours], (side * SAMPLES, side * SAMPLES))
    return fine.reshape(side, SAMPLES, side, SAMPLES).mean(axis=(1, 3))
