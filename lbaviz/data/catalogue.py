"""Which data sets are known by name."""

from lbaviz.data.colour_sets import CIFAR10, CIFAR10_PART, STL10, SVHN, SVHN_PART
from lbaviz.data.files import Files
from lbaviz.data.grey_sets import FASHION_MNIST, MNIST, NOTMNIST, NOTMNIST_PART, USPS

FILES: dict[str, Files] = {
    "mnist": MNIST,
    "fashion-mnist": FASHION_MNIST,
    "usps": USPS,
    "notmnist": NOTMNIST,
    "notmnist-part": NOTMNIST_PART,
    "svhn": SVHN,
    "svhn-part": SVHN_PART,
    "cifar10": CIFAR10,
    "cifar10-part": CIFAR10_PART,
    "stl10": STL10,
}
NAMES = ("digits", *FILES)
