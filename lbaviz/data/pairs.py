"""Two domains with the same classes: labels in the source, images without labels in the target (ADA sec. 3)."""

import warnings
from dataclasses import dataclass, replace

import numpy as np

from lbaviz.data import splitting
from lbaviz.data.checks import check_count, check_seed
from lbaviz.data.dataset import DataSet
from lbaviz.data.parts import Domains, Part, Split
from lbaviz.data.resizing import resized
from lbaviz.errors import BadInput, nearest

DOMAINS = ("source", "target")
SIZES = {"gtsrb": 40, "gtsrb-part": 40, "synth-signs": 40}  # of catalogued sets in a pair, as the papers have them
SIZE, CHANNELS = 32, 3  # of all others (SEMANTICS 36)


@dataclass(frozen=True, eq=False)
class Pair:
    """A source and a target whose images have one shape and whose labels mean the same classes."""

    name: str  # "mnist:usps"
    source: DataSet
    target: DataSet
    origin: dict  # DataSet.source of a pair

    def split(
        self, labels_per_class=None, seed=0, validation=None, unlabelled="target", labelled="source",
        labelled_classes=None,
    ) -> Split:  # fmt: skip
        """Draw the parts of a run; the same arguments give the same parts.

        Labelled: the source's training images, all of them where labels_per_class is None. Unlabelled: the target's.
        Validation, which chooses weights: of the source. Test: the target's. Split.domains has the source's test images
        and the target's validation images, which are looked at and choose nothing. The two ends of the scale:
        unlabelled="source" associates within the source, labelled="target" trains on the target's labels and
        validates on the target ("target only"). validation and labelled_classes as `DataSet.split`. Raises BadInput.
        """
        seed = check_seed(seed)
        count = -1 if labels_per_class is None else splitting.labels_count(labels_per_class)
        sets = dict(zip(DOMAINS, (self.source, self.target), strict=True))
        cuts = {name: _cut(each, validation, seed) for name, each in sets.items()}
        teacher, walked = (_domain(what, value) for what, value in (("labelled", labelled), ("unlabelled", unlabelled)))
        training, own = cuts[teacher][0], sets[teacher]
        classes = splitting.class_indices(labelled_classes, own.class_names)
        if labelled_classes is None:
            classes = [label for label in classes if (own.labels == label).any()]
        mask = np.zeros(len(own.labels), bool)
        mask[training] = True
        index = splitting.labelled_index(own.labels, mask, count, own.labels_per_class, classes, own.class_names, seed)
        settings = {
            "labels_per_class": count,
            "seed": seed,
            "validation": None if validation is None else int(validation),
            "unlabelled": walked,
            "labelled": teacher,
            "labelled_classes": None if labelled_classes is None else classes,
        }
        test = {name: Part(each.test_images, each.test_labels.copy()) for name, each in sets.items()}
        judged = {name: sets[name].take(cuts[name][1]) for name in DOMAINS}
        domains = Domains(self.source.name, self.target.name, test["source"], judged["target"])
        parts = (own.take(index), sets[walked].take(cuts[walked][0]), judged[teacher], test["target"])
        return Split(self.name, *parts, own.class_names, seed, settings, self.origin, domains)


def pair(source: DataSet, target: DataSet, size: int | None = None) -> Pair:
    """Return two data sets as a pair of domains, their images brought to one shape and their classes to one order.

    size: of both, (size, size, 3), resized bilinearly, grey images three times. None: 32 where both sets are
    catalogued ones (40 for traffic signs; SEMANTICS 36), own images as they are if both have one shape. Warns of a
    class that one domain lacks. Raises BadInput where shapes differ and no size is given, or no class is in both.
    """
    for what, given in zip(DOMAINS, (source, target), strict=True):
        if not isinstance(given, DataSet):
            raise BadInput(
                f"the {what} is {type(given).__name__}, expected a data set: lbaviz.data.load, from_arrays ..."
            )
    shapes = [each.images.shape[1:] for each in (source, target)]
    if size is not None:
        size = check_count("the size of a pair's images", size, least=4)
    elif not any("own" in each.source for each in (source, target)):
        size = max(SIZES.get(each.name, SIZE) for each in (source, target))
    elif shapes[0] != shapes[1]:
        words = [" x ".join(map(str, shape)) for shape in shapes]
        raise BadInput(
            f"source images are {words[0]} (h x w x channels) and target images {words[1]}: pass size=32 or so, which "
            "brings both to that many rows and columns and to three channels."
        )
    source, target = _one_order(source, target)
    origins = [source.source, target.source]
    origin = {"own": True} if any("own" in each for each in origins) else {"pair": origins, "size": size}
    if size is not None:
        source, target = (_resized(each, size) for each in (source, target))
    return Pair(f"{source.name}:{target.name}", source, target, origin)


def _one_order(source: DataSet, target: DataSet) -> tuple[DataSet, DataSet]:
    """Number the classes of both alike: the source's order, then what only the target has."""
    names = (*source.class_names, *(name for name in target.class_names if name not in source.class_names))
    if len(names) == len(source.class_names) + len(target.class_names):
        raise BadInput(
            f"source and target have no class in common ({', '.join(source.class_names[:3])} ... and "
            f"{', '.join(target.class_names[:3])} ...): give the same classes the same names."
        )
    relabelled = np.array([*(names.index(name) for name in target.class_names), -1])  # -1, unknown, stays
    target = replace(
        target,
        labels=relabelled[target.labels],
        test_labels=relabelled[target.test_labels],
        class_names=names,
    )
    source = replace(source, class_names=names)
    for what, each in zip(DOMAINS, (source, target), strict=True):
        missing = [name for label, name in enumerate(names) if not (each.labels == label).any()]
        if missing and (each.labels >= 0).any():
            listed = ", ".join(missing[:5]) + (" ..." if len(missing) > 5 else "")
            warnings.warn(
                f"the {what} ({each.name}) has no image of {listed}: walks between the domains cannot be right there; "
                "a lower visit weight helps where the domains' classes differ",
                stacklevel=4,
            )
    return source, target


def _resized(data: DataSet, size: int) -> DataSet:
    images, tests = (resized(each, size, CHANNELS) for each in (data.images, data.test_images))
    return replace(data, images=images, test_images=tests)


def _cut(data: DataSet, validation, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return where a domain's training and validation images stand; without a label none can be validation."""
    wanted = validation if (data.labels >= 0).any() else 0
    judged = splitting.validation_index(data.labels, wanted, data.validation_last, seed)
    return np.setdiff1d(np.arange(len(data.labels)), judged), judged


def _domain(what: str, value) -> str:
    if value not in DOMAINS:
        raise BadInput(f"{what} is {value!r}, but of a pair it is 'source' or 'target'.{nearest(str(value), DOMAINS)}")
    return value
