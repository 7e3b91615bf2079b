"""What is recorded of the target without its labels, against its definitions."""

import math

import numpy as np
import pytest
import torch
from test_collapse import near_domains
from test_domains import QUICK, SMALL
from test_fit import values

import lbaviz
from lbaviz.session.looking import probe_set
from lbaviz.session.spread import Spread

NAMES = ["class_entropy", "mutual_information", "prediction_entropy", "visit_entropy", "walk_consistency"]


def spread(p_class) -> Spread:
    return Spread(np.array(p_class), np.array([0.5, 0.5]), np.array([0.25, 0.75]))


def test_a_collapse_has_the_lowest_entropy_of_classes_and_no_information():
    sure, collapsed, unsure = (spread(p) for p in ([[1, 0.0], [0, 1]], [[1, 0.0], [1, 0]], [[0.5, 0.5], [0.5, 0.5]]))
    assert sure.class_entropy == collapsed.class_entropy == 0 and unsure.class_entropy == pytest.approx(math.log(2))
    assert sure.mutual_information == pytest.approx(math.log(2))
    assert collapsed.mutual_information == unsure.mutual_information == 0
    # H(0.75, 0.25) = 0.5623 before, and (0 + H(0.5, 0.5)) / 2 = 0.3466
    assert spread([[1.0, 0.0], [0.5, 0.5]]).mutual_information == pytest.approx(0.5623 - 0.3466, abs=1e-4)
    assert sure.walk_consistency == 0.5 and sorted(sure.metrics()) == NAMES


def softmax(x):
    powers = np.exp(x - x.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def test_the_recorded_numbers_are_those_of_the_definitions():
    network = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(64, 16), torch.nn.ReLU())
    model = lbaviz.models.normalise(network, 100.0, 100.0)
    run = lbaviz.fit(SMALL, near_domains(), model=model, steps=10, delay=4, **QUICK)
    samples = [sample for sample in probe_set(run.trainee.plan) if sample.role == "a"]
    labels = np.array([sample.label for sample in samples])
    a = run.embed(np.stack([sample.image for sample in samples])).astype(float)
    target = run.embed(run.trainee.plan.split.domains.target_validation.images)
    similarity = a @ target.T
    p_aba = softmax(similarity) @ softmax(similarity.T)
    consistency = np.mean([p_aba[i, labels == labels[i]].sum() for i in range(len(labels))])
    assert values(run, "walk_consistency")[10] == pytest.approx(consistency, rel=1e-3)
    p = softmax(run.trainee.parts["classifier"](torch.as_tensor(target)).detach().double().numpy())
    mean = p.mean(axis=0)
    certainty = -(p * np.log(p)).sum(axis=1).mean()
    assert values(run, "class_entropy")[10] == pytest.approx(certainty, rel=1e-3)
    information = -(mean * np.log(mean)).sum() - certainty
    assert values(run, "mutual_information")[10] == pytest.approx(information, rel=1e-3, abs=1e-5)
    assert all(list(values(run, name)) == [0, 5, 10] for name in NAMES)
    assert run.recording.about()["n_looked_at"] == len(target)  # the visits' entropy is at most its logarithm
