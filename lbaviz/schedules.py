"""How a knob changes with the step: small values that can be called, compared and stored as JSON. No torch here."""

import math
from dataclasses import asdict, dataclass

from lbaviz.errors import BadInput, nearest

KINDS = ("linear", "sigmoid", "none")


@dataclass(frozen=True)
class Envelope:
    """A loss weight that grows to `final`; call it with a step (0-based) for the weight at that step.

    linear: 0 up to step `delay`, then growing to final over growing_steps. sigmoid: final (tanh x + 1) / 2 with x from
    -5 at step delay to 5 at delay + T, where T = growing_steps + delay; never quite 0. none: final at every step, delay
    is ignored. after_delay_only: 0 up to and including step `delay`, whatever the kind, as in the clustering code.
    Source: haeusser/learning_by_association@7cdef81:semisup/train.py; jplapp/associative_deep_clustering@199b3ea:
    semisup/backend.py.
    """

    kind: str
    final: float
    growing_steps: int
    delay: int
    after_delay_only: bool = False

    def __call__(self, step: int) -> float:
        if self.after_delay_only and step <= self.delay:
            return 0.0
        if self.kind == "linear":
            return self.final * min(max((step - self.delay) / self.growing_steps, 0.0), 1.0)
        if self.kind == "sigmoid":
            length = self.growing_steps + self.delay
            return self.final * (math.tanh(5 / length * (step - self.delay - length / 2)) + 1) / 2
        return self.final

    def to_json(self) -> dict:
        return {"schedule": "envelope", **asdict(self)}


@dataclass(frozen=True)
class Staircase:
    """A learning rate that is multiplied by `factor` every `every` steps and never falls below `minimum`.

    Source: haeusser/learning_by_association@7cdef81:semisup/train.py.
    """

    initial: float
    factor: float
    every: int
    minimum: float

    def __call__(self, step: int) -> float:
        return max(self.initial * self.factor ** (step // self.every), self.minimum)

    def to_json(self) -> dict:
        return {"schedule": "staircase", **asdict(self)}


@dataclass(frozen=True)
class Ramp:
    """A loss weight that grows from 0 towards `final`: final (2 / (1 + exp(-sharpness p)) - 1), p = step / steps.

    p ends at 1. With final 1 and sharpness 10 (gamma there) it is the lambda of domain-adversarial training.
    Source: Ganin et al. 2016 (JMLR 17), sec. 5.2.
    """

    final: float
    sharpness: float
    steps: int

    def __call__(self, step: int) -> float:
        return self.final * math.tanh(self.sharpness * min(step / self.steps, 1.0) / 2)

    def to_json(self) -> dict:
        return {"schedule": "ramp", **asdict(self)}


@dataclass(frozen=True)
class WarmStaircase:
    """A learning rate that a warm-up leads up to: floor + growth(step) initial factor^(step // every).

    growth: from 0 to 1 over growing_steps, "linear" or "sigmoid" as in `Envelope` without a delay. Source: Goyal et al.
    2017 (arXiv:1706.02677) and ADC sec. 3.1; jplapp/associative_deep_clustering@199b3ea:semisup/train_unsup2.py, where
    the floor is 1e-6.
    """

    initial: float
    factor: float
    every: int
    floor: float
    kind: str
    growing_steps: int

    def __call__(self, step: int) -> float:
        rate = self.initial * self.factor ** (step // self.every)
        return self.floor + Envelope(self.kind, rate, self.growing_steps, 0)(step)

    def to_json(self) -> dict:
        return {"schedule": "warm-staircase", **asdict(self)}


Schedule = Envelope | Staircase | Ramp | WarmStaircase


def envelope(
    kind: str | None, final: float, growing_steps: int, delay: int, *, after_delay_only: bool = False
) -> Envelope:
    """Return the Envelope of this kind: "linear", "sigmoid" or "none" (also None); BadInput if it cannot be."""
    name = str(kind).lower()
    if name not in KINDS:
        raise BadInput(f"there is no envelope '{kind}'.{nearest(name, KINDS)}")
    check_number("final", final, 0.0)
    check_steps("growing_steps", growing_steps, 1)
    check_steps("delay", delay, 0)
    return Envelope(name, float(final), growing_steps, delay, after_delay_only)


def staircase(initial: float, factor: float, every: int, minimum: float) -> Staircase:
    """Return the Staircase of these numbers; BadInput if it cannot be."""
    check_number("initial", initial, 0.0)
    check_number("factor", factor, 0.0)
    check_number("minimum", minimum, 0.0)
    check_steps("every", every, 1)
    return Staircase(float(initial), float(factor), every, float(minimum))


def ramp(final: float, sharpness: float, steps: int) -> Ramp:
    """Return the Ramp of these numbers; BadInput if it cannot be."""
    check_number("final", final, 0.0)
    check_number("sharpness", sharpness, 0.0)
    check_steps("steps", steps, 1)
    return Ramp(float(final), float(sharpness), steps)


def warm_staircase(
    initial: float, factor: float, every: int, floor: float, kind: str, growing_steps: int
) -> WarmStaircase:
    """Return the WarmStaircase of these numbers; BadInput if it cannot be."""
    steps = staircase(initial, factor, every, floor)
    growth = envelope(kind, 1.0, growing_steps, 0)
    return WarmStaircase(steps.initial, steps.factor, every, steps.minimum, growth.kind, growing_steps)


def from_json(stored: dict) -> Schedule:
    """Return the schedule that `to_json` wrote; BadInput if it is of another kind or lacks a field."""
    makers = {"envelope": envelope, "staircase": staircase, "ramp": ramp, "warm-staircase": warm_staircase}
    fields = dict(stored)
    name = fields.pop("schedule", None)
    if name not in makers:
        raise BadInput(f"there is no schedule '{name}'.{nearest(str(name), makers)}")
    try:
        return makers[name](**fields)
    except TypeError as error:
        raise BadInput(f"the schedule {stored} does not have the fields of an '{name}': {error}") from None


def from_text(text: str) -> float | Schedule:
    """Return the number or schedule of a command line: "0.5", "staircase:0.001:0.33:5000:0" (initial, factor, every,
    minimum), "envelope:linear:1:1:500" (kind, final, growing steps, delay), "ramp:1:10:1500" (final, sharpness, steps)
    or "warm-staircase:0.0008:0.333:10000:1e-6:linear:2000" (as staircase, kind, growing steps); BadInput if it is none.
    """
    name, *given = text.split(":")
    try:
        if name == "staircase":
            initial, factor, every, minimum = given
            return staircase(float(initial), float(factor), int(every), float(minimum))
        if name == "envelope":
            kind, final, growing_steps, delay = given
            return envelope(kind, float(final), int(growing_steps), int(delay))
        if name == "warm-staircase":
            initial, factor, every, floor, kind, growing_steps = given
            return warm_staircase(float(initial), float(factor), int(every), float(floor), kind, int(growing_steps))
        if name == "ramp":
            final, sharpness, steps = given
            return ramp(float(final), float(sharpness), int(steps))
        return float(text)
    except BadInput:
        raise
    except ValueError:
        raise BadInput(
            f"'{text}' is neither a number nor a schedule: write 0.5, or staircase:0.001:0.33:5000:0 (initial, factor, "
            "every, minimum), envelope:linear:1:1:500 (kind, final, growing steps, delay) or ramp:1:10:1500 (final, "
            "sharpness, steps)"
        ) from None


def check_number(name: str, value: float, low: float) -> None:
    """Raise BadInput unless value is a finite number of at least `low`."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < low:
        raise BadInput(f"{name} is {value!r}, but a schedule needs a finite number of {low:g} or more")


def check_steps(name: str, value: int, low: int) -> None:
    """Raise BadInput unless value is a whole number of at least `low`."""
    if isinstance(value, bool) or not isinstance(value, int) or value < low:
        raise BadInput(f"{name} is {value!r}, but a schedule needs a whole number of steps, {low} or more")
