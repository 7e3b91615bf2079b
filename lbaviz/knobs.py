"""The knobs of every method as data: sliders, command-line options and --help come from here. No torch here."""

from dataclasses import replace

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
DELAY = Knob(
    "delay",
    500,
    0,
    3000,
    label="delay",
    help="steps on the source alone before walker and visit loss act (ADA 3.2: 500)",
)
ADAPTING_RATE = replace(
    LEARNING_RATE, default=3e-4, help="step size of Adam (ADA 3.2: 1e-4 for its longer runs; 1e-3 collapses)"
)
ADAPTING_VISIT = replace(
    VISIT,
    default=0.5,
    help="weight of the visit loss; lower where the domains' classes differ in number (ADA 3.2: 0.5)",
)

KNOBS: dict[str, tuple[Knob, ...]] = {
    "supervised": (CLASSIFICATION, LEARNING_RATE),
    "association": (WALKER, VISIT, CLASSIFICATION, LEARNING_RATE),
    "domain-adaptation": (WALKER, ADAPTING_VISIT, DELAY, CLASSIFICATION, ADAPTING_RATE),
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
