"""A search without a storage, for the tests of what shows one: so many of eighty trials are finished."""

import numpy as np

from lbaviz.records import Trials
from lbaviz.search import Range, Spec, Standing

UNIT = Range(0, 1)


class FakeSearch:
    spec = Spec("association", "digits", {}, {"visit_weight": UNIT, "walker_weight": UNIT}, {}, "test_error")

    def __init__(self, finished: int):
        self.finished = finished

    def record(self) -> Trials:
        values = np.random.default_rng(0).random((80, 2))[: self.finished]
        return Trials(tuple(self.spec.vary), values, 50 * values[:, 0], score="test_error", low_is_good=True)

    def trials(self):
        return self.record().table()

    def standing(self) -> Standing:
        return Standing(self.finished, 0, 2, 80)

    def sentence(self) -> str:
        return f"{self.finished} of 80 trials finished (<search.log>).\nbest: trial 3"
