"""Everything that is fixed before a run starts, checked once and written down so that it can be built again."""

import copy
import platform
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, replace

import torch
from torch.nn import Module

from lbaviz import augmentation, methods, models, precision, schedules
from lbaviz import knobs as knob_tables
from lbaviz.data import Split
from lbaviz.data.checks import check_seed
from lbaviz.errors import BadInput
from lbaviz.session import checks
from lbaviz.session.resolving import augmentation_of, model_name, resolve_split

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

    @property
    def outputs(self) -> tuple[str, ...]:
        """What the classifier tells: the names of the classes, or of a method's clusters."""
        if methods.needs_labels(self.method):
            return self.split.class_names
        return tuple(f"cluster {i}" for i in range(self.method.clusters or len(self.split.class_names)))

    @property
    def sides(self) -> tuple[str, str]:
        """What walks start from and what they turn at, in words."""
        return self.split.sides if methods.needs_labels(self.method) else ("centroids", "images")

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
            "class_names": list(self.outputs),
            "n_labelled": len(self.split.labelled) if methods.needs_labels(self.method) else 0,
            "n_unlabelled": len(self.split.unlabelled),
            "image_shape": list(self.split.image_shape),
            "domains": None if (two := self.split.domains) is None else [two.source, two.target],
            "sides": list(self.sides),
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
    preset = options.pop("preset", None)
    method = methods.resolve(method, preset)
    chosen = methods.preset_of(method, preset).settings(str(getattr(data, "name", data)))
    network = chosen.pop("model", None)
    model = network if model is None else model
    split_options = {name: options.pop(name) for name in SPLIT_OPTIONS if name in options}
    steps, seed = checks.check_steps("steps", steps), check_seed(seed)
    own = method.schedules(steps) if hasattr(method, "schedules") else {}
    knobs = checks.resolve_knobs(method.name, own | chosen | options, SPLIT_OPTIONS)
    for name in ("evaluate_every", "frame_every", "checkpoint_every", "probe_every"):
        settings[name] = checks.check_steps(name, settings[name])
    settings["pace"] = checks.check_pace(settings.get("pace"))
    checks.check_delay(knobs, steps, settings.get("open_end"))
    if hasattr(method, "check_plan") and not settings.get("open_end"):
        method.check_plan(knobs, steps)
    if not methods.needs_labels(method) and not isinstance(data, Split):
        split_options = {"labels_per_class": 0, "validation": 0, **split_options}
    split, resplit = resolve_split(data, seed, split_options)
    checks.check_data(method, split, settings.get("baseline"))
    settings["augment"] = augmentation.check(augmentation_of(method, split, settings), split.image_shape)
    augmentation.check_batches(settings["augment"], *checks.batch_sizes(method, split))
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
