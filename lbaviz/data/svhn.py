"""Read SVHN, format 2: MATLAB files with X (32, 32, 3, n) and labels 1...10, where 10 is the digit 0 (SEMANTICS 28)."""

from pathlib import Path

import numpy as np

from lbaviz.data.idx import REPAIR
from lbaviz.data.npz import check_arrays
from lbaviz.errors import BadInput


def read_svhn(path: Path, shape: tuple[int, int, int, int], least: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Return images uint8 of exactly this shape, (n, 32, 32, 3), and labels int64; BadInput with the path if not.

    least: the smallest label in the file; synthetic digits, which have the same form, may call the digit 0 either.
    """
    from scipy.io import loadmat

    try:
        file = loadmat(path)
        images, labels = file["X"], file["y"].ravel()
        images = np.ascontiguousarray(images.transpose(3, 0, 1, 2))
    except Exception as error:  # SciPy raises whatever it stumbles over in a damaged file
        reason = str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
        raise BadInput(f"{path} cannot be read ({reason}): {REPAIR}.") from None
    if labels.size and labels.min() < least:
        raise BadInput(f"{path} holds the label {labels.min()}, expected {least} to 10: {REPAIR}.")
    return check_arrays(path, images, np.where(labels == 10, 0, labels), shape, 10)
