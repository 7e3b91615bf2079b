"""Read CIFAR-10 in its Python form, as torchvision keeps it: pickles of which nothing but arrays is accepted."""

import io
import pickle
from pathlib import Path

import numpy as np

from lbaviz.data.idx import REPAIR
from lbaviz.data.npz import check_arrays
from lbaviz.errors import BadInput

ACCEPTED = ("_reconstruct", "ndarray", "dtype", "scalar", "encode")


class _Arrays(pickle.Unpickler):
    """Builds NumPy arrays and plain values; every other name in the file is refused, so that none of its code runs."""

    def find_class(self, module: str, name: str):
        if name in ACCEPTED and module in ("numpy", "numpy.core.multiarray", "numpy._core.multiarray", "_codecs"):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"it asks for {module}.{name}")


def read_batches(files: list[Path], shape: tuple[int, int, int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return the images of these files, together uint8 of exactly this shape, (n, 32, 32, 3), and labels int64 (n,).

    Raises BadInput with the path of the first file that is not an equal share of them.
    """
    share = (shape[0] // len(files), *shape[1:])
    batches = [_read(path, share) for path in files]
    return tuple(np.concatenate(arrays) for arrays in zip(*batches, strict=True))


def _read(path: Path, shape: tuple[int, int, int, int]) -> tuple[np.ndarray, np.ndarray]:
    _, h, w, c = shape
    try:
        batch = _Arrays(io.BytesIO(path.read_bytes()), encoding="latin1").load()
        rows, labels = np.asarray(batch["data"]), np.array(batch["labels"])
        images = np.ascontiguousarray(rows.reshape(len(rows), c, h, w).transpose(0, 2, 3, 1))
    except Exception as error:  # a damaged pickle may raise anything
        reason = str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
        raise BadInput(f"{path} cannot be read ({reason}): {REPAIR}.") from None
    return check_arrays(path, images, labels, shape, 10)
