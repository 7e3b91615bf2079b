"""Read USPS in each form it goes round in: text (zip.train.gz), arrays (usps_train.npz) and libsvm (usps.bz2).

The text is the "ZIP code" data of Hastie, Tibshirani, Friedman, The Elements of Statistical Learning: a label and 256
values in [-1, 1] a line. libsvm (csie.ntu.edu.tw) counts labels from 1 and numbers the values.
"""

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from pathlib import Path

import numpy as np

from lbaviz.data.idx import REPAIR
from lbaviz.errors import BadInput

SIDE = 16


def read_usps(path: Path, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return images uint8 (count, 16, 16) and labels int64 (count,); BadInput with the path where it has others."""
    try:
        images, labels = {".npz": _arrays, ".gz": _text, ".bz2": _libsvm}[path.suffix](path)
    except BadInput:
        raise
    except (OSError, EOFError, ValueError, KeyError, zlib.error, lzma.LZMAError, zipfile.BadZipFile) as error:
        raise BadInput(f"{path} cannot be read ({str(error).splitlines()[0].rstrip('.')}): {REPAIR}.") from None
    if images.shape != (count, SIDE, SIDE) or labels.shape != (count,):
        raise BadInput(
            f"{path} holds images {images.shape} and labels {labels.shape}, expected {(count, SIDE, SIDE)} "
            f"and {(count,)}, as a part is never used in silence: {REPAIR}."
        )
    if images.dtype != np.uint8 or labels.min() < 0 or labels.max() > 9:
        raise BadInput(
            f"{path} holds {images.dtype} images and labels up to {labels.max()}, expected digits: {REPAIR}."
        )
    return images, labels.astype(np.int64)


def _arrays(path: Path) -> tuple[np.ndarray, np.ndarray]:
    with np.load(path, allow_pickle=False) as file:
        return file["images"], file["labels"]


def _text(path: Path) -> tuple[np.ndarray, np.ndarray]:
    with gzip.open(path, "rb") as file:
        table = np.loadtxt(io.BytesIO(file.read()), ndmin=2)
    return _pixels(path, table[:, 1:]), table[:, 0].astype(np.int64)


def _libsvm(path: Path) -> tuple[np.ndarray, np.ndarray]:
    with bz2.open(path, "rb") as file:
        table = np.loadtxt(io.BytesIO(file.read().replace(b":", b" ")), ndmin=2)
    if not (table[:, 1::2] == np.arange(1, SIDE * SIDE + 1)).all():
        raise ValueError("its values are not numbered 1 to 256")
    return _pixels(path, table[:, 2::2]), table[:, 0].astype(np.int64) - 1


def _pixels(path: Path, values: np.ndarray) -> np.ndarray:
    if not (np.abs(values) <= 1).all():  # also where any is NaN
        raise BadInput(f"{path} has values outside [-1, 1]: {REPAIR}.")
    return np.rint((values + 1) / 2 * 255).astype(np.uint8).reshape(-1, SIDE, SIDE)
