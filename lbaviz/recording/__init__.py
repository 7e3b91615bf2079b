"""One SQLite file a run (`*.lba`): metrics, events, frames, checkpoints, configuration. No torch here."""

from lbaviz.recording.copying import copy
from lbaviz.recording.reader import Recording
from lbaviz.recording.writer import Writer, free_path

__all__ = ["Recording", "Writer", "copy", "free_path"]
