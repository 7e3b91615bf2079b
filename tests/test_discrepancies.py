"""The squared MMD equals the golden values in value and gradient; tests/golden/README.md tells how they were made."""

from pathlib import Path

import numpy as np
import pytest
import torch

from lbaviz import discrepancies
from lbaviz.discrepancies import BANDWIDTHS, mixture_of, mmd2
from lbaviz.errors import BadInput

GOLDEN = np.load(Path(__file__).parent / "golden" / "mmd_golden.npz", allow_pickle=False)
NAMES = [str(name) for name in GOLDEN["names"]]


def test_there_are_10_cases():
    assert len(NAMES) == 10


@pytest.mark.parametrize("tile", [256, 5], ids=["whole", "tiles"])
@pytest.mark.parametrize("dtype", [torch.float64, torch.float32], ids=["float64", "float32"])
@pytest.mark.parametrize("name", NAMES)
def test_values_and_gradients_equal_the_golden_ones(name, dtype, tile, monkeypatch):
    monkeypatch.setattr(discrepancies, "TILE", tile)
    case = {key[5:]: GOLDEN[key] for key in GOLDEN if key.startswith(f"c{NAMES.index(name):02d}__")}
    x, y = (torch.tensor(case[key], dtype=dtype, requires_grad=True) for key in "XY")
    options = {"bandwidths": case["sigmas"].tolist(), "weights": case["weights"].tolist()}
    exact, total = dtype is torch.float64, case["weights"].sum()
    for biased in (True, False):
        expected = case["mmd2_biased" if biased else "mmd2_unbiased"]
        value = mmd2(x, y, biased=biased, **options)
        assert value.dtype == dtype and value.shape == ()
        np.testing.assert_allclose(
            value.item(), expected, rtol=1e-9 if exact else 0, atol=1e-11 if exact else 1e-5 * total
        )
    gradients = torch.autograd.grad(mmd2(x, y, **options), (x, y))
    for gradient, letter in zip(gradients, "XY", strict=True):
        expected = case[f"grad_{letter}_biased"]
        if exact:
            np.testing.assert_allclose(gradient.numpy(), expected, rtol=1e-7, atol=1e-10)
        else:  # at an offset of 10,000 the samples themselves have lost their last digits in float32
            atol = 5e-5 if name == "large_offset" else 1e-6
            np.testing.assert_allclose(gradient.numpy(), expected, rtol=0, atol=atol)
    rounded = [z.detach().double().requires_grad_() for z in (x, y)]  # with those that are left there is no loss
    exactly = torch.autograd.grad(mmd2(*rounded, **options), rounded)
    for gradient, expected in zip(gradients, exactly, strict=True):
        torch.testing.assert_close(gradient.double(), expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize("biased", [True, False])
def test_gradients_are_those_of_finite_differences_and_of_the_chain_rule(biased):
    random = torch.Generator().manual_seed(0)
    x, y = (torch.randn(n, 3, generator=random).double().requires_grad_() for n in (6, 9))
    assert torch.autograd.gradcheck(lambda x, y: 3 * mmd2(x, y, bandwidths=(0.7, 2), biased=biased) ** 2, (x, y))
    only = torch.autograd.grad(mmd2(x, y.detach(), biased=biased), x)[0]
    both = torch.autograd.grad(mmd2(x, y, biased=biased), (x, y))
    torch.testing.assert_close(only, both[0])
    same = torch.autograd.grad(mmd2(x, 2 * x, biased=biased), x)[0]  # one leaf on both sides
    apart = torch.autograd.grad(mmd2(x, y2 := (2 * x).detach().requires_grad_(), biased=biased), (x, y2))
    torch.testing.assert_close(same, apart[0] + 2 * apart[1])


def test_float32_keeps_its_digits_where_clusters_lie_far_apart():
    random = torch.Generator().manual_seed(0)
    far = torch.tensor([-3000.0, 3000.0]).repeat(20)[:, None]
    x, y = ((torch.randn(40, 4, generator=random) + far) for _ in "xy")
    exact = mmd2(x.double(), y.double(), bandwidths=(1.0, 2.0))
    assert mmd2(x, y, bandwidths=(1.0, 2.0)).item() == pytest.approx(exact.item(), abs=1e-6)


def test_it_is_computed_in_float32_under_autocast_and_for_halves():
    random = torch.Generator().manual_seed(0)
    x, y = (torch.randn(20, 8, generator=random) for _ in "xy")
    expected = mmd2(x, y)
    with torch.autocast("cpu", torch.bfloat16):
        torch.testing.assert_close(mmd2(x, y), expected, rtol=0, atol=0)
    half = x.bfloat16().requires_grad_()
    value = mmd2(half, y.bfloat16())
    assert value.dtype is torch.float32 and torch.autograd.grad(value, half)[0].dtype is torch.bfloat16


def test_related_bandwidths_share_exponentials_and_lose_no_digits():
    mixture = mixture_of(BANDWIDTHS, None)
    assert mixture.squarings == (0, 2, 2, 0, 2, 0)  # 80, 40, 20; 10, 5; 2
    d2 = torch.logspace(-6, 6, 2000, dtype=torch.float64)
    for dtype, rtol in ((torch.float64, 1e-14), (torch.float32, 1e-5)):
        value, slope = mixture(d2.to(dtype))
        exact = [torch.exp(-d2.to(dtype).double() / (2 * s**2)) for s in BANDWIDTHS]
        torch.testing.assert_close(value.double(), sum(exact), rtol=rtol, atol=1e-12)
        total = mixture.total(d2.to(dtype)[None]).item()
        assert total == pytest.approx(sum(exact).sum().item(), rel=max(rtol / 10, 1e-14))
        by_d2 = -sum(kernel / (2 * s**2) for kernel, s in zip(exact, BANDWIDTHS, strict=True))
        torch.testing.assert_close(slope.double(), by_d2, rtol=rtol, atol=1e-12)
    assert mixture_of((1.0, 1.3), None).squarings == (0, 0)
    assert mixture_of((4.0, 2.0, 2 * 2**0.5, 4.0), None).squarings == (0, 0, 1, 1)


X = torch.zeros(3, 2)


@pytest.mark.parametrize(
    "x, y, options, sentence",
    [
        (X, torch.zeros(3, 5), {}, "x has 2 dimensions and y 5"),
        (X, X[:1], {"biased": False}, "y has 1 samples, but this MMD needs at least 2"),
        (X, X[:0], {}, "y has 0 samples"),
        (X, X[0], {}, "y is torch.float32"),
        (X.long(), X, {}, "x is torch.int64"),
        (X, X, {"bandwidths": (1, 0)}, "finite number above 0"),
        (X, X, {"bandwidths": ()}, "at least one finite number"),
        (X, X, {"bandwidths": (1, 2), "weights": (1,)}, "1 weights for 2 bandwidths"),
        (X, X, {"bandwidths": (1, 2), "weights": (1, -1)}, "finite numbers of 0 or more"),
    ],
)
def test_what_has_no_discrepancy_is_one_sentence(x, y, options, sentence):
    with pytest.raises(BadInput, match=sentence):
        mmd2(x, y, **options)
