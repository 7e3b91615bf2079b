"""Named tensors as raw bytes with dtype and shape: nothing pickled is written or read."""

import zlib

import torch
from torch import Tensor

from lbaviz.errors import BadInput


def pack(tensors: dict[str, Tensor]) -> tuple[list[dict], bytes]:
    """Return (manifest, bytes): names, dtypes and shapes, and the values in C order, one after another."""
    manifest, parts = [], []
    for name, tensor in tensors.items():
        plain = tensor.detach().cpu().contiguous(memory_format=torch.contiguous_format)
        parts.append(plain.reshape(-1).view(torch.uint8).numpy().tobytes())
        kind = {"dtype": str(plain.dtype).removeprefix("torch."), "shape": list(plain.shape)}
        manifest.append({"name": name, **kind, "crc32": zlib.crc32(parts[-1])})
    return manifest, b"".join(parts)


def unpack(manifest: list[dict], data: bytes) -> dict[str, Tensor]:
    """Read what `pack` wrote; BadInput if the bytes are not what they were, or do not fit the manifest."""
    tensors, at = {}, 0
    for entry in manifest:
        dtype, shape = getattr(torch, entry["dtype"], None), torch.Size(entry["shape"])
        size = shape.numel() * getattr(dtype, "itemsize", 0)
        part = data[at : at + size]
        if not isinstance(dtype, torch.dtype) or len(part) < size or entry.get("crc32") not in (None, zlib.crc32(part)):
            raise BadInput(f"a checkpoint is damaged in '{entry['name']}': branch from an earlier step")
        raw = torch.frombuffer(bytearray(part), dtype=torch.uint8) if size else torch.empty(0, dtype=torch.uint8)
        tensors[entry["name"]] = raw.view(dtype).reshape(shape)
        at += size
    return tensors
