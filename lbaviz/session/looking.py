"""Who looks at a run, what they are shown, and what looking costs."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import torch

from lbaviz import probes
from lbaviz.methods import needs_labels
from lbaviz.probes.walks import graph_of
from lbaviz.records import Sample
from lbaviz.session.plan import Plan
from lbaviz.session.starts import Starts, anchor_samples
from lbaviz.session.trainee import Trainee

SAMPLES = 60  # of the labelled and of the unlabelled part, in the fixed probe set
BUDGET = 0.05  # share of the training thread's time that transient frames may take
FRAMES_PER_SECOND = 10  # the most that is ever shown live
MEMORY_SECONDS = 4.0  # over how long the cost is averaged


def probe_set(plan: Plan) -> list[Sample]:
    """Draw the run's fixed probe set by its seed: up to 60 labelled, balanced by class, and 60 unlabelled samples.

    Without labels, walks start at up to 60 anchors.
    """
    random = np.random.RandomState([plan.seed, 5])
    if not needs_labels(plan.method):
        return anchor_samples(plan, SAMPLES) + _unlabelled(plan, random)
    split, picked = plan.split, []
    labels = split.labelled.labels
    present = np.unique(labels)
    share = max(1, SAMPLES // max(1, len(present)))
    for label in present[:SAMPLES]:
        members = np.flatnonzero(labels == label)
        picked += sorted(random.permutation(members)[:share].tolist())
    a_side = [Sample("a", i, int(labels[i]), split.labelled.images[i]) for i in picked]
    return a_side + _unlabelled(plan, random)


def _unlabelled(plan: Plan, random: np.random.RandomState) -> list[Sample]:
    """Their labels are for display; none are shown where clusters and not classes have the names."""
    part = plan.split.unlabelled
    b = np.sort(random.permutation(len(part))[:SAMPLES])
    known = part.labels if needs_labels(plan.method) else np.full(len(part), -1)
    b = b[np.argsort(np.where(known[b] < 0, 1 << 30, known[b]), kind="stable")]  # side by side by class, for display
    return [Sample("b", int(i), int(known[i]), part.images[i]) for i in b]


def similarity_of(plan: Plan) -> dict:
    """Return how a run compares embeddings: similarity and scale of `association.walk`, where its method has them."""
    return {name: getattr(plan.method, name) for name in ("similarity", "scale") if hasattr(plan.method, name)}


class Probe:
    """Makes the frame of the present step from the fixed probe set."""

    def __init__(self, trainee: Trainee, samples: list[Sample]):
        self.trainee, self.starts = trainee, Starts(trainee, samples)
        self.labels = torch.tensor(self.starts.labels)
        images = self.starts.beside([sample.image for sample in samples if sample.role == "b"])
        self.images = torch.as_tensor(images).to(trainee.plan.device)
        self.similarity = similarity_of(trainee.plan)

    def frame(self, step: int) -> bytes:
        """Return the packed WalkFrame after `step` updates; the network stays as it is."""
        embeddings = probes.embed(self.trainee.model, self.images, self.trainee.machine)
        a, b = self.starts.sides(embeddings)
        classes = len(self.trainee.plan.outputs)
        return graph_of(a, b, self.labels, classes=classes, step=step, **self.similarity).pack()


@dataclass
class Ledger:
    """Seconds spent looking against seconds passed, both forgetting what is long ago."""

    looked: float = 0.0
    passed: float = 1e-9
    dearest: float = 0.0  # what one look costs at most, as seen lately
    last_frame: float = 0.0
    last_tick: float = field(default_factory=time.perf_counter)

    def tick(self) -> None:
        """Let the time since the last tick pass."""
        now = time.perf_counter()
        gap, self.last_tick = now - self.last_tick, now
        keep = 0.5 ** (gap / MEMORY_SECONDS)
        self.looked, self.passed = self.looked * keep, self.passed * keep + gap

    def rest(self) -> None:
        """Forget the time of a pause: nobody was kept waiting."""
        self.last_tick = time.perf_counter()

    def charge(self, seconds: float, frame: bool = True) -> None:
        """Count time spent looking; frame: on one of those whose rate gives way, not on a probe that is due anyway."""
        self.looked += seconds
        if frame:
            self.dearest = max(seconds, 0.9 * self.dearest)

    @property
    def percent(self) -> float:
        return min(100.0, 100 * self.looked / max(self.passed, 1e-3))

    def allows(self) -> bool:
        """Say whether one more transient frame keeps to the budget and the frame rate."""
        since = time.perf_counter() - self.last_frame
        if self.dearest > 0.5 * BUDGET * MEMORY_SECONDS:  # so dear that the average never has room for it
            return since * BUDGET >= self.dearest
        spare = self.looked + self.dearest < BUDGET * max(self.passed, 1.0)
        return spare and since >= 1 / FRAMES_PER_SECOND


class Watchers:
    """Callbacks that want to hear of a run; one that fails is dropped, so that a view can never stop a training."""

    def __init__(self):
        self._all: dict[int, tuple[Callable, Callable[[], bool]]] = {}

    def add(self, callback: Callable, alive: Callable[[], bool]) -> Callable[[], None]:
        key = max(self._all, default=0) + 1
        self._all = {**self._all, key: (callback, alive)}
        return lambda: self._drop(key)

    def _drop(self, key: int) -> None:
        self._all = {other: value for other, value in self._all.items() if other != key}

    def anybody(self) -> bool:
        return any(alive() for _, alive in self._all.values())

    def tell(self, kind: str, payload=None) -> None:
        for key, (callback, _) in self._all.items():
            try:
                callback(kind, payload)
            except Exception:  # whatever a view does wrong, the training goes on without it
                self._drop(key)
