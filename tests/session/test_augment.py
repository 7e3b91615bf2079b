"""Runs with augmentation: other training batches, the same look at the images; resume and branch apply it again."""

import sqlite3
import subprocess
import sys

import numpy as np
import pytest
import torch
from test_fit import QUICK, same, values, weights

import lbaviz
from lbaviz import augmentation
from lbaviz.cli import main
from lbaviz.errors import BadInput
from lbaviz.recording import Recording, meta
from lbaviz.session import prepare, resume, train_in_foreground
from lbaviz.session.trainee import batches

EVERY = {**QUICK, "augment": "svhn", "evaluate_every": 5}
KILLED = """
import os, torch
import lbaviz
torch.set_num_threads({threads})
session = lbaviz.start("association", "digits", steps=20, augment="svhn", record={path!r},
                       evaluate_every=5, frame_every=5, checkpoint_every=10, paused=True)
session.step(13)
session.wait()
os.kill(os.getpid(), 9)
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    path = tmp_path_factory.mktemp("augmented") / "run.lba"
    return lbaviz.fit("association", "digits", steps=20, record=path, **EVERY)


def test_augmentation_changes_both_training_batches_and_nothing_else(run):
    plain = lbaviz.fit("association", "digits", steps=20, **{**EVERY, "augment": None})
    assert not same(weights(run), weights(plain))
    assert values(run, "validation_error")[0] == values(plain, "validation_error")[0]
    assert run.recording.frame_bytes(0) == plain.recording.frame_bytes(0)
    changed, before = (batches(each.trainee.plan)(4) for each in (run, plain))
    assert torch.equal(changed.labels_a, before.labels_a)
    assert torch.equal(changed.images_a, augmentation.augment("svhn", before.images_a, seed=0, step=4))
    assert torch.equal(changed.images_b, augmentation.augment("svhn", before.images_b, seed=0, step=4, role="b"))


def test_the_recording_says_so_and_the_baseline_has_it_too(run):
    assert run.recording.about()["augment"] == run.recording.meta["config"]["augment"] == "svhn"
    errors = [
        lbaviz.fit("association", "digits", steps=10, baseline=True, **{**EVERY, "augment": name}).metrics()
        for name in ("svhn", None)
    ]
    found = [table[table.name == "baseline_validation_error"].value.tolist() for table in errors]
    assert found[0][0] == found[1][0] and found[0] != found[1]


def test_twenty_steps_equal_thirteen_a_sigkill_and_the_rest(run, tmp_path):
    path = tmp_path / "cut.lba"
    code = KILLED.format(path=str(path), threads=run.trainee.plan.threads)
    subprocess.run([sys.executable, "-c", code], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    assert Recording(path).status()["state"] == "interrupted"
    resumed = train_in_foreground(resume(path))
    assert same(weights(resumed), weights(run)) and values(resumed, "walker") == values(run, "walker")


def test_a_branch_goes_on_with_it(run):
    branch = run.branch(step=15, steps=20)
    assert same(weights(branch), weights(run))


def test_a_recording_from_before_has_none(run, tmp_path):
    path = tmp_path / "old.lba"
    path.write_bytes(run.path.read_bytes())
    config = Recording(path).meta["config"]
    del config["augment"]
    with sqlite3.connect(path) as connection:
        meta.put(connection, "config", config)
    assert lbaviz.open(path).branch(step=20, steps=20).trainee.plan.augment is None


def test_the_command_line_takes_it_and_a_resume_does_not(tmp_path, capsys):
    path = tmp_path / "run.lba"
    assert main(["train", "association", "--augment", "svhn", "--steps", "3", "--record", str(path)]) == 0
    assert Recording(path).meta["config"]["augment"] == "svhn"
    assert main(["train", "--resume", str(path), "--augment", "svhn", "--steps", "4"]) == 2
    assert "leave --augment out" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        ("digits", "shvn", "there is no augmentation 'shvn'. Did you mean 'svhn'?"),
        (lbaviz.data.from_arrays(np.zeros((9, 3, 3), np.uint8), np.arange(9) % 3), "svhn", "the images are 3x3"),
    ],
)
def test_what_cannot_be_augmented_is_one_sentence(data, name, sentence):
    with pytest.raises(BadInput, match=sentence.replace("?", r"\?")):
        prepare("association", data, steps=1, augment=name)
