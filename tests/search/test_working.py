import zlib

import numpy as np
import pytest

import lbaviz.search
from lbaviz.errors import BadInput, RunFailed
from lbaviz.search import Range, Search, Spec, signs, working
from lbaviz.search.results import TOTAL
from lbaviz.search.spec import SPEC
from lbaviz.search.storage import open_storage

optuna = pytest.importorskip("optuna", reason="Optuna: pip install '.[test]'")
VARY = {"walker_weight": Range(0, 1), "learning_rate": Range(1e-4, 1e-2, log=True)}


def a_job(path, train, total: int = 4, **more) -> working.Job:
    spec = Spec(**{"method": "association", "data": "digits", "settings": {"steps": 3}, "vary": VARY, "fix": {}, **more,
                   "score": "validation_error"})  # fmt: skip
    study = optuna.create_study(storage=open_storage(path), study_name="search", load_if_exists=True)
    study.set_user_attr(SPEC, spec.to_json())
    study.set_user_attr(TOTAL, total)
    heard = []
    job = working.Job(study, spec, total, train, heard.append)
    object.__setattr__(job, "heard", heard)
    return job


def error_of(knobs: dict, seed: int, tell_step) -> dict[str, float]:
    """A training that costs nothing: the larger the walker's weight, the smaller the error."""
    tell_step(3)
    return {"validation_error": 100 * (1 - knobs["walker_weight"]), "visit": float(seed)}


def expected_draw(trial: int) -> dict[str, float]:
    """The draw as the documentation states it, without Optuna."""
    rng = np.random.RandomState(zlib.crc32(f"0 {trial}".encode()))
    rate = np.exp(rng.uniform(np.log(1e-4), np.log(1e-2)))
    return {"walker_weight": rng.uniform(0, 1), "learning_rate": rate}


def test_every_trial_is_drawn_by_its_number_and_kept_with_its_metrics(tmp_path):
    job = a_job(tmp_path / "search.log", error_of)
    working.work(job)
    table = Search(job.study, "search.log").trials()
    assert list(table) == [
        "trial",
        "walker_weight",
        "learning_rate",
        "score",
        "validation_error",
        "visit",
        "seed",
        "seconds",
    ]
    assert list(table.trial) == list(table.seed) == list(table.visit) == [0, 1, 2, 3]
    for _, row in table.iterrows():
        drawn = expected_draw(int(row.trial))
        assert row.walker_weight == pytest.approx(drawn["walker_weight"], abs=1e-12)
        assert row.learning_rate == pytest.approx(drawn["learning_rate"], rel=1e-9)
        assert row.score == row.validation_error == 100 * (1 - row.walker_weight)
    assert table.walker_weight.nunique() == 4
    assert [news.kind for news in job.heard] == ["began", "step", "done"] * 4
    assert job.heard[-1].finished == 4


def test_the_best_trial_its_command_and_the_record_of_all(tmp_path):
    job = a_job(
        tmp_path / "search.log", error_of, fix={"visit_weight": "0.5"}, settings={"steps": 3, "augment": "svhn"}
    )
    working.work(job)
    found = lbaviz.search.open(tmp_path / "search.log")
    weights = [expected_draw(trial)["walker_weight"] for trial in range(4)]
    best = int(np.argmax(weights))
    assert found.best() == best and found.record().best == best
    words = found.command(best).split()
    assert words[:3] == ["lbaviz", "train", "association"]
    options = dict(zip(words[3::2], words[4::2], strict=True))
    assert options.pop("--walker-weight") == repr(float(found.trials().walker_weight[best]))  # to the last bit
    assert float(options.pop("--learning-rate")) == found.trials().learning_rate[best]
    assert options == {
        "--data": "digits",
        "--steps": "3",
        "--augment": "svhn",
        "--seed": str(best),
        "--visit-weight": "0.5",
    }
    assert found.sentence().startswith("4 of 4 trials finished, 0 under way")
    record = found.record()
    assert record.knobs == ("walker_weight", "learning_rate") and record.log == ("learning_rate",)
    assert record.low_is_good and record.table().equals(found.trials()[["trial", *record.knobs, "score"]])
    with pytest.raises(BadInput, match="trial 9 is not finished: choose one of 0, 1, 2, 3"):
        found.command(9)


def test_an_interrupted_trial_is_trained_again_with_the_same_knobs(tmp_path):
    drawn = []

    def interrupted(knobs, seed, tell_step):
        drawn.append(knobs)
        if len(drawn) == 2:
            raise KeyboardInterrupt
        return error_of(knobs, seed, tell_step)

    job = a_job(tmp_path / "search.log", interrupted)
    with pytest.raises(KeyboardInterrupt):
        working.work(job)
    assert lbaviz.search.open(tmp_path / "search.log").standing() == lbaviz.search.Standing(1, 0, 0, 4)
    working.work(job)
    assert drawn[1] == drawn[2] and len(drawn) == 5
    assert list(lbaviz.search.open(tmp_path / "search.log").trials().trial) == [0, 1, 2, 3]


def test_a_training_that_fails_is_a_result_and_is_not_trained_again(tmp_path):
    def failing(knobs, seed, tell_step):
        if seed == 1:
            raise RunFailed("walker became NaN at step 2")
        return {"validation_error": float("nan")} if seed == 2 else error_of(knobs, seed, tell_step)

    job = a_job(tmp_path / "search.log", failing)
    working.work(job)
    found = Search(job.study, "search.log")
    assert found.standing().sentence() == "4 of 4 trials finished, 2 of them failed, 0 under way"
    assert found.failures() == {1: "walker became NaN at step 2", 2: "its validation_error is nan"}
    assert list(found.trials().trial) == [0, 3]


def test_bad_input_stops_before_anything_is_finished_and_later_belongs_to_the_draw(tmp_path):
    def refusing(knobs, seed, tell_step):
        if seed == refused:
            raise BadInput("the delay is 7")
        return error_of(knobs, seed, tell_step)

    refused, job = 0, a_job(tmp_path / "search.log", refusing)
    with pytest.raises(BadInput, match=r"trial 0 \(walker_weight 0.\d+, learning_rate 0.\d+\): the delay is 7"):
        working.work(job)
    refused = 2
    working.work(job)
    assert Search(job.study, "search.log").failures() == {2: "the delay is 7"}


def test_a_trial_that_another_worker_took_over_meanwhile_is_finished_once(tmp_path):
    def slow(knobs, seed, tell_step):
        if seed == 1 and not others:  # taken for dead, and finished by somebody else
            others.append(a_job(tmp_path / "search.log", error_of))
            other = others[0]
            number = other.shelf().at[1][0].number
            other.study.tell(number, state=optuna.trial.TrialState.FAIL)
            working.work(other)
        return error_of(knobs, seed, tell_step)

    others = []
    job = a_job(tmp_path / "search.log", slow)
    working.work(job)
    assert [news.kind for news in job.heard][-1] == "taken"
    table = Search(job.study, "search.log").trials()
    assert list(table.trial) == [0, 1, 2, 3]
    assert sum(attempt.state.name == "COMPLETE" for attempt in job.study.trials) == 4


def test_more_trials_go_on_and_fewer_train_nothing(tmp_path):
    path, trained = tmp_path / "search.log", []

    def counted(knobs, seed, tell_step):
        trained.append(seed)
        return error_of(knobs, seed, tell_step)

    for total in (2, 5, 3):
        working.work(a_job(path, counted, total))
    assert trained == [0, 1, 2, 3, 4]


def test_a_worker_waits_for_the_trials_of_others_and_takes_them_over_when_they_have_gone(tmp_path, monkeypatch):
    path, clock = tmp_path / "search.log", [0.0]
    job = a_job(path, error_of, total=2)
    elsewhere = job.study.ask()
    elsewhere.set_user_attr(signs.OWNER, {"host": "elsewhere", "pid": 1, "started": 0.0, "space": "", "worker": "x"})
    waits = []

    def wait(seconds):
        waits.append(seconds)
        clock[0] += signs.SILENT_SECONDS / 4
        if len(waits) == 3:
            elsewhere.set_user_attr(signs.BEAT, 1)  # it lives

    monkeypatch.setattr(signs.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(working.time, "sleep", wait)
    working.work(job)
    assert 3 + 4 <= len(waits) <= 3 + 6  # two minutes after its last sign of life
    assert [news.trial for news in job.heard if news.kind == "began"] == [1, 0]
    assert [news.content for news in job.heard if news.kind == "waiting"] == [1]
    assert elsewhere.number == 0 and job.study.trials[0].state.name == "FAIL"


def test_another_search_in_the_same_study_is_refused(tmp_path):
    a_job(tmp_path / "search.log", error_of)
    ask = {"trials": 1, "storage": tmp_path / "search.log", "vary": VARY}
    for more, sentence in [
        ({"steps": 4}, "the study 'search' was made with settings steps 3, and now came steps 4: name another --study"),
        ({"steps": 3, "augment": "svhn"}, "made with settings nothing more, and now came augment svhn"),
        ({"steps": 3, "seed": 7}, "made with seed 0, and now came 7"),
        (
            {"steps": 3, "vary": {"walker_weight": (0, 2)}},
            r"made with vary walker_weight 0:1, learning_rate .*:log, and",
        ),
        ({"steps": 3, "fix": {"visit_weight": 0.5}}, "made with fix nothing more, and now came visit_weight 0.5"),
        ({"steps": 3, "score": "test_error"}, "made with score validation_error, and now came test_error"),
    ]:
        with pytest.raises(BadInput, match=sentence):
            lbaviz.search.search("association", "digits", **{**ask, **more})
    with pytest.raises(BadInput, match="made with method association, and now came supervised"):
        lbaviz.search.search("supervised", "digits", steps=3, **{**ask, "vary": None})
