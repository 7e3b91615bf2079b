"""A run as it is embedded in a page: topics as JSON, bytes as base64, as much of it as there is room for."""

import base64
import json
from dataclasses import dataclass

from lbaviz.recording import Recording
from lbaviz.recording.probed import NOT_EXPORTED
from lbaviz.views import topics
from lbaviz.views.family import Family


@dataclass(frozen=True)
class Kept:
    """How many of the recorded frames and probed steps are embedded."""

    frames: int
    recorded: int
    probed: int = 0
    probes_recorded: int = 0

    def __add__(self, other: "Kept") -> "Kept":
        sums = (self.frames + other.frames, self.recorded + other.recorded)
        return Kept(*sums, self.probed + other.probed, self.probes_recorded + other.probes_recorded)


def payload(recording: Recording) -> dict:
    """Return all but frames and probes, as views/js/sources/page.js reads it; folders of this machine are left out."""
    status = recording.status()
    if status["state"] == "running":
        status["state"] = "paused"  # what is on paper does not run
    branches = [{**entry, "path": entry["name"]} for entry in Family().entries(recording)]
    about = {**recording.about(), "path": recording.path.name}
    if about["parent"]:
        about["parent"] = {**about["parent"], "path": about["parent"]["name"]}
    images = {"images": _base64(recording.images().tobytes())}
    images["inspected_images"] = _base64(recording.inspected_images().tobytes())
    shown = {"curves": topics.curves(recording), "events": topics.events(recording), "branches": branches}
    shown |= {"frame_bytes": {}, "probe_bytes": {}, "probe_steps": {}}
    return {"about": about, **images, "status": {**status, "note": None}, **shown}


def history(recording: Recording, room: int) -> tuple[dict, Kept]:
    """Return {"frame_bytes", "probe_bytes", "probe_steps"} within so many bytes, and how much of it that is."""
    probes, probed, probes_recorded = _probes(recording, room // 2)
    found = {
        "probe_bytes": probes,
        "probe_steps": {name: [int(step) for step in each] for name, each in probes.items()},
    }
    steps = recording.frame_steps()
    frames = _frames(recording, steps, room - len(json.dumps(list(found.values()))))
    return {**found, "frame_bytes": frames}, Kept(len(frames), len(steps), probed, probes_recorded)


def _frames(recording: Recording, steps: list[int], room: int) -> dict[str, str]:
    """Return as many frames as there is room for, evenly spaced, the first and the last among them, as base64."""
    if not steps:
        return {}
    each = 4 * -(-max(len(recording.frame_bytes(step)) for step in (steps[0], steps[-1])) // 3) + 24
    return {str(step): _base64(recording.frame_bytes(step)) for step in evenly(steps, max(2, room // each))}


def _probes(recording: Recording, room: int) -> tuple[dict[str, dict[str, str]], int, int]:
    """Return probes as base64 by name and step, at how many steps, and at how many they were recorded.

    Steps are left out evenly where there is no room for all; what no view draws is left out altogether.
    """
    recorded = {name: steps for name, steps in recording.probe_steps().items() if name not in NOT_EXPORTED}
    steps = sorted({step for found in recorded.values() for step in found})
    size = sum(len(_base64(recording.probe_bytes(name, found[-1]))) + 24 for name, found in recorded.items())
    kept = set(evenly(steps, max(2, room // size))) if steps else set()
    probes = {
        name: {str(step): _base64(recording.probe_bytes(name, step)) for step in found if step in kept}
        for name, found in recorded.items()
    }
    return probes, len(kept), len(steps)


def evenly(steps: list[int], count: int) -> list[int]:
    """Return at most count of the steps, evenly spaced, the first and the last among them."""
    count = min(len(steps), count)
    return sorted({steps[round(i * (len(steps) - 1) / max(1, count - 1))] for i in range(count)})


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
