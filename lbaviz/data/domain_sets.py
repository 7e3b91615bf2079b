"""Sets for domain adaptation, whole and in part; some of them are also made here (`lbaviz.data.generated`)."""

from lbaviz.data.files import Files
from lbaviz.data.grey_sets import DIGITS
from lbaviz.data.signs import SIGNS

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
SYNTH_DIGITS = Files(
    title="Synthetic digits",
    kind="synth-digits",
    folder="synth_digits",
    forms=(("synth_train_32x32.mat", "synth_test_32x32.mat"),),  # of Ganin et al. 2016
    mirrors=(),
    md5={},
    train=479_400,
    test=9_553,
    side=32,
    megabytes=0,
    class_names=DIGITS,
)
GTSRB = Files(
    title="GTSRB",
    kind="gtsrb",
    folder="gtsrb",
    forms=(
        ("GTSRB/Final_Training/Images/00000/GT-00000.csv", "GT-final_test.csv"),  # the 39,209 of the papers
        ("GTSRB/Training/00000/GT-00000.csv", "GT-final_test.csv"),  # the 26,640 that torchvision downloads
    ),
    mirrors=(),
    md5={},
    train=39_209,
    test=12_630,
    side=40,
    megabytes=0,
    class_names=SIGNS,
    validation_last=1_290,  # a track of thirty images of each class
)
GTSRB_PART = Files(
    title="GTSRB in part: 8,600 training and 2,500 test images, whole frames in 32 x 32, not cut to the sign",
    kind="gtsrb-part",
    folder="gtsrb",
    forms=(("gtsrb_train_8600.npz", "gtsrb_test_2500.npz"),),
    mirrors=(),
    md5={
        "gtsrb_train_8600.npz": "40b8388a1ce2a5216eb0d0ab05a416d8",
        "gtsrb_test_2500.npz": "1f9238002e2abe404555bb4dd95e18bd",
    },
    train=8_600,
    test=2_500,
    side=32,
    megabytes=23,
    class_names=SIGNS,
    validation_last=1_099,  # whole tracks (gtsrb.tracks_last)
    part_of="gtsrb",
)
SYNTH_SIGNS = Files(
    title="Synthetic signs",
    kind="synth-signs",
    folder="synth_signs",
    forms=(
        ("train_labelling.txt",),
        ("synthetic_data/train_labelling.txt",),
    ),  # of Moiseev et al. 2013; images in train/
    mirrors=(),
    md5={},
    train=90_000,
    test=10_000,
    side=40,
    megabytes=0,
    class_names=SIGNS,
)
