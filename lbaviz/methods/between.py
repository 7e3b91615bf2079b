"""What a method sees of a run between two updates, and may change there."""

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor
from torch.nn import Module
from torch.optim import Optimizer


@dataclass(frozen=True)
class Between:
    """The moment after `step` updates, before the next one.

    A run that is resumed comes here again with the same weights, knobs and random numbers; what a method keeps from one
    step to the next is a parameter or a buffer of one of its parts.
    """

    step: int
    model: Module
    parts: dict[str, Module]
    optimizer: Optimizer
    knobs: dict[str, float]  # as they act in the next update
    embed: Callable[[], Tensor]  # () -> float32 (n, d): all unlabelled training images, evaluation mode, on the CPU
