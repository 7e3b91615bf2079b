"""The long benchmark of accuracy in short: its cells, its memory, and that the committed results keep the targets."""

import csv
import importlib.util
import statistics
from itertools import chain
from pathlib import Path

import pytest

from lbaviz.tables import Store
from lbaviz.tables.store import key

SCRIPT = Path(__file__).resolve().parents[1] / "benchmarks" / "accuracy.py"


@pytest.fixture(scope="module")
def accuracy():
    spec = importlib.util.spec_from_file_location("accuracy_benchmark", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_committed_results_are_rows_of_the_store_with_all_their_columns(accuracy):
    results = accuracy.store()
    with results.path.open(newline="") as file:
        rows = list(csv.DictReader(file))
        assert tuple(rows[0]) == accuracy.COLUMNS
    assert len(results.finished()) == len(rows)
    for cell in chain(*accuracy.cells("digits").values(), *accuracy.cells("digits-precision").values()):
        assert results.finished()[key(cell.text())]["command"] == cell.command()


def test_a_finished_training_is_appended_once_in_the_same_columns(accuracy, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(accuracy, "DIGITS", {"data": "digits", "labels_per_class": 2, "steps": 5})
    few = {"digits": (accuracy.DIGITS, ("association", "labels alone"), range(2))}
    monkeypatch.setattr(accuracy, "EXPERIMENTS", few)
    monkeypatch.setattr(accuracy, "store", lambda: Store(tmp_path / "accuracy.csv", accuracy.COLUMNS))
    monkeypatch.setattr("sys.argv", ["accuracy.py", "digits"])
    accuracy.main()
    first = capsys.readouterr().out
    assert first.count("lbaviz train") == 4 and "| labels alone |" in first
    accuracy.main()
    assert "lbaviz train" not in capsys.readouterr().out
    text = (tmp_path / "accuracy.csv").read_text().splitlines()
    assert text[0] == ",".join(accuracy.COLUMNS) and len(text) == 5
    assert text[1].startswith("digits,digits,association,2,5,0,bfloat16,1,")
    assert text[3].startswith("digits,digits,supervised,2,5,0,bfloat16,,")


def test_the_experiments_are_those_that_were_fixed_beforehand(accuracy):
    sizes = {name: sum(map(len, accuracy.cells(name).values())) for name in accuracy.EXPERIMENTS}
    assert sizes == {"digits": 15, "digits-precision": 40, "mnist": 6, "mnist-precision": 6}


@pytest.mark.parametrize(("name", "most", "alone"), [("digits", 23.0, 25.0), ("mnist", 1.9, 10.0)])
def test_the_committed_results_keep_the_targets(accuracy, name, most, alone):
    arms = errors(accuracy, name)
    assert statistics.median(arms["association"]) <= most
    assert statistics.median(arms["labels alone"]) >= alone
    assert all(a < b for a, b in zip(arms["association"], arms["labels alone"], strict=True))
    if name == "digits":
        without = arms["association, visit weight 0"]
        assert sum(a < b for a, b in zip(arms["association"], without, strict=True)) >= 4


@pytest.mark.parametrize(("name", "margin"), [("digits-precision", 2.0), ("mnist-precision", 0.4)])
def test_bfloat16_costs_no_accuracy_in_the_committed_results(accuracy, name, margin):
    pair = errors(accuracy, name).values()
    assert abs(statistics.mean(a - b for a, b in zip(*pair, strict=True))) <= margin


def errors(accuracy, name: str) -> dict[str, list[float]]:
    """Return the test errors of each arm, by seed; every seed that was fixed beforehand must be there."""
    arms, seeds = accuracy.errors(name, accuracy.store().finished()), accuracy.EXPERIMENTS[name][2]
    for arm, found in arms.items():
        assert set(found) == set(seeds), f"{arm} misses seeds: python benchmarks/accuracy.py {name}"
    return {arm: [found[seed] for seed in seeds] for arm, found in arms.items()}
