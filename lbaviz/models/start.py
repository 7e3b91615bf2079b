"""Where training starts: Glorot-uniform weights and zero biases (LBA; the defaults of TF-slim)."""

import torch
from torch import Generator
from torch.nn import Conv1d, Conv2d, Conv3d, Linear, Module
from torch.nn.init import xavier_uniform_

LAYERS = (Linear, Conv1d, Conv2d, Conv3d)


@torch.no_grad()
def initialise(module: Module, generator: Generator) -> Module:
    """Fill the linear and convolution layers of a module, drawing on the CPU from generator; return the module.

    Weights are uniform within +-sqrt(6 / (fan in + fan out)), biases 0; other layers stay as they are.
    """
    for layer in module.modules():
        if isinstance(layer, LAYERS):
            layer.weight.copy_(xavier_uniform_(torch.empty(layer.weight.shape), generator=generator))
            if layer.bias is not None:
                layer.bias.zero_()
    return module
