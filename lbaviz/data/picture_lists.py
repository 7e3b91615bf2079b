"""Read images that a text file lists with their classes, "name.png 7" a line: MNIST-M and synthetic signs."""

from pathlib import Path

import numpy as np

from lbaviz.data.idx import REPAIR
from lbaviz.data.npz import check_arrays
from lbaviz.errors import BadInput


def read_list(listing: Path, folder: Path, shape: tuple[int, int, int, int], classes: int):
    """Return images uint8 of exactly this shape, (n, h, w, 3), and labels int64 (n,), in the order of the list.

    An image of another size is resized, bilinearly. What stands behind the class in a line is not read. Raises
    BadInput with the path of a damaged file.
    """
    try:
        rows = [line.split() for line in listing.read_text().splitlines() if line.strip()]
        names, labels = [row[0] for row in rows], np.array([int(row[1]) for row in rows], np.int64)
    except (OSError, ValueError, IndexError) as error:
        raise BadInput(f"{listing} is not a list of images and classes ({error}): {REPAIR}.") from None
    if len(names) != shape[0]:
        raise BadInput(f"{listing} lists {len(names)} images, expected {shape[0]}: {REPAIR}.")
    images = np.stack([read_picture(folder / name, shape[1]) for name in names])
    return check_arrays(listing, images, labels, shape, classes)


def read_picture(path: Path, side: int, box: tuple[float, ...] | None = None) -> np.ndarray:
    """Return the part of an image in the box (left, upper, right, lower), as uint8 (side, side, 3), bilinear."""
    from PIL import Image

    try:
        with Image.open(path) as file:
            image = file.convert("RGB")
            image = image if box is None else image.crop(box)
            return np.asarray(image if image.size == (side, side) else image.resize((side, side), Image.BILINEAR))
    except (OSError, SyntaxError, ValueError) as error:
        raise BadInput(f"{path} cannot be read ({str(error).rstrip('.')}): {REPAIR}.") from None
