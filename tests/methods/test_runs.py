"""Runs of domain adaptation on a made-up pair: they train, go on bit for bit, and see no label of the target."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from test_domains import QUICK, two_domains
from test_fit import same, values, weights

import lbaviz
from lbaviz import methods
from lbaviz.cli import main
from lbaviz.knobs import knobs_of
from lbaviz.session import resume, tensors, train_in_foreground
from lbaviz.session.restore import trainee_at

EVERY = {"evaluate_every": 4, "frame_every": 4, "checkpoint_every": 4}
OF_ONE_SET = ("supervised", "association", "deep-clustering", "dec", "imsat", "depict")
ON_PAIRS = [name for name in methods.METHODS if name not in OF_ONE_SET]


def made(name: str):
    sizes = {"labelled_per_class": 4, "unlabelled_batch": 12}
    return methods.METHODS[name](**sizes, **({"pretraining_steps": 3} if name == "adda" else {}))


def fit(name: str, pair=None, steps: int = 6, **more):
    own = {"delay": 2} if name == "domain-adaptation" else {}
    return lbaviz.fit(made(name), pair or two_domains(), steps=steps, **{**QUICK, **EVERY, **own, **more})


def at(run, step: int) -> dict[str, torch.Tensor]:
    found, there = trainee_at(run, step)
    assert there == step
    return {name: value.clone() for name, value in found.weights().items()}


@pytest.mark.parametrize("name", ON_PAIRS)
def test_a_cut_run_goes_on_bit_for_bit_and_everything_learns(name, tmp_path):
    whole, pair = fit(name), two_domains()
    fit(name, pair, steps=4, record=tmp_path / "run.lba", **schedules_of(name, 6))
    cut = train_in_foreground(resume(tmp_path / "run.lba", steps=6, data=pair))
    assert same(weights(whole), weights(cut))
    for term in {knob.name.removesuffix("_weight") for knob in knobs_of(name)} - {"learning_rate", "delay"}:
        assert values(whole, term) == values(cut, term) and len(values(whole, term)) == 6
        assert np.isfinite([*values(whole, term).values()]).all()
    start, end = at(whole, 0), weights(whole)
    assert all(not torch.equal(start[key], value) for key, value in end.items() if key.endswith("weight")), name


def schedules_of(name: str, steps: int) -> dict:
    """The method's own schedules over another number of steps: a run that will be resumed was planned for them."""
    method = made(name)
    return method.schedules(steps) if hasattr(method, "schedules") else {}


@pytest.mark.parametrize("name", ON_PAIRS)
def test_the_targets_labels_never_reach_training(name):
    clean = two_domains()
    poisoned = replace(clean, target=replace(clean.target, labels=(clean.target.labels + 1) % 3))
    every = {
        "validation": 0,
        "evaluate_every": 0,
    }  # else the draw of the validation images, which sees labels, would differ
    assert same(weights(fit(name, clean, **every)), weights(fit(name, poisoned, **every)))


def test_the_phases_of_adda_can_be_set_on_the_command_line(tmp_path, capsys):
    options = ["--labelled-per-class", "1", "--unlabelled-batch", "4", "--evaluate-every", "0", "--steps", "2"]
    assert main(["train", "adda", *options]) == 2
    assert "so the target would never be adapted to: train longer, or lower" in capsys.readouterr().err
    path = tmp_path / "run.lba"
    assert main(["train", "adda", *options, "--pretraining-steps", "1", "--record", str(path)]) == 0
    assert lbaviz.open(path).recording.meta["config"]["method"]["structure"]["pretraining_steps"] == 1


def test_how_long_the_association_grows_can_be_set_on_the_command_line(tmp_path, capsys):
    options = ["--labelled-per-class", "1", "--unlabelled-batch", "4", "--evaluate-every", "0", "--steps", "2"]
    path = tmp_path / "run.lba"
    delay = "--delay", "0", "--growing-steps", "7"
    assert main(["train", "domain-adaptation", *options, *delay, "--record", str(path)]) == 0
    assert lbaviz.open(path).recording.meta["config"]["method"]["structure"]["growing_steps"] == 7
    assert main(["train", "mmd", *options, "--growing-steps", "7"]) == 2
    assert "method 'mmd' has no growing_steps: leave --growing-steps out" in capsys.readouterr().err


def test_adda_leaves_source_network_and_classifier_alone_after_pretraining():
    run = fit("adda", checkpoint_every=1, learning_rate=1e-2)
    kept = {step: at(run, step) for step in (0, 3, 4, 6)}

    def moved(part: str, first: int, last: int) -> bool:
        return any(not torch.equal(kept[first][k], kept[last][k]) for k in kept[0] if k.startswith(f"{part}."))

    assert moved("model", 0, 3) and moved("classifier", 0, 3) and not moved("domain_head", 0, 3)
    assert moved("model", 4, 6) and moved("domain_head", 3, 6) and not moved("classifier", 3, 6)
    assert not moved("source_network", 0, 3) and not moved("source_network", 4, 6)
    own = {key.removeprefix("source_network."): v for key, v in kept[6].items() if key.startswith("source_network.")}
    assert own and all(torch.equal(kept[3][f"model.{key}"], value) for key, value in own.items())


def test_adam_begins_the_second_phase_of_adda_without_memory():
    run = fit("adda", checkpoint_every=1)
    stored = {step: tensors.unpack(*run.recording.checkpoint(step)[1:]) for step in (3, 5)}
    counts = {
        step: {float(v) for k, v in it.items() if k.startswith("adam.") and k.endswith(".step")}
        for step, it in stored.items()
    }
    assert counts == {3: {3.0}, 5: {2.0}}
    assert trainee_at(run, 5)[0].optimizer.param_groups[0]["betas"] == (0.5, 0.999)


def test_lambda_follows_its_ramp_until_a_person_gives_a_number():
    run = fit("dann")
    assert run.recording.status()["scheduled"] == ["domain_weight"]
    assert fit("dann", domain_weight=0.5).recording.status()["scheduled"] == []
    without = fit("dann", domain_weight=0)
    source_only = lbaviz.fit(
        methods.Supervised(labelled_per_class=4), two_domains(), steps=6, learning_rate=3e-4, **QUICK
    )
    first, second = weights(without), weights(source_only)
    for key in second:
        torch.testing.assert_close(first[key], second[key], rtol=1e-4, atol=1e-5)


def test_the_command_line_trains_a_rival_and_takes_its_knobs(tmp_path, capsys):
    options = ["--steps", "1", "--labelled-per-class", "1", "--unlabelled-batch", "4", "--evaluate-every", "0"]
    options += ["--domain-weight", "ramp:0.5:10:20", "--data", "digits", "--record", str(tmp_path / "run.lba")]
    assert main(["train", "dann", *options]) == 0
    assert lbaviz.open(tmp_path / "run.lba").recording.meta["config"]["knobs"]["domain_weight"] == {
        "schedule": "ramp", "final": 0.5, "sharpness": 10.0, "steps": 20
    }  # fmt: skip
