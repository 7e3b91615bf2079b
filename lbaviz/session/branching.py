"""A second run from any step of a first one, bit for bit up to there, and resume after an end."""

from dataclasses import replace
from pathlib import Path

from lbaviz import data as datasets
from lbaviz.errors import BadInput
from lbaviz.recording import Recording, Writer, free_path
from lbaviz.records import Event
from lbaviz.session.baseline import begin, train_baseline
from lbaviz.session.batches import batches
from lbaviz.session.checks import check_data, check_steps
from lbaviz.session.inspecting import prepare_file
from lbaviz.session.knobs import Knobs
from lbaviz.session.looking import probe_set
from lbaviz.session.loop import Loop
from lbaviz.session.orders import obey
from lbaviz.session.plan import Plan, environment
from lbaviz.session.resolving import resolve_split
from lbaviz.session.restore import check_checkpoint, plan_of, warn_of_differences
from lbaviz.session.session import Session
from lbaviz.session.trainee import Trainee


def start_branch(
    run, step: int, *, steps: int | None, model, data, paused: bool, knobs: dict, unlabelled=None
) -> Session:
    """Write `name-branch-<step>.lba` beside the parent and go on from there in a thread.

    unlabelled: the unlabelled images from `step` on, as `fit` takes them; best weights are kept from there on.
    """
    recording = Recording(run.path)
    done = recording.status()["step"]
    if not isinstance(step, int) or isinstance(step, bool) or not 0 <= step <= done:
        raise BadInput(f"a branch starts at a step from 0 to {done}, where {run.path.name} stands, got {step!r}")
    before, note = _plan(run, recording, model, data)
    plan = before if unlabelled is None else _swapped(before, data, unlabelled)
    total = steps if steps is not None else plan.steps if step < plan.steps else step + plan.steps
    if check_steps("steps", total) < step:
        raise BadInput(f"steps is the new total: at least {step}, where the branch starts, got {total}")
    parent = {"path": str(Path(run.path).resolve()), "name": run.path.name, "step": step}
    plan = replace(plan, steps=total, parent=parent)
    changed = Knobs(plan.method.name, plan.knobs)
    for event in recording.events():
        if event.kind == "knob" and event.step <= step:
            changed.replay(event)
    checked = changed.check(knobs, step)
    found = recording.checkpoint(step)
    if found is None:
        raise BadInput(
            f"{run.path.name} has no checkpoint at or before step {step}: record with checkpoint_every above 0"
        )
    samples = probe_set(plan)
    target = free_path(run.path.with_name(f"{run.path.stem}-branch-{step}.lba"))
    meta = {"about": plan.about(), "config": plan.config(), "environment": environment()}
    trainee = Trainee(plan)
    check_checkpoint(trainee, found)  # before there is a file
    writer = Writer.create(target, meta, samples)
    try:
        prepare_file(writer, plan)
        writer.copy_history(run.path, step, frames=unlabelled is None)
        loop = Loop(trainee, writer, samples, lambda loop: _replay(loop, recording, found, step, checked, before))
    except BaseException:
        writer.discard()
        raise
    loop.state, loop.note = "paused" if paused else "running", note

    def again(seed: int) -> Session:
        if seed != plan.seed:
            raise BadInput(
                f"a branch starts where its parent stood, with seed {plan.seed}: start a new run with another"
            )
        return start_branch(
            run, step, steps=steps, model=model, data=data, paused=True, knobs=knobs, unlabelled=unlabelled
        )

    return Session(loop, keep=run._keep, again=again).start_thread()


def _plan(run, recording: Recording, model, data) -> tuple[Plan, str | None]:
    """Return the parent's plan, and what differs from its machine.

    The plan in memory goes before the one in the file: own networks and own data are in it.
    """
    if run._trainee is not None and model is None and data is None:
        return run._trainee.plan, None
    plan = plan_of(recording, model, data)
    return plan, warn_of_differences(recording, plan)


def _swapped(plan: Plan, data, unlabelled) -> Plan:
    """Return the plan with other unlabelled images, all else equal."""
    if data is None and plan.split.source.get("own"):
        raise BadInput("the run was made with own data: hand it in again with data= to walk to other images of it")
    settings = {**plan.split.settings, "unlabelled": unlabelled}
    seed = settings.pop("seed")
    split, resplit = resolve_split(datasets.load_again(plan.split.source) if data is None else data, seed, settings)
    check_data(plan.method, split)
    return replace(plan, split=split, resplit=resplit)


def _replay(loop: Loop, recording: Recording, found: tuple, step: int, knobs: dict[str, float], before: Plan) -> None:
    """Load the checkpoint, take its steps to the branch point again as `before` had them, then move the knobs."""
    at, manifest, data = found
    loop.phase = "replay"
    go_on_from(loop, recording.events(), at, manifest, data, until=step)
    swapped, after = before.split is not loop.plan.split, loop.trainee.batch_at
    if swapped:
        loop.trainee.batch_at = batches(before)
    take = loop.trainee.steps(loop.knobs.at, at)
    for loop.step in range(at, step + 1):
        while loop.replay and loop.replay[0].step <= loop.step:
            loop.knobs.replay(loop.replay.popleft())
        if loop.step < step:
            next(take)
            every = loop.plan.evaluate_every
            if every and (loop.step + 1) % every == 0:
                loop.judge.evaluate(loop.step + 1, test=False)
    loop.trainee.batch_at, loop.phase = after, "training"
    if swapped:
        loop.judge.best = None  # best weights are of what is trained from here on
    for name, value in knobs.items():
        obey(loop, {"kind": "set", "knob": name, "value": value})
    loop.checkpoint()
    loop.look(store=swapped and bool(loop.plan.frame_every), anyway=True)


def go_on_from(loop: Loop, events: list[Event], at: int, manifest: list, data: bytes, until: int | None = None) -> None:
    """Put a loop back to a checkpoint: weights, optimiser, best weights, knobs; later events will act again."""
    loop.judge.load(at, manifest, data)
    loop.step = at
    moves = [event for event in events if event.kind == "knob" and (until is None or event.step <= until)]
    for event in moves:
        if event.step < at:
            loop.knobs.replay(event)
    loop.replay.extend(event for event in moves if event.step >= at)
    loop.test_error_shown = any(event.kind == "test_error_shown" for event in events)


def resume(path: str | Path, *, steps: int | None = None, model=None, data=None) -> Session:
    """Return a session, not yet training, that goes on with an ended or killed run in the same file.

    What was lost since the last checkpoint is trained again, identically. steps is the new total (None: as planned).
    """
    recording = Recording(path)
    plan = plan_of(recording, model, data)
    found, reached = recording.checkpoint(1 << 62), recording.status()["step"]
    started = found is not None
    reached = max(reached, found[0]) if started else reached
    plan = replace(plan, steps=plan.steps if steps is None else steps)
    if check_steps("steps", plan.steps) < reached:
        raise BadInput(f"steps is the new total, and {path} stands at step {reached}: ask for more, got {plan.steps}")
    trainee = Trainee(plan)
    if started:
        check_checkpoint(trainee, found)

    def began(loop: Loop) -> None:
        if not started and plan.parent:
            raise BadInput(
                f"{path} was ended before the first step of its branch: branch from {plan.parent['name']} again"
            )
        if not started:
            begin(loop)
            loop.replay.extend(event for event in recording.events() if event.kind == "knob")
        else:
            go_on_from(loop, recording.events(), *found)
            if plan.baseline and not plan.parent and not recording.meta.get("baseline_done"):
                train_baseline(loop)  # the end came while it was trained

    note = warn_of_differences(recording, plan)
    writer = Writer.reopen(path)
    try:
        if recording.checkpoint_steps()[-1:] != ([found[0]] if started else []):
            raise BadInput(f"{path} was written by another process while it was opened: try again")
        for key, value in (("about", plan.about()), ("config", plan.config()), ("environment", environment())):
            writer.set_meta(key, value)
        loop = Loop(trainee, writer, probe_set(plan), began)
    except BaseException:
        writer.abandon()
        raise
    loop.state, loop.note, loop.step = "running", note, found[0] if started else 0
    return Session(loop)
