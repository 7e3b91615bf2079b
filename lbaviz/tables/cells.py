"""A cell: one training, and everything that its result depends on."""

import hashlib
from dataclasses import MISSING, dataclass, fields, replace


@dataclass(frozen=True)
class Cell:
    """One training. A field that is left at its default acts as it does in `fit` and on the command line.

    Fields are the columns of results/*.csv; a new one needs a default, so that older files stay readable.
    """

    data: str
    method: str
    labels_per_class: int | str  # a number or "all"
    steps: int
    seed: int
    precision: str = "auto"
    visit_weight: str = ""
    unlabelled: str = ""  # "all", "rest" or a number
    learning_rate: str = ""  # a number or a schedule, as schedules.from_text reads it
    model: str = ""
    augment: str = ""
    evaluate_every: int = 100
    evaluate_test: str = ""  # "yes": the test error at every evaluation, not only at the end; it chooses nothing
    labelled: str = ""  # "source" or "target" of a pair
    delay: str = ""
    growing_steps: str = ""  # from the delay to the full weight of the association
    labelled_per_class: str = ""  # samples of each class in a batch
    unlabelled_batch: str = ""
    size: str = ""  # rows and columns of a pair's images
    swap_at: str = ""  # the step from which the target's images are the unlabelled ones
    preset: str = ""  # of a method that has several sets of settings
    images: str = ""  # in a batch of a method without labels
    knobs: str = ""  # "name=value name=value" of further knobs

    def command(self) -> str:
        """Return the command line that trains it again."""
        if self.swap_at:
            first = replace(self, steps=int(self.swap_at), swap_at="").command()
            more = f"branch({self.swap_at}, steps={self.steps}, unlabelled='target')"
            return f"{first} --record first.lba && python -c \"import lbaviz; lbaviz.open('first.lba').{more}\""
        words = [f"lbaviz train {self.method}"]
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name in ("method", "knobs") or value == field.default:
                continue
            option = f"--{field.name.replace('_', '-')}"
            words.append(option if field.name == "evaluate_test" else f"{option} {value}")
        words += [f"--{name.replace('_', '-')} {value}" for name, value in self.knob_texts().items()]
        return " ".join(words)

    def knob_texts(self) -> dict[str, str]:
        """Return the values of `knobs` by name."""
        return dict(word.split("=", 1) for word in self.knobs.split())

    def text(self) -> dict[str, str]:
        """Return every field as it stands in a file."""
        return {field.name: str(getattr(self, field.name)) for field in fields(self)}

    def stem(self) -> str:
        """Return a file name without ending that no other cell has."""
        digest = hashlib.blake2b(repr(sorted(self.text().items())).encode(), digest_size=5).hexdigest()
        return f"{self.data.replace(':', '-to-')}-{self.method}-{self.seed}-{digest}"


FIELDS = tuple(field.name for field in fields(Cell))
DEFAULTS = {field.name: str(field.default) for field in fields(Cell) if field.default is not MISSING}
