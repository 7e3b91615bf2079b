"""Train one cell: from the start, or from where it was stopped."""

import math
import time
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

from lbaviz import data, methods, schedules
from lbaviz.errors import BadInput
from lbaviz.methods import needs_labels
from lbaviz.recording import Recording
from lbaviz.tables.cells import Cell
from lbaviz.tables.choosing import chosen
from lbaviz.tables.cluster_readings import cluster_readings, warm_up_of
from lbaviz.tables.provenance import commit, today
from lbaviz.tables.readings import readings
from lbaviz.tables.store import VALUES

CHECKPOINT_STEPS, LEAST_STEPS = 500, 10  # what stopping in the middle of a cell may cost


class Busy(Exception):
    """Another process trains this cell already."""


@lru_cache(maxsize=2)
def load(name: str, size: str = ""):
    """Return a data set; the trainings of a table mostly share one."""
    return data.load(name, size=int(size) if size else None)


def train(cell: Cell, folder: Path | None = None, tell: Callable[[int], None] = lambda step: None) -> dict:
    """Train a cell and return its row: errors in per cent, seconds of this sitting, and what made it.

    folder: where its recording lies, so that a stopped cell goes on bit for bit, until its row is stored and `forget`
    is called; None: nowhere.
    tell(step) is called about once a second. Raises Busy, BadInput, RunFailed.
    """
    began, path = time.perf_counter(), None
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{cell.stem()}.lba"
    run = _fine_tuned(cell, path, tell) if cell.swap_at else _plain(cell, path, tell)
    return _row(run, cell) | {"seconds": f"{time.perf_counter() - began:.0f}", "commit": commit(), "date": today()}


def forget(cell: Cell, folder: Path) -> None:
    """Remove the recording of a cell whose row is stored."""
    path = folder / f"{cell.stem()}.lba"
    for each in (path, _second(cell, path)):
        each.unlink(missing_ok=True)


def _plain(cell: Cell, path: Path | None, tell: Callable[[int], None]):
    run = _trained(path)
    return _to_end(_resumed(path) or _fresh(cell, path), tell) if run is None else run


def _fine_tuned(cell: Cell, path: Path | None, tell: Callable[[int], None]):
    """Train on the source up to `swap_at`, then a branch that walks to the target (LBA sec. 4.6)."""
    second, at = _second(cell, path), int(cell.swap_at)
    if (run := _trained(second)) is not None:
        return run
    if (session := _resumed(second)) is not None:
        return _to_end(session, tell)
    first = _plain(replace(cell, steps=at, swap_at=""), path, tell)
    session = first.start_branch(at, steps=cell.steps, paused=True, unlabelled="target")
    session.subscribe(partial(_tell, tell))
    session.resume()
    return session.wait()


def _second(cell: Cell, path: Path | None) -> Path | None:
    """Return the file of the steps after the swap, as a branch is called."""
    return None if path is None else path.with_name(f"{path.stem}-branch-{cell.swap_at}.lba")


def _to_end(session, tell: Callable[[int], None]):
    session.subscribe(partial(_tell, tell))
    session.loop.state = "running"
    session.train_here()
    return session.wait()


def _tell(tell: Callable[[int], None], kind: str, payload) -> None:
    if kind == "status":
        tell(payload["step"])


def _trained(path: Path | None):
    """Return the run of a cell that was trained to the end, but whose row was not stored; else None."""
    from lbaviz import session

    try:
        finished = path is not None and path.exists() and Recording(path).status()["state"] == "finished"
    except BadInput:
        return None  # killed while it was being made
    return session.open(path) if finished else None


def _fresh(cell: Cell, path: Path | None):
    from lbaviz import session

    structure = {name: getattr(cell, name) for name in ("model", "augment", "preset") if getattr(cell, name)}
    own = {name: getattr(cell, name) for name in ("visit_weight", "delay", "learning_rate") if getattr(cell, name)}
    knobs = {name: schedules.from_text(text) for name, text in (own | cell.knob_texts()).items()}
    split = {name: _number(getattr(cell, name)) for name in ("unlabelled", "labelled") if getattr(cell, name)}
    method = _method(cell)
    try:
        return session.prepare(
            method,
            load(cell.data, cell.size),
            labels_per_class=cell.labels_per_class,
            steps=cell.steps,
            seed=cell.seed,
            precision=cell.precision,
            record=path,
            evaluate_every=cell.evaluate_every,
            evaluate_test=bool(cell.evaluate_test),
            frame_every=0,
            checkpoint_every=_checkpoint_every(method, cell) if path else 0,
            **structure,
            **split,
            **knobs,
        )
    except BadInput:
        if path is not None and path.exists() and Recording(path).status()["alive"]:
            raise Busy(f"{path} is being written by another process") from None
        raise


def _method(cell: Cell):
    names = ("growing_steps", "labelled_per_class", "unlabelled_batch", "images")
    given = {name: int(getattr(cell, name)) for name in names if getattr(cell, name)}
    kind = methods.METHODS[cell.method]
    return kind(**methods.preset_of(kind, cell.preset or None).fields() | given)


def _resumed(path: Path | None):
    """Return the session of a stopped cell, or None where it has to be trained from the start."""
    from lbaviz import session

    if path is None or not path.exists():
        return None
    try:
        return session.resume(path)
    except BadInput:
        try:
            alive = Recording(path).status()["alive"]
        except BadInput:
            alive = False
        if alive:
            raise Busy(f"{path} is being written by another process") from None
        path.unlink(missing_ok=True)  # killed before its first checkpoint, or by another version
        return None


def _row(run, cell: Cell) -> dict[str, str]:
    metrics, config = run.metrics(), run.recording.meta["config"]
    errors = metrics.groupby("name")["value"].last().to_dict()
    threads = f"{config['threads']} thread{'s' if config['threads'] > 1 else ''}"
    return {
        **{name: f"{errors[name]:.2f}" if name in errors else "" for name in VALUES},
        **(chosen(metrics, after=_counted_after(run, cell)) if cell.evaluate_test else {}),
        **(readings(run) if needs_labels(run.trainee.plan.method) else cluster_readings(run)),
        "machine": f"{config['device']} {config['precision']}, {threads}",
        "command": cell.command(),
    }


def _checkpoint_every(method, cell: Cell) -> int:
    """Return how often to write a checkpoint, so that there is one at the end of a warm-up too."""
    planned = method.schedules(cell.steps) if hasattr(method, "schedules") else {}
    planned = planned | methods.preset_of(method, cell.preset or None).settings(cell.data) | cell.knob_texts()
    every = math.gcd(CHECKPOINT_STEPS, round(float(planned.get("warm_up", 0))))
    return every if every >= LEAST_STEPS else CHECKPOINT_STEPS


def _counted_after(run, cell: Cell) -> int:
    """Return the step after which evaluations count: other images, or clusters, are learned from there on."""
    if cell.swap_at:
        return int(cell.swap_at)
    return -1 if needs_labels(run.trainee.plan.method) else warm_up_of(run)


def _number(text: str) -> int | str:
    return int(text) if text.isdigit() else text
