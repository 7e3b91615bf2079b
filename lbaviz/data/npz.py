"""Read arrays `images` and `labels` from one .npz: the form of the partial sets."""

import lzma
import zipfile
import zlib
from pathlib import Path

import numpy as np

from lbaviz.data.idx import REPAIR
from lbaviz.errors import BadInput


def read_npz(path: Path, shape: tuple[int, ...], classes: int) -> tuple[np.ndarray, np.ndarray]:
    """Return images uint8 of exactly this shape, (n, h, w, c), and labels int64 (n,); BadInput with the path if not."""
    try:
        with np.load(path, allow_pickle=False) as file:
            images, labels = file["images"], file["labels"]
    except (OSError, EOFError, ValueError, KeyError, zlib.error, lzma.LZMAError, zipfile.BadZipFile) as error:
        raise BadInput(f"{path} cannot be read ({str(error).splitlines()[0].rstrip('.')}): {REPAIR}.") from None
    return check_arrays(path, images, labels, shape, classes)


def check_arrays(path: Path, images, labels, shape: tuple[int, ...], classes: int) -> tuple[np.ndarray, np.ndarray]:
    """Return images and labels as int64; BadInput where they are others than the set's."""
    if images.shape != shape or labels.shape != shape[:1]:
        raise BadInput(
            f"{path} holds images {images.shape} and labels {labels.shape}, expected {shape} and {shape[:1]}: {REPAIR}."
        )
    if images.dtype != np.uint8 or labels.dtype.kind not in "iu" or labels.min() < 0 or labels.max() >= classes:
        raise BadInput(
            f"{path} holds {images.dtype} images and {labels.dtype} labels from {labels.min()} to {labels.max()}, "
            f"expected uint8 and 0 to {classes - 1}: {REPAIR}."
        )
    return images, labels.astype(np.int64)
