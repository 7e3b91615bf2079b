"""Associative domain adaptation: walk from labelled source to unlabelled target images and home (ADA, ICCV 2017)."""

from dataclasses import dataclass
from typing import ClassVar

from lbaviz import schedules
from lbaviz.methods.association import Association

ASSOCIATION_WEIGHTS = ("walker_weight", "visit_weight")


@dataclass(frozen=True)
class DomainAdaptation(Association):
    """Classification on the source and, from knob `delay` on, walker and visit loss between the domains (ADA eq. 1).

    |A| is labelled_per_class times the classes, |B| unlabelled_batch: 100 and 100, as the row of fixed parameters in
    ADA Table 2; its tuned rows have 1,000 each (SEMANTICS 36). How the association arrives: envelope "linear" (the
    authors' runs: full weight growing_steps after the delay) or "sigmoid" (SEMANTICS 35). A lower visit weight suits
    domains whose classes are not equally frequent.
    """

    envelope: str = "linear"
    growing_steps: int = 1
    name: ClassVar[str] = "domain-adaptation"

    def __post_init__(self):
        super().__post_init__()
        schedules.envelope(self.envelope, 1.0, self.growing_steps, 0)

    def acting(self, knobs: dict[str, float], step: int) -> dict[str, float]:
        """Return the knobs as they act at a step: walker and visit weight times the envelope after the delay."""
        share = schedules.envelope(self.envelope, 1.0, self.growing_steps, round(knobs["delay"]))(step)
        return knobs | {name: share * knobs[name] for name in ASSOCIATION_WEIGHTS}
