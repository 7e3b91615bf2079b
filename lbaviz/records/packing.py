"""Named arrays as bytes that the recording stores and the browser reads: JSON, then raw little-endian numbers."""

import json

import numpy as np

from lbaviz.errors import BadInput

ALIGNED = 8  # every array starts at a multiple of so many bytes, so that a browser can read it in place


def pack(arrays: dict[str, np.ndarray]) -> bytes:
    """Return the arrays in one piece: the JSON's length (uint32), [{"name", "dtype", "shape", "at"}], the numbers.

    "at" counts from the end of the JSON.
    """
    entries, pieces, at = [], [], 0
    for name, array in arrays.items():
        array = np.asarray(array, order="C")  # ascontiguousarray would give a number a dimension
        array = array.astype(array.dtype.newbyteorder("<"), copy=False)
        gap = -at % ALIGNED
        pieces += [bytes(gap), array.tobytes()]
        entries.append({"name": name, "dtype": array.dtype.str, "shape": list(array.shape), "at": at + gap})
        at += gap + array.nbytes
    head = json.dumps(entries).encode()
    head += b" " * (-(4 + len(head)) % ALIGNED)
    return len(head).to_bytes(4, "little") + head + b"".join(pieces)


def unpack(data: bytes) -> dict[str, np.ndarray]:
    """Return what `pack` was given, read-only; BadInput if the bytes are cut off or something else."""
    try:
        size = int.from_bytes(data[:4], "little")
        found, start = {}, 4 + size
        for entry in json.loads(data[4:start]):
            kind, shape = np.dtype(entry["dtype"]), tuple(entry["shape"])
            count = int(np.prod(shape, dtype=np.int64))
            if kind.hasobject:
                raise ValueError("an array of objects")
            found[entry["name"]] = np.frombuffer(data, kind, count, start + entry["at"]).reshape(shape)
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(f"what a probe recorded cannot be read ({error}): damaged") from None
    return found
