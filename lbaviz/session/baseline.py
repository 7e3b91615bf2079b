"""Labels alone: the supervised baseline that a run is shown beside, on the same split, seed and steps."""

from dataclasses import replace
from pathlib import Path

from lbaviz.methods import Supervised
from lbaviz.recording import Recording
from lbaviz.session.checks import resolve_knobs
from lbaviz.session.judge import Judge
from lbaviz.session.knobs import Knobs
from lbaviz.session.loop import FLUSH_STEPS, Loop
from lbaviz.session.plan import Plan
from lbaviz.session.trainee import Trainee


def begin(loop: Loop, predecessor: Path | None = None) -> None:
    """What a fresh run does before its first step: observe the untouched start, then see to the baseline.

    A reset run takes the whole baseline of its predecessor, which had the same split, seed and steps.
    """
    loop.observe()
    if predecessor is not None and Recording(predecessor).meta.get("baseline_done"):
        loop.writer.copy_history(predecessor, -1)
        loop.writer.set_meta("baseline_done", True)
    elif loop.plan.baseline:
        train_baseline(loop)


def train_baseline(loop: Loop) -> None:
    """Train Supervised into the same file: its validation errors on the evaluation grid, baseline_test_error once.

    The test labels are looked at once, after the last step, and choose nothing.
    """
    plan = _supervised(loop.plan)
    trainee = Trainee(plan)
    judge, knobs = Judge(trainee), Knobs("supervised", plan.knobs)
    loop.phase = "baseline"
    loop.publish()
    every = plan.evaluate_every or max(1, plan.steps)
    steps = trainee.steps(knobs.at, 0)
    for done in range(plan.steps + 1):
        if done:
            next(steps)
        if len(plan.split.validation) and (done % every == 0 or done == plan.steps):
            loop.writer.add_metrics(done, _errors(judge))
        if done % FLUSH_STEPS == 0 or done % every == 0:
            loop.baseline_step = done
            loop.publish()
            loop.poll()
            if loop.mailbox.asked("stop") or loop.mailbox.asked("reset"):
                break
    else:
        if len(plan.split.test):
            loop.writer.add_metrics(plan.steps, {"baseline_test_error": judge.error("test")})
        loop.writer.set_meta("baseline_done", True)
    loop.phase = "training"


def _errors(judge: Judge) -> dict[str, float]:
    """Of two domains, of the target's validation images too: what the source alone teaches about the target."""
    domains = judge.trainee.plan.split.domains
    parts = ("validation", "target_validation") if domains and len(domains.target_validation) else ("validation",)
    return {f"baseline_{part}_error": judge.error(part) for part in parts}


def _supervised(plan: Plan) -> Plan:
    method = Supervised(labelled_per_class=getattr(plan.method, "labelled_per_class", 10))
    shared = {"learning_rate": plan.knobs["learning_rate"]} if "learning_rate" in plan.knobs else {}
    return replace(plan, method=method, knobs=resolve_knobs("supervised", shared))
