"""`search`: from what a person asks for to a worker that trains. Torch is imported only then."""

import json
from collections.abc import Callable
from dataclasses import fields
from functools import partial
from inspect import signature
from pathlib import Path

from lbaviz import schedules
from lbaviz.errors import BadInput
from lbaviz.knobs import knobs_of
from lbaviz.search import scores, space
from lbaviz.search.results import STUDY, TOTAL, Search, check_ours
from lbaviz.search.spec import SPEC, Spec
from lbaviz.search.storage import answering, open_storage, optuna, shown
from lbaviz.search.working import Job, News, work

OF_THE_MACHINE = ("device", "precision")  # workers may differ in them


def search(
    method, data, *, trials: int, storage: str | Path = "search.log", study: str = STUDY, vary=None, fix=None,
    score: str | None = None, steps: int, seed: int = 0, tell: Callable[[News], None] = lambda news: None, **settings,
) -> Search:  # fmt: skip
    """Train until `trials` trials with knobs drawn at random are finished, and return the search.

    Every trial is a `fit` with the search's seed plus its number as seed, and knobs drawn by that number: workers that
    are given the same storage share the trials, and a killed or interrupted one loses its trial only, which is trained
    again. storage: a journal file, made if need be, or the URL of a database; study: a name in it. vary: {knob: Range
    or (low, high)}, by default the loss weights in [0, 1]; fix: {knob: number}. score: the metric that judges, its last
    value. tell hears `News`. settings: those of `fit`. Ctrl-C keeps what is finished. Raises BadInput.
    """
    from lbaviz import data as datasets
    from lbaviz import methods

    check_trials(trials)
    method = methods.resolve(method, settings.get("preset"))
    data = datasets.find(data) if isinstance(data, str | Path) else data
    settings = {"steps": steps, **settings}
    spec = _spec(method, data, settings, vary, fix or {}, score, seed)
    with answering(storage):
        kept = _study(open_storage(storage), study, spec, storage)
        kept.set_user_attr(TOTAL, trials)
        work(Job(kept, spec, trials, partial(_train, method, data, settings, spec), tell))
        return Search(kept, storage)


def check_trials(trials) -> None:
    """Raise BadInput unless it is a number of trials."""
    if isinstance(trials, bool) or not isinstance(trials, int) or trials < 1:
        raise BadInput(f"the number of trials is at least 1, got {trials}")


def _study(storage, name: str, spec: Spec, where):
    """Return the study, made if need be; BadInput if it is that of another search."""
    direction = "minimize" if spec.low_is_good else "maximize"
    study = optuna().create_study(storage=storage, study_name=name, direction=direction, load_if_exists=True)
    if SPEC not in study.user_attrs and not study.get_trials(deepcopy=False):
        study.set_user_attr(SPEC, spec.to_json())
    check_ours(study, shown(where))
    spec.check_same(Spec.from_json(study.user_attrs[SPEC]), name)
    return study


def _spec(method, data, settings: dict, vary, fix: dict, score: str | None, seed: int) -> Spec:
    knobs_of(method.name)
    name = getattr(data, "name", None)
    if not isinstance(name, str) or not hasattr(data, "split"):
        raise BadInput(f"data is a name or a data set, got {type(data).__name__}: every trial splits it with its seed")
    score = score or scores.default_score(method.name)
    fix = {knob: str(value) for knob, value in fix.items()}
    ranges = {
        knob: each if isinstance(each, space.Range) else space.Range(*each) for knob, each in (vary or {}).items()
    }
    ranges = space.check_space(method.name, ranges or None, fix)
    good = scores.low_is_good(method.name, score)
    return Spec(method.name, name, _written(method, data, settings), ranges, fix, score, seed, good)


def _written(method, data, settings: dict) -> dict:
    """Return what was asked for besides the defaults, as JSON reads it again; BadInput if it cannot be written."""
    from lbaviz import methods, session

    defaults = {name: each.default for name, each in signature(session.prepare).parameters.items()}
    size = (getattr(data, "origin", None) or {}).get("size")
    usual = {i.name: i.default for i in fields(method)} | methods.preset_of(method, settings.get("preset")).fields()
    structure = {name: getattr(method, name) for name, value in usual.items() if getattr(method, name) != value}
    given = {
        name: value
        for name, value in settings.items()
        if name not in OF_THE_MACHINE and value is not None and defaults.get(name) != value
    }
    asked = {**({"size": size} if size else {}), **structure, **given}
    for name, value in asked.items():
        try:
            asked[name] = json.loads(json.dumps(value))
        except TypeError:
            raise BadInput(
                f"a search writes its settings down, and {name} is {type(value).__name__}: give a name or a number"
            ) from None
    return asked


def _train(method, data, settings: dict, spec: Spec, drawn: dict, seed: int, tell_step: Callable) -> dict[str, float]:
    """Train one trial and return its last metrics; BadInput if the score is none of them."""
    from lbaviz import session

    fixed = {name: schedules.from_text(value) for name, value in spec.fix.items()}
    run = session.prepare(method, data, seed=seed, frame_every=0, checkpoint_every=0, **settings, **fixed, **drawn)
    run.subscribe(lambda kind, payload: tell_step(payload["step"]) if kind == "status" else None)
    table = session.train_in_foreground(run, progress=False).metrics()
    last = table[(table.step == settings["steps"]) & (table.name != "steps_per_second")]
    found = dict(zip(last.name, map(float, last.value), strict=True))
    if spec.score not in found and (least := scores.missing(spec.method, spec.score)) is not None:
        found[spec.score] = least
    if spec.score not in found:
        raise BadInput(f"no {spec.score} was recorded, but {', '.join(sorted(found))}: choose one of them with --score")
    return found
