"""Look at a network without leaving a trace: its mode, buffers, gradients and the random state stay as they were."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch
from torch import Tensor
from torch.nn import Module

from lbaviz.engine import Machine
from lbaviz.precision import autocast

CHUNK = 250  # images a forward pass: large enough to be fast, small enough for a laptop's memory


@contextmanager
def quiet(*modules: Module) -> Iterator[None]:
    """Evaluation mode, no gradients; modes and the CPU's and GPU's random state are restored afterwards."""
    training = [(part, part.training) for module in modules for part in module.modules()]
    with torch.random.fork_rng(), torch.no_grad():
        try:
            for module in modules:
                module.eval()
            yield
        finally:
            for part, mode in training:
                part.training = mode


def as_batches(images, device: torch.device) -> Iterator[Tensor]:
    """Yield uint8 images (n, h, w, c), array or tensor, as float32 (m, c, h, w) in 0...255, in chunks."""
    if not isinstance(images, Tensor):
        images = torch.as_tensor(np.require(images, requirements="W"))  # what a file was read into is copied
    for chunk in images.split(CHUNK):
        yield to_network(chunk.to(device))


def to_network(images: Tensor) -> Tensor:
    """Turn uint8 (n, h, w, c) into what every network receives: float32 (n, c, h, w) in 0...255, channels last."""
    return images.permute(0, 3, 1, 2).to(torch.float32, memory_format=torch.channels_last)


def embed(model: Module, images, machine: Machine) -> Tensor:
    """Return the float32 embeddings (n, d) of uint8 images (n, h, w, c), on the CPU, in evaluation mode."""
    with quiet(model), autocast(machine.precision, machine.device):
        return torch.cat([model(chunk).float().cpu() for chunk in as_batches(images, machine.device)])
