"""Networks by name."""

from torch import Generator
from torch.nn import Module

from lbaviz.errors import BadInput, nearest
from lbaviz.models.adc_net import AdcNet
from lbaviz.models.nets import DigitsNet, MnistNet, SvhnNet
from lbaviz.models.resnet import ResNet3, ResNet5, ResNetStl10
from lbaviz.models.start import initialise
from lbaviz.models.stl10_net import Stl10Net

NETWORKS: dict[str, type[Module]] = {
    "mnist-net": MnistNet,
    "digits-net": DigitsNet,
    "svhn-net": SvhnNet,
    "stl10-net": Stl10Net,
    "adc-net": AdcNet,
    "resnet-3": ResNet3,
    "resnet-5": ResNet5,
    "resnet-stl10": ResNetStl10,
}
FOR_SIZE = {(32, 32, 3): "svhn-net", (40, 40, 3): "svhn-net", (96, 96, 3): "stl10-net"}
NAMES = tuple(NETWORKS)
SMALL = 16  # images with fewer rows or columns get the digits-net


def build(name: str, channels: int = 1, size: tuple[int, int] = (28, 28), generator: Generator | None = None) -> Module:
    """Return a network by name for images (channels, *size), Glorot start drawn from generator (None: seed 0).

    The global generator is not touched. BadInput for an unknown name or images that are too small.
    """
    network = NETWORKS[check_name(name)](channels, size)
    return initialise(network, Generator().manual_seed(0) if generator is None else generator)


def for_images(h: int, w: int, c: int) -> str:
    """Return the name of the network that suits images of this size."""
    return FOR_SIZE.get((h, w, c), "digits-net" if min(h, w) < SMALL else "mnist-net")


def check_name(name: str) -> str:
    """Return the name; BadInput names the nearest if there is no such network."""
    if name not in NETWORKS:
        raise BadInput(f"there is no network '{name}'.{nearest(str(name), NETWORKS)}")
    return name
