"""What the loop reads off as it goes: loss terms, fetched from the device now and then, and the steps per second."""

import math
import time
from collections.abc import Callable

from torch import Tensor

from lbaviz.errors import RunFailed


class Terms:
    """Keeps the terms of each step on the device until they are fetched, so that no step waits for them."""

    def __init__(self):
        self.last: dict[str, float] = {}  # the last finite ones that were fetched, in nats
        self._kept: list[tuple[int, dict[str, Tensor], dict[str, float]]] = []

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, step: int, terms: dict[str, Tensor], knobs: dict[str, float]) -> None:
        """Keep the terms of an update, and the knobs that acted in it."""
        self._kept.append((step, terms, knobs))

    def forget(self) -> None:
        self._kept = []

    def fetch(self, write: Callable[[int, dict[str, float]], None]) -> None:
        """Hand each kept step to write; RunFailed at the first term that acts (weight not 0) and is not finite."""
        kept, self._kept = self._kept, []
        for step, terms, knobs in kept:
            values = {name: float(term) for name, term in terms.items()}
            for name in [name for name, value in values.items() if not math.isfinite(value)]:
                if knobs.get(f"{name}_weight", 1) != 0:
                    before = ", ".join(f"{k} {v:.4g}" for k, v in self.last.items()) or "none"
                    raise RunFailed(
                        f"the {name} term became {values[name]} at step {step} (last finite values: {before}): lower "
                        f"the learning rate or the {name} weight and go on from the last checkpoint"
                    )
                del values[name]
            self.last = values
            write(step, values)


class Rate:
    """Steps per second, averaged over about a second; pauses do not count."""

    def __init__(self):
        self.value = 0.0
        self._last: float | None = None

    def tick(self) -> None:
        now = time.perf_counter()
        if self._last is not None:
            gap = max(now - self._last, 1e-6)
            self.value += (1 / gap - self.value) * min(1.0, gap) if self.value else 1 / gap
        self._last = now

    def rest(self) -> None:
        self._last = None
