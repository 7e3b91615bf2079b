"""For a network of one's own that wants its images otherwise than in 0..255."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import Module

from lbaviz.errors import BadInput


class Normalised(Module):
    """A network that sees (image - mean) / std.

    Input: float32 (n, c, h, w) in 0..255; output is that of the network within.
    """

    def __init__(self, module: Module, mean: Tensor, std: Tensor):
        super().__init__()
        self.module = module
        self.register_buffer("mean", mean)
        self.register_buffer("std", std)
        self.weight_decay = getattr(module, "weight_decay", 0.0)

    def forward(self, images: Tensor) -> Tensor:
        return self.module((images - self.mean) / self.std)


def normalise(module: Module, mean: float | Sequence[float], std: float | Sequence[float]) -> Normalised:
    """Wrap a network so that it sees (image - mean) / std; both in the images' 0..255, one number or one a channel.

    Raises BadInput unless std is above 0 and both are finite.
    """
    values = []
    for name, given in (("mean", mean), ("std", std)):
        value = torch.as_tensor(given, dtype=torch.float32)
        if value.dim() > 1 or not torch.isfinite(value).all():
            raise BadInput(f"{name} is {given}, but it is a finite number, or one for each channel")
        values.append(value.reshape(1, -1, 1, 1))
    if (values[1] <= 0).any():
        raise BadInput(f"std is {std}, but images are divided by it: give numbers above 0, in the units of 0..255")
    return Normalised(module, *values)
