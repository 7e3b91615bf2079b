"""Knobs of the methods that associative deep clustering is compared with."""

from dataclasses import replace

from lbaviz.knobs.association import LEARNING_RATE
from lbaviz.knobs.clustering import WARM_UP
from lbaviz.knobs.domains import RECONSTRUCTION
from lbaviz.records import Knob

CLUSTERING = Knob(
    "clustering_weight",
    1.0,
    0.0,
    5.0,
    label="clustering weight",
    help="weight of the divergence of targets and assignments (DEC eq. 2; DEPICT 3.2: 1)",
)
DECODED = replace(
    RECONSTRUCTION,
    default=1.0,
    high=5.0,
    label="reconstruction weight",
    help="weight of the squared error of the decoded pixels (DEC: in the warm-up only; DEPICT 3.2: 1)",
)
UPDATE_INTERVAL = Knob(
    "update_interval",
    140,
    1,
    1000,
    log=True,
    label="update interval",
    help="steps after which the targets P are made anew (piiswrong/dec runs with 20, popular programs with 140)",
)
SELF_AUGMENTATION = Knob(
    "self_augmentation_weight",
    1.0,
    0.0,
    5.0,
    label="R, self-augmentation weight",
    help="weight of the change of the assignment when an image changes a little (IMSAT, R_SAT: 1)",
)
CONDITIONAL_ENTROPY = Knob(
    "conditional_entropy_weight",
    0.1,
    0.0,
    2.0,
    label="λ, conditional entropy",
    help="weight lambda of H(Y|X): an image should be sure of its cluster (IMSAT: 0.1)",
)
BALANCE = Knob(
    "balance_weight",
    0.4,
    0.0,
    2.0,
    label="λμ, balance weight",
    help="weight lambda mu of log k - H(Y): clusters should be of one size (IMSAT: 0.1 times 4)",
)

DEC = (
    CLUSTERING,
    DECODED,
    replace(WARM_UP, help="steps as an autoencoder before k-means (by default half of the steps)"),
    UPDATE_INTERVAL,
    replace(LEARNING_RATE, help="step size of Adam (DEC: SGD)"),
)
IMSAT = (
    SELF_AUGMENTATION,
    CONDITIONAL_ENTROPY,
    BALANCE,
    replace(LEARNING_RATE, help="step size of Adam (IMSAT: 2e-3)"),
)
DEPICT = (CLUSTERING, DECODED, replace(LEARNING_RATE, help="step size of Adam (DEPICT: 1e-4)"))
