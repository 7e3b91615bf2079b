"""Synthetic signs: drawn traffic signs under artificial transformations, after Moiseev et al. 2013 (ADA sec. 3.1).

Not their 100,000 images, which not everyone has: our drawings (`pictograms`) turned, stretched, sheared and moved, on
uneven backgrounds, in other light, blurred and noisy. The ranges are ours, for what GTSRB shows: also dark and hazy.
"""

import numpy as np
from jaxtyping import Int64, UInt8, UInt16

from lbaviz.data.dataset import DataSet
from lbaviz.data.generated import scenery
from lbaviz.data.generated.sampling import FRACTION, counted, places, turned
from lbaviz.data.signs import SIGNS

NAME, MADE_FROM = "synth-signs", "43 drawings"
TRAIN, TEST, SIDE = 40_000, 5_000, 40
SAMPLES = 2  # points of a pixel, along each side
CHUNK = 128  # images made at once
STREAM = 13  # keeps these numbers apart from those of other sets of one seed
DIAMETER, DEGREES, SHIFT = (26.0, 38.0), 12.0, 2.5  # pixels; to either side; pixels
STRETCH, SHEAR = 0.15, 0.15  # of the height against the width; of x by y
LIGHT, CAST, HAZE = (0.2, 1.15), 0.12, 60.0  # factors of all channels and of each; levels of 256 added in a haze
SPREAD, BLURS, NOISE = 200, 5, 16  # levels of 256, but for how often an image is blurred: less than BLURS


def make(seed: int, root=None) -> DataSet:
    """Return 40,000 training and 5,000 test images of 43 classes, 40 x 40 x 3."""
    images, labels = draw(TRAIN + TEST, seed)
    return DataSet(NAME, images[:TRAIN], labels[:TRAIN], images[TRAIN:], labels[TRAIN:], SIGNS, {})


def draw(n: int, seed: int) -> tuple[UInt8[np.ndarray, "n 40 40 3"], Int64[np.ndarray, " n"]]:
    """Return n images and their classes, in the order of GTSRB."""
    random = np.random.RandomState([seed, STREAM])
    images, labels = np.empty((n, SIDE, SIDE, 3), np.uint8), random.randint(0, len(SIGNS), n)
    for start in range(0, n, CHUNK):
        cut = slice(start, start + CHUNK)
        signs = _signs(labels[cut], random)
        count = len(signs)
        ground = scenery.colours(count, random)
        ground = scenery.uneven(ground, random.randint(0, SPREAD, count), SIDE, random).astype(np.uint32)
        most = 255 * SAMPLES**2  # how much of a pixel a sign can cover
        picture = ground * (most - signs[..., 3:]) // most + signs[..., :3] // SAMPLES**2
        picture = _lit(picture.astype(np.uint8), random)
        picture = scenery.blurred(picture, random.randint(0, BLURS, count))
        images[cut] = scenery.noisy(picture, random.randint(0, NOISE, count), random)
    return images, labels


def _signs(labels: Int64[np.ndarray, " n"], random: np.random.RandomState) -> UInt16[np.ndarray, "n 40 40 4"]:
    """Return the signs, red, green, blue and how much of a pixel they cover, summed over the points of a pixel."""
    from lbaviz.data.generated.pictograms import RADIUS, drawings

    pictures = drawings()
    n, full = len(labels), pictures.shape[1]
    uniform = random.random_sample((6, n))
    way = 2 * uniform - 1
    scale = 2 * RADIUS / (DIAMETER[0] + (DIAMETER[1] - DIAMETER[0]) * uniform[0])
    matrix = turned(DEGREES * way[1], scale)
    matrix = np.stack([matrix[:, 0], matrix[:, 1] * (1 + STRETCH * way[2])[:, None]], axis=1)
    matrix[:, 0] += matrix[:, 1] * (SHEAR * way[3])[:, None]
    x, y = places(matrix, full / 2 + (SHIFT * way[4:6] * scale).T, SIDE, SAMPLES)
    column, row = (np.clip(each >> FRACTION, 0, full - 1) for each in (x, y))  # an edge is empty
    found = pictures.view(np.uint32).take((labels.astype(np.int32)[:, None, None] * full + row) * full + column)
    return counted(found[..., None].view(np.uint8), SAMPLES)


def _lit(images: UInt8[np.ndarray, "n 40 40 3"], random: np.random.RandomState) -> UInt8[np.ndarray, "n 40 40 3"]:
    """Return the images in brighter or darker light of some colour, every fourth one in a haze."""
    n = len(images)
    light = LIGHT[0] + (LIGHT[1] - LIGHT[0]) * random.random_sample((n, 1))
    factor = np.rint(256 * light * (1 + CAST * (2 * random.random_sample((n, 3)) - 1))).astype(np.int32)
    haze = np.rint(HAZE * random.random_sample(n) * (random.randint(0, 4, n) == 0)).astype(np.int32)
    lit = (images * factor[:, None, None] >> 8) + haze[:, None, None, None]
    return np.clip(lit, 0, 255).astype(np.uint8)
