"""Settings of a method under one name, each with its source: a paper, its program, or our own."""

from dataclasses import dataclass, field

from lbaviz.errors import BadInput, nearest
from lbaviz.schedules import Schedule


@dataclass(frozen=True)
class Setting:
    """One line of a preset: a field of the method, a knob, or "model"."""

    name: str
    value: int | float | str | Schedule
    source: str


@dataclass(frozen=True)
class Preset:
    """structure: fields of the method; knobs: values or schedules; for_data: knobs and model on data of that name."""

    about: str
    structure: tuple[Setting, ...] = ()
    knobs: tuple[Setting, ...] = ()
    for_data: dict[str, tuple[Setting, ...]] = field(default_factory=dict)

    def fields(self) -> dict:
        """Return the fields of the method by name."""
        return {line.name: line.value for line in self.structure}

    def settings(self, data: str) -> dict:
        """Return the knobs, and "model" where there is one, for data of this name or a part of it."""
        lines = (*self.knobs, *self.for_data.get(data.removesuffix("-part"), ()))
        return {line.name: line.value for line in lines}

    def lines(self, data: str = "") -> list[str]:
        """Return every setting as "name = value: source"."""
        of_data = {line.name: line for line in self.for_data.get(data.removesuffix("-part"), ())}
        both = {line.name: line for line in (*self.structure, *self.knobs)} | of_data
        return [f"{name} = {line.value}: {line.source}" for name, line in both.items()]


def preset_of(method, name: str | None) -> Preset:
    """Return a preset of a method (class or instance) by its name; None: the empty one. BadInput names the nearest."""
    if name is None:
        return Preset("")
    presets = getattr(method, "presets", {})
    if name not in presets:
        known = nearest(str(name), presets) if presets else " It has none: leave preset out."
        raise BadInput(f"method '{method.name}' has no preset '{name}'.{known}")
    return presets[name]
