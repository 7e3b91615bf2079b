"""Where the pixels of turned, scaled and moved images come from: in whole numbers, the same on every machine."""

import numpy as np
from jaxtyping import Float, Int32, UInt8, UInt16

FRACTION = 16  # bits of a coordinate behind the point
DIGITS = 9  # decimals of sines and cosines: the last ones differ between libraries


def turned(degrees: Float[np.ndarray, " n"], scale: Float[np.ndarray, " n"]) -> Float[np.ndarray, "n 2 2"]:
    """Return the matrices that turn by so much, clockwise on the screen, and then scale."""
    angle = np.deg2rad(degrees)
    cosine, sine = (scale * np.round(function(angle), DIGITS) for function in (np.cos, np.sin))
    return np.stack([np.stack([cosine, -sine], axis=1), np.stack([sine, cosine], axis=1)], axis=1)


def places(
    matrix: Float[np.ndarray, "n 2 2"], centre: Float[np.ndarray, "n 2"], side: int, samples: int
) -> tuple[Int32[np.ndarray, "n k k"], Int32[np.ndarray, "n k k"]]:
    """Return x and y in the source, times 2^16, of samples x samples points in each pixel of side x side images.

    matrix takes the way (x, y) from an image's middle to that from the point `centre` of the source, in pixels.
    """
    way = (np.arange(side * samples) + 0.5) / samples - side / 2
    step = np.rint(matrix[:, :, :, None] * way * 2**FRACTION).astype(np.int32)  # n, x y of source, x y of image, k
    start = np.rint(centre * 2**FRACTION).astype(np.int32)[:, :, None]
    along, down = step[:, :, 0] + start, step[:, :, 1]
    x, y = (along[:, i, None, :] + down[:, i, :, None] for i in (0, 1))
    return x, y


def counted(points: UInt8[np.ndarray, "n k k *c"], samples: int) -> UInt16[np.ndarray, "n side side *c"]:
    """Return the sum of the samples x samples points of each pixel."""
    rows = sum(points[:, i::samples].astype(np.uint16) for i in range(samples))
    return sum(rows[:, :, i::samples] for i in range(samples))
