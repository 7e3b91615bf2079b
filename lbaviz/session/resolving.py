"""What a run is made of, from the names and values that it was given: split, network, augmentation."""

from collections.abc import Callable
from pathlib import Path

from torch.nn import Module

from lbaviz import data as datasets
from lbaviz import models
from lbaviz.data import Split
from lbaviz.errors import BadInput


def resolve_split(data, seed: int, options: dict) -> tuple[Split, Callable[[int], Split] | None]:
    """Return the split of a name, path, data set or split, and how to draw another; BadInput if it is neither."""
    if isinstance(data, Split):
        if options:
            raise BadInput(f"data is split already, so {', '.join(options)} cannot act: pass the data set or its name")
        return data, None
    if isinstance(data, str | Path):
        data = datasets.find(data)
    if not hasattr(data, "split"):
        raise BadInput(
            f"data is a name, a data set or a split, got {type(data).__name__}: arrays go through data.from_arrays"
        )
    if "labelled" in options and not isinstance(data, datasets.Pair):
        raise BadInput(f"labelled={options['labelled']!r} chooses one of two domains: pass a pair, such as mnist:usps")
    return data.split(seed=seed, **options), lambda other: data.split(seed=other, **options)


def augmentation_of(method, split: Split, settings: dict) -> str | None:
    """Return the recipe that was asked for, or a method's own where copies are augmented."""
    if settings.get("augment") is None and hasattr(method, "augmentation"):
        return method.augmentation(split.name, split.image_shape[2])
    return settings.get("augment")


def model_name(model, split: Split) -> str:
    if isinstance(model, Module):
        return type(model).__name__
    if model is not None and not isinstance(model, str):
        came = f"the class {model.__name__}" if isinstance(model, type) else type(model).__name__
        raise BadInput(f"model is {came}, expected a torch.nn.Module, made, or the name of a network")
    h, w, c = split.image_shape
    return models.for_images(h, w, c) if model is None else models.check_name(model)
