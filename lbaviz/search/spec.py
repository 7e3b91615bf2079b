"""What every trial of a search has in common: written into its study, so that no other search is mixed into it."""

import shlex
from dataclasses import asdict, dataclass, field
from dataclasses import fields as fields_of

from lbaviz.errors import BadInput
from lbaviz.search.space import Range

SPEC = "lbaviz"  # user attribute of a study


@dataclass(frozen=True)
class Spec:
    """Method, data and settings of the trainings, which knobs are drawn from what, and what a trial is judged by.

    settings: options of `lbaviz train` with the values that were given, structure of the method included.
    """

    method: str
    data: str
    settings: dict[str, object]
    vary: dict[str, Range]
    fix: dict[str, str]
    score: str
    seed: int = 0
    low_is_good: bool = field(default=True, compare=False)  # follows from the score

    @classmethod
    def from_json(cls, kept: dict) -> "Spec":
        return cls(**{**kept, "vary": {name: Range(**each) for name, each in kept["vary"].items()}})

    def to_json(self) -> dict:
        return asdict(self)

    def seed_of(self, trial: int) -> int:
        """Return the seed of a trial's split, batches and weights: the search's own, counted up."""
        return self.seed + trial

    def check_same(self, other: "Spec", study: str) -> None:
        """Raise BadInput, naming what differs first, unless the other search is this one."""
        for name in (item.name for item in fields_of(Spec) if item.compare):
            mine, theirs = getattr(self, name), getattr(other, name)
            if mine != theirs:
                raise BadInput(
                    f"the study '{study}' was made with {name} {_words(theirs, mine)}, and now came "
                    f"{_words(mine, theirs)}: name another --study or --storage, or say the same"
                )

    def command(self, knobs: dict[str, float], seed: int) -> str:
        """Return the `lbaviz train` that trains a trial again."""
        given = {"data": self.data, **self.settings, "seed": seed, **self.fix}
        words = ["lbaviz", "train", self.method]
        for name, value in (given | {knob: repr(float(number)) for knob, number in knobs.items()}).items():
            words.append(f"--{name.replace('_', '-')}")
            words += [] if value is True else map(str, value) if isinstance(value, list | tuple) else [str(value)]
        return shlex.join(words)


def _words(value, other) -> str:
    """Return a value; of several, those that the other has not."""
    if not isinstance(value, dict):
        return str(value)
    different = {name: each for name, each in value.items() if name not in other or other[name] != each}
    return ", ".join(f"{name} {each}" for name, each in different.items()) or "nothing more"
