"""What a view is told about a run, as plain JSON and bytes, ready to cross into a browser."""

import math

from lbaviz.recording import Recording

TOPICS = ("about", "images", "capabilities", "status", "curves", "events", "frames", "frame", "branches")
TOPICS += ("inspected_images", "probe_steps")
BYTES = ("images", "frame", "inspected_images")


def fixed(recording: Recording) -> dict:
    """Return the topics that do not change while a run goes on, but for names that a person gives to clusters."""
    inspected = recording.inspected_images().tobytes()
    return {"about": recording.about(), "images": recording.images().tobytes(), "inspected_images": inspected}


def growing(recording: Recording, frame: bytes) -> dict:
    """Return the topics that grow with the file; `frame` is kept if it is newer than the last recorded one."""
    steps = recording.frame_steps()
    if steps and steps[-1] > step_of(frame):
        frame = recording.frame_bytes(steps[-1])
    probes = {"probe_steps": recording.probe_steps()}
    return {"curves": curves(recording), "events": events(recording), "frames": steps, "frame": frame, **probes}


def curves(recording: Recording) -> dict:
    """Return the thinned metrics; JSON knows no NaN and no infinity, so such values become None."""
    series = recording.series()
    for line in series.values():
        line["value"] = [v if v is not None and math.isfinite(v) else None for v in line["value"]]
    return series


def events(recording: Recording) -> list[dict]:
    return [{"id": e.id, "step": e.step, "kind": e.kind, "detail": e.detail} for e in recording.events()]


def happened(recording: Recording) -> dict:
    """Return the topics that an event changes: "about" only where a person has named a cluster, for it takes longer."""
    found = events(recording)
    named = any(event["kind"] == "name_cluster" for event in found)
    return {"events": found, "about": recording.about()} if named else {"events": found}


def step_of(frame: bytes) -> int:
    """Return the step that a packed frame shows; -1 for no frame (records.WalkFrame: the second int32)."""
    return int.from_bytes(frame[4:8], "little", signed=True) if len(frame) >= 8 else -1
