"""What figures of papers are made of: trainings as recipes, recorded in a folder and gone on with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lbaviz.errors import BadInput
from lbaviz.recording import Recording

EARLY = 10  # "after a few iterations" (caption of LBA Figure 2)


@dataclass(frozen=True)
class Recipe:
    """A training that a figure needs: the arguments of `fit` (learning_rate as schedules.from_text reads it).

    learning_rate "": the method's own.
    """

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
class SearchRecipe:
    """A random search that a figure needs: the arguments of `lbaviz.search.search`."""

    data: str
    trials: int
    settings: dict
    method: str = "deep-clustering"

    def stem(self, scale: str) -> str:
        """Return the name of the journal, without its ending."""
        return f"{self.data}-search-{scale}"


@dataclass(frozen=True)
class PaperFigure:
    """A figure: its trainings or search at every scale, and draw(*runs) -> (Figure, caption).

    domains: does it need a pair? clusters: a run without labels? searched: is it drawn from a search, which no
    recording can replace?
    """

    title: str
    scales: dict[str, tuple[Recipe | SearchRecipe, ...]]
    draw: Callable
    domains: bool = False
    clusters: bool = False
    searched: bool = False


def obtained(recipe: Recipe | SearchRecipe, folder: Path, scale: str):
    """Return the run of a recipe, or its search, both kept in the folder and gone on with."""
    if isinstance(recipe, Recipe):
        return trained(recipe, folder / f"{recipe.stem(scale)}.lba")
    from lbaviz import search

    journal = folder / f"{recipe.stem(scale)}.log"
    return search.search(recipe.method, recipe.data, trials=recipe.trials, storage=journal, **recipe.settings)


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
    settings |= recipe.settings
    if recipe.learning_rate:
        settings["learning_rate"] = schedules.from_text(recipe.learning_rate)
    kind, images = methods.METHODS[recipe.method], data.load(recipe.data, size=recipe.size)
    method = kind(**methods.preset_of(kind, settings.get("preset")).fields() | recipe.structure)
    prepared = session.prepare(method, images, steps=recipe.steps, record=path, **settings)
    return session.train_in_foreground(prepared)


def what(recording: Recording) -> str:
    """Say what was trained on, and how."""
    about = recording.about()
    return f"{about['data']} with {about['n_labelled']:,} labelled images ({about['method']}, seed {about['seed']})"
