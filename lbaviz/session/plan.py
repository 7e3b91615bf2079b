"""Everything that is fixed before a run starts, checked once and written down so that it can be built again."""

import copy
import platform
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path

import numpy as np
import torch
from torch.nn import Module

from lbaviz import augmentation, methods, models, precision, schedules
from lbaviz import data as datasets
from lbaviz import knobs as knob_tables
from lbaviz.data import Split
from lbaviz.data.checks import check_seed
from lbaviz.errors import BadInput
from lbaviz.session import checks

SPLIT_OPTIONS = ("labels_per_class", "unlabelled", "validation", "labelled_classes", "labelled")
LOOKED_AT = 500  # images of a target at most that are looked at without their labels, see spread.py


@dataclass(frozen=True)
class Plan:
    """One run, before its first step. Knobs are numbers or schedules of the step (the number of updates done)."""

    method: object
    split: Split
    model: Module | None  # the caller's own network, kept as it was handed in; None: built by model_name
    model_name: str
    steps: int
    seed: int
    device: torch.device
    precision: str
    threads: int
    evaluate_every: int
    frame_every: int
    checkpoint_every: int
    probe_every: int
    evaluate_test: bool
    baseline: bool
    pace: float | None  # steps a second while playing; None: as fast as possible
    open_end: bool  # go on past `steps` until a person pauses
    knobs: dict[str, float | schedules.Schedule]
    resplit: Callable[[int], Split] | None = field(default=None, compare=False)  # by another seed
    augment: str | None = None  # a name of lbaviz.augmentation, for training batches only
    evaluate_association: bool = False  # by association too
    parent: dict | None = field(default=None)  # {"path", "name", "step"} of the run that this one branched from

    def build_model(self) -> Module:
        """Return a fresh network at its start, in evaluation-independent state, on the CPU."""
        if self.model is not None:
            return copy.deepcopy(self.model)
        h, w, c = self.split.image_shape
        return models.build(self.model_name, channels=c, size=(h, w), generator=self.generator())

    def generator(self) -> torch.Generator:
        """The CPU generator that initial weights are drawn from."""
        return torch.Generator().manual_seed(self.seed)

    def reseeded(self, seed: int) -> "Plan":
        """Return the same plan with another seed for split, batches and initial weights."""
        if seed == self.seed:
            return self
        if self.resplit is None:
            raise BadInput("this run was given a split, so another seed cannot draw one: pass the data set instead")
        return replace(self, seed=seed, split=self.resplit(seed))

    def about(self) -> dict:
        """What views show of the run: plain JSON."""
        return {
            "method": self.method.name,
            "data": self.split.name,
            "model": self.model_name,
            "augment": self.augment,
            "seed": self.seed,
            "steps": self.steps,
            "knobs": [asdict(knob) for knob in knob_tables.knobs_of(self.method.name)],
            "class_names": list(self.split.class_names),
            "n_labelled": len(self.split.labelled),
            "n_unlabelled": len(self.split.unlabelled),
            "image_shape": list(self.split.image_shape),
            "domains": None if (two := self.split.domains) is None else [two.source, two.target],
            "sides": list(self.split.sides),
            "n_looked_at": None if two is None else min(LOOKED_AT, len(two.target_validation or self.split.unlabelled)),
            "baseline": self.baseline,
            "open_end": self.open_end,
            "precision": self.precision,
            "threads": self.threads,
            "parent": self.parent,
        }

    def config(self) -> dict:
        """What `from_config` needs to build the run again, and what it was made with: plain JSON."""
        settings = ("steps", "seed", "precision", "threads", "evaluate_every", "frame_every", "checkpoint_every")
        settings += ("probe_every", "evaluate_test", "baseline", "pace", "open_end", "parent", "model_name", "augment")
        settings += ("evaluate_association",)
        structure = {item.name: getattr(self.method, item.name) for item in fields(self.method)}
        if callable(structure.get("similarity")):
            structure["similarity"] = None  # a function cannot be written down: hand the method in again
        split = {"source": self.split.source, "settings": self.split.settings, "checksum": self.split.checksum()}
        knobs = {k: v.to_json() if isinstance(v, schedules.Schedule) else v for k, v in self.knobs.items()}
        return {
            **{name: getattr(self, name) for name in settings},
            "method": {"name": self.method.name, "structure": checks.check_structure(self.method.name, structure)},
            "split": split,
            "own_model": self.model is not None,
            "device": self.device.type,
            "knobs": knobs,
        }


def environment() -> dict:
    """Return the versions and the machine that a run's bits depend on ("same run" in the sense of resume)."""
    return {
        "lbaviz": sys.modules["lbaviz"].__version__,
        "torch": str(torch.__version__),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "instructions": torch.backends.cpu.get_cpu_capability(),
        "bfloat16_units": precision.has_bfloat16_units(),
    }


def make_plan(method, data, model, steps, seed, device, chosen_precision, options: dict, **settings) -> Plan:
    """Check what `fit` and `start` were given and resolve names; options holds split options and knobs."""
    method = methods.resolve(method)
    split_options = {name: options.pop(name) for name in SPLIT_OPTIONS if name in options}
    steps, seed = checks.check_steps("steps", steps), check_seed(seed)
    own = method.schedules(steps) if hasattr(method, "schedules") else {}
    knobs = checks.resolve_knobs(method.name, own | options, SPLIT_OPTIONS)
    for name in ("evaluate_every", "frame_every", "checkpoint_every", "probe_every"):
        settings[name] = checks.check_steps(name, settings[name])
    settings["pace"] = checks.check_pace(settings.get("pace"))
    checks.check_delay(knobs, steps, settings.get("open_end"))
    split, resplit = resolve_split(data, seed, split_options)
    check_walkable(split)
    settings["augment"] = augmentation.check(settings.get("augment"), split.image_shape)
    n_a = method.labelled_per_class * len(np.unique(split.labelled.labels))
    augmentation.check_batches(settings["augment"], n_a, method.unlabelled_batch)
    on = precision.resolve_device(device)
    return Plan(
        method=method,
        split=split,
        model=copy.deepcopy(model) if isinstance(model, Module) else None,
        model_name=model_name(model, split),
        steps=steps,
        seed=seed,
        device=on,
        precision=precision.resolve_precision(chosen_precision, on),
        threads=torch.get_num_threads(),
        knobs=knobs,
        resplit=resplit,
        **settings,
    )


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


def check_walkable(split: Split) -> None:
    """Raise BadInput unless there are labelled images to start from and unlabelled ones to walk to."""
    if not len(split.labelled):
        raise BadInput(
            "there are no labelled images to start walks from: label one of each class, or name those that have labels "
            "in labelled_classes"
        )
    if not len(split.unlabelled):
        raise BadInput("there are no unlabelled images to walk to: ask for unlabelled='all', or add some")


def model_name(model, split: Split) -> str:
    if isinstance(model, Module):
        return type(model).__name__
    if model is not None and not isinstance(model, str):
        came = f"the class {model.__name__}" if isinstance(model, type) else type(model).__name__
        raise BadInput(f"model is {came}, expected a torch.nn.Module, made, or the name of a network")
    h, w, c = split.image_shape
    return models.for_images(h, w, c) if model is None else models.check_name(model)
