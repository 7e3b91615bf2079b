"""The nouns of a data set that was split: one part, and the four parts that a run needs."""

import hashlib
from dataclasses import dataclass

import numpy as np

PARTS = ("labelled", "unlabelled", "validation", "test")
DOMAIN_PARTS = ("source_test", "target_validation")


@dataclass(frozen=True, eq=False)
class Part:
    """Some images with their true labels; -1 = unknown."""

    images: np.ndarray  # uint8 (n, h, w, c), 0...255
    labels: np.ndarray  # int64 (n,)

    def __len__(self) -> int:
        return len(self.images)


@dataclass(frozen=True, eq=False)
class Domains:
    """What a split of two domains has besides: names, and two parts that are looked at and choose nothing."""

    source: str
    target: str
    source_test: Part
    target_validation: Part


@dataclass(frozen=True, eq=False)
class Split:
    """What a run may see: labelled and unlabelled images to train on, validation and test images to be judged on.

    The labels of the unlabelled part are there to be displayed and to evaluate with, never to train on. Any part but
    the unlabelled one may be empty: own data may come without a test set, or without labels.
    """

    name: str
    labelled: Part
    unlabelled: Part
    validation: Part
    test: Part
    class_names: tuple[str, ...]
    seed: int
    settings: dict  # the arguments of DataSet.split as they came, fit for JSON: data.split(**settings) is this split
    source: dict  # DataSet.source
    domains: Domains | None = None  # of a pair: source labelled and validated on, target unlabelled and tested on

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """Height, width, channels."""
        return self.unlabelled.images.shape[1:]

    @property
    def sides(self) -> tuple[str, str]:
        """What walks start from and what they turn at, in words: of two domains which one."""
        return (
            ("labelled", "unlabelled")
            if self.domains is None
            else (self.settings["labelled"], self.settings["unlabelled"])
        )

    def part_names(self) -> tuple[str, ...]:
        """Return the names of all parts."""
        return PARTS if self.domains is None else (*PARTS, *DOMAIN_PARTS)

    def part(self, name: str) -> Part:
        """Return a part by its name, one of `part_names`."""
        return getattr(self.domains if name in DOMAIN_PARTS else self, name)

    def checksum(self) -> str:
        """Return a hash of all images and labels, 32 hexadecimal digits."""
        parts = [self.part(name) for name in self.part_names()]
        return content_hash(*(array for part in parts for array in (part.images, part.labels)))


def content_hash(*arrays: np.ndarray) -> str:
    """Return a hash of dtypes, shapes and values, 32 hexadecimal digits; 1 GB takes about a second."""
    digest = hashlib.blake2b(digest_size=16)
    for array in arrays:
        digest.update(f"{array.dtype.str}{array.shape}".encode())
        digest.update(np.ascontiguousarray(array).data.cast("B") if array.size else b"")
    return digest.hexdigest()
