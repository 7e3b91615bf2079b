"""What a loop says of itself: to views, to the recording, and to a person whose disk is full."""

import os
from pathlib import Path

from lbaviz.recording import refusals


def status_of(loop) -> dict:
    """Return state, step, rates and knob values as plain JSON (Recording.status reads it back)."""
    return {
        "state": loop.state,
        "step": loop.step,
        "phase": loop.phase,
        "baseline_step": loop.baseline_step,
        "baseline_name": loop.baseline_name,
        "steps_per_second": round(loop.rate.value, 2),
        "looking_percent": round(loop.ledger.percent, 2),
        "knobs": loop.knobs.at(loop.step),
        "scheduled": loop.knobs.scheduled(),
        "released": loop.knobs.released(),
        "pace": loop.pace,
        "open_end": loop.plan.open_end,
        "test_error_shown": loop.test_error_shown,
        "error": loop.error,
        "note": loop.note,
        "alive": True,
    }


def disk_sentence(path: Path, step: int, error: Exception) -> str:
    """Say that a recording could not be written, and what to do."""
    what = refusals.FULL if _free_bytes(path) < 1_000_000 else refusals.why(error)
    return (
        f"{path} could not be written at step {step}: {what}; what was recorded before is kept: make room, then go on "
        f"with lbaviz train --resume {path}"
    )


def _free_bytes(path: Path) -> int:
    try:
        at = os.statvfs(path.parent)
    except (OSError, AttributeError):  # no statvfs on Windows
        return 1 << 40
    return at.f_bavail * at.f_frsize
