"""Which data sets are known by name."""

from lbaviz.data.colour_sets import CIFAR10, CIFAR10_PART, STL10, SVHN, SVHN_PART
from lbaviz.data.domain_sets import GTSRB, GTSRB_PART, MNIST_M, MNIST_M_PART, SYNTH_DIGITS, SYNTH_SIGNS
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
    "mnist-m": MNIST_M,
    "mnist-m-part": MNIST_M_PART,
    "synth-digits": SYNTH_DIGITS,
    "synth-signs": SYNTH_SIGNS,
    "gtsrb": GTSRB,
    "gtsrb-part": GTSRB_PART,
}
NAMES = ("digits", *FILES)
