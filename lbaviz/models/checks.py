"""What a network must give for the walk: one embedding an image, always of the same size."""

import torch
from torch import Tensor
from torch.nn import Module

from lbaviz.errors import BadInput

WANTED = "a network maps float32 images (n, c, h, w) in 0..255 to embeddings (n, d)"


@torch.no_grad()
def check_network(module: Module, example: Tensor) -> int:
    """Return d, the size of the embeddings that module gives for example, (n, c, h, w) float32 in 0..255, n at least 2.

    Passed in evaluation mode, which is put back. Raises BadInput unless the output is (n, d) floats for every n.
    """
    if not isinstance(module, Module):
        raise BadInput(f"the network is {type(module).__name__}, but {WANTED}: give a torch.nn.Module")
    modes = [(part, part.training) for part in module.modules()]
    module.eval()
    try:
        sizes = [_size_of_output(module, images) for images in (example, example[:1])]
    finally:
        for part, training in modes:
            part.training = training
    if sizes[0] != sizes[1]:
        raise BadInput(
            f"the network gives {sizes[0]} numbers an image for {len(example)} images and {sizes[1]} for one, but "
            f"{WANTED}, with one d for every n"
        )
    return sizes[0]


def _size_of_output(module: Module, images: Tensor) -> int:
    given = tuple(images.shape)
    try:
        output = module(images)
    except (RuntimeError, ValueError, TypeError, IndexError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BadInput(f"the network failed on images of shape {given}: {reason}; {WANTED}") from error
    if not isinstance(output, Tensor):
        raise BadInput(f"the network gave {type(output).__name__} for images of shape {given}, but {WANTED}")
    if output.dim() != 2 or len(output) != len(images) or output.shape[1] == 0:
        raise BadInput(f"the network gave shape {tuple(output.shape)} for images of shape {given}, but {WANTED}")
    if not output.is_floating_point():
        raise BadInput(f"the network gave {output.dtype}, but embeddings are floats: {WANTED}")
    return output.shape[1]
