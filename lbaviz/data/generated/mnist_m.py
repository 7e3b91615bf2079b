"""MNIST-M: the difference of MNIST digits and random patches of photographs (Ganin et al. 2016; ADA sec. 3.1).

As haeusser/learning_by_association@7cdef81:semisup/tools/data_util/create_mnistm.py (SEMANTICS 29): RandomState(42)
chooses the photographs. There the patches' places are unseeded, here they are drawn by seed; and the photographs come
in the order of their names (there: of an archive), first for the training, then for the test digits.
"""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Int64, UInt8

from lbaviz.data.dataset import DataSet
from lbaviz.data.from_files import from_files
from lbaviz.data.photographs import by_hand, find_photographs, read_photographs
from lbaviz.data.places import instead
from lbaviz.errors import BadInput

NAME, MADE_FROM = "mnist-m", "MNIST and photographs of BSDS500"
PHOTOGRAPHS = 42  # the seed of the original
PLACES = 11  # the stream of our seed that draws where a patch lies
CHUNK = 4096  # images made at once


def make(seed: int, root=None) -> DataSet:
    """Return 60,000 training and 10,000 test images, 28 x 28 x 3, in the order of MNIST, or raise BadInput."""
    files = find_photographs(root)
    if files is None:
        raise BadInput(
            f"MNIST-M is not on this machine, nor are the photographs to make it of: {by_hand()}; or {instead(NAME)}."
        )
    mnist = from_files("mnist", root)
    digits = np.concatenate([mnist.images, mnist.test_images])[..., 0]
    images = blend(digits, read_photographs(files), seed)
    cut = len(mnist.images)
    arrays = (images[:cut], mnist.labels, images[cut:], mnist.test_labels)
    return DataSet(NAME, *arrays, mnist.class_names, {}, validation_last=mnist.validation_last)


def blend(
    digits: UInt8[np.ndarray, "n h w"], photographs: Sequence[UInt8[np.ndarray, "_ _ 3"]], seed: int
) -> UInt8[np.ndarray, "n h w 3"]:
    """Return |patch - 255 (digit > 0)| in each channel."""
    n, h, w = digits.shape
    sizes = np.array([photograph.shape[:2] for photograph in photographs])
    chosen, tops, lefts = draw(n, sizes - (h, w), seed)
    starts = np.concatenate([[0], np.cumsum(sizes.prod(axis=1))])
    pixels = np.concatenate([photograph.reshape(-1, 3) for photograph in photographs])
    row, column = np.arange(h)[:, None], np.arange(w)
    images = np.empty((n, h, w, 3), np.uint8)
    for cut in (slice(start, start + CHUNK) for start in range(0, n, CHUNK)):
        width = sizes[chosen[cut], 1]
        corner = starts[chosen[cut]] + tops[cut] * width + lefts[cut]
        patches = pixels[corner[:, None, None] + row * width[:, None, None] + column]
        images[cut] = np.where(digits[cut, ..., None] > 0, 255 - patches, patches)
    return images


def draw(
    n: int, room: Int64[np.ndarray, "photographs 2"], seed: int
) -> tuple[Int64[np.ndarray, " n"], Int64[np.ndarray, " n"], Int64[np.ndarray, " n"]]:
    """Return each image's photograph, and the top and left of its patch, less than the room that it has there."""
    chosen = np.random.RandomState(PHOTOGRAPHS).choice(len(room), n)
    tops, lefts = np.random.RandomState([seed, PLACES]).randint(0, room[chosen].T)
    return chosen, tops, lefts
