"""What survives SIGKILL: every file opens, every resume is exact. Children train with one thread, the parent too."""

import random
import signal
import subprocess
import sys
import time

import pytest
import torch

import lbaviz
from lbaviz.recording import Recording
from lbaviz.session import resume, train_in_foreground

SETTINGS = "evaluate_every=20, frame_every=5, checkpoint_every=20"
TRAIN = f"""
import torch; torch.set_num_threads(1)
import lbaviz
lbaviz.fit("association", "digits", steps={{steps}}, record=r"{{path}}", {SETTINGS})
"""
RESUME = """
from lbaviz.session import resume, train_in_foreground
train_in_foreground(resume(r"{path}"))
"""


@pytest.fixture
def one_thread():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def child(code: str, **values) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", code.format(**values)], stderr=subprocess.DEVNULL)


def wait_for_step(path, step: int) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        if path.exists():
            try:
                if Recording(path).status()["step"] >= step:
                    return
            except lbaviz.errors.BadInput:
                pass  # its tables are being made
        time.sleep(0.02)
    raise AssertionError(f"{path} did not reach step {step} in two minutes")


def metrics(path) -> dict:
    table = lbaviz.open(path).metrics()
    table = table[table.name != "steps_per_second"]
    return {(row.name_, row.step): row.value for row in table.rename(columns={"name": "name_"}).itertuples()}


def last_weights(path) -> bytes:
    return Recording(path).checkpoint(1 << 40)[2]


def test_two_hundred_steps_equal_a_hundred_a_sigkill_a_resume_and_a_hundred(tmp_path, one_thread):
    whole, cut = tmp_path / "whole.lba", tmp_path / "cut.lba"
    settings = {"evaluate_every": 20, "frame_every": 5, "checkpoint_every": 20}
    lbaviz.fit("association", "digits", steps=200, record=whole, **settings)
    process = child(TRAIN, steps=200, path=cut)
    wait_for_step(cut, 100)
    process.kill()
    process.wait()
    assert Recording(cut).status()["state"] == "interrupted"
    train_in_foreground(resume(cut))
    assert last_weights(cut) == last_weights(whole)
    assert metrics(cut) == metrics(whole)
    assert Recording(cut).frame_steps() == Recording(whole).frame_steps()
    assert Recording(cut).frame_bytes(195) == Recording(whole).frame_bytes(195)


def test_a_baseline_that_was_cut_off_is_trained_again(tmp_path):
    path = tmp_path / "run.lba"
    code = 'import lbaviz; lbaviz.fit("association", "digits", steps=300, baseline=True, record=r"{path}")'
    process = child(code, path=path)
    end = time.monotonic() + 120
    while time.monotonic() < end and not (path.exists() and Recording(path).status().get("baseline_step", 0) >= 50):
        time.sleep(0.02)
    process.kill()
    process.wait()
    assert "baseline_done" not in Recording(path).meta
    run = train_in_foreground(resume(path, steps=300))
    table = run.metrics()
    assert {0, 100, 200, 300} <= set(table[table.name == "baseline_validation_error"].step)
    assert "baseline_test_error" in set(table.name) and run.steps == 300


@pytest.mark.timeout(600)
def test_twenty_sigkills_at_random_moments(tmp_path, one_thread):
    seed = random.SystemRandom().randrange(1 << 30)
    print("seed of the moments:", seed)
    moments, path, steps = random.Random(seed), tmp_path / "run.lba", 600
    settings = {"evaluate_every": 20, "frame_every": 5, "checkpoint_every": 20}
    kills, process = 0, child(TRAIN, steps=steps, path=path)
    wait_for_step(path, 1)
    while kills < 20:
        time.sleep(moments.uniform(0.0, 0.12))
        if process.poll() is None:
            process.kill()
            process.wait()
            kills += 1
        before = Recording(path)
        assert before.status()["state"] in ("interrupted", "finished")
        assert before.frame_steps()[0] == 0 and before.frame(10**6).p_ab.shape[1] == 16
        if before.status()["state"] == "finished":
            break
        if kills < 20:
            process = child(RESUME, path=path)
            time.sleep(moments.uniform(0.5, 3.0))  # anywhere from the import to the training
    if Recording(path).status()["state"] != "finished":
        train_in_foreground(resume(path))
    whole = lbaviz.fit("association", "digits", steps=steps, record=tmp_path / "whole.lba", **settings)
    assert last_weights(path) == last_weights(whole.path)
    assert metrics(path) == metrics(whole.path)


def test_ctrl_c_and_sigterm_keep_everything(tmp_path):
    for kind, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        path = tmp_path / f"run-{code}.lba"
        command = [sys.executable, "-m", "lbaviz", "train", "association", "--steps", "100000", "--record", str(path)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        wait_for_step(path, 20)
        process.send_signal(kind)
        out, err = process.communicate(timeout=60)
        assert process.returncode == code, err
        assert "Traceback" not in err and "--resume" in out
        recording = Recording(path)
        assert recording.status()["state"] == "stopped"
        assert recording.checkpoint(1 << 40)[0] == recording.status()["step"]
        assert sorted(p.name for p in tmp_path.glob(path.name + "*")) == [path.name]
