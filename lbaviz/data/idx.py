"""Read the idx files of MNIST and Fashion-MNIST (yann.lecun.com/exdb/mnist), .gz or unpacked, in place."""

import gzip
import struct
import zlib
from io import BufferedIOBase
from pathlib import Path

import numpy as np

from lbaviz.errors import BadInput

CHUNK = 1 << 20  # bytes decompressed at once: no second copy of the whole set
REPAIR = "put a good copy there, or delete it"


def read_idx(path: Path, shape: tuple[int, ...]) -> np.ndarray:
    """Return the uint8 array of a file that must hold exactly this shape; raise BadInput with the path otherwise."""
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
            return _read(file, path, shape)
    except (OSError, EOFError, zlib.error, struct.error) as error:
        raise BadInput(f"{path} cannot be read ({str(error).rstrip('.')}): {REPAIR}.") from None


def _read(file: BufferedIOBase, path: Path, shape: tuple[int, ...]) -> np.ndarray:
    head = file.read(4)
    magic = bytes([0, 0, 8, len(shape)])
    if head != magic:
        raise BadInput(
            f"{path} begins with {head.hex() or 'nothing'}, expected the idx magic number {magic.hex()}: {REPAIR}."
        )
    found = struct.unpack(f">{len(shape)}I", file.read(4 * len(shape)))
    if found != shape:
        raise BadInput(
            f"{path} is an array of {found}, expected {shape}, as a part is never used in silence: {REPAIR}."
        )
    array = np.empty(shape, np.uint8)
    bytes_left = memoryview(array).cast("B")
    while len(bytes_left):
        count = file.readinto(bytes_left[:CHUNK])
        if not count:
            raise BadInput(f"{path} ends {len(bytes_left)} bytes early: {REPAIR}.")
        bytes_left = bytes_left[count:]
    if file.read(1):  # in a .gz this also checks the sum at the end
        raise BadInput(f"{path} goes on after its {array.size} values: {REPAIR}.")
    return array
