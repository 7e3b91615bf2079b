"""The networks of learning by association: blocks of 3x3 convolutions with ELU, a pooling after each block."""

from itertools import pairwise
from typing import ClassVar

import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn import Conv2d, Linear, Module, ModuleList
from torch.nn.functional import elu, max_pool2d
from torch.nn.utils import skip_init

from lbaviz.errors import BadInput
from lbaviz.models.random_layers import Dropout


class ConvolutionNet(Module):
    """Blocks of 3x3 convolutions with `widths` channels, 2x2 pooling after each block, a linear layer; ELU throughout.

    Input: float32 (n, channels, h, w) in 0..255, scaled by `scaled`; h and w at least 2^blocks, else BadInput.
    Output: (n, d), each entry at least -1. Weights are empty until `lbaviz.models.initialise` fills them.
    """

    widths: ClassVar[tuple[int, ...]]
    places: ClassVar[tuple[str, ...]] = ("first", "second")  # of the convolutions in a block
    keep: ClassVar[tuple[float, ...]] = ()  # what dropout leaves after the first poolings
    d: ClassVar[int] = 128
    weight_decay: ClassVar[float]

    def __init__(self, channels: int, size: tuple[int, int]):
        super().__init__()
        h, w = (length // 2 ** len(self.widths) for length in size)  # pooling leaves out an odd last row
        if h < 1 or w < 1:
            least = 2 ** len(self.widths)
            raise BadInput(f"images of {size[0]}x{size[1]} are too small for this network: {least}x{least} at least")
        widths = [channels, *(width for width in self.widths for _ in self.places)]
        layers = [skip_init(Conv2d, i, o, 3, padding=1) for i, o in pairwise(widths)]
        for position, place in enumerate(self.places):
            setattr(self, place, ModuleList(layers[position :: len(self.places)]))
        self.dropouts = ModuleList(Dropout(keep) for keep in self.keep)
        self.embedding = skip_init(Linear, widths[-1] * h * w, self.d)

    @staticmethod
    def scaled(images: Float[Tensor, "n c h w"]) -> Float[Tensor, "n c h w"]:
        """Divide by 255."""
        return images / 255

    def forward(self, images: Float[Tensor, "n c h w"]) -> Float[Tensor, "n d"]:
        wake_vector_unit(images)
        x = self.scaled(images)
        for block, (*inner, last) in enumerate(zip(*(getattr(self, place) for place in self.places), strict=True)):
            for layer in inner:
                x = elu(layer(x), inplace=True)  # in place: backward takes the gradient from the result, without exp
            x = elu(max_pool2d(last(x), 2), inplace=True)  # ELU is monotone: after the pooling, a quarter to do
            if block < len(self.dropouts):
                x = self.dropouts[block](x)
        return elu(self.embedding(x.flatten(1)))


class MnistNet(ConvolutionNet):
    """conv 32, 32, pool, 64, 64, pool, 128, 128, pool, linear 128; for 28x28 and larger. L2 1e-3.

    Input: float32 (n, c, h, w) in 0..255, h and w at least 8.
    Source: LBA sec. 4.1; haeusser/learning_by_association@7cdef81:semisup/architectures.py (the paper's L2 is 1e-4).
    """

    widths = (32, 64, 128)
    weight_decay = 1e-3


class DigitsNet(ConvolutionNet):
    """conv 32, 32, pool, 64, 64, pool, linear 128: the same for the 8x8 images of scikit-learn. L2 1e-3.

    Input: float32 (n, c, h, w) in 0..255, h and w at least 4.
    """

    widths = (32, 64)
    weight_decay = 1e-3


class SvhnNet(ConvolutionNet):
    """Three convolutions a block: 32, pool, 64, pool, 128, pool, linear 128; for 32x32 colour images. L2 1e-4.

    Input: float32 (n, c, h, w) in 0..255, h and w at least 8; each image and channel is scaled to (x - mean) /
    (variance + 1e-5): by the variance, not its root, as the original's code does and the thesis writes (sec. 2.1.2).
    Source: haeusser/learning_by_association@7cdef81:semisup/architectures.py (SEMANTICS 24, 25), used for SVHN and for
    all pairs of domain adaptation; the paper of the latter prints two convolutions a block.
    """

    widths = (32, 64, 128)
    places = ("first", "second", "third")
    weight_decay = 1e-4

    @staticmethod
    def scaled(images: Float[Tensor, "n c h w"]) -> Float[Tensor, "n c h w"]:
        """Return (x - mean) / (variance + 1e-5), of each image and channel."""
        centred = images - images.mean(dim=(2, 3), keepdim=True)
        return centred / (centred.square().mean(dim=(2, 3), keepdim=True) + 1e-5)  # var_mean takes three times as long


def wake_vector_unit(images: Tensor) -> None:
    """Run one cheap operation after which ELU takes a tenth of the time, on some processors.

    On an AMD EPYC with AVX512 and torch 2.14, ELU (expm1) takes 26 instead of 2.4 ms for 5 million numbers, in every
    thread that has not yet computed a bfloat16 tanh, sinh or arc cosine; the values are the same. 3 microseconds.
    """
    if images.device.type == "cpu":
        torch.tanh(images.new_zeros(16, dtype=torch.bfloat16))
