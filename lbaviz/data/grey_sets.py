"""Sets of small grey images: MNIST, Fashion-MNIST, USPS, notMNIST.

Addresses and md5 sums are torchvision's (pytorch/vision@v0.29.1:torchvision/datasets/mnist.py, usps.py); a test
compares them. Importing torchvision for them would take three seconds.
"""

from lbaviz.data.files import IDX_FILES, Files

DIGITS = tuple(str(digit) for digit in range(10))
LETTERS = tuple("ABCDEFGHIJ")
CLOTHES = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")

MNIST = Files(
    title="MNIST",
    kind="idx",
    folder="MNIST/raw",
    forms=(IDX_FILES,),
    mirrors=("https://ossci-datasets.s3.amazonaws.com/mnist/", "http://yann.lecun.com/exdb/mnist/"),
    md5=dict(
        zip(
            IDX_FILES,
            (
                "f68b3c2dcbeaaa9fbdd348bbdeb94873",
                "d53e105ee54ea40749a09fcbcd1e9432",
                "9fb629c4189551a2d022fa330f9573f3",
                "ec29112dd5afa0611ce80d1b7f02629c",
            ),
            strict=True,
        )
    ),
    train=60_000,
    test=10_000,
    side=28,
    megabytes=12,
    class_names=DIGITS,
    first_labels=(7, 2, 1, 0, 4, 1, 4, 9),
    validation_last=5_000,
)
FASHION_MNIST = Files(
    title="Fashion-MNIST",
    kind="idx",
    folder="FashionMNIST/raw",
    forms=(IDX_FILES,),
    mirrors=("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",),
    md5=dict(
        zip(
            IDX_FILES,
            (
                "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
                "25c81989df183df01b3e8a0aad5dffbe",
                "bef4ecab320f06d8554ea6380940ec79",
                "bb300cfdad3c16e7a12a480ee83cd310",
            ),
            strict=True,
        )
    ),
    train=60_000,
    test=10_000,
    side=28,
    megabytes=31,
    class_names=CLOTHES,
    first_labels=(9, 2, 1, 1, 6, 1, 4, 6),
    validation_last=5_000,
)
USPS = Files(
    title="USPS",
    kind="usps",
    folder="USPS",
    forms=(("usps_train.npz", "usps_test.npz"), ("zip.train.gz", "zip.test.gz"), ("usps.bz2", "usps.t.bz2")),
    mirrors=("https://www.csie.ntu.edu.tw/~cjlin/libsvmtools/datasets/multiclass/",),
    md5={"usps.bz2": "ec16c51db3855ca6c91edd34d0e9b197", "usps.t.bz2": "8ea070ee2aca1ac39742fdd1ef5ed118"},
    train=7_291,
    test=2_007,
    side=16,
    megabytes=9,
    class_names=DIGITS,
    first_labels=(9, 6, 3, 6, 6, 0, 0, 0),
)
NOTMNIST = Files(
    title="notMNIST",
    kind="idx",
    folder="notMNIST/raw",
    forms=(IDX_FILES,),
    mirrors=(),
    md5={},  # davidflanagan/notMNIST-to-MNIST has them; checksums of its training files are not known to us
    train=60_000,
    test=10_000,
    side=28,
    megabytes=0,
    class_names=LETTERS,
    first_labels=(3, 5, 9, 2, 7, 2, 9, 8),
    validation_last=5_000,
)
NOTMNIST_PART = Files(
    title="notMNIST in part: its 10,000 test letters, positions 0-7,999 to train and 8,000-9,999 to test",
    kind="idx-positions",
    folder="notMNIST/raw",
    forms=(IDX_FILES[2:],),
    mirrors=(),
    md5={
        "t10k-images-idx3-ubyte.gz": "2c87c839a4ef9b238846600eec8c35b7",
        "t10k-labels-idx1-ubyte.gz": "7ea9118cbafd0f6e3ee2ad771d782a01",
    },
    train=8_000,
    test=2_000,
    side=28,
    megabytes=3,
    class_names=LETTERS,
    first_labels=NOTMNIST.first_labels,
    part_of="notmnist",
)
