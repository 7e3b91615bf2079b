"""CORAL and subspace alignment against their definitions, written here in numpy."""

import numpy as np
import pytest
import torch

from lbaviz.alignment import coral, coral_loss, subspace_alignment
from lbaviz.errors import BadInput


def features(seed: int, n: int, d: int = 5, shift: float = 0.0) -> np.ndarray:
    """Correlated features whose variances differ widely."""
    random = np.random.default_rng(seed)
    return random.normal(size=(n, d)) * np.linspace(0.2, 4, d) @ random.normal(size=(d, d)) + shift


def test_the_loss_is_the_squared_distance_of_the_covariances_over_4_d_squared():
    source, target = features(0, 7), features(1, 11, shift=3.0)
    expected = ((np.cov(source.T) - np.cov(target.T)) ** 2).sum() / (4 * 5**2)
    given = torch.tensor(source, dtype=torch.float32), torch.tensor(target, dtype=torch.float32)
    assert coral_loss(*given).item() == pytest.approx(expected, rel=1e-5)
    assert coral_loss(given[0], given[1] + 100).item() == pytest.approx(expected, rel=1e-3)  # means do not matter
    assert coral_loss(given[0], given[0]).item() == 0


def test_the_gradient_of_the_loss_is_that_of_finite_differences():
    source, target = features(2, 6, 3), features(3, 4, 3)
    given = [torch.tensor(z, dtype=torch.float32, requires_grad=True) for z in (source, target)]
    gradients = torch.autograd.grad(coral_loss(*given), given)

    def loss(s: np.ndarray, t: np.ndarray) -> float:
        return ((np.cov(s.T) - np.cov(t.T)) ** 2).sum() / 36

    for row, column in np.ndindex(6, 3):
        moved = np.zeros_like(source)
        moved[row, column] = 1e-4
        slope = (loss(source + moved, target) - loss(source - moved, target)) / 2e-4
        assert gradients[0][row, column].item() == pytest.approx(slope, rel=1e-3, abs=1e-3)
    for row, column in np.ndindex(4, 3):
        moved = np.zeros_like(target)
        moved[row, column] = 1e-4
        slope = (loss(source, target + moved) - loss(source, target - moved)) / 2e-4
        assert gradients[1][row, column].item() == pytest.approx(slope, rel=1e-3, abs=1e-3)


def root(matrix: np.ndarray) -> np.ndarray:
    """The positive square root by Newton's iteration (Denman and Beavers), without eigenvectors."""
    y, z = matrix, np.eye(len(matrix))
    for _ in range(60):
        y, z = (y + np.linalg.inv(z)) / 2, (z + np.linalg.inv(y)) / 2
    return y


def test_coral_whitens_with_the_source_and_recolours_with_the_target():
    source, target = features(4, 300, shift=2.0), features(5, 200, shift=-1.0)
    aligned = coral(source, target)
    identity = np.eye(5)
    matrix = np.linalg.inv(root(np.cov(source.T) + identity)) @ root(np.cov(target.T) + identity)
    np.testing.assert_allclose(aligned, (source - source.mean(0)) @ matrix + target.mean(0), rtol=1e-7, atol=1e-7)
    np.testing.assert_allclose(aligned.mean(0), target.mean(0), atol=1e-9)
    # with features so large that I hardly counts, the covariances are those of the target
    np.testing.assert_allclose(np.cov(coral(1e6 * source, 1e6 * target).T), 1e12 * np.cov(target.T), rtol=1e-4)


def test_subspace_alignment_is_the_product_with_both_bases():
    source, target = features(6, 80, shift=2.0), features(7, 60)
    aligned, seen = subspace_alignment(source, target, 2)

    def basis(z: np.ndarray) -> np.ndarray:
        values, vectors = np.linalg.eigh(np.cov(z.T))
        return vectors[:, np.argsort(-values)[:2]]

    x_s, x_t = basis(source), basis(target)
    expected_t = (target - target.mean(0)) @ x_t
    turned = np.sign((expected_t * seen).sum(0))  # the sign of an axis is free
    np.testing.assert_allclose(seen * turned, expected_t, atol=1e-9)
    expected_s = (source - source.mean(0)) @ x_s @ x_s.T @ x_t
    np.testing.assert_allclose(aligned * turned, expected_s, atol=1e-9)


def test_domains_that_differ_by_a_rotation_of_the_axes_are_the_same_afterwards():
    target = features(8, 50, 3)
    turn = np.linalg.qr(np.random.default_rng(9).normal(size=(3, 3)))[0]
    aligned, seen = subspace_alignment(target, target, 3)
    np.testing.assert_allclose(aligned, seen, atol=1e-9)
    np.testing.assert_allclose(np.cov(coral(1e5 * target @ turn, 1e5 * target).T), 1e10 * np.cov(target.T), rtol=1e-3)


def test_tensors_give_tensors_and_arrays_arrays_of_the_same_type():
    source, target = features(10, 9), features(11, 9)
    aligned = coral(torch.tensor(source, dtype=torch.float32, requires_grad=True), torch.tensor(target))
    assert aligned.dtype == torch.float32 and not aligned.requires_grad
    np.testing.assert_allclose(aligned.numpy(), coral(source, target), rtol=1e-4, atol=1e-4)
    first, second = subspace_alignment(source.astype("f4"), torch.tensor(target), 2)
    assert isinstance(first, np.ndarray) and first.dtype == np.float32 and second.dtype == torch.float64
    assert coral(np.ones((3, 2), int), np.eye(2, dtype=int)).dtype == np.float64


@pytest.mark.parametrize(
    ("source", "target", "sentence"),
    [
        (np.zeros((3, 2)), np.zeros((3, 4)), "source features have 2 columns and target features 4"),
        (np.zeros(3), np.zeros((3, 4)), r"source features have shape \(3,\), but they are \(n, d\)"),
        (np.zeros((3, 4)), np.zeros((1, 4)), "target features are of one sample"),
        (np.zeros((3, 4)), np.full((3, 4), np.nan), "target features hold NaN or infinity"),
    ],
)
def test_what_cannot_be_aligned_is_refused(source, target, sentence):
    with pytest.raises(BadInput, match=sentence):
        coral(source, target)
    with pytest.raises(BadInput, match=sentence):
        subspace_alignment(source, target, 1)


@pytest.mark.parametrize("dimensions", [0, 5, 2.0, True])
def test_there_are_only_so_many_principal_axes(dimensions):
    with pytest.raises(BadInput, match="samples of 9 features have 1 to 4 principal axes"):
        subspace_alignment(features(12, 5, 9), features(13, 30, 9), dimensions)


def test_the_loss_needs_two_samples_of_each():
    with pytest.raises(BadInput, match="source features are of one sample"):
        coral_loss(torch.zeros(1, 3), torch.zeros(4, 3))
