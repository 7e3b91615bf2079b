"""Knobs, samples and events: what every layer talks about."""

from dataclasses import dataclass, field

import numpy as np

from lbaviz.records.shown import one_line


@dataclass(frozen=True)
class Knob:
    """A number of a method that a person may move while it trains; low and high bound the slider, not the value."""

    name: str
    default: float
    low: float
    high: float
    log: bool = False
    symbol: str = ""
    label: str = ""
    help: str = ""


@dataclass(frozen=True)
class Sample:
    """One member of a run's fixed probe set. The label of an unlabelled sample is for display only; -1 = unknown."""

    role: str  # "a": labelled, where walks start and end; "b": unlabelled, where they turn
    index: int  # position in the labelled (a) or unlabelled (b) part of the split
    label: int
    image: np.ndarray  # uint8 (h, w, c)

    __repr__ = one_line


@dataclass(frozen=True)
class Event:
    """Something a person did, at the step (number of updates done) at which it was done."""

    id: int
    step: int
    kind: str  # "knob", "test_error_shown", "note"; "name_cluster", "mark_wrong" (recording/naming.py)
    detail: dict = field(default_factory=dict)
