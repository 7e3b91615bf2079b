"""Knobs of learning by association, which other methods share."""

from lbaviz.records import Knob

LEARNING_RATE = Knob(
    "learning_rate", 1e-3, 1e-5, 1e-1, log=True, label="learning rate", help="step size of Adam (LBA 4.1: 1e-3)"
)
CLASSIFICATION = Knob(
    "classification_weight",
    1.0,
    0.0,
    5.0,
    label="classification weight",
    help="weight of the cross-entropy on the labelled samples (LBA eq. 5)",
)
WALKER = Knob(
    "walker_weight",
    1.0,
    0.0,
    5.0,
    label="walker weight",
    help="weight of the walker loss: walks should come home to their class (LBA eq. 6)",
)
VISIT = Knob(
    "visit_weight",
    1.0,
    0.0,
    5.0,
    label="visit weight",
    help="weight of the visit loss: every unlabelled sample should be visited (LBA eq. 8)",
)
