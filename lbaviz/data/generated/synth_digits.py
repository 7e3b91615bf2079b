"""Synthetic digits: numbers in many fonts, colours, places, turns and blurs, after Ganin et al. 2016 (ADA sec. 3.1).

Not their images, which not everyone has, but as they describe them: one to three digits side by side, of which the
one nearest to the middle is the class. The fonts are those that Matplotlib ships; the ranges are ours.
"""

from functools import cache

import numpy as np
from jaxtyping import Int64, UInt8, UInt16

from lbaviz.data.dataset import DataSet
from lbaviz.data.generated import scenery
from lbaviz.data.generated.sampling import FRACTION, counted, places, turned
from lbaviz.data.grey_sets import DIGITS

NAME, MADE_FROM = "synth-digits", "the fonts that Matplotlib ships"
TRAIN, TEST, SIDE = 50_000, 10_000, 32
SAMPLES = 3  # points of a pixel, along each side
CHUNK = 128  # images made at once: what fits a processor's cache
STREAM = 12  # keeps these numbers apart from those of other sets of one seed
HEIGHT, DEGREES, SHIFT = (13.0, 27.0), 25.0, 3.5  # of a digit: pixels; to either side; pixels
GAP = (0.62, 1.0)  # from digit to digit, in heights
CONTRAST, SPREAD, BLURS, NOISE = 60, 70, 4, 14  # levels of 256, but for how often an image is blurred: less than BLURS


def make(seed: int, root=None) -> DataSet:
    """Return 50,000 training and 10,000 test images, 32 x 32 x 3."""
    images, labels = draw(TRAIN + TEST, seed)
    return DataSet(NAME, images[:TRAIN], labels[:TRAIN], images[TRAIN:], labels[TRAIN:], DIGITS, {})


def draw(n: int, seed: int) -> tuple[UInt8[np.ndarray, "n 32 32 3"], Int64[np.ndarray, " n"]]:
    """Return n images and the digits in their middle."""
    random = np.random.RandomState([seed, STREAM])
    images, labels = np.empty((n, SIDE, SIDE, 3), np.uint8), random.randint(0, 10, n)
    for start in range(0, n, CHUNK):
        cut = slice(start, start + CHUNK)
        ink = _numbers(labels[cut], random)
        count = len(ink)
        ground = scenery.colours(count, random)
        stroke = scenery.contrasting(ground, CONTRAST, random)
        ground = scenery.uneven(ground, random.randint(0, SPREAD, count), SIDE, random)
        stroke = scenery.uneven(stroke, random.randint(0, SPREAD // 2, count), SIDE, random)
        painted = scenery.mixed(ground, stroke, ink, SAMPLES**2)
        painted = scenery.blurred(painted, random.randint(0, BLURS, count))
        images[cut] = scenery.noisy(painted, random.randint(0, NOISE, count), random)
    return images, labels


def _numbers(labels: Int64[np.ndarray, " n"], random: np.random.RandomState) -> UInt16[np.ndarray, "n 32 32"]:
    """Return how many of the 9 points of each pixel lie in a digit: the label's, or one beside it."""
    from lbaviz.data.generated import fonts

    shapes = _shapes_and_none()
    n, none, full = len(labels), len(shapes) - 1, fonts.SIDE
    uniform = random.random_sample((5, n))
    font = random.randint(0, len(fonts.FONTS), n)
    digits = np.stack([random.randint(0, 10, n), labels, random.randint(0, 10, n)])
    there = np.stack([random.randint(0, 2, n), np.ones(n, np.int64), random.randint(0, 2, n)])
    height = HEIGHT[0] + (HEIGHT[1] - HEIGHT[0]) * uniform[0]
    matrix = turned(DEGREES * (2 * uniform[1] - 1), fonts.HEIGHT / height)
    shift = SHIFT * (2 * uniform[2:4] - 1) * fonts.HEIGHT / height
    x, y = places(matrix, full / 2 + shift.T, SIDE, SAMPLES)
    gap = np.rint((GAP[0] + (GAP[1] - GAP[0]) * uniform[4]) * fonts.HEIGHT * 2**FRACTION).astype(np.int32)
    half, middle = (gap >> 1)[:, None, None], full << (FRACTION - 1)
    slot = (x >= middle - half).astype(np.int32) + (x >= middle + half)  # 0 left of the middle one, 1, 2
    x -= (slot - 1) * gap[:, None, None]
    column, row = (np.clip(each >> FRACTION, 0, full - 1) for each in (x, y))  # an edge is empty
    which = np.where(there, font * 10 + digits, none).astype(np.int32)[..., None, None]
    shape = which[1] + (slot == 0) * (which[0] - which[1]) + (slot == 2) * (which[2] - which[1])
    return counted(shapes.take((shape * full + row) * full + column), SAMPLES)


@cache
def _shapes_and_none() -> UInt8[np.ndarray, "shapes_1 side side"]:
    """Return the digits of all fonts, and an empty shape."""
    from lbaviz.data.generated.fonts import digit_shapes

    return np.pad(digit_shapes(), ((0, 1), (0, 0), (0, 0))).view(np.uint8)
