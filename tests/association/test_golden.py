"""Values and gradients equal those of the original; tests/golden/README.md tells how they were made."""

from pathlib import Path

import numpy as np
import pytest
import torch

from lbaviz.association import association_loss, correct_walk_probability, losses, walk

GOLDEN = np.load(Path(__file__).parents[1] / "golden" / "association_golden.npz", allow_pickle=False)
NAMES = [str(name) for name in GOLDEN["names"]]


class Case:
    """One golden case with its inputs in a precision, and the tolerances of that precision."""

    def __init__(self, name: str, dtype: torch.dtype):
        self.prefix, self.exact = f"c{NAMES.index(name):02d}__", dtype is torch.float64
        self.a, self.b = (torch.tensor(self[key], dtype=dtype, requires_grad=True) for key in "AB")
        self.labels, self.scale = torch.tensor(self["labels"]), float(self["scale"])
        self.weights = {key: float(self[key]) for key in ("walker_weight", "visit_weight")}
        self.large = 1e-4 if name.startswith("large_") and not self.exact else 0.0

    def __getitem__(self, key: str):
        return GOLDEN[self.prefix + key]

    def loss(self, **options):
        return association_loss(self.a, self.b, self.labels, scale=self.scale, **self.weights, **options)

    def check_value(self, value: torch.Tensor, key: str) -> None:
        rtol, atol = (1e-9, 1e-11) if self.exact else (max(1e-5, self.large), max(2e-6, self.large))
        np.testing.assert_allclose(value.detach().numpy(), self[key], rtol=rtol, atol=atol)

    def check_gradients(self, loss: torch.Tensor, key: str) -> None:
        for x, letter in ((self.a, "A"), (self.b, "B")):
            (gradient,) = torch.autograd.grad(loss, x, retain_graph=True)
            expected = self[f"{key}_grad_{letter}"]
            if self.exact:
                np.testing.assert_allclose(gradient.numpy(), expected, rtol=1e-7, atol=1e-10)
            else:
                bound = max(2e-5, self.large) * max(1.0, np.abs(expected).max())
                np.testing.assert_allclose(gradient.numpy(), expected, rtol=0, atol=bound)


@pytest.fixture(params=[torch.float64, torch.float32], ids=["float64", "float32"])
def dtype(request) -> torch.dtype:
    return request.param


@pytest.fixture(params=[0, losses.SMALL], ids=["by_class", "whole"])
def small(request, monkeypatch) -> None:
    """Each case is computed by classes, as large batches are, and whole, as small ones and those on a GPU are."""
    monkeypatch.setattr(losses, "SMALL", request.param)


@pytest.fixture(params=NAMES)
def case(request, dtype, small) -> Case:
    return Case(request.param, dtype)


def test_there_are_24_cases():
    assert len(NAMES) == 24


def test_reference_form_equals_the_original_in_values_and_gradients(case):
    loss = case.loss()
    case.check_value(loss.walker, "walker_loss")
    case.check_value(loss.visit, "visit_loss")
    case.check_value(loss.total, "total_loss")
    case.check_gradients(loss.walker, "walker")
    case.check_gradients(loss.visit, "visit")
    case.check_gradients(loss.total, "total")


@pytest.mark.parametrize("form", ["plain", "exact"])
def test_plain_and_exact_form_equal_the_golden_values(case, form):
    loss = case.loss(log_form=form)
    case.check_value(loss.walker, f"walker_{form}")
    case.check_value(loss.visit, f"visit_{form}")


def test_the_walk_equals_the_golden_probabilities(case):
    found = walk(case.a, case.b, scale=case.scale)
    for key in ("p_ab", "p_ba", "p_aba", "p_visit"):
        case.check_value(getattr(found, key), key)
    case.check_value(correct_walk_probability(found.p_aba, case.labels), "p_correct")
    np.testing.assert_allclose(found.similarity.detach(), case["match"], rtol=1e-5, atol=1e-4)
