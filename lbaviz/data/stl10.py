"""Read STL-10: raw bytes, each image channel by channel and column by column, labels 1...10 (Coates, Ng, Lee 2011)."""

from pathlib import Path

import numpy as np

from lbaviz.data.idx import REPAIR
from lbaviz.errors import BadInput

CHUNK = 1000  # images turned at once: no second copy of the whole set


def read_images(path: Path, result: np.ndarray) -> None:
    """Fill result, uint8 (n, h, w, 3); BadInput with the path where the file has not exactly so many bytes."""
    n, h, w, c = result.shape
    stored = np.memmap(path, np.uint8, "r", shape=(n, c, w, h)) if _has_size(path, result.size) else None
    for start in range(0, n, CHUNK):
        result[start : start + CHUNK] = stored[start : start + CHUNK].transpose(0, 3, 2, 1)


def read_labels(path: Path, n: int, classes: int) -> np.ndarray:
    """Return labels int64 (n,) from 0 on; BadInput with the path where there are others."""
    _has_size(path, n)
    labels = np.fromfile(path, np.uint8).astype(np.int64) - 1
    if labels.min() < 0 or labels.max() >= classes:
        raise BadInput(f"{path} holds labels from {labels.min() + 1} to {labels.max() + 1}, expected 1 to {classes}.")
    return labels


def _has_size(path: Path, size: int) -> bool:
    found = path.stat().st_size
    if found != size:
        raise BadInput(f"{path} has {found} bytes, expected {size}, as a part is never used in silence: {REPAIR}.")
    return True
