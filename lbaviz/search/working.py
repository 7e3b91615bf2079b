"""One worker of a search: it takes a trial, trains it, tells the score, until every trial of the search is finished."""

import math
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from lbaviz.errors import BadInput, RunFailed
from lbaviz.search import signs
from lbaviz.search.shelf import AGAIN, FAILED, Shelf
from lbaviz.search.spec import SPEC, Spec
from lbaviz.search.storage import optuna

WAIT_SECONDS = 1.0  # between two looks whether the trial of another worker has ended
SEED, SECONDS = "seed", "seconds"  # user attributes of an attempt, beside the metrics


@dataclass(frozen=True)
class News:
    """What a worker says, and how many trials are finished, by all workers.

    kind: "began" (content: the knobs), "step" (so many are done), "done" (the score), "failed" (a sentence), "taken"
    (another worker finished it meanwhile), "waiting" (for so many trials of others).
    """

    kind: str
    trial: int | None
    content: object
    finished: int


@dataclass(frozen=True)
class Job:
    """What a worker works on. train(knobs, seed, tell_step) returns the last metrics of a training."""

    study: object  # Optuna's
    spec: Spec
    total: int  # trials
    train: Callable
    tell: Callable[[News], None]

    def shelf(self) -> Shelf:
        return Shelf(self.study.get_trials(deepcopy=False))

    def say(self, kind: str, trial: int | None, content) -> None:
        self.tell(News(kind, trial, content, self.shelf().count(self.total)))


def work(job: Job) -> None:
    """Train trials until all are finished, by this worker and others; an interrupt gives the trial back.

    A training that fails is a result. BadInput stops while nothing is finished; later it is the draw's, and a result.
    """
    watch = signs.Watch()
    with signs.worker() as owner:
        while (taken := _take(job, watch)) is not None:
            _make(job, *taken, owner)


def _take(job: Job, watch: signs.Watch):
    """Return an attempt that was just begun, and its trial; None when all trials are finished."""
    states, waiting_for = optuna().trial.TrialState, None
    while True:
        job.spec.check_same(Spec.from_json(job.study.user_attrs[SPEC]), job.study.study_name)
        shelf = job.shelf()
        gone = [attempt.number for attempt in shelf.running() if watch.gone(attempt)]
        for number in gone:
            _tell(job.study, number, state=states.FAIL)
        if gone:
            continue
        if shelf.count(job.total) >= job.total:
            return None
        lost = shelf.lost(job.total)
        if not lost and shelf.first >= job.total and not shelf.waiting():
            if waiting_for != (waiting_for := len(shelf.running())):
                job.say("waiting", None, waiting_for)
            time.sleep(WAIT_SECONDS)
            continue
        if lost and not shelf.waiting():
            job.study.enqueue_trial({}, user_attrs={AGAIN: lost[0]})
        attempt = job.study.ask()
        shelf = job.shelf()
        trial = shelf.trial_of(attempt.number)
        if trial < job.total and not shelf.is_double(attempt.number):
            return attempt, trial
        _tell(job.study, attempt.number, state=states.PRUNED)  # begun by two workers at one time


def _make(job: Job, attempt, trial: int, owner: dict) -> None:
    """Train a trial and tell its score, or give it back."""
    states, began = optuna().trial.TrialState, time.perf_counter()
    try:
        with signs.beating(attempt, owner):
            knobs, seed = draw(job, attempt, trial), job.spec.seed_of(trial)
            job.say("began", trial, knobs)
            metrics, failed = _trained(job, trial, knobs, seed)
            found = {SEED: seed, SECONDS: round(time.perf_counter() - began, 1), **metrics}
            for name, value in (found if failed is None else {SEED: seed, FAILED: failed}).items():
                attempt.set_user_attr(name, value)
        score = None if failed else metrics[job.spec.score]
        kept = _tell(job.study, attempt.number, score, state=states.FAIL if failed else None)
    except optuna().exceptions.UpdateFinishedTrialError:
        kept = False
    except BaseException:
        _give_back(job.study, attempt.number)
        raise
    job.say(*(("failed", trial, failed) if failed else ("done", trial, score)) if kept else ("taken", trial, None))


def _trained(job: Job, trial: int, knobs: dict[str, float], seed: int) -> tuple[dict, str | None]:
    """Return the last metrics of a training, or the sentence with which it failed."""
    try:
        metrics = job.train(knobs, seed, lambda step: job.tell(News("step", trial, step, -1)))
    except RunFailed as error:
        return {}, str(error)
    except BadInput as error:
        if job.shelf().count(job.total) == 0:
            drawn = ", ".join(f"{name} {value:.4g}" for name, value in knobs.items())
            raise BadInput(f"trial {trial} ({drawn}): {error}") from None
        return {}, str(error)
    score = metrics[job.spec.score]
    return metrics, None if math.isfinite(score) else f"its {job.spec.score} is {score}"


def draw(job: Job, attempt, trial: int) -> dict[str, float]:
    """Return the knobs of a trial, a function of the search's seed and the trial's number, whoever draws them."""
    ranges = job.spec.vary
    job.study.sampler = optuna().samplers.RandomSampler(seed=zlib.crc32(f"{job.spec.seed} {trial}".encode()))
    drawn = {n: attempt.suggest_float(n, ranges[n].low, ranges[n].high, log=ranges[n].log) for n in sorted(ranges)}
    return {name: drawn[name] for name in ranges}


def _tell(study, number: int, score: float | None = None, state=None) -> bool:
    """Say how an attempt ended; False if somebody else has said so before."""
    try:
        study.tell(number, score, state=state)
    except (optuna().exceptions.UpdateFinishedTrialError, ValueError):
        return False
    return True


def _give_back(study, number: int) -> None:
    """Let another worker take the trial now, not only when this process has gone."""
    try:
        _tell(study, number, state=optuna().trial.TrialState.FAIL)
    except Exception:  # the storage does not answer: they find out from the process
        pass
