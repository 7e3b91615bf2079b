"""What a run is shown beside, on the same split, seed and steps: labels alone; of two domains both ends of a scale."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lbaviz.data.parts import Part, Split
from lbaviz.methods import Supervised
from lbaviz.recording import Recording
from lbaviz.session.checks import resolve_knobs
from lbaviz.session.judge import Judge
from lbaviz.session.knobs import Knobs
from lbaviz.session.loop import FLUSH_STEPS, Loop
from lbaviz.session.plan import Plan
from lbaviz.session.trainee import Trainee


@dataclass(frozen=True)
class Baseline:
    """One supervised training, and what its errors are called in the recording."""

    name: str  # "labels only", "source only" or "target only"
    prefix: str
    parts: tuple[str, ...]  # of the plan's split, for errors on the evaluation grid
    plan: Plan


def begin(loop: Loop, predecessor: Path | None = None) -> None:
    """What a fresh run does before its first step: observe the untouched start, then see to the baseline.

    A reset run takes the whole baseline of its predecessor, which had the same split, seed and steps.
    """
    loop.observe()
    if predecessor is not None and Recording(predecessor).meta.get("baseline_done"):
        loop.writer.copy_history(predecessor, -1)
    elif loop.plan.baseline:
        train_baseline(loop)


def train_baseline(loop: Loop) -> None:
    """Train Supervised into the same file: its validation errors on the evaluation grid, baseline_test_error once.

    Of a run from a labelled source to a target whose training images have labels, "target only" is trained too:
    baseline_target_only_validation_error on the target's validation images and baseline_target_only_test_error. These
    labels are used for that alone. The test labels are looked at once, after the last step, and choose nothing.
    """
    loop.phase = "baseline"
    if all(_train(loop, each) for each in baselines(loop.plan)):
        loop.writer.set_meta("baseline_done", True)
    loop.phase, loop.baseline_name = "training", None


def baselines(plan: Plan) -> Iterator[Baseline]:
    """Give what is trained before a plan, one after the other; a split is made when its turn has come."""
    split, domains = plan.split, plan.split.domains
    judged = {"validation": split.validation, "target_validation": domains and domains.target_validation}
    parts = tuple(name for name, part in judged.items() if part is not None and len(part))
    name = f"{split.sides[0]} only" if domains else "labels only"
    yield Baseline(name, "baseline_", parts if len(split.validation) else (), _supervised(plan))
    if split.sides == ("source", "target") and (split.unlabelled.labels >= 0).any():
        taught = _supervised(replace(plan, split=_taught_by_target(split)))
        parts = ("validation",) if len(taught.split.validation) else ()
        yield Baseline("target only", "baseline_target_only_", parts, taught)


def _train(loop: Loop, baseline: Baseline) -> bool:
    """Train one to its last step; False if a person ended the run before."""
    plan = baseline.plan
    trainee = Trainee(plan)
    judge, knobs = Judge(trainee), Knobs("supervised", plan.knobs)
    loop.baseline_name, loop.baseline_step = baseline.name, 0
    loop.publish()
    every = plan.evaluate_every or max(1, plan.steps)
    steps = trainee.steps(knobs.at, 0)
    for done in range(plan.steps + 1):
        if done:
            next(steps)
        if done % every == 0 or done == plan.steps:
            errors = {f"{baseline.prefix}{part}_error": judge.error(part) for part in baseline.parts}
            loop.writer.add_metrics(done, errors)
        if done % FLUSH_STEPS == 0 or done % every == 0:
            loop.baseline_step = done
            loop.publish()
            loop.poll()
            if loop.mailbox.asked("stop") or loop.mailbox.asked("reset"):
                return False
    if len(plan.split.test):
        loop.writer.add_metrics(plan.steps, {f"{baseline.prefix}test_error": judge.error("test")})
    return True


def _supervised(plan: Plan) -> Plan:
    method = Supervised(labelled_per_class=getattr(plan.method, "labelled_per_class", 10))
    shared = {"learning_rate": plan.knobs["learning_rate"]} if "learning_rate" in plan.knobs else {}
    return replace(plan, method=method, knobs=resolve_knobs("supervised", shared))


def _taught_by_target(split: Split) -> Split:
    """Return the split of target only: all training images of the target with labels teach, it judges too."""
    images = split.unlabelled
    known = images.labels >= 0
    labelled = images if known.all() else Part(images.images[known], images.labels[known])
    settings = {**split.settings, "labelled": "target"}
    return replace(split, labelled=labelled, validation=split.domains.target_validation, settings=settings)
