"""Residual networks of associative deep clustering: batch norm and ReLU stand before each convolution.

ADC sec. 3.1 names the networks of He et al. (2016), for CIFAR-10 and, changed, for ImageNet; block size and embedding
(64) are the paper's. The rest is that of jplapp/associative_deep_clustering@e4b157d:semisup/architectures.py, which has
the "v2" form of TensorFlow's official models: a 1x1 convolution on the first shortcut of each stage, batch norm of
decay 0.997 and epsilon 1e-5, the mean over the image, a linear layer without activation, no L2 (its option is unused).
Left out: the dropout before that linear layer, which the paper does not have and which there acts on test images too.
"""

from itertools import pairwise
from typing import ClassVar

from jaxtyping import Float
from torch import Tensor
from torch.nn import BatchNorm2d, Conv2d, Linear, Module, Sequential
from torch.nn.functional import max_pool2d, relu
from torch.nn.utils import skip_init

from lbaviz.errors import BadInput
from lbaviz.models.random_layers import Crop

DECAY, EPSILON = 0.997, 1e-5


def _convolution(inputs: int, outputs: int, side: int, stride: int = 1) -> Conv2d:
    return skip_init(Conv2d, inputs, outputs, side, stride=stride, padding=side // 2, bias=False)


def _norm(width: int) -> BatchNorm2d:
    return BatchNorm2d(width, eps=EPSILON, momentum=1 - DECAY)


class Block(Module):
    """Two 3x3 convolutions, each after batch norm and ReLU, added to the input; `first` of a stage: to a 1x1 of it."""

    def __init__(self, inputs: int, outputs: int, stride: int, first: bool):
        super().__init__()
        self.norm_1, self.norm_2 = _norm(inputs), _norm(outputs)
        self.convolution_1 = _convolution(inputs, outputs, 3, stride)
        self.convolution_2 = _convolution(outputs, outputs, 3)
        self.shortcut = _convolution(inputs, outputs, 1, stride) if first else None

    def forward(self, x: Float[Tensor, "n c h w"]) -> Float[Tensor, "n d k l"]:
        active = relu(self.norm_1(x), inplace=True)
        kept = x if self.shortcut is None else self.shortcut(active)
        return self.convolution_2(relu(self.norm_2(self.convolution_1(active)), inplace=True)) + kept


class ResNet(Module):
    """A 3x3 convolution, stages of `blocks` residual blocks with `widths` channels, mean over the image, linear 64.

    Input: float32 (n, channels, h, w) in 0..255 of any size, which becomes (x - 128) / 128. Output: (n, 64), any sign.
    """

    blocks: ClassVar[int]
    widths: ClassVar[tuple[int, ...]] = (16, 32, 64)
    strides: ClassVar[tuple[int, ...]] = (1, 2, 2)  # of the first block of each stage
    d: ClassVar[int] = 64

    def __init__(self, channels: int, size: tuple[int, int]):
        super().__init__()
        self.stem = _convolution(channels, self.widths[0], 3)
        stages = zip(pairwise((self.widths[0], *self.widths)), self.strides, strict=True)
        self.stages = Sequential(
            *(
                Block(inputs if i == 0 else outputs, outputs, stride if i == 0 else 1, first=i == 0)
                for (inputs, outputs), stride in stages
                for i in range(self.blocks)
            )
        )
        self.norm = _norm(self.widths[-1])
        self.embedding = skip_init(Linear, self.widths[-1], self.d)

    def forward(self, images: Float[Tensor, "n c h w"]) -> Float[Tensor, "n d"]:
        x = self.stages(self.begin(images))
        return self.embedding(relu(self.norm(x), inplace=True).mean(dim=(2, 3)))

    def begin(self, images: Float[Tensor, "n c h w"]) -> Float[Tensor, "n d k l"]:
        """Return what the first stage is given."""
        return self.stem((images - 128) / 128)


class ResNet3(ResNet):
    """Three blocks a stage, 20 layers ("resnet-3"): for MNIST and faces."""

    blocks = 3


class ResNet5(ResNet):
    """Five blocks a stage, 32 layers ("resnet-5"): for SVHN and CIFAR-10."""

    blocks = 5


class ResNetStl10(ResNet):
    """The ImageNet form with half the filters ("resnet-stl10"): sees 64x64 pixels of each image.

    They are cut from anywhere while training, else from the middle; smaller images raise BadInput. Before the first
    stage stand a 3x3 convolution of stride 1 and 2x2 pooling; the second keeps the size, as in the released code.
    """

    blocks = 3
    widths = (32, 64, 128, 256)
    strides = (1, 1, 2, 2)
    side: ClassVar[int] = 64

    def __init__(self, channels: int, size: tuple[int, int]):
        super().__init__(channels, size)
        if min(size) < self.side:
            least = f"{self.side}x{self.side}"
            raise BadInput(f"images of {size[0]}x{size[1]} are too small for this network: {least} at least")
        self.crop = Crop(self.side)

    def begin(self, images: Float[Tensor, "n c h w"]) -> Float[Tensor, "n d k l"]:
        return max_pool2d(super().begin(self.crop(images)), 2)
