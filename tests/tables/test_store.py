import csv
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from lbaviz.errors import BadInput
from lbaviz.tables import TABLES, Cell, Store
from lbaviz.tables.store import key

CELL = Cell("mnist", "association", 10, steps=2000, seed=0, visit_weight="0.5")
ROW = {"validation_error": 1.0, "test_error": "1.54", "test_error_best": "1.6", "command": CELL.command()}


def test_a_cell_knows_its_command_line():
    assert CELL.command() == (
        "lbaviz train association --data mnist --labels-per-class 10 --steps 2000 --seed 0 --visit-weight 0.5"
    )
    longer = replace(CELL, precision="float32", evaluate_test="yes", unlabelled="1000", augment="svhn")
    for words in ("--precision float32", "--evaluate-test", "--unlabelled 1000", "--augment svhn"):
        assert words in longer.command() and words not in CELL.command()


def test_cells_have_file_names_of_their_own():
    stems = {replace(CELL, seed=seed, visit_weight=weight).stem() for seed in range(3) for weight in ("0", "1")}
    assert len(stems) == 6 and CELL.stem() == replace(CELL).stem()


def test_what_was_appended_is_finished_and_is_not_appended_twice(tmp_path):
    store = Store(tmp_path / "new" / "lba-4.csv")
    assert not store.has(CELL) and store.finished() == {}
    assert store.append(CELL, ROW) and not store.append(CELL, ROW | {"test_error": "9"})
    assert store.append(replace(CELL, seed=1), ROW)
    rows = Store(store.path).finished()
    assert list(rows) == [key(CELL.text()), key(replace(CELL, seed=1).text())]
    assert rows[key(CELL.text())]["test_error"] == "1.54"
    assert not store.has(replace(CELL, steps=2001)) and not store.has(replace(CELL, visit_weight="0.25"))


def test_a_line_that_was_cut_off_counts_for_nothing_and_spoils_no_other(tmp_path):
    store = Store(tmp_path / "lba-4.csv")
    store.append(CELL, ROW)
    whole = store.path.read_bytes()
    store.path.write_bytes(whole + b"mnist,association,10,20")
    assert list(store.finished()) == [key(CELL.text())]
    assert store.append(replace(CELL, seed=1), ROW)
    assert list(store.finished()) == [key(CELL.text()), key(replace(CELL, seed=1).text())]


def test_an_older_file_keeps_its_columns(tmp_path):
    path = tmp_path / "old.csv"
    columns = ("experiment", "data", "method", "labels_per_class", "steps", "seed", "precision", "visit_weight")
    path.write_text(",".join((*columns, "test_error")) + "\nx,mnist,association,10,2000,0,auto,0.5,1.23\n")
    store = Store(path)
    assert store.has(CELL)
    assert store.append(replace(CELL, seed=1), ROW | {"experiment": "y"})
    with path.open() as file:
        assert [(row["experiment"], row["seed"], row["test_error"]) for row in csv.DictReader(file)] == [
            ("x", "0", "1.23"),
            ("y", "1", "1.54"),
        ]
    with pytest.raises(BadInput, match="has no column 'augment'"):
        store.append(replace(CELL, augment="svhn"), ROW)


def test_another_file_is_refused(tmp_path):
    (tmp_path / "mine.csv").write_text("name,price\nbread,3\n")
    with pytest.raises(BadInput, match=r"mine.csv is no file of finished trainings"):
        Store(tmp_path / "mine.csv").finished()


APPEND = """
import sys
from dataclasses import replace
from pathlib import Path
from lbaviz.tables import TABLES, Cell, Store
for seed in range(60):
    cell = Cell("mnist", "association", 10, steps=2000, seed=seed, visit_weight="0.5")
    Store(sys.argv[1]).append(cell, {"test_error": "1.00", "command": "x" * 3000})
"""


def test_processes_that_append_at_once_neither_mix_nor_repeat_lines(tmp_path):
    path = tmp_path / "both.csv"
    both = [subprocess.Popen([sys.executable, "-c", APPEND, str(path)]) for _ in range(3)]
    assert [process.wait(120) for process in both] == [0, 0, 0]
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert sorted(int(row["seed"]) for row in rows) == list(range(60))
    assert all(row["test_error"] == "1.00" and len(row["command"]) == 3000 for row in rows)


@pytest.mark.parametrize("name", ["lba-3", "lba-4"])
def test_the_committed_trainings_are_found_again(name):
    found = Store(Path(__file__).parents[2] / "results" / f"{name}.csv").finished()
    assert found and set(found) <= {
        key(cell.text()) for entry in TABLES[name].entries("small") for cell in entry.cells()
    }
