"""The knobs of every method as data: sliders, command-line options and --help come from here. No torch here."""

from dataclasses import replace

from lbaviz.errors import BadInput, nearest
from lbaviz.knobs.association import CLASSIFICATION, LEARNING_RATE, VISIT, WALKER
from lbaviz.knobs.clustering import DEEP_CLUSTERING
from lbaviz.knobs.clustering_rivals import DEC, DEPICT, IMSAT
from lbaviz.knobs.domains import (
    ADAPTING_RATE,
    ADAPTING_VISIT,
    CORAL,
    DELAY,
    DISCRIMINATOR,
    DOMAIN,
    MMD,
    REVERSAL,
    SEPARATION,
)
from lbaviz.records import Knob

KNOBS: dict[str, tuple[Knob, ...]] = {
    "supervised": (CLASSIFICATION, LEARNING_RATE),
    "association": (WALKER, VISIT, CLASSIFICATION, LEARNING_RATE),
    "domain-adaptation": (WALKER, ADAPTING_VISIT, DELAY, CLASSIFICATION, ADAPTING_RATE),
    "mmd": (MMD, CLASSIFICATION, ADAPTING_RATE),
    "dan": (replace(MMD, label="λ, MMD weight"), CLASSIFICATION, ADAPTING_RATE),
    "deep-coral": (CORAL, CLASSIFICATION, ADAPTING_RATE),
    "dann": (
        replace(REVERSAL, label="λ, domain weight"),
        DISCRIMINATOR,
        CLASSIFICATION,
        ADAPTING_RATE,
    ),
    "adda": (DOMAIN, DISCRIMINATOR, CLASSIFICATION, LEARNING_RATE),
    "dsn-dann": (
        replace(REVERSAL, label="γ, domain weight"),
        DISCRIMINATOR,
        *SEPARATION,
        CLASSIFICATION,
        ADAPTING_RATE,
    ),
    "dsn-mmd": (
        replace(MMD, default=0.25, label="γ, MMD weight"),
        *SEPARATION,
        CLASSIFICATION,
        ADAPTING_RATE,
    ),
    "deep-clustering": DEEP_CLUSTERING,
    "dec": DEC,
    "imsat": IMSAT,
    "depict": DEPICT,
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
