"""A search as it stands: its trials, the best one, and how it is trained again."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lbaviz.errors import BadInput
from lbaviz.records import Trials
from lbaviz.search import signs
from lbaviz.search.scores import chosen_by
from lbaviz.search.shelf import FAILED, Shelf
from lbaviz.search.spec import SPEC, Spec
from lbaviz.search.storage import answering, open_storage, optuna, shown
from lbaviz.search.working import SECONDS, SEED

NO_METRICS = (signs.OWNER, signs.BEAT, FAILED)
TOTAL = "trials"  # user attribute of a study
STUDY = "search"  # its name where none is given


@dataclass(frozen=True)
class Standing:
    """How many trials of a search are finished, failed among them, under way, and wanted in all."""

    finished: int
    failed: int
    running: int
    total: int

    def sentence(self) -> str:
        more = f", {self.failed} of them failed" if self.failed else ""
        return f"{self.finished} of {self.total} trials finished{more}, {self.running} under way"


class Search:
    """What `lbaviz.search.open` and `lbaviz.search.search` return: every question reads the storage anew."""

    def __init__(self, study, where: str | Path):
        self.study, self.where = study, shown(where)

    @property
    def spec(self) -> Spec:
        return Spec.from_json(self.study.user_attrs[SPEC])

    @property
    def knobs(self) -> tuple[str, ...]:
        """The names of the varied knobs, columns of `trials`."""
        return tuple(self.spec.vary)

    def trials(self):
        """Return a pandas table with a row a finished trial, failed trainings left out.

        Columns: trial (its number), one a varied knob, score, then the trial's last metrics, seed and seconds.
        """
        import pandas as pd

        rows = []
        for trial, attempt in self._scored().items():
            more = {name: v for name, v in attempt.user_attrs.items() if name not in (*NO_METRICS, *attempt.params)}
            last = {name: more.pop(name) for name in (SEED, SECONDS) if name in more}
            knobs = {name: attempt.params[name] for name in self.knobs}
            rows.append({"trial": trial, **knobs, "score": attempt.value, **dict(sorted(more.items())), **last})
        return pd.DataFrame(rows, columns=None if rows else ["trial", *self.knobs, "score"])

    def record(self) -> Trials:
        """Return the knobs and scores of the finished trials, to draw with `lbaviz.plots`."""
        scored, names = self._scored(), self.knobs
        values = [[attempt.params[name] for name in names] for attempt in scored.values()]
        return Trials(
            names,
            np.reshape(np.array(values, float), (len(scored), len(names))),
            np.array([attempt.value for attempt in scored.values()], float),
            trial=np.array(list(scored), int),
            score=self.spec.score,
            low_is_good=self.spec.low_is_good,
            log=tuple(name for name, each in self.spec.vary.items() if each.log),
        )

    def standing(self) -> Standing:
        shelf, total = self._shelf(), self.study.user_attrs[TOTAL]
        done = [shelf.finished(trial) for trial in range(min(total, shelf.first))]
        failed = sum(attempt is not None and attempt.state.name == "FAIL" for attempt in done)
        return Standing(sum(attempt is not None for attempt in done), failed, len(shelf.running()), total)

    def failures(self) -> dict[int, str]:
        """Return why trainings failed, by trial."""
        shelf = self._shelf()
        attempts = {trial: shelf.finished(trial) for trial in shelf.at}
        return {trial: a.user_attrs[FAILED] for trial, a in attempts.items() if a and a.state.name == "FAIL"}

    def best(self) -> int | None:
        """Return the number of the trial with the best score, the first of several; None before one is finished."""
        scored = self._scored()
        choose = min if self.spec.low_is_good else max
        return choose(scored, key=lambda trial: scored[trial].value) if scored else None

    def command(self, trial: int) -> str:
        """Return the `lbaviz train` that trains a trial again; BadInput for one that is not finished."""
        scored = self._scored()
        if trial not in scored:
            raise BadInput(f"trial {trial} is not finished: choose one of {', '.join(map(str, scored)) or 'none yet'}")
        return self.spec.command(scored[trial].params, self.spec.seed_of(trial))

    def sentence(self) -> str:
        """Return how far the search is, the best trial and its command."""
        best, standing = self.best(), self.standing()
        if best is None:
            return f"{standing.sentence()} ({self.where})."
        name, score = self.spec.score, self._scored()[best].value
        said = f"best: trial {best}, {name} {score:.4g}{chosen_by(name)}"
        return f"{standing.sentence()} ({self.where}).\n{said}\n{self.command(best)}"

    def _shelf(self) -> Shelf:
        return Shelf(self.study.get_trials(deepcopy=False))

    def _scored(self) -> dict[int, object]:
        """Return the attempts that completed, by trial."""
        shelf = self._shelf()
        done = {trial: shelf.finished(trial) for trial in sorted(shelf.at)}
        return {trial: attempt for trial, attempt in done.items() if attempt and attempt.state.name == "COMPLETE"}

    def __repr__(self) -> str:
        return f"<lbaviz search of {self.spec.method} on {self.spec.data}: {self.standing().sentence()}>"


def open(storage: str | Path, study: str = STUDY) -> Search:
    """Return a search that was begun, also while it goes on; BadInput where there is none of that name."""
    kept = open_storage(storage, new=False)
    with answering(storage):
        names = optuna().get_all_study_names(kept)
        if study not in names:
            there = f"it has {', '.join(names)}" if names else "it has none yet"
            raise BadInput(f"{shown(storage)} has no study '{study}' ({there}): name another --study or --storage")
        found = optuna().load_study(study_name=study, storage=kept)
        check_ours(found, shown(storage))
        return Search(found, storage)


def check_ours(study, where: str) -> None:
    """Raise BadInput for a study that another program made."""
    if SPEC not in study.user_attrs:
        raise BadInput(f"the study '{study.study_name}' in {where} is not lbaviz's: name another --study or --storage")
