import csv
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest
import tiny

from lbaviz import tables
from lbaviz.cli import main


def run(capsys, *arguments) -> tuple[int, str, str]:
    code = main([str(argument) for argument in arguments])
    return (code, *capsys.readouterr())


def test_without_a_name_the_tables_are_listed(capsys):
    code, out, _ = run(capsys, "tables")
    assert code == 0 and [line.split()[0] for line in out.splitlines()] == list(tables.TABLES)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["lba-44"], "there is no table 'lba-44'. Did you mean 'lba-4'?"),
        (["lba-4", "--seeds", "0"], "--seeds is a number of at least 1, got 0"),
        (["lba-4", "--workers", "-1"], "--workers is a number of at least 1, got -1"),
        (["lba-4", "--fast", "--full"], "not allowed with argument"),
        (["lba-4", "--fats"], "Did you mean '--fast'?"),
        (["lba-4", "--out", "/proc/nothing"], "/proc/nothing cannot be written"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_two(arguments, sentence, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, _, err = run(capsys, "tables", *arguments)
    assert code == 2 and sentence in err and len(err.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_show_trains_nothing_and_writes_what_is_finished(tmp_path, capsys):
    cell = tables.TABLES["lba-4"].entries("small")[1].cell
    row = {"test_error": "2.00", "test_error_best": "1.90", "test_error_minimum": "1.80"}
    tables.Store(tmp_path / "lba-4.csv").append(cell, row)
    code, out, err = run(capsys, "tables", "lba-4", "--show", "--out", tmp_path)
    assert code == 0 and not err
    assert "| MNIST, 100 labels | visit weight 0.25 | – | 1.80 | 2.00 | 1.90 | 1 of 3 |" in out
    assert "| MNIST, 1,000 labels | visit weight 0.25 | 1.17 (0.15) | – | – | – | 0 of 1 |" in out
    assert (tmp_path / "lba-4.md").read_text() in out
    with (tmp_path / "lba-4-table.csv").open() as file:
        assert [row["test"] for row in csv.DictReader(file)][1] == "1.8000"


def test_a_table_is_trained_written_and_not_trained_again(tmp_path, capsys, tiny_table):
    arguments = ("tables", "tiny", "--out", tmp_path / "results", "--workers", 2)
    code, out, err = run(capsys, *arguments)
    assert code == 0 and "tiny: 4 trainings, 2 at a time" in err
    assert "| 20 labels | 0 unlabelled | 9.99 (0.10) | " in out and out.count("| 2 |") == 2
    assert not (tmp_path / "results" / "unfinished").exists()
    written = {path.name for path in (tmp_path / "results").iterdir()}
    assert written == {"tiny.csv", "tiny.md", "tiny.tex", "tiny-table.csv"}
    code, again, err = run(capsys, *arguments)
    assert code == 0 and again == out and "trainings" not in err
    code, _, err = run(capsys, *arguments, "--seeds", 3)
    assert code == 0 and "tiny: 2 trainings" in err


def test_data_that_is_not_here_costs_its_rows_only(tmp_path, capsys, tiny_table, monkeypatch):
    there, gone = tiny.ENTRIES[1], replace(tiny.ENTRIES[0], cell=replace(tiny.CELL, data="svhn-part"), seeds=1)
    tiny_table(replace(tiny.TABLE, scales={"small": (replace(there, seeds=1), gone)}))
    monkeypatch.setenv("LBAVIZ_DATA", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    code, out, _ = run(capsys, "tables", "tiny", "--out", tmp_path / "results")
    assert code == 0 and "svhn-part is not here" in out and "Not computed: " in out
    assert out.count("| 1 |") == 1


def test_a_training_that_fails_is_said_and_the_others_are_kept(tmp_path, capsys, tiny_table):
    fails = replace(tiny.ENTRIES[1], cell=replace(tiny.CELL, labels_per_class=100_000), seeds=1)
    tiny_table(replace(tiny.TABLE, scales={"small": (fails, replace(tiny.ENTRIES[1], column="other", seeds=1))}))
    code, out, err = run(capsys, "tables", "tiny", "--out", tmp_path)
    assert code == 1 and "labels_per_class is 100000" in err and "| 0 of 1 |" in out and "| 1 |" in out


COMMAND = """
import sys
from dataclasses import replace
import tiny
from lbaviz import tables
from lbaviz.cli import main
cell = replace(tiny.CELL, steps=150, evaluate_every=50)
tables.TABLES["tiny"] = replace(tiny.TABLE, scales={"small": (replace(tiny.ENTRIES[1], cell=cell, seeds=3),)})
if __name__ == "__main__":
    sys.exit(main(["tables", "tiny", "--workers", "1", "--out", sys.argv[1]]))
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_a_stopped_table_goes_on_with_the_same_command(tmp_path, number, code):
    script, folder = tmp_path / "command.py", tmp_path / "results"
    script.write_text(COMMAND)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, str(script), str(folder)]
    first = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + 200
    while time.monotonic() < end and not (len(lines(folder)) == 2 and list(folder.glob("unfinished/*-1-*.lba"))):
        time.sleep(0.05)
    first.send_signal(number)
    out, _ = first.communicate(timeout=60)
    assert first.returncode == code and len(lines(folder)) == 2  # a head and one training
    if number == signal.SIGINT:
        assert "interrupted: 1 of 3 trainings finished; the same command goes on from here" in out
    second = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=250)
    assert second.returncode == 0 and "tiny: 2 trainings" in second.stderr
    assert lines(folder)[1:2] and [line.split(",")[4] for line in lines(folder)] == ["seed", "0", "1", "2"]


def lines(folder) -> list[str]:
    path = folder / "tiny.csv"
    return path.read_text().splitlines() if path.exists() else []


@pytest.fixture
def tiny_table(monkeypatch):
    def put(table):
        monkeypatch.setitem(tables.TABLES, "tiny", table)

    put(tiny.TABLE)
    return put
