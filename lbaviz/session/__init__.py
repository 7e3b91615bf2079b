"""Runs: start, steer, record, go back, branch."""

from pathlib import Path

from lbaviz.recording import Recording
from lbaviz.session.branching import resume
from lbaviz.session.run import Run
from lbaviz.session.session import Session
from lbaviz.session.starting import fit, prepare, start, train_in_foreground

__all__ = ["Run", "Session", "fit", "open", "prepare", "resume", "start", "train_in_foreground"]


def open(path: str | Path) -> Run:
    """Return the Run of a recording, finished or still being written; BadInput if the file is none."""
    Recording(path)
    return Run(path)
