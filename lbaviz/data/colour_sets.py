"""Sets of colour images, whole and in part. A part has a name of its own, so that it is never taken for the whole set.

Addresses and md5 sums are torchvision's (pytorch/vision@v0.29.1:torchvision/datasets/svhn.py, stl10.py, cifar.py); a
test compares them. The parts are what public repositories have of these sets, as files of arrays.
"""

from lbaviz.data.files import Files
from lbaviz.data.grey_sets import DIGITS

OBJECTS = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
ANIMALS_AND_VEHICLES = ("airplane", "bird", "car", "cat", "deer", "dog", "horse", "monkey", "ship", "truck")

SVHN = Files(
    title="SVHN",
    kind="svhn",
    folder="svhn",
    forms=(("train_32x32.mat", "test_32x32.mat"),),
    mirrors=("http://ufldl.stanford.edu/housenumbers/",),
    md5={
        "train_32x32.mat": "e26dedcc434d2e4c54c9b2d4a06d8373",
        "test_32x32.mat": "eb5a983be6a315427106f1b164d9cef3",
    },
    train=73_257,
    test=26_032,
    side=32,
    megabytes=246,
    class_names=DIGITS,
)
SVHN_PART = Files(
    title="SVHN in part: its first 10,000 test images, positions 0-7,999 to train and 8,000-9,999 to test",
    kind="positions",  # neighbours are crops of one house number, so that a random cut would put it on both sides
    folder="svhn",
    forms=(("svhn_test_first10000.npz",),),
    mirrors=(),
    md5={"svhn_test_first10000.npz": "0a2a5fe47777b625b33fc2990a5f8908"},
    train=8_000,
    test=2_000,
    side=32,
    megabytes=20,
    class_names=DIGITS,
    part_of="svhn",
)
STL10 = Files(
    title="STL-10",
    kind="stl10",
    folder="stl10_binary",
    forms=(("train_X.bin", "train_y.bin", "unlabeled_X.bin", "test_X.bin", "test_y.bin"),),
    mirrors=("http://ai.stanford.edu/~acoates/stl10/",),
    md5={"stl10_binary.tar.gz": "91f7769df0f17e558f3565bffb0c7dfb"},
    train=5_000,
    test=8_000,
    side=96,
    megabytes=2_640,
    class_names=ANIMALS_AND_VEHICLES,
    unlabelled=100_000,
    archive="stl10_binary.tar.gz",
)
CIFAR10 = Files(
    title="CIFAR-10",
    kind="cifar10",
    folder="cifar-10-batches-py",
    forms=((*(f"data_batch_{i}" for i in range(1, 6)), "test_batch"),),
    mirrors=("https://www.cs.toronto.edu/~kriz/",),
    md5={"cifar-10-python.tar.gz": "c58f30108f718f92721af3b95e74349a"},
    train=50_000,
    test=10_000,
    side=32,
    megabytes=171,
    class_names=OBJECTS,
    archive="cifar-10-python.tar.gz",
)
CIFAR10_PART = Files(
    title="CIFAR-10 in part: 5,000 training and 2,000 test images, from JPEG copies",
    kind="arrays",
    folder="cifar10",
    forms=(("cifar10_train_5000.npz", "cifar10_test_2000.npz"),),
    mirrors=(),
    md5={
        "cifar10_train_5000.npz": "0ec081419e6270a9ae83a35e90bceee1",
        "cifar10_test_2000.npz": "efc65862b1ecd5f5612e14f69a7aa608",
    },
    train=5_000,
    test=2_000,
    side=32,
    megabytes=17,
    class_names=OBJECTS,
    part_of="cifar10",
)
