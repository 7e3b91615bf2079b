"""The convolutional network of associative deep clustering."""

from jaxtyping import Float
from torch import Tensor

from lbaviz.models.nets import ConvolutionNet


class AdcNet(ConvolutionNet):
    """The layers of "mnist-net" with dropout (keep 0.8) after the first and second pooling while training. L2 1e-3.

    Input: float32 (n, c, h, w) in 0..255, which becomes (x - 128) / 128; h and w at least 8. Without dropout take
    "mnist-net", whose input is x / 255.
    Source: ADC sec. 3.1 names the network of LBA; jplapp/associative_deep_clustering@e4b157d:semisup/architectures.py
    has both, and semisup/train_unsup2.py takes the one with dropout unless told otherwise (SEMANTICS 54).
    """

    widths = (32, 64, 128)
    keep = (0.8, 0.8)
    weight_decay = 1e-3

    @staticmethod
    def scaled(images: Float[Tensor, "n c h w"]) -> Float[Tensor, "n c h w"]:
        """Return (x - 128) / 128."""
        return (images - 128) / 128
