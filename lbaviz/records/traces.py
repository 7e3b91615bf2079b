"""The walks of one sample: to every unlabelled sample, and home again."""

from dataclasses import dataclass

import numpy as np

from lbaviz.errors import BadInput
from lbaviz.records.base import Record
from lbaviz.records.walks import EDGES_PER_SAMPLE, MOST, WalkFrame, WalkPicture


@dataclass(frozen=True, eq=False)
class WalkTrace(Record):
    """The walks that start at one labelled sample: where they turn, and where they end (LBA eq. 2-3)."""

    start: int  # row of A
    p_turn: np.ndarray  # float32 (n_b,): probability of stepping to each unlabelled sample; sums to 1
    p_ba: np.ndarray  # float32 (n_b, n_a): probability of the step back; rows sum to 1
    p_end: np.ndarray  # float32 (n_a,): probability of ending at each labelled sample; sums to 1
    p_class: np.ndarray  # float32 (classes,): the same by class; the start's own class is "home"
    labels: np.ndarray  # int64 (n_a,): the classes of A
    images: np.ndarray | None = None  # uint8 (n_a + n_b, h, w, c), all of A first
    class_names: tuple[str, ...] = ()
    sides: tuple[str, str] = ("labelled", "unlabelled")  # as of a WalkPicture
    step: int = 0

    @property
    def home(self) -> int:
        """The class of the start."""
        return int(self.labels[self.start])

    def table(self):
        """Return every walk, the most probable first: a, b, a_end, p_ab, p_ba, p_walk, same_class (LBA eq. 2-3)."""
        import pandas as pd

        n_b, n_a = self.p_ba.shape
        end = np.tile(np.arange(n_a), n_b)
        walks = {"a": self.start, "b": np.repeat(np.arange(n_b), n_a), "a_end": end}
        table = pd.DataFrame({**walks, "p_ab": np.repeat(self.p_turn, n_a), "p_ba": self.p_ba.ravel()})
        table = table.assign(p_walk=table.p_ab * table.p_ba, same_class=np.asarray(self.labels)[end] == self.home)
        return table.sort_values("p_walk", ascending=False, kind="stable", ignore_index=True)

    def picture(self, top_k: int = 5) -> WalkPicture:
        """Return the walks as a graph in which the start is selected; BadInput for more samples than one can have."""
        n_b, n_a = self.p_ba.shape
        if max(n_a, n_b) > MOST:
            raise BadInput(f"a graph has at most {MOST:,} samples on a side, got {max(n_a, n_b):,}: trace fewer")
        index_ab = np.zeros((n_a, min(EDGES_PER_SAMPLE, n_b)), "u2")
        index_ab[self.start] = np.argsort(-self.p_turn, kind="stable")[: index_ab.shape[1]]
        p_ab, p_class = np.zeros(index_ab.shape, "f4"), np.full((n_a, len(self.p_class)), np.nan, "f4")
        p_ab[self.start], p_class[self.start] = self.p_turn[index_ab[self.start]], self.p_class
        index_ba = np.argsort(-self.p_ba, axis=1, kind="stable")[:, :EDGES_PER_SAMPLE]
        p_ba = np.take_along_axis(self.p_ba, index_ba, axis=1)
        hidden = [np.maximum(0, 1 - p.sum(axis=1)).astype("f4") for p in (p_ab, p_ba)]
        unknown = np.full(n_b, np.nan, "f4")  # visits are those of all starts
        frame = WalkFrame(
            self.step, p_ab, index_ab, hidden[0], p_ba, index_ba.astype("u2"), hidden[1], p_class, unknown
        )
        labels = np.concatenate([np.asarray(self.labels), np.full(n_b, -1)])
        shown = {"selected": self.start, "top_k": top_k, "threshold": np.finfo("f4").tiny, "sides": self.sides}
        return WalkPicture(frame, self.images, labels, self.class_names, **shown)
