"""Sets for domain adaptation, whole and in part; some of them are also made here (`lbaviz.data.generated`)."""

from lbaviz.data.files import Files
from lbaviz.data.grey_sets import DIGITS

MNIST_M = Files(
    title="MNIST-M",
    kind="lists",  # beside each list its images, in mnist_m_train/ and mnist_m_test/
    folder="mnist_m",
    forms=(("mnist_m_train_labels.txt", "mnist_m_test_labels.txt"),),
    mirrors=(),
    md5={},
    train=59_001,
    test=9_001,
    side=32,
    megabytes=0,
    class_names=DIGITS,
)
MNIST_M_PART = Files(
    title="MNIST-M in part: 10,000 of its authors' 59,001 training images, and their 9,001 test images",
    kind="arrays",
    folder="mnist_m",
    forms=(("mnist_m_train_10000.npz", "mnist_m_test.npz"),),
    mirrors=(),
    md5={
        "mnist_m_train_10000.npz": "c52a7dbd959d0518ca689cd7d9455136",
        "mnist_m_test.npz": "546a9839d4e4476e0cf22a1dd52bea5a",
    },
    train=10_000,
    test=9_001,
    side=32,
    megabytes=36,
    class_names=DIGITS,
    part_of="mnist-m",
)
