"""What figures of papers are made of: trainings as recipes, recorded in a folder and gone on with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lbaviz.errors import BadInput
from lbaviz.recording import Recording

EARLY = 10  # "after a few iterations" (caption of LBA Figure 2)


@dataclass(frozen=True)
class Recipe:
    """A training that a figure needs: the arguments of `fit` (learning_rate as schedules.from_text reads it)."""

    data: str
    steps: int
    settings: dict = field(default_factory=dict)
    learning_rate: str = "0.001"
    method: str = "association"
    name: str = ""  # of this training among several on one data set
    structure: dict = field(default_factory=dict)  # the method's fields that are not its own
    size: int | None = None  # of a pair's images

    def stem(self, scale: str) -> str:
        """Return the name of the recording, without its ending."""
        return "-".join(word for word in (self.data.replace(":", "-to-"), self.name, scale) if word)


@dataclass(frozen=True)
class PaperFigure:
    """A figure: its trainings at every scale, and draw(*runs) -> (Figure, caption); domains: does it need a pair?"""

    title: str
    scales: dict[str, tuple[Recipe, ...]]
    draw: Callable
    domains: bool = False


def trained(recipe: Recipe, path: Path):
    """Return the run of a recipe recorded at path: the one that lies there, gone on with, or a new one.

    KeyboardInterrupt keeps what was trained. BadInput where another process is training it.
    """
    from lbaviz import data, methods, schedules, session

    if path.exists():
        status = Recording(path).status()
        if status["state"] == "finished":
            return session.open(path)
        if status["alive"]:
            raise BadInput(
                f"{path} is being trained by another process: wait for it, or name another folder with --out"
            )
        return session.train_in_foreground(session.resume(path))
    every = max(10, recipe.steps // 40)
    settings = {
        "evaluate_every": every,
        "frame_every": every if every > EARLY * 10 else EARLY,
        "checkpoint_every": max(50, recipe.steps // 10),
    }
    settings |= {**recipe.settings, "learning_rate": schedules.from_text(recipe.learning_rate)}
    method, images = methods.METHODS[recipe.method](**recipe.structure), data.load(recipe.data, size=recipe.size)
    prepared = session.prepare(method, images, steps=recipe.steps, record=path, **settings)
    return session.train_in_foreground(prepared)


def what(recording: Recording) -> str:
    """Say what was trained on, and how."""
    about = recording.about()
    return f"{about['data']} with {about['n_labelled']:,} labelled images ({about['method']}, seed {about['seed']})"
