import pytest

import lbaviz.search
from lbaviz import session
from lbaviz.cli import main

pytest.importorskip("optuna", reason="Optuna: pip install '.[test]'")


def run(capsys, *arguments) -> tuple[int, str, str]:
    code = main(["search", *(str(argument) for argument in arguments)])
    return (code, *capsys.readouterr())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "lbaviz search needs a METHOD (supervised, association,"),
        (["association"], "needs --trials N: how many trials there are in all"),
        (["association", "--trials", "0"], "the number of trials is at least 1, got 0"),
        (["asociation", "--trials", "1"], "there is no method 'asociation'. Did you mean 'association'?"),
        (["association", "--trials", "1", "--vary", "visit=0:1"], "has no knob 'visit'. Did you mean 'visit_weight'?"),
        (["association", "--trials", "1", "--vary", "visit_weight"], "--vary takes KNOB=LOW:HIGH"),
        (["association", "--trials", "1", "--fix", "visit_weight"], "--fix takes KNOB=VALUE, as visit_weight=0.3"),
        (["association", "--trials", "1", "--score", "accurcy"], "is no metric that a trial can be judged by."),
        (["association", "--trials", "1", "--data", "digit"], "Did you mean 'digits'?"),
        (["--show"], "search.log does not exist: give the --storage of a search"),
        (["--show", "--storage", "postgresql://127.0.0.1:1/x"], "postgresql://127.0.0.1:1/x does not answer"),
    ],
)
def test_bad_input_is_one_sentence_and_leaves_nothing(arguments, sentence, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *arguments)
    assert code == 2 and sentence in err and len(err.strip().splitlines()) == 1 and not out
    assert not list(tmp_path.iterdir())


def test_a_search_trains_says_its_best_and_the_command_trains_that_again(capsys, tmp_path):
    options = ["--steps", 2, "--trials", 2, "--storage", tmp_path / "search.log"]
    ranges = ["--vary", "visit-weight=0:1", "learning-rate=1e-4:1e-2:log", "--fix", "walker_weight=0.5"]
    page = tmp_path / "search.html"
    code, out, err = run(capsys, "association", *options, *ranges, "--page", page)
    assert code == 0 and "2 of 2 trials finished" in out
    assert "1 of 2: trial 0, visit_weight 0." in err and "2 of 2: trial 1, " in err
    found = lbaviz.search.open(tmp_path / "search.log")
    table = found.trials()
    assert list(table)[:4] == ["trial", "visit_weight", "learning_rate", "score"]
    assert (table.score == table.validation_error).all() and "test_error" in table and "walker" in table
    best = out.splitlines()[-1]
    assert best == found.command(found.best()) and "--walker-weight 0.5" in best
    again = best.split()[2:]
    assert main(["train", *again[1:], "--record", str(tmp_path / "again.lba"), again[0]]) == 0
    values = session.open(tmp_path / "again.lba").recording.last_values()
    assert values["visit"] == table.visit[found.best()]  # the very same training
    capsys.readouterr()
    assert run(capsys, "--show", "--storage", tmp_path / "search.log")[1].splitlines()[-1] == best
    shown = page.read_text(encoding="utf-8")
    assert f"best: trial {found.best()}" in shown and 'http-equiv="refresh"' not in shown


def test_a_score_that_the_training_does_not_record_stops_with_those_that_it_does(capsys, tmp_path):
    storage = ["--storage", tmp_path / "search.log"]
    code, _, err = run(capsys, "association", "--steps", 1, "--trials", 1, *storage, "--score", "silhouette")
    assert code == 2 and "no silhouette was recorded, but classification, test_error" in err


def test_ctrl_c_keeps_what_is_finished(capsys, tmp_path, monkeypatch):
    def interrupted(run, progress):
        if run.loop.plan.seed == 1:
            raise KeyboardInterrupt
        return trained(run, progress=progress)

    trained = session.train_in_foreground
    monkeypatch.setattr(session, "train_in_foreground", interrupted)
    command = ["association", "--steps", 1, "--trials", 2, "--storage", tmp_path / "search.log"]
    code, out, _ = run(capsys, *command)
    assert code == 130 and "interrupted: 1 of 2 trials finished; the same command goes on from here" in out
    monkeypatch.undo()
    code, out, err = run(capsys, *command)
    assert code == 0 and "2 of 2 trials finished" in out and "trial 0" not in err


def test_without_optuna_one_sentence_says_how_to_get_it(capsys, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "optuna", None)
    code, _, err = run(capsys, "association", "--trials", 1, "--storage", tmp_path / "search.log")
    assert code == 2 and "a search needs Optuna, which is not installed: pip install 'lbaviz[search]'" in err
