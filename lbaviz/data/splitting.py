"""Draw the labelled, unlabelled and validation part of a training set; every draw is a function of the seed."""

from collections.abc import Iterable

import numpy as np
from jaxtyping import Bool, Int64

from lbaviz.data.checks import check_count
from lbaviz.errors import BadInput, nearest

UNLABELLED = ("all", "rest", "everything")
VALIDATION, SUBSET = 3, 4  # keep the streams of one seed apart; the samplers have 1 and 2


def validation_index(
    labels: Int64[np.ndarray, " n"], count: object, last: int | None, seed: int
) -> Int64[np.ndarray, " v"]:
    """Return where the validation images stand: the last ones where the set has that rule, else by class and seed.

    count None is the set's own rule: the `last` images, or a tenth of each class, rounded down. Unknown labels (-1)
    are never drawn. Raises BadInput where nothing would be left to train on.
    """
    if count is not None:
        count = check_count("validation", count, least=0)
    known = np.flatnonzero(labels >= 0)
    wanted = last if count is None else count
    if wanted is not None and wanted > 0 and wanted >= len(known):
        raise BadInput(
            f"validation is {wanted}, but there are {len(known)} labelled images to train on: ask for fewer."
        )
    if last is not None:
        return np.arange(len(labels) - wanted, len(labels))
    classes, sizes = np.unique(labels[known], return_counts=True)
    random = np.random.RandomState([seed, VALIDATION])
    drawn = [
        random.choice(np.flatnonzero(labels == label), take, replace=False)
        for label, take in zip(classes, sizes // 10 if count is None else _shares(sizes, count), strict=True)
    ]
    return np.sort(np.concatenate([np.empty(0, np.int64), *drawn]))


def _shares(sizes: Int64[np.ndarray, " classes"], count: int) -> Int64[np.ndarray, " classes"]:
    """Divide count in proportion to sizes, by largest remainder."""
    if count == 0:
        return np.zeros_like(sizes)
    quota = count * sizes / sizes.sum()
    shares = np.floor(quota).astype(np.int64)
    shares[np.argsort(shares - quota, kind="stable")[: count - shares.sum()]] += 1
    return shares


def labelled_index(
    labels: Int64[np.ndarray, " n"],
    training: Bool[np.ndarray, " n"],
    per_class: int | None,
    default: int,
    classes: list[int],
    names: tuple[str, ...],
    seed: int,
) -> Int64[np.ndarray, " m"]:
    """Return where the labelled images stand, class by class: one RandomState, choice without replacement.

    As sample_by_label of haeusser/learning_by_association@7cdef81:semisup/backend.py (SEMANTICS 17). per_class None
    draws `default`, or all where a class has fewer; -1 takes all in their order; 0 takes none. Raises BadInput where a
    class has fewer than asked for, or none.
    """
    if per_class == 0:
        return np.empty(0, np.int64)
    random = np.random.RandomState(seed)
    drawn = [np.empty(0, np.int64)]
    for label in classes:
        members = np.flatnonzero((labels == label) & training)
        if len(members) == 0:
            raise BadInput(
                f"class '{names[label]}' has no labelled image to train on: label one, ask for less validation, "
                "or name the other classes in labelled_classes."
            )
        if per_class == -1:
            drawn.append(members)
            continue
        take = min(default, len(members)) if per_class is None else per_class
        if take > len(members):
            raise BadInput(
                f"labels_per_class is {take}, but class '{names[label]}' has {len(members)} labelled images to train "
                "on: ask for at most so many, or 'all'."
            )
        drawn.append(random.choice(members, take, replace=False))
    return np.concatenate(drawn)


def unlabelled_index(
    training: Int64[np.ndarray, " t"], labelled: Int64[np.ndarray, " m"], mode: object, seed: int
) -> Int64[np.ndarray, " u"]:
    """Return where the unlabelled images stand: all of the training images (SEMANTICS 19), the rest, or a subset."""
    if isinstance(mode, str):
        if mode not in UNLABELLED:
            raise BadInput(
                f"unlabelled is '{mode}', expected 'all', 'rest', 'everything' or a number.{nearest(mode, UNLABELLED)}"
            )
        return training if mode != "rest" else np.setdiff1d(training, labelled)
    count = check_count("unlabelled", mode, least=0)
    if count > len(training):
        raise BadInput(
            f"unlabelled is {count}, but there are {len(training)} training images: ask for at most so many."
        )
    return np.sort(np.random.RandomState([seed, SUBSET]).choice(training, count, replace=False))


def class_indices(classes: object, names: tuple[str, ...]) -> list[int]:
    """Return the classes that were asked for, by index or name, in order; None = all."""
    if classes is None:
        return list(range(len(names)))
    if isinstance(classes, str) or not isinstance(classes, Iterable):
        classes = [classes]
    found = set()
    for item in classes:
        if isinstance(item, str):
            if item not in names:
                raise BadInput(
                    f"labelled_classes names '{item}', which is no class of this data.{nearest(item, names)}"
                )
            found.add(names.index(item))
        else:
            label = check_count("a class in labelled_classes", item, least=0)
            if label >= len(names):
                raise BadInput(f"labelled_classes has class {label}, but the classes are 0 to {len(names) - 1}.")
            found.add(label)
    return sorted(found)


def labels_count(value: object) -> int | None:
    """Return labels_per_class as an int of at least 0, -1 for all, or None for the set's own number."""
    if value is None:
        return None
    if isinstance(value, str):
        if value != "all":
            raise BadInput(f"labels_per_class is '{value}', expected an integer of at least 0, or 'all'.")
        return -1
    if not isinstance(value, bool) and value == -1:
        return -1
    return check_count("labels_per_class", value, least=0)
