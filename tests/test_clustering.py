"""The losses of associative deep clustering equal the golden values (tests/golden/README.md), and k-means finds."""

from pathlib import Path

import numpy as np
import pytest
import torch

from lbaviz.clustering import k_means, l1_loss, norm_loss, transformation_loss
from lbaviz.errors import BadInput

GOLDEN = np.load(Path(__file__).parent / "golden" / "adc_golden.npz", allow_pickle=False)
DTYPES = pytest.mark.parametrize("dtype", [torch.float64, torch.float32], ids=["float64", "float32"])


def cases(kind: str) -> list:
    return [pytest.param(f"{kind}{i:02d}", id=str(name)) for i, name in enumerate(GOLDEN[f"names_{kind}"])]


def fields(case: str) -> dict[str, np.ndarray]:
    return {key.split("__")[1]: GOLDEN[key] for key in GOLDEN if key.startswith(f"{case}__")}


def close(value: torch.Tensor, expected: np.ndarray) -> None:
    """The tolerances of tests/golden/README.md for values."""
    exact = value.dtype is torch.float64
    np.testing.assert_allclose(
        value.detach().numpy(), expected, rtol=1e-9 if exact else 1e-5, atol=1e-11 if exact else 2e-6
    )


def close_gradients(gradient: torch.Tensor, expected: np.ndarray) -> None:
    if gradient.dtype is torch.float64:
        np.testing.assert_allclose(gradient.numpy(), expected, rtol=1e-7, atol=1e-10)
    else:
        assert np.abs(gradient.numpy() - expected).max() <= 2e-5 * max(1.0, np.abs(expected).max())


def test_there_are_6_and_5_cases():
    assert len(cases("trafo")) == 6 and len(cases("norm")) == 5


@DTYPES
@pytest.mark.parametrize("case", cases("trafo"))
def test_the_transformation_loss_equals_the_golden_values(case, dtype):
    case = fields(case)
    names = ("z", "z_aug", "logits", "logits_aug")
    given = [torch.tensor(case[name], dtype=dtype, requires_grad=True) for name in names]
    paper = transformation_loss(*given)
    assert paper.dtype == dtype and paper.shape == ()
    close(paper, case["trafo_mean"])
    close(transformation_loss(*given, form="released-code"), case["trafo_code"])
    for constant, what in ((True, "const"), (False, "full")):
        gradients = torch.autograd.grad(transformation_loss(*given, constant_targets=constant), given)
        for name, gradient in zip(names, gradients, strict=True):
            close_gradients(gradient, case[f"grad_{name}_target_{what}"])


@DTYPES
@pytest.mark.parametrize("case", cases("norm"))
def test_norm_and_l1_loss_equal_the_golden_values(case, dtype):
    case = fields(case)
    e, target = torch.tensor(case["E"], dtype=dtype, requires_grad=True), float(case["target"])
    total = norm_loss(e, target=target)
    close(total, case["norm_sum"])
    close(norm_loss(e, target=target, reduction="mean"), case["norm_mean"])
    close(l1_loss(e), case["l1_sum"])
    close_gradients(torch.autograd.grad(total, e)[0], case["grad_norm_sum"])


def test_losses_are_computed_in_float32_under_autocast():
    random = torch.Generator().manual_seed(0)
    z, o = torch.randn(6, 8, generator=random), torch.randn(6, 3, generator=random)
    given = (z, z.flip(0), o, o.flip(0))
    plain = transformation_loss(*given), norm_loss(z), l1_loss(z)
    with torch.autocast("cpu", torch.bfloat16):
        inside = transformation_loss(*given), norm_loss(z), l1_loss(z)
    assert [float(x) for x in plain] == [float(x) for x in inside]
    assert norm_loss(z.bfloat16()).dtype is torch.float32


def test_the_gradient_of_an_embedding_without_length_is_finite():
    e = torch.zeros(2, 3, requires_grad=True)
    assert torch.autograd.grad(norm_loss(e), e)[0].isfinite().all()


def test_what_cannot_be_is_refused():
    z, o = torch.ones(4, 3), torch.ones(4, 2)
    with pytest.raises(BadInput, match="there is no transformation loss 'papr'"):
        transformation_loss(z, z, o, o, form="papr")
    with pytest.raises(BadInput, match="one row an image"):
        transformation_loss(z, z[:2], o, o)
    with pytest.raises(BadInput, match="embeddings is torch"):
        norm_loss(torch.ones(2, 2, dtype=torch.int64))
    with pytest.raises(BadInput, match="there is no reduction 'max'"):
        norm_loss(z, reduction="max")


def test_k_means_finds_what_is_there_and_gives_the_same_bits_again():
    random = np.random.RandomState(0)
    truth = np.arange(300) % 3
    points = (10 * np.eye(3)[truth] + random.randn(300, 3)).astype(np.float32)
    centres, cluster = k_means(torch.tensor(points), 3)
    assert centres.shape == (3, 3) and centres.dtype == np.float32 and cluster.dtype == np.int64
    assert all(len(set(cluster[truth == label])) == 1 for label in range(3)) and len(set(cluster)) == 3
    for k in range(3):
        np.testing.assert_allclose(centres[k], points[cluster == k].mean(axis=0), rtol=1e-4, atol=1e-5)
    again = k_means(points, 3)
    assert (again[0] == centres).all() and (again[1] == cluster).all()


def test_k_means_of_many_points_starts_on_some_and_ends_as_on_all(monkeypatch):
    random = np.random.RandomState(0)
    points = (4 * np.eye(5)[np.arange(2000) % 5] + random.randn(2000, 5)).astype(np.float32)
    whole, _ = k_means(points, 5)
    monkeypatch.setattr("lbaviz.clustering.STARTED_ON", 300)
    centres, cluster = k_means(points, 5)
    assert len(cluster) == 2000
    nearest = np.linalg.norm(points[:, None] - centres, axis=2)
    assert (cluster == nearest.argmin(axis=1)).mean() > 0.999
    best = np.linalg.norm(points[:, None] - whole, axis=2).min(axis=1) ** 2
    assert (nearest.min(axis=1) ** 2).sum() == pytest.approx(best.sum(), rel=1e-3)


def test_k_means_says_why_it_cannot():
    with pytest.raises(BadInput, match="only 2 of 3 clusters hold a point, because the others are all alike"):
        k_means(np.repeat(np.eye(2, 4), 5, axis=0), 3)
    with pytest.raises(BadInput, match="2 points cannot make 3 clusters: ask for fewer"):
        k_means(np.eye(2), 3)
    with pytest.raises(BadInput, match="not all finite: go back, and lower the learning rate"):
        k_means(np.full((4, 2), np.nan), 2)
