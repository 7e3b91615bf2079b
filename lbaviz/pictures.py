"""What figures, charts and views draw: one picture of a run's walk, or tables of its metrics. No torch, no drawing."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from lbaviz.errors import BadInput
from lbaviz.recording import Recording
from lbaviz.records import WalkFrame, WalkPicture


def picture_of(source, step: int | None = None, **options) -> WalkPicture:
    """Return the walk of a recording, a run (anything with a `.path`), its path, a WalkFrame or a WalkPicture.

    step: the recorded frame at or before it, default the last one. options: selected, top_k, threshold.
    BadInput if no frame was recorded.
    """
    if isinstance(source, WalkPicture):
        return replace(source, **options)
    if isinstance(source, WalkFrame):
        labels = None if source.labels is None else np.append(source.labels, np.full(len(source.p_ba), -1))
        return WalkPicture(source, labels=labels, **options)
    recording = source if isinstance(source, Recording) else Recording(getattr(source, "path", source))
    steps = recording.frame_steps()
    if not steps:
        raise BadInput(f"{recording.path.name} has no frames yet: let it train, or record with frame_every above 0")
    frame = recording.frame(steps[-1] if step is None else step)
    return picture_from(recording.about(), recording.images(), frame, **options)


def picture_from(about: dict, images: np.ndarray, frame: WalkFrame, **options) -> WalkPicture:
    """Return a frame together with the samples that `Recording.about` and `Recording.images` describe."""
    labels = np.array([sample["label"] for sample in about["samples"]])
    known = {"sides": tuple(about["sides"])} if "sides" in about else {}
    return WalkPicture(frame, images, labels, tuple(about.get("class_names", ())), **known, **options)


def is_metrics(record) -> bool:
    """Say whether this is the table of `run.metrics()`, or a dict {name of the run: table}."""
    tables = list(record.values()) if isinstance(record, dict) else [record]
    return bool(tables) and all({"step", "name", "value"} <= set(getattr(t, "columns", ())) for t in tables)


def is_source(record) -> bool:
    """Say whether a walk can be read from it: a path, or something that has one, such as a run."""
    return isinstance(record, str | Path) or hasattr(record, "path")
