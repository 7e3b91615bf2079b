"""Networks: images, float32 (n, c, h, w) in 0..255, to embeddings (n, d). The classifier belongs to the method."""

from lbaviz.models.adc_net import AdcNet
from lbaviz.models.building import NAMES, build, check_name, for_images
from lbaviz.models.checks import check_network
from lbaviz.models.decay import parameter_groups, weight_parameters
from lbaviz.models.nets import ConvolutionNet, DigitsNet, MnistNet, SvhnNet
from lbaviz.models.normalising import Normalised, normalise
from lbaviz.models.resnet import ResNet, ResNet3, ResNet5, ResNetStl10
from lbaviz.models.start import initialise
from lbaviz.models.stl10_net import Stl10Net

__all__ = [
    "NAMES",
    "AdcNet",
    "ConvolutionNet",
    "DigitsNet",
    "MnistNet",
    "Normalised",
    "ResNet",
    "ResNet3",
    "ResNet5",
    "ResNetStl10",
    "Stl10Net",
    "SvhnNet",
    "build",
    "check_name",
    "check_network",
    "for_images",
    "initialise",
    "normalise",
    "parameter_groups",
    "weight_parameters",
]
