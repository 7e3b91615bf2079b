"""Which samples stand in batch number `step`: pure functions of seed and step, so that a resumed run needs no state.

Epoch-wise without replacement, as the shuffled queues of haeusser/learning_by_association@7cdef81:semisup/backend.py
(SEMANTICS 18, 19). RandomState, because its stream is the one that NumPy promises never to change.
"""

import numpy as np
from jaxtyping import Int64

from lbaviz.data.checks import check_count, check_seed
from lbaviz.errors import BadInput

BLOCK = 4096  # positions of a queue that are drawn at once: small classes would otherwise draw at every step
LABELLED, UNLABELLED = 1, 2  # keep the two streams of one seed apart


class _Queue:
    """An endless sequence in which every n positions hold each of 0...n-1 once, in random order."""

    def __init__(self, n: int, key: tuple[int, ...]):
        self.n, self.key = n, key
        self.epochs = max(1, BLOCK // n)  # per block
        self.blocks: dict[int, np.ndarray] = {}  # the two blocks used last

    def take(self, start: int, count: int) -> Int64[np.ndarray, " count"]:
        """Return positions start ... start+count-1 of the sequence."""
        length = self.epochs * self.n
        taken = []
        while count > 0:
            block, offset = divmod(start, length)
            taken.append(self._block(block)[offset : offset + count])
            start, count = start + len(taken[-1]), count - len(taken[-1])
        return np.concatenate(taken)

    def _block(self, block: int) -> Int64[np.ndarray, " length"]:
        if block not in self.blocks:
            if len(self.blocks) == 2:
                self.blocks.pop(next(iter(self.blocks)))
            drawn = np.random.RandomState([*self.key, block]).random_sample((self.epochs, self.n))
            self.blocks[block] = drawn.argsort(axis=1, kind="stable").astype(np.int64).ravel()
        return self.blocks[block]


class LabelledSampler:
    """Batches with the same number of samples of each class, class after class (SEMANTICS 18).

    A batch holds a sample twice where per_class is more than the class has, or where an epoch ends inside the batch,
    as in the queues of the original. Raises BadInput where labels are empty or unknown (-1), or per_class is not a
    positive integer.
    """

    def __init__(self, labels, per_class, seed):
        labels = np.asarray(labels)
        self.per_class = check_count("the number of labelled samples per class in a batch", per_class)
        seed = check_seed(seed)
        if len(labels) == 0:
            raise BadInput("there are no labelled images to draw from: give some labels, or use a method without any.")
        if labels.min() < 0:
            raise BadInput(
                f"the labelled part has the label {labels.min()}, expected 0 or more: leave such images out."
            )
        members = [np.flatnonzero(labels == label) for label in np.unique(labels)]
        self._classes = [(index, _Queue(len(index), (seed, LABELLED, int(labels[index[0]])))) for index in members]

    def __len__(self) -> int:
        """Return the size of a batch: per_class times the classes that have labels."""
        return self.per_class * len(self._classes)

    def indices(self, step) -> np.ndarray:
        """Return batch `step` as int64 positions in the labelled part; steps may be asked for in any order."""
        start = step * self.per_class
        return np.concatenate([index[queue.take(start, self.per_class)] for index, queue in self._classes])


class UnlabelledSampler:
    """Batches from one shuffled queue over n samples, which sees no label at all (SEMANTICS 19).

    Raises BadInput where there is nothing to draw from, or batch is not a positive integer.
    """

    def __init__(self, n, batch, seed):
        self.batch = check_count("the number of unlabelled samples in a batch", batch)
        if n < 1:
            raise BadInput("there are no unlabelled images to draw from: ask for unlabelled='all', or add some.")
        self._queue = _Queue(n, (check_seed(seed), UNLABELLED, 0))

    def __len__(self) -> int:
        """Return the size of a batch."""
        return self.batch

    def indices(self, step) -> np.ndarray:
        """Return batch `step` as int64 positions in the unlabelled part; steps may be asked for in any order."""
        return self._queue.take(step * self.batch, self.batch)
