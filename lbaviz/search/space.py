"""Which knobs a search varies, in which range, and which it holds."""

from dataclasses import dataclass

from lbaviz import schedules
from lbaviz.errors import BadInput
from lbaviz.knobs import knob_of, knobs_of


@dataclass(frozen=True)
class Range:
    """Where a knob is drawn, uniformly; log: its logarithm is."""

    low: float
    high: float
    log: bool = False

    def __post_init__(self):
        if not 0 <= self.low < self.high < float("inf"):
            raise BadInput(
                f"a range goes from a number of at least 0 to a larger one, got {self.low:g} to {self.high:g}"
            )
        if self.log and self.low == 0:
            raise BadInput("a logarithmic range starts above 0, got 0: give a small number, as 1e-5")

    def __str__(self) -> str:
        return f"{self.low:g}:{self.high:g}{':log' if self.log else ''}"


WEIGHTS = Range(0.0, 1.0)  # "we randomly sampled the loss weights ... in the range [0; 1]", ADC 3.2
HELD = {"deep-clustering": ("norm_weight", "l1_weight", "centroid_visit_weight", "augmentation_visit_weight")}
# of a method's loss weights, those that keep their value: gamma ("except for the normalization loss weight", ADC 3.2),
# the released code's L1 term, which the paper does not have, and the visit weights, which are part of an association


def default_ranges(method: str) -> dict[str, Range]:
    """Return the knobs that a search varies where nothing else is said: the loss weights, as in ADC 3.2."""
    names = [knob.name for knob in knobs_of(method) if knob.name.endswith("_weight")]
    return {name: WEIGHTS for name in names if name not in HELD.get(method, ())}


def range_of(text: str) -> tuple[str, Range]:
    """Return knob and range of "visit_weight=0:1" or "learning_rate=1e-4:1e-2:log"; BadInput for anything else."""
    name, _, numbers = text.partition("=")
    parts = numbers.split(":")
    try:
        log = parts[2:] == ["log"]
        low, high = map(float, parts[:2] if log else parts)
    except ValueError:
        raise BadInput(f"--vary takes KNOB=LOW:HIGH or KNOB=LOW:HIGH:log, as visit_weight=0:1, got '{text}'") from None
    return _knob(name), Range(low, high, log)


def value_of(text: str) -> tuple[str, str]:
    """Return knob and value of "visit_weight=0.3", also a schedule, as text; BadInput for anything else."""
    name, equals, value = text.partition("=")
    if not equals:
        raise BadInput(f"--fix takes KNOB=VALUE, as visit_weight=0.3, got '{text}'")
    return _knob(name), value


def _knob(name: str) -> str:
    return name.removeprefix("--").replace("-", "_")  # also as its option is written


def check_space(method: str, vary: dict[str, Range] | None, fix: dict[str, str]) -> dict[str, Range]:
    """Return the ranges to search: those given, else the method's own without what is fixed.

    BadInput for a knob that the method has not, that is both varied and fixed, a value that is none, or no range.
    """
    for name in [*(vary or {}), *fix]:
        knob_of(method, name)
    for value in fix.values():
        schedules.from_text(value)
    if both := sorted(fix.keys() & (vary or {}).keys()):
        raise BadInput(f"{', '.join(both)} cannot be varied and fixed: leave one of the two out")
    ranges = {name: each for name, each in (vary or default_ranges(method)).items() if name not in fix}
    if not ranges:
        raise BadInput(f"every loss weight of '{method}' is fixed, so there is nothing to search: --vary a knob")
    return ranges
