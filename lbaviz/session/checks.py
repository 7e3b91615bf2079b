"""Which numbers a run accepts: steps, pace, and the values of knobs."""

import json
from dataclasses import fields
from operator import index

import numpy as np

from lbaviz import knobs as knob_tables
from lbaviz import methods, schedules
from lbaviz.data import Split
from lbaviz.errors import BadInput, nearest


def check_steps(name: str, value) -> int:
    """Return a number of steps as an int; BadInput if it is none, or negative."""
    try:
        number = index(value)
    except TypeError:
        number = -1
    if number < 0 or isinstance(value, bool):
        raise BadInput(f"{name} is a number of steps of at least 0, got {value!r}")
    return number


def check_pace(value) -> float | None:
    """Return steps per second, or None for no limit; BadInput for anything else."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
        raise BadInput(f"pace is a number of steps per second above 0, or None for no limit, got {value!r}")
    return float(value)


def check_structure(method: str, structure: dict) -> dict:
    """Return a method's fields if they can be written down as JSON; BadInput names the one that cannot."""
    for name, value in structure.items():
        try:
            json.dumps(value)
        except TypeError:
            raise BadInput(
                f"{method}: {name} is {type(value).__name__}, which cannot be recorded: give a plain number or a name"
            ) from None
    return structure


def resolve_knobs(method: str, given: dict, split_options: tuple[str, ...] = ()) -> dict:
    """Return a number or schedule for every knob of the method.

    BadInput for unknown names, fields of the method, negative values, and weights that are all 0 at the start.
    """
    table = {knob.name: knob for knob in knob_tables.knobs_of(method)}
    for name, value in given.items():
        if name in table:
            continue
        if name in fields_of(method):
            made = f"methods.{methods.METHODS[method].__name__}({name}={value!r})"
            raise BadInput(f"method '{method}' has no knob '{name}': it is one of its fields, so pass {made} as method")
        raise BadInput(f"method '{method}' has no knob '{name}'.{nearest(name, [*table, *split_options])}")
    values = {name: given.get(name, knob.default) for name, knob in table.items()}
    values = {name: v if isinstance(v, schedules.Schedule) else check_value(name, v) for name, v in values.items()}
    check_some_weight({name: v(0) if isinstance(v, schedules.Schedule) else v for name, v in values.items()}, table)
    return values


def fields_of(method: str) -> tuple[str, ...]:
    """Return the names of what a method is made with; none for an own method."""
    return tuple(field.name for field in fields(methods.METHODS[method])) if method in methods.METHODS else ()


def check_value(name: str, value) -> float:
    """Return a knob's value as a float; BadInput if it is no number, negative, or a learning rate of 0."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise BadInput(f"{name} is a number of at least 0, got {value!r}") from None
    if not 0 <= number < float("inf"):
        raise BadInput(f"{name} is a finite number of at least 0, got {number:g}")
    if name == "learning_rate" and number == 0:
        raise BadInput("learning_rate is a number above 0, got 0: pause instead")
    return number


def check_some_weight(values: dict[str, float], names) -> None:
    """Refuse a sum with nothing in it: all weights 0."""
    weights = [name for name in names if name.endswith("_weight")]
    if all(values.get(name, 1.0) == 0 for name in weights):
        raise BadInput(f"all weights are 0 ({', '.join(weights)}), so nothing would be trained: raise one of them")


def check_data(method, split: Split, baseline: bool | None = False) -> None:
    """Raise BadInput unless a method can learn from these images: walks need a start, and images to turn at."""
    if not methods.needs_labels(method):
        check_clusterable(method, split, baseline)
    elif not len(split.labelled):
        raise BadInput(
            "there are no labelled images to start walks from: label one of each class, or name those that have labels "
            "in labelled_classes"
        )
    if not len(split.unlabelled):
        raise BadInput("there are no unlabelled images to walk to: ask for unlabelled='all', or add some")


def check_clusterable(method, split: Split, baseline: bool | None) -> None:
    """Raise BadInput unless there are as many different images as clusters."""
    name, images, classes = method.name, split.unlabelled.images, len(split.class_names)
    clusters = method.clusters or classes
    if split.domains:
        raise BadInput(f"{name} learns from one data set, not from two domains: pass {split.domains.target}")
    if baseline:
        raise BadInput(f"{name} learns without labels, and the baseline is labels alone: leave baseline out")
    if clusters < 2:
        raise BadInput(f"the data has {classes} classes, so {name} does not know how many clusters: pass clusters=10")
    different: set[bytes] = set()
    for image in images:
        different.add(image.tobytes())
        if len(different) == clusters:
            return
    if len(images):
        raise BadInput(
            f"{len(different)} of the {len(images)} images are different, so they cannot make {clusters} clusters: ask "
            "for fewer, or add images"
        )


def batch_sizes(method, split: Split) -> tuple[int, int]:
    """Return how many images of A and of B are in a batch."""
    if not methods.needs_labels(method):
        return method.copies * method.images, method.images
    return method.labelled_per_class * len(np.unique(split.labelled.labels)), method.unlabelled_batch


def check_delay(knobs: dict, steps: int, open_end: bool | None) -> None:
    """Refuse a plan in which what is delayed would never act."""
    delay = knobs.get("delay", 0)
    if isinstance(delay, float) and delay + 1 >= steps > 0 and not open_end:
        raise BadInput(
            f"the delay is {delay:g} steps and training ends at step {steps}, so the walker would never set out: lower "
            "the delay or train longer"
        )
