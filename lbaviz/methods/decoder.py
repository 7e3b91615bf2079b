"""From an embedding back to an image."""

from jaxtyping import Float
from torch import Tensor
from torch.nn import Conv2d, Linear, Module
from torch.nn.functional import interpolate, relu

CHANNELS = 16


class Decoder(Module):
    """Embeddings (n, d) to images (n, c, h, w) in 0...1: linear to a quarter of the size, doubled twice, convolutions.

    Smaller than the decoder of domain separation networks (two linear layers, four convolutions of 32 channels), so
    that a step on a small machine is not mostly this.
    """

    def __init__(self, d: int, image_shape: tuple[int, ...]):
        super().__init__()
        h, w, channels = image_shape
        self.size, self.quarter = (h, w), (-(-h // 4), -(-w // 4))
        self.linear = Linear(d, CHANNELS * self.quarter[0] * self.quarter[1])
        self.inner = Conv2d(CHANNELS, CHANNELS, 3, padding=1)
        self.last = Conv2d(CHANNELS, channels, 3, padding=1)

    def forward(self, embeddings: Float[Tensor, "n d"]) -> Float[Tensor, "n c h w"]:
        x = relu(self.linear(embeddings)).unflatten(1, (CHANNELS, *self.quarter))
        x = relu(self.inner(interpolate(x, scale_factor=2)))
        return self.last(interpolate(x, size=self.size))
