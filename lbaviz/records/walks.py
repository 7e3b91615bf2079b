"""The walk A -> B -> A over the probe set: a frame, and what it takes to draw it."""

from dataclasses import dataclass, replace

import numpy as np

from lbaviz.errors import BadInput
from lbaviz.records.base import Record

FRAME_VERSION = 1
MOST = 2**16  # samples of a side: edges name them by uint16
EDGES_PER_SAMPLE = 16  # the strongest edges that a frame keeps per sample; the rest is stated as hidden mass


@dataclass(frozen=True, eq=False)
class WalkFrame(Record):
    """The walk A -> B -> A over the probe set after `step` updates (LBA sec. 3, eq. 1-3), strongest edges first."""

    step: int
    p_ab: np.ndarray  # float32 (n_a, k): the strongest steps from each labelled sample
    index_ab: np.ndarray  # uint16 (n_a, k): where they lead
    hidden_ab: np.ndarray  # float32 (n_a,): probability of all other steps
    p_ba: np.ndarray  # float32 (n_b, k'): the strongest steps back
    index_ba: np.ndarray  # uint16 (n_b, k')
    hidden_ba: np.ndarray  # float32 (n_b,)
    p_class: np.ndarray  # float32 (n_a, classes): probability that the walk ends in each class, from the full matrix
    p_visit: np.ndarray  # float32 (n_b,): mean over A of p_ab (LBA eq. 9)
    labels: np.ndarray | None = None  # int64 (n_a,): the classes of A; a recorded frame's are those of its run

    def table(self):
        """Return every walk that the frame keeps: a, b, a_end, p_ab, p_ba, p_walk[, same_class] (LBA eq. 2-3).

        b counts within B; same_class, where labels are known: whether a and a_end are of one class.
        """
        import pandas as pd

        (n_a, k_ab), k_ba = self.p_ab.shape, self.p_ba.shape[1]
        b = self.index_ab.astype(int)
        walks = {"a": np.repeat(np.arange(n_a), k_ab * k_ba), "b": np.repeat(b.ravel(), k_ba)}
        walks |= {"a_end": self.index_ba[b].astype(int).ravel(), "p_ab": np.repeat(self.p_ab.ravel(), k_ba)}
        table = pd.DataFrame({**walks, "p_ba": self.p_ba[b].ravel()})
        table, labels = table.assign(p_walk=table.p_ab * table.p_ba), self.labels
        return table if labels is None else table.assign(same_class=labels[table.a] == labels[table.a_end])

    def pack(self) -> bytes:
        """Return the little-endian bytes that the recording stores and the browser reads."""
        (n_a, k_ab), (n_b, k_ba), classes = self.p_ab.shape, self.p_ba.shape, self.p_class.shape[1]
        header = np.array([FRAME_VERSION, self.step, n_a, n_b, k_ab, k_ba, classes, 0], "<i4")
        floats = (self.p_ab, self.p_ba, self.hidden_ab, self.hidden_ba, self.p_class, self.p_visit)
        parts = [header, *(np.ascontiguousarray(x, "<f4") for x in floats)]
        parts += [np.ascontiguousarray(x, "<u2") for x in (self.index_ab, self.index_ba)]
        return b"".join(part.tobytes() for part in parts)

    @classmethod
    def unpack(cls, data: bytes) -> "WalkFrame":
        """Read what `pack` wrote; BadInput if the bytes are of a newer version or cut off."""
        if len(data) < 32:
            raise BadInput(f"a frame has at least 32 bytes, got {len(data)}: damaged")
        version, step, n_a, n_b, k_ab, k_ba, classes, _ = np.frombuffer(data, "<i4", 8).tolist()
        if version != FRAME_VERSION:
            raise BadInput(f"frame version {version} is newer than {FRAME_VERSION}: update lbaviz to read it")
        shapes = [(n_a, k_ab), (n_b, k_ba), (n_a,), (n_b,), (n_a, classes), (n_b,)]
        arrays, at = [], 32
        for kind, size, group in (("<f4", 4, shapes), ("<u2", 2, [(n_a, k_ab), (n_b, k_ba)])):
            for shape in group:
                count = int(np.prod(shape))
                if at + count * size > len(data):
                    raise BadInput(f"the frame of step {step} is cut off at {len(data)} bytes: damaged")
                arrays.append(np.frombuffer(data, kind, count, at).reshape(shape))
                at += count * size
        p_ab, p_ba, hidden_ab, hidden_ba, p_class, p_visit, index_ab, index_ba = arrays
        return cls(step, p_ab, index_ab, hidden_ab, p_ba, index_ba, hidden_ba, p_class, p_visit)


@dataclass(frozen=True, eq=False)
class WalkPicture(Record):
    """A walk frame with what it takes to draw it: the samples, the names of their classes, what is picked out."""

    frame: WalkFrame
    images: np.ndarray | None = None  # uint8 (n_a + n_b, h, w, c), all of A first; None: drawn as plain marks
    labels: np.ndarray | None = None  # int (n_a + n_b,), -1 = unknown
    class_names: tuple[str, ...] = ()
    selected: int | None = None  # position among all samples, A first; None: every edge is drawn alike
    top_k: int = 5  # edges drawn per sample
    threshold: float = 0.0  # edges less probable than this are left out
    sides: tuple[str, str] = ("labelled", "unlabelled")  # what A and B are: of a pair of domains ("source", "target")

    def __post_init__(self):
        samples, top_k = len(self.frame.p_ab) + len(self.frame.p_ba), self.top_k
        if self.selected is not None and self.selected not in range(samples):
            raise BadInput(
                f"selected is {self.selected!r}, but the walk has samples 0 to {samples - 1}, labelled ones first"
            )
        if isinstance(top_k, bool) or not isinstance(top_k, int | np.integer) or top_k < 1:
            raise BadInput(f"top_k is {top_k!r}, but it is how many edges a sample has: a whole number of at least 1")

    def table(self):
        """Return the frame's walks and same_class: whether a and a_end are of one class, None without labels."""
        if self.labels is None:
            return self.frame.table().assign(same_class=None)
        return replace(self.frame, labels=np.asarray(self.labels)[: len(self.frame.p_ab)]).table()

    def arrays(self) -> dict[str, np.ndarray]:
        """Return the arrays of the frame, and images and labels where there are any."""
        named = super().arrays()
        del named["frame"]
        return self.frame.arrays() | named

    def return_matrix(self) -> np.ndarray:
        """Return the probability of ending in each class (columns) by class of departure: NaN rows for absent ones.

        float32 (classes, classes), from the full matrix. BadInput without labels.
        """
        if self.labels is None:
            raise BadInput(
                "a matrix of classes needs the labels of the labelled samples: give a WalkPicture with labels"
            )
        labels, p_class = np.asarray(self.labels[: len(self.frame.p_ab)], int), self.frame.p_class
        rows = np.full((p_class.shape[1], p_class.shape[1]), np.nan, "f4")
        for label in np.unique(labels[labels >= 0]):
            rows[label] = p_class[labels == label].mean(axis=0)
        return rows
