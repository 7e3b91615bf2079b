"""The knobs of every method as data: sliders, command-line options and --help come from here. No torch here."""

from lbaviz.errors import BadInput, nearest
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

KNOBS: dict[str, tuple[Knob, ...]] = {
    "supervised": (CLASSIFICATION, LEARNING_RATE),
    "association": (WALKER, VISIT, CLASSIFICATION, LEARNING_RATE),
}


def knobs_of(method: str) -> tuple[Knob, ...]:
    """Return the knobs of a method by its command-line name; BadInput names the nearest."""
    if method not in KNOBS:
        raise BadInput(f"there is no method '{method}'.{nearest(method, KNOBS)}")
    return KNOBS[method]


def knob_of(method: str, name: str) -> Knob:
    """Return one knob of a method; BadInput names the nearest."""
    found = {knob.name: knob for knob in knobs_of(method)}
    if name not in found:
        raise BadInput(f"method '{method}' has no knob '{name}'.{nearest(name, found)}")
    return found[name]
