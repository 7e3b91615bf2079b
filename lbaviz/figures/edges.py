"""Which steps of a walk a picture shows, and which of them count as wrong: no drawing here."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32, UInt16

from lbaviz.records import WalkPicture

WORTH_LIGHTING = 0.01  # share of a walk from which on a sample that it comes home to stays bright


@dataclass(frozen=True)
class Edges:
    """Steps of one half of the walk: from the upper row to the lower one."""

    start: np.ndarray  # int (n,), position in its own row
    end: np.ndarray  # int (n,)
    probability: np.ndarray  # float (n,), of the step
    weight: np.ndarray  # float (n,): what the line shows (from a selected start: the share of its walk)
    wrong: np.ndarray  # bool (n,): arrives in another class than the selected start


@dataclass(frozen=True)
class Shown:
    """The edges of A -> B and B -> A, the samples that stay bright, and the share of probability that is drawn."""

    there: Edges
    back: Edges
    rest: tuple[Edges, Edges] | None  # what steps back behind a selection
    bright: tuple[set[int], set[int], set[int]]  # positions in the rows A, B, A
    share: float


def shown(picture: WalkPicture) -> Shown:
    """Return what a picture draws: the top_k steps of every sample, or only the selected sample's walk."""
    frame, n_a = picture.frame, len(picture.frame.p_ab)
    there = strongest(frame.p_ab, frame.index_ab, picture)
    back = strongest(frame.p_ba, frame.index_ba, picture)
    if picture.selected is None:
        everyone = set(range(n_a)), set(range(len(frame.p_ba))), set(range(n_a))
        drawn = (there.probability.sum() + back.probability.sum()) / (n_a + len(frame.p_ba))
        return Shown(there, back, None, everyone, float(drawn))
    if picture.selected >= n_a:
        return through(picture.selected - n_a, there, back)
    return walk_of(picture, picture.selected, there, back)


def strongest(p: Float32[np.ndarray, "n k"], index: UInt16[np.ndarray, "n k"], picture: WalkPicture) -> Edges:
    """Return the top_k steps of each sample that reach the threshold."""
    k = min(picture.top_k, p.shape[1])
    start = np.repeat(np.arange(len(p)), k)
    end, probability = index[:, :k].reshape(-1).astype(int), p[:, :k].reshape(-1)
    keep = probability >= picture.threshold
    wrong = np.zeros(keep.sum(), bool)
    return Edges(start[keep], end[keep], probability[keep], probability[keep], wrong)


def walk_of(picture: WalkPicture, start: int, there: Edges, back: Edges) -> Shown:
    """Return the walk of one labelled sample; a step back weighs as much as the whole way through it is probable."""
    rest, there = (there, back), take(there, there.start == start)
    reach = np.zeros(len(picture.frame.p_ba))
    reach[there.end] = there.probability
    back = take(back, reach[back.start] > 0)
    way = reach[back.start] * back.probability
    labels = picture.labels
    wrong = np.zeros(len(way), bool) if labels is None else labels[back.end] != labels[start]
    back = Edges(back.start, back.end, back.probability, way, wrong)
    homes = set(back.end[way >= WORTH_LIGHTING].tolist())
    return Shown(there, back, rest, ({start}, set(there.end.tolist()), homes), float(way.sum()))


def through(turn: int, there: Edges, back: Edges) -> Shown:
    """Return the steps into one unlabelled sample and out of it."""
    rest = there, back
    there, back = take(there, there.end == turn), take(back, back.start == turn)
    bright = set(there.start.tolist()), {turn}, set(back.end.tolist())
    return Shown(there, back, rest, bright, float(back.probability.sum()))


def take(edges: Edges, which: np.ndarray) -> Edges:
    return Edges(*(getattr(edges, name)[which] for name in ("start", "end", "probability", "weight", "wrong")))
