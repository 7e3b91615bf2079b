"""The network for STL-10: seven convolutions, each with batch norm and ELU, among them one that halves the image."""

from jaxtyping import Float
from torch import Tensor
from torch.nn import BatchNorm2d, Conv2d, Linear, Module, ModuleList
from torch.nn.functional import elu, max_pool2d, pad
from torch.nn.utils import skip_init

from lbaviz.errors import BadInput
from lbaviz.models.nets import wake_vector_unit

WIDTHS = (32, 64, 64, 128, 128, 256, 128)
HALVING = 1  # the convolution with stride 2
POOLS = {1: 3, 3: 2, 5: 2}  # after this convolution, over so many pixels, every second one
LEAST = 29  # pixels a side, of which one is left


class Stl10Net(Module):
    """conv 32, 64 stride 2, pool 3/2, 64, 128, pool, 128, 256, pool, 128, linear 128 without activation. L2 5e-3.

    Input: float32 (n, channels, h, w) in 0..255, which becomes (x - 128) / 128; h and w at least 29, else BadInput.
    Output: (n, d), of any sign. Batch norm has decay 0.99, epsilon 0.001 and no factor (gamma), and stands before ELU.
    Source: haeusser/learning_by_association@7cdef81:semisup/architectures.py (SEMANTICS 26); the paper leaves out the
    last convolution and the batch norm.
    """

    d = 128
    weight_decay = 5e-3

    def __init__(self, channels: int, size: tuple[int, int]):
        super().__init__()
        if min(size) < LEAST:
            raise BadInput(f"images of {size[0]}x{size[1]} are too small for this network: {LEAST}x{LEAST} at least")
        inputs = (channels, *WIDTHS)
        self.convolutions = ModuleList(
            skip_init(Conv2d, inputs[i], width, 3, bias=False, **({"stride": 2} if i == HALVING else {"padding": 1}))
            for i, width in enumerate(WIDTHS)
        )
        self.norms = ModuleList(BatchNorm2d(width, eps=1e-3, momentum=0.01) for width in WIDTHS)
        for norm in self.norms:
            norm.weight.requires_grad_(False)  # gamma stays 1
        h, w = (_left(length) for length in size)
        self.embedding = skip_init(Linear, WIDTHS[-1] * h * w, self.d)

    def forward(self, images: Float[Tensor, "n c h w"]) -> Float[Tensor, "n d"]:
        wake_vector_unit(images)
        x = (images - 128) / 128
        for i, (convolution, norm) in enumerate(zip(self.convolutions, self.norms, strict=True)):
            if i == HALVING:
                x = pad(x, (x.shape[3] % 2, 1, x.shape[2] % 2, 1))  # TensorFlow's "same": more on the right, below
            x = norm(convolution(x))
            if i in POOLS:
                x = max_pool2d(x, POOLS[i], 2)  # before the ELU, which is monotone
            x = elu(x, inplace=True)
        return self.embedding(x.flatten(1))


def _left(length: int) -> int:
    """Return how many pixels a side are left of `length`."""
    length = (length + 1) // 2
    for pool in POOLS.values():
        length = (length - pool) // 2 + 1
    return length
