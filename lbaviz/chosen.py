"""What figures and charts show of a record: classes by name or number, queries, options. No drawing."""

import inspect
from collections.abc import Iterable

import numpy as np

from lbaviz.errors import BadInput
from lbaviz.pictures import picture_of
from lbaviz.records import MMD, Exemplars, Layers, Neighbors, WalkPicture
from lbaviz.records.layers import ADVICE


def name_of(label: int, class_names: tuple[str, ...]) -> str:
    """Return the name of a class, its number where it has none, "?" for an unknown one."""
    named = 0 <= label < len(class_names)
    return str(class_names[label]) if named else ("?" if label < 0 else str(label))


def class_numbers(wanted: Iterable, class_names: tuple[str, ...], classes: int) -> list[int]:
    """Return the numbers of classes given by name or number; BadInput for one that does not exist."""
    wanted = [wanted] if isinstance(wanted, str | int) else list(wanted)
    found = []
    for one in wanted:
        names = [str(name) for name in class_names]
        number = names.index(one) if isinstance(one, str) and one in names else one
        if isinstance(number, str | bool) or not isinstance(number, int | np.integer) or not 0 <= number < classes:
            known = ", ".join(names[:12]) + (", …" if len(names) > 12 else "") if names else f"0 to {classes - 1}"
            raise BadInput(f"there is no class {one!r}: choose among {known}")
        found.append(int(number))
    return found


def numbers(values, what: str) -> None:
    """Refuse an empty array and one that is not finite."""
    values = np.asarray(values)
    if not values.size:
        raise BadInput(f"there are no {what} to draw, the record is empty: choose at least one sample")
    if not np.isfinite(values).all():
        raise BadInput(f"the {what} of this record are not all finite: look at the losses of this run for NaN")


def chosen_queries(record: Neighbors, queries, classes, never_labelled, rows: int) -> tuple[list[int], list[int]]:
    """Return the queries to show, of classes that had labels and of classes that never had any; `rows` in all.

    queries: these; classes: only of these classes; BadInput for nothing chosen, or a class or query that never occurs.
    """
    n, labels = len(record.indices), record.query_labels
    if (classes is not None or never_labelled) and labels is None:
        raise BadInput("queries are chosen by class only where the record has query_labels: give queries by number")
    count = max(len(record.class_names), 0 if labels is None else 1 + int(np.max(labels, initial=0)))
    new = set(class_numbers(never_labelled, record.class_names, count)) if labels is not None else set()
    chosen = list(range(n)) if queries is None else [int(query) for query in np.atleast_1d(queries)]
    for query in chosen:
        if not 0 <= query < n:
            raise BadInput(f"there is no query {query}: the record has queries 0 to {n - 1}")
    if classes is not None:
        wanted = class_numbers(classes, record.class_names, count)
        for one in wanted:
            if not any(labels[query] == one for query in chosen):
                raise BadInput(
                    f"class '{name_of(one, record.class_names)}' never occurs among the queries: choose another"
                )
        chosen = [query for query in chosen if labels[query] in wanted]
    if not chosen:
        raise BadInput("no query was chosen: give at least one")
    unseen = [query for query in chosen if labels is not None and int(labels[query]) in new]
    known = [query for query in chosen if query not in set(unseen)]
    if queries is not None:
        return known, unseen
    half = min(len(unseen), max(rows // 2, rows - len(known)))
    return _spread(known, rows - half), _spread(unseen, half)


def _spread(members: list[int], count: int) -> list[int]:
    """Return so many of the members, from the first to the last: samples often come class by class."""
    if len(members) <= count:
        return members
    return [members[i] for i in np.linspace(0, len(members) - 1, count).astype(int)] if count > 0 else []


def chosen_clusters(record: Exemplars, clusters, count: int | None) -> tuple[list[int], int]:
    """Return the clusters to show, and how many images of each; BadInput for what the record does not have."""
    k, have = record.indices.shape
    if count is not None and not 1 <= count <= have:
        raise BadInput(f"count={count} images of a cluster cannot be shown: the record has {have}, choose 1 to {have}")
    chosen = record.order.tolist() if clusters is None else [int(cluster) for cluster in np.atleast_1d(clusters)]
    for cluster in chosen:
        if not 0 <= cluster < k:
            raise BadInput(f"there is no cluster {cluster}: the record has clusters 0 to {k - 1}")
    if not chosen:
        raise BadInput("no cluster was chosen: give at least one")
    return chosen, count or have


def cluster_words(record: Exemplars, cluster: int) -> tuple[str, str]:
    """Return two short lines: which cluster, with its name or most frequent class, and how large it is."""
    named = record.majority is not None and record.majority[cluster] >= 0
    name = f": {name_of(int(record.majority[cluster]), record.class_names)}" if named else ""
    if record.names and record.names[cluster]:
        name = f": {record.names[cluster]}"
    n = int(record.sizes[cluster])
    return f"cluster {cluster}{name}", f"{n:,} image{'' if n == 1 else 's'}"


def mmd_sentence(record: MMD) -> str:
    """Say the value, how it was estimated, and what the permutation test found."""
    step = "" if record.step is None else f"step {record.step:,} · "
    kind = "biased" if record.biased else "unbiased"
    kernels = ""
    if record.bandwidths:
        shown = ", ".join(f"{bandwidth:.3g}" for bandwidth in record.bandwidths)
        kernels = f", Gaussian kernels of bandwidth {shown}"
    tested = "no permutation test was made"
    if record.p_value is not None:
        least = f" of {len(record.null):,} permutations" if record.null is not None else ""
        tested = f"p = {record.p_value:.3g}{least}"
    return f"{step}MMD² = {record.mmd2:.4g} ({kind}{kernels}) · {tested}"


def pair(pictures: list) -> list[WalkPicture]:
    """Return two walks as pictures; BadInput unless there are two."""
    if len(pictures) != 2:
        raise BadInput(f"before and after are two walks, got {len(pictures)}: give a list of two WalkPictures")
    return [picture_of(one) for one in pictures]


def domains_crossed(picture: WalkPicture) -> str:
    """Say between which domains walks go; "" where there is one."""
    a, b = picture.sides
    return "" if a == "labelled" else f" · {a} → {b} → {a}"


def return_difference(pictures: list) -> tuple[np.ndarray, str]:
    """Return the return matrix of the second walk minus that of the first, and which steps these are.

    BadInput unless these are two walks with labels, over as many classes.
    """
    before, after = pair(pictures)
    first, second = before.return_matrix(), after.return_matrix()
    if first.shape != second.shape:
        raise BadInput(f"{len(first)} classes cannot be compared with {len(second)}: give two walks over one data set")
    steps = before.frame.step, after.frame.step
    words = f"step {steps[1]:,} minus step {steps[0]:,}"
    return second - first, words if steps[0] != steps[1] else f"second minus first, both at step {steps[0]:,}"


def by_step(records: list) -> list[Layers]:
    """Return the layers of one network at several steps, earliest first; BadInput unless they are that."""
    other = next((one for one in records if not isinstance(one, Layers)), None)
    if other is not None:
        raise BadInput(f"layers over time are Layers records, got a {type(other).__name__}: give Layers alone")
    if len({one.step for one in records}) < max(2, len(records)) or any(one.step is None for one in records):
        steps = ", ".join("no step" if one.step is None else f"{one.step:,}" for one in records)
        raise BadInput(f"layers over time need two or more steps, each once, got {steps}: give one record a step")
    if len({one.names for one in records}) > 1:
        raise BadInput("these layers are of different networks: give the records of one run")
    return sorted(records, key=lambda one: one.step)


def flag_sentence(records: list[Layers]) -> str:
    """Say which layers had vanishing or exploding gradients from which step on, and what helps; "" for none."""
    first: dict[str, int] = {}
    for record in records:
        for name, flag in zip(record.names, record.flags, strict=False):
            if flag:
                first.setdefault(f"{flag} in {name}", record.step)
    said = [f"{what} from step {step:,} on" for what, step in first.items()]
    return f"gradients {', '.join(said)}: {ADVICE}" if said else ""


def with_known_options(drawer, record, options: dict):
    """Return the drawer; BadInput if it does not know one of the options."""
    known = inspect.signature(drawer).parameters.values()
    if not any(one.kind is one.VAR_KEYWORD for one in known):
        names = [one.name for one in known if one.kind is one.KEYWORD_ONLY]
        for option in options:
            if option not in names:
                has = f"choose among {', '.join(names)}" if names else "it has none"
                raise BadInput(f"a {type(record).__name__} is drawn without an option '{option}': {has}")
    return drawer
