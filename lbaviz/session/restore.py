"""Build a run again from its recording: plan, network and state."""

import warnings

from torch.nn import Module

from lbaviz import data as datasets
from lbaviz import methods, models, precision, schedules
from lbaviz.data import Split
from lbaviz.errors import BadInput
from lbaviz.recording import Recording
from lbaviz.session import tensors
from lbaviz.session.plan import Plan, environment
from lbaviz.session.resolving import resolve_split
from lbaviz.session.trainee import Trainee


class OtherMachine(UserWarning):
    """A run goes on elsewhere, or with other versions, than it was begun with."""


def plan_of(recording: Recording, model: Module | None = None, data=None) -> Plan:
    """Return the plan that a recording was made with; BadInput if an own network or own data are not handed in."""
    name, config = recording.path.name, recording.meta.get("config")
    if config is None:
        raise BadInput(f"{recording.path} is damaged (its configuration is missing): use a copy of it")
    if config["own_model"] and model is None:
        raise BadInput(
            f"{name} was made with an own network ({config['model_name']}): hand it in again, "
            "as in lbaviz.open(path).branch(..., model=network)"
        )
    if model is not None and not config["own_model"]:
        raise BadInput(f"{name} was made with another network, {config['model_name']}: leave model= out")
    if model is not None and not isinstance(model, Module):
        raise BadInput(f"model is {type(model).__name__}, expected the torch.nn.Module that {name} was made with")
    knobs = {k: schedules.from_json(v) if isinstance(v, dict) else v for k, v in config["knobs"].items()}
    settings = ("steps", "seed", "precision", "threads", "evaluate_every", "frame_every", "checkpoint_every")
    settings += ("evaluate_test", "baseline", "pace", "open_end", "parent")
    return Plan(
        method=_method(name, config["method"]["name"], config["method"]["structure"]),
        split=_split(name, config["split"], data),
        model=model,
        model_name=config["model_name"] if config["own_model"] else models.check_name(config["model_name"]),
        augment=config.get("augment"),  # older recordings know of none
        device=precision.resolve_device("auto" if config["device"] == "cuda" else config["device"]),
        knobs=knobs,
        evaluate_association=config.get("evaluate_association", False),
        probe_every=config.get("probe_every", 0),  # recordings of format 1 have none
        **{name: config[name] for name in settings},
    )


def _method(recording: str, name: str, structure: dict):
    if structure.get("similarity", "") is None:
        raise BadInput(
            f"{recording} was made with an own similarity function, which no file can hold: branch from the Run that "
            "trained it, while it is in memory"
        )
    return methods.resolve(name).__class__(**structure)


def _split(recording: str, stored: dict, data) -> Split:
    if data is None and stored["source"].get("own"):
        raise BadInput(f"{recording} was made with own data: hand it in again with data=")
    data = datasets.load_again(stored["source"]) if data is None else data
    settings = {} if isinstance(data, Split) else {k: v for k, v in stored["settings"].items() if k != "seed"}
    split, _ = resolve_split(data, stored["settings"]["seed"], settings)
    if split.checksum() != stored["checksum"]:
        raise BadInput(f"{recording} was made with other data than what is there now: hand in the same images")
    return split


def warn_of_differences(recording: Recording, plan: Plan) -> str | None:
    """Say in one line, also as a warning, what differs from the machine that began the run; None where nothing does."""
    now = environment() | {"device": plan.device.type}
    then = recording.meta.get("environment", {}) | {"device": recording.meta["config"]["device"]}
    changed = [f"{name} was {then.get(name)}, is {value}" for name, value in now.items() if then.get(name) != value]
    if not changed:
        return None
    line = f"not the same machine or versions as before, so the last bits of results may differ: {', '.join(changed)}"
    warnings.warn(line, OtherMachine, stacklevel=4)
    return line


def check_checkpoint(trainee: Trainee, found: tuple[int, list[dict], bytes]) -> None:
    """Raise BadInput if a checkpoint is another network's, or damaged."""
    _, manifest, data = found
    trainee.check_manifest(manifest)
    tensors.unpack(manifest, data)


def trainee_at(run, step: int | None) -> tuple[Trainee, int]:
    """Return a second network of a run with the recorded weights of `step` or the nearest step before.

    step: None = the newest. Also returns the step that was found; BadInput if there is none.
    """
    recording = Recording(run.path)
    done = recording.status()["step"]
    if step is not None and (isinstance(step, bool) or not isinstance(step, int) or not 0 <= step <= done):
        raise BadInput(f"{recording.path.name} stands at step {done}: ask at a step from 0 to {done}, got {step!r}")
    found = recording.checkpoint(1 << 62 if step is None else step)
    if found is None:
        where = "" if step is None else f" at or before step {step}"
        raise BadInput(f"{recording.path.name} has no checkpoint{where}: record with checkpoint_every above 0")
    if run._asked is None:
        run._asked = Trainee(plan_of(recording) if run._trainee is None else run._trainee.plan)
    at, manifest, data = found
    run._asked.check_manifest(manifest)
    run._asked.load_weights(tensors.unpack(manifest, data))
    return run._asked, at


def last_trainee(recording: Recording) -> Trainee:
    """Return the trainee with the weights of the last checkpoint."""
    from lbaviz.session.judge import Judge

    trainee = Trainee(plan_of(recording))
    found = recording.checkpoint(1 << 62)
    if found is None:
        raise BadInput(f"{recording.path.name} has no checkpoint, so its network cannot be built again")
    Judge(trainee).load(*found)
    return trainee
