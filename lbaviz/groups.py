"""Which samples of a projection share a colour and a mark: shared by figures and charts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lbaviz.chosen import class_numbers, name_of, numbers
from lbaviz.errors import BadInput
from lbaviz.records import Projection

# Seven of Okabe and Ito's eight (yellow is lost on white), then three of Tol's muted scheme; no more than ten are told
# apart, and each also has its own mark.
COLOURS = (
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#882255", "#999933", "#7F7F7F",
)  # fmt: skip
REST = "#CDCDD6"
INK = "#1b1b1f"  # of an anchor whose class has no colour
SOURCE, TARGET = "#D55E00", "#0072B2"  # red and blue as in ADA Figure 2
RING = len(COLOURS)  # the mark of the target where the colour says the class; no class has it
CHOICES = ("label", "domain", "prediction", "correctness")


@dataclass(frozen=True)
class Group:
    """Samples of one colour and mark; mark: its number, RING of them a ring, -1 for what steps back.

    name: what the colour says; sign: what the mark says, where that is something else.
    """

    name: str
    colour: str
    mark: int
    members: np.ndarray  # int (n,)
    sign: str = ""


def groups(projection: Projection, colour: str | None = None, classes=None) -> list[Group]:
    """Return the samples by colour, what steps back first.

    colour: "label", "domain", "prediction" or "correctness", default what the record has, and a label only where one is
    known. Of two domains the mark says what the colour does not: the class (at most ten) or the domain. classes: the at
    most ten classes that are coloured, default the most frequent. BadInput for what the record does not have.
    """
    known = np.max(projection.labels, initial=-1) >= 0 if projection.labels is not None else False
    have = {"label": projection.labels, "domain": projection.domains, "prediction": projection.predicted}
    if colour is None:
        usual = ("domain", "label", "prediction") if known else ("domain", "prediction", "label")
        colour = next((name for name in usual if have[name] is not None), None)
        if colour is None:
            return [Group("samples", COLOURS[0], 0, np.arange(len(projection.positions)))]
    if colour not in CHOICES:
        raise BadInput(f"colour={colour!r} is not known: choose {', '.join(repr(one) for one in CHOICES)}")
    for name in ("label", "prediction") if colour == "correctness" else (colour,):
        if have[name] is None:
            raise BadInput(f"colour='{colour}' needs every sample's {name}, which this projection does not have")
    if classes is not None and colour not in ("label", "prediction"):
        raise BadInput(f"classes= belongs to colour='label' or 'prediction', not to colour='{colour}'")
    if colour == "domain":
        return _by_domain(projection)
    if colour == "correctness":
        labels, right = np.asarray(projection.labels), projection.predicted == projection.labels
        known = labels >= 0
        parts = [("no label", REST, -1, ~known), ("right", COLOURS[2], 0, right & known)]
        parts += [("wrong", "#A3487E", 6, ~right & known)]
        return _filled([Group(name, ink, mark, np.flatnonzero(which)) for name, ink, mark, which in parts])
    found = _by_class(np.asarray(have[colour]), projection.class_names, classes)
    if projection.domains is None:
        return found
    return _crossed(found, np.asarray(projection.domains), projection.domain_names, (0, RING))


def check(records: list[Projection], titles=None) -> None:
    """Refuse an empty list, other records among projections, projections without samples, and too few titles."""
    other = next((one for one in records if not isinstance(one, Projection)), None)
    if not records or other is not None:
        got = f"a {type(other).__name__}" if records else "none"
        raise BadInput(f"layouts side by side are Projection records, got {got}: give Projections alone")
    for one in records:
        numbers(one.positions, "positions")
    if titles is not None and len(titles) != len(records):
        raise BadInput(f"{len(titles)} titles do not fit {len(records)} layouts: give one for each")


def title(record: Projection) -> str:
    """Return the method and the step of a layout."""
    method = {"pca": "PCA", "tsne": "t-SNE", "umap": "UMAP"}[record.method]
    return method if record.step is None else f"{method}, step {record.step:,}"


def shared_limits(records: list[Projection]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return x and y limits of one length that hold every sample and every anchor of every layout."""
    anchors = [one.anchors for one in records if one.anchors is not None]
    everyone = np.concatenate([*(one.positions for one in records), *anchors]).astype(float)
    low, high = everyone.min(axis=0), everyone.max(axis=0)
    half = 0.53 * max((high - low).max(), 1e-6)
    middle = (low + high) / 2
    return tuple((float(m - half), float(m + half)) for m in middle)


def anchor_marks(projection: Projection, parts: list[Group]) -> list[tuple[str, str]]:
    """Return what stands in the diamond of each anchor, its class or the number of its cluster, and its colour."""
    if projection.anchor_labels is None:
        return [("", INK)] * len(projection.anchors)
    inks = {group.name: group.colour for group in parts if group.mark >= 0}
    names = [name_of(int(label), projection.class_names) for label in projection.anchor_labels]
    return [(name.removeprefix("cluster "), inks.get(name, INK)) for name in names]


def anchor_ways(records: list[Projection], at: int) -> np.ndarray | None:
    """Return the places of the anchors of layout `at` in it and in those before it, (steps, m, 2); None without any."""
    if records[at].anchors is None:
        return None
    before = [one.anchors for one in records[: at + 1] if one.method == records[at].method and one.anchors is not None]
    return np.stack([one for one in before if len(one) == len(records[at].anchors)])


def _by_class(values: np.ndarray, names: tuple[str, ...], wanted) -> list[Group]:
    """Return a group a class; beyond ten classes, and of unknown class, samples step back."""
    present, counts = np.unique(values[values >= 0], return_counts=True)
    if wanted is None:
        often = present[np.argsort(-counts, kind="stable")][: len(COLOURS)]
        shown = sorted(often.tolist())
    else:
        shown = class_numbers(wanted, names, max([len(names), *(present + 1).tolist()]))
        if not 1 <= len(shown) <= len(COLOURS):
            raise BadInput(f"{len(shown)} classes were chosen: {len(COLOURS)} colours are told apart, choose 1 to 10")
        absent = [name_of(one, names) for one in shown if one not in present]
        if absent:
            raise BadInput(f"class '{absent[0]}' never occurs in this projection: choose one that does")
    others = np.setdiff1d(present, shown)
    rest = Group(f"{len(others)} other classes", REST, -1, np.flatnonzero(np.isin(values, others)))
    unknown = Group("no label", REST, -1, np.flatnonzero(values < 0))
    fixed = wanted is None and (not len(present) or present.max() < len(COLOURS))  # a class keeps its colour
    at = [(label if fixed else i) for i, label in enumerate(shown)]
    own = [Group(name_of(x, names), COLOURS[i], i, np.flatnonzero(values == x)) for i, x in zip(at, shown, strict=True)]
    return _filled([unknown, rest, *own])


def _by_domain(projection: Projection) -> list[Group]:
    """Return source and target; the mark says the class, where at most ten are known."""
    domains, inks = np.asarray(projection.domains), (SOURCE, TARGET)
    both = [Group(str(projection.domain_names[i]), inks[i], i, np.flatnonzero(domains == i)) for i in (0, 1)]
    if projection.labels is None or not 0 <= np.max(projection.labels, initial=-1) < len(COLOURS):
        return _filled(both)
    labels = np.asarray(projection.labels)
    names = [name_of(label, projection.class_names) for label in range(labels.max() + 1)]
    unknown = [replace(group, mark=-1, members=group.members[labels[group.members] < 0]) for group in both]
    return _filled([*unknown, *_crossed(both, labels, names, range(len(names)))])


def _crossed(found: list[Group], values: np.ndarray, names: Sequence[str], marks: Sequence[int]) -> list[Group]:
    """Part every group but those that step back by these values, each of which has its mark."""
    parts = [group for group in found if group.mark < 0]
    for group in found:
        for value, (name, mark) in enumerate(zip(names, marks, strict=True)):
            members = group.members[values[group.members] == value]
            parts += [replace(group, mark=mark, members=members, sign=str(name))] * (group.mark >= 0)
    return _filled(parts)


def _filled(found: list[Group]) -> list[Group]:
    return [group for group in found if len(group.members)]
