"""In which number format a run computes, and how its random numbers are kept apart from the caller's."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from lbaviz.errors import BadInput, nearest

PRECISIONS = ("auto", "float32", "bfloat16")


def resolve_device(device: str) -> torch.device:
    """Return the device for "auto" (a GPU where there is one), "cpu" or "cuda"; BadInput if it is not there."""
    if device == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        found = torch.device(device)
    except (RuntimeError, TypeError):
        found = None
    if found is None or found.type not in ("cpu", "cuda"):
        raise BadInput(f"there is no device '{device}' to train on: choose auto, cpu or cuda")
    if found.type == "cuda" and not torch.cuda.is_available():
        raise BadInput(f"device '{device}' was asked for, but torch finds no GPU: choose auto or cpu")
    if found.type == "cuda" and (found.index or 0) >= torch.cuda.device_count():
        raise BadInput(
            f"device '{device}' was asked for, but there are {torch.cuda.device_count()} GPUs, from cuda:0 on"
        )
    return found


def resolve_precision(precision: str, device: torch.device) -> str:
    """Return "bfloat16" or "float32"; "auto" takes bfloat16 where the device has units for it."""
    if precision not in PRECISIONS:
        raise BadInput(f"there is no precision '{precision}'.{nearest(precision, PRECISIONS)}")
    if precision != "auto":
        return precision
    if device.type == "cuda":
        return "bfloat16" if torch.cuda.is_bf16_supported() else "float32"
    return "bfloat16" if has_bfloat16_units() else "float32"


def has_bfloat16_units() -> bool:
    """Say whether this processor multiplies bfloat16 in hardware (AMX or AVX512-BF16)."""
    asked = ("_is_amx_tile_supported", "_is_avx512_bf16_supported")
    return any(getattr(torch.cpu, name)() for name in asked if hasattr(torch.cpu, name))


def autocast(precision: str, device: torch.device) -> torch.autocast:
    return torch.autocast(device.type, torch.bfloat16, enabled=precision == "bfloat16")


@contextmanager
def own_random_numbers(seed: int, step: int, device: torch.device) -> Iterator[None]:
    """Give a foreign network's random layers numbers of (seed, step), and the caller his generator back."""
    devices = [device] if device.type == "cuda" else []
    with torch.random.fork_rng(devices):
        torch.manual_seed((seed * 1_000_003 + step) & 0x7FFFFFFFFFFFFFFF)
        yield


@contextmanager
def threads(count: int) -> Iterator[None]:
    """Compute with so many threads, on which the last bits depend, and give the caller's number back."""
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)
