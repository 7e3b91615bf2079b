"""Probes of a run that has ended: asked at its checkpoints, or laid out anew, and written into its recording."""

import sys
from dataclasses import replace

from lbaviz import probes
from lbaviz.errors import BadInput
from lbaviz.precision import threads
from lbaviz.recording import Recording, Writer, probed
from lbaviz.records import Projection
from lbaviz.session.inspecting import Inspector, inspected_set, write_rows
from lbaviz.session.knobs import knobs_before
from lbaviz.session.looking import probe_set
from lbaviz.session.progress import in_notebook
from lbaviz.session.restore import trainee_at


def fill_in(run, steps: list[int] | None) -> None:
    """Write what the probes find at checkpoints; see `Run.probe`."""
    recording = Recording(run.path)
    chosen = _chosen(steps, recording.checkpoint_steps(), f"{recording.path.name} has checkpoints")
    if not chosen:
        raise BadInput(f"{recording.path.name} has no checkpoints to probe: record with checkpoint_every above 0")
    trainee, _ = trainee_at(run, chosen[0])
    events, plan = recording.events(), trainee.plan
    writer = Writer.reopen(run.path)
    try:
        if recording.about()["inspected"] is None:
            writer.set_inspected(*inspected_set(plan))
        inspector = Inspector(trainee, probe_set(plan))
        with threads(plan.threads):
            for step in _progress(chosen):
                trainee_at(run, step)
                write_rows(inspector, writer, step, knobs_before(events, plan, step))
        writer.touch()
    finally:
        writer.close()


def lay_out(run, method: str, steps: list[int] | None, options: dict) -> list[Projection]:
    """Project the recorded embeddings and keep the layouts; see `Run.project`."""
    recording = Recording(run.path)
    recorded = recording.probe_steps().get("embeddings", [])
    if not recorded:
        recording.probe_bytes("embeddings", recording.status()["step"])  # says how to record them
    chosen = _chosen(steps, recorded, f"{recording.path.name} has embeddings")
    name = f"projection-{method}"
    writer = Writer.reopen(run.path)
    try:
        embeddings = [recording.probe("embeddings", step) for step in chosen]
        anchors = [probed.anchors_in(recording.probe_bytes("embeddings", step)) for step in chosen]
        points = [each for each, _ in anchors]
        found = probes.project_steps(embeddings, anchors=points, steps=chosen, method=method, **options)
        writer.drop_probe(name)  # layouts that were made apart are not aligned with each other
        for projection, (_, of) in zip(found, anchors, strict=True):
            writer.add_probe(projection.step, name, probed.record_bytes(replace(projection, anchor_labels=of)))
        writer.touch()
    finally:
        writer.close()
    return [replace(recording.probe(name, each.step), seconds=each.seconds) for each in found]


def _chosen(steps, there: list[int], what: str) -> list[int]:
    """Return the asked steps in order, without repetition; BadInput if one is not there."""
    if steps is None:
        return there
    for step in steps:
        if step not in there:
            raise BadInput(f"{what} at the steps {', '.join(map(str, there)) or 'none'}; {step!r} is not among them")
    return sorted(set(steps))


def _progress(steps: list[int]):
    from tqdm.auto import tqdm

    return tqdm(steps, desc="probing", unit="step", disable=not (sys.stderr.isatty() or in_notebook()))
