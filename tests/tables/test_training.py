"""Cells in training: the same numbers again, on from where they were stopped, side by side."""

import os
import shlex
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest
import torch
from tiny import CELL

from lbaviz import cli
from lbaviz.errors import BadInput
from lbaviz.recording import Recording
from lbaviz.tables import pool, training
from lbaviz.tables.store import VALUES


@pytest.fixture(autouse=True)
def one_thread():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def test_a_cell_gives_the_errors_of_its_command_line(capsys):
    row = training.train(CELL)
    command = shlex.split(row["command"])
    assert command[0] == "lbaviz" and cli.main(command[1:]) == 0
    report = capsys.readouterr().out
    assert f"test error                 {float(row['test_error']):6.2f} %   last weights" in report
    assert f"test error                 {float(row['test_error_best']):6.2f} %   best weights" in report
    assert float(row["test_error_minimum"]) <= min(float(row["test_error"]), float(row["test_error_best"]))
    assert row["machine"].startswith("cpu") and row["machine"].endswith("1 thread")


def test_the_minimum_over_training_is_there_only_where_it_was_looked_for():
    row = training.train(replace(CELL, evaluate_test=""))
    assert row["test_error_minimum"] == "" and row["test_error"]


def test_a_schedule_of_the_learning_rate_is_trained_with_and_stands_in_the_command(tmp_path):
    cell = replace(CELL, learning_rate="staircase:0.01:0.1:10:0")
    assert "--learning-rate staircase:0.01:0.1:10:0" in cell.command()
    training.train(cell, tmp_path)
    knobs = Recording(tmp_path / f"{cell.stem()}.lba").meta["config"]["knobs"]
    assert knobs["learning_rate"] == {
        "schedule": "staircase",
        "initial": 0.01,
        "factor": 0.1,
        "every": 10,
        "minimum": 0,
    }
    with pytest.raises(BadInput, match="neither a number nor a schedule"):
        training.train(replace(CELL, learning_rate="stairs:1:2"))


LONG = replace(CELL, steps=400, evaluate_every=100)
TRAIN = f"""
import torch; torch.set_num_threads(1)
from pathlib import Path
import sys
from lbaviz.tables import Cell, training
training.CHECKPOINT_STEPS = 50
training.train({LONG!r}, Path(sys.argv[1]))
"""


def test_a_killed_cell_goes_on_and_ends_as_if_it_had_not_been(tmp_path):
    whole = training.train(LONG)
    path = tmp_path / f"{LONG.stem()}.lba"
    process = subprocess.Popen([sys.executable, "-c", TRAIN, str(tmp_path)])
    wait_for_step(path, 120)
    with pytest.raises(training.Busy, match="being written by another process"):
        training.train(LONG, tmp_path)
    process.send_signal(signal.SIGKILL)
    process.wait(60)
    steps = []
    row = training.train(LONG, tmp_path, steps.append)
    assert {name: row[name] for name in VALUES} == {name: whole[name] for name in VALUES}
    assert steps[0] >= 100  # not from the start
    again = training.train(LONG, tmp_path)  # its row was not stored: it is read, not trained
    assert {name: again[name] for name in VALUES} == {name: whole[name] for name in VALUES}
    assert float(again["seconds"]) <= 1
    training.forget(LONG, tmp_path)
    assert not path.exists()


def wait_for_step(path, step: int) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            if path.exists() and Recording(path).status()["step"] >= step:
                return
        except BadInput:
            pass  # its tables are being made
        time.sleep(0.02)
    raise AssertionError(f"{path} did not reach step {step} in two minutes")


def test_workers_and_threads_share_the_cores(monkeypatch):
    monkeypatch.setattr(pool.os, "sched_getaffinity", lambda _: range(8), raising=False)
    monkeypatch.setattr(pool, "_free_gigabytes", lambda: 100)
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    assert pool.shares(100) == (8, 1) and pool.shares(3) == (3, 2) and pool.shares(1) == (1, 8)
    assert pool.shares(100, wanted=2) == (2, 4)
    monkeypatch.setattr(pool, "_free_gigabytes", lambda: 3.5)
    assert pool.shares(100) == (2, 4)
    monkeypatch.setattr(pool, "_free_gigabytes", lambda: 0.1)
    assert pool.shares(100) == (1, 8)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")  # as this process has it: see one_thread
    assert pool.shares(1) == (1, 1)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert pool.shares(100)[0] == 1  # one process on one GPU


def test_cells_are_trained_side_by_side_and_one_that_fails_stops_no_other(tmp_path):
    bad = replace(CELL, labels_per_class=100_000)
    cells = [CELL, bad, replace(CELL, seed=1)]
    news = [item for item in pool.work(cells, tmp_path, workers=2, threads=1) if item.kind != "step"]
    assert {item.cell: item.kind for item in news} == {CELL: "done", bad: "failed", replace(CELL, seed=1): "done"}
    rows = {item.cell: item.content for item in news}
    assert "labels_per_class is 100000" in rows[bad]
    alone = training.train(CELL)
    assert {name: rows[CELL][name] for name in VALUES} == {name: alone[name] for name in VALUES}


def test_a_worker_that_dies_costs_its_cell_only(tmp_path):
    long, short = replace(CELL, steps=100_000), CELL
    found = {}
    for news in pool.work([long, short], tmp_path, workers=1, threads=1):
        if news.kind == "step" and news.cell == long:
            os.kill(Recording(tmp_path / f"{long.stem()}.lba").meta["owner"]["pid"], signal.SIGKILL)
        elif news.kind != "step":
            found[news.cell] = news
    assert found[long].kind == "failed" and "ended with code -9" in found[long].content
    assert found[short].kind == "done"
