"""Keep the memory of one training step for the next one."""

import ctypes
import os
import sys

KEPT_BYTES = 256_000_000  # an MNIST step of 100 + 100 images frees and takes about 55 MB
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3  # names of glibc's mallopt, see malloc.h
LARGEST_KEPT = 32 << 20  # bytes of one tensor; glibc allows no more


def keep_freed_memory() -> None:
    """Let glibc keep up to 256 MB that were freed, instead of handing them back to the system after every step.

    Otherwise each step of the MNIST net faults 13,000 pages in again, a tenth to a fifth of its time. This holds for
    the whole process; it is left alone where the person has set the allocator, and where there is no glibc.
    """
    if not sys.platform.startswith("linux") or any(name.startswith(("MALLOC_", "GLIBC_TUN")) for name in os.environ):
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
    if mallopt is not None:
        mallopt(MMAP_THRESHOLD, LARGEST_KEPT)
        mallopt(TRIM_THRESHOLD, KEPT_BYTES)
