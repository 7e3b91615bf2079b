"""The losses of domain separation networks against the formulas, written here in numpy."""

import numpy as np
import pytest
import torch

from lbaviz.separation import difference_loss, reconstruction_loss


@pytest.fixture
def random():
    return torch.Generator().manual_seed(0)


def test_the_reconstruction_loss_is_the_papers_formula(random):
    images, decoded = (torch.rand(4, 3, 5, 5, generator=random) for _ in range(2))
    error, k = (images - decoded).double().numpy().reshape(4, 75), 75
    expected = np.mean([(e**2).sum() / k - e.sum() ** 2 / k**2 for e in error])
    assert reconstruction_loss(images, decoded).item() == pytest.approx(expected, rel=1e-5)


def test_an_error_that_is_the_same_everywhere_costs_nothing(random):
    images = torch.rand(2, 1, 4, 4, generator=random)
    assert reconstruction_loss(images, images + torch.tensor([3.0, -1.0])[:, None, None, None]).item() < 1e-10
    assert reconstruction_loss(images, torch.zeros_like(images)).item() > 0.01


def test_the_difference_loss_is_the_mean_square_of_the_correlations(random):
    shared, private = torch.randn(7, 4, generator=random) + 5, torch.randn(7, 3, generator=random)
    s, p = (z.double().numpy() - z.double().numpy().mean(0) for z in (shared, private))
    s, p = (z / np.linalg.norm(z, axis=1, keepdims=True) for z in (s, p))
    assert difference_loss(shared, private).item() == pytest.approx(((p.T @ s) ** 2).mean(), rel=1e-5)
    assert difference_loss(shared, 10 * private).item() == pytest.approx(difference_loss(shared, private).item())


def test_orthogonal_embeddings_cost_nothing():
    shared = torch.tensor([[1.0, 0], [1, 0], [-1, 0], [-1, 0]])
    private = torch.tensor([[0.0, 1], [0, -1], [0, 1], [0, -1]])
    assert difference_loss(shared, private).item() < 1e-12
    assert difference_loss(shared, shared).item() == pytest.approx(4.0)


def test_gradients_are_those_of_finite_differences(random):
    shared, private = (torch.randn(5, 3, generator=random, dtype=torch.float64) for _ in range(2))
    images = torch.rand(2, 1, 2, 3, generator=random, dtype=torch.float64)
    decoded = torch.rand(2, 1, 2, 3, generator=random, dtype=torch.float64)
    for loss, given in ((difference_loss, (shared, private)), (reconstruction_loss, (images, decoded))):
        given = [z.float().requires_grad_() for z in given]
        found = torch.autograd.grad(loss(*given), given)
        for i, z in enumerate(given):
            for position in np.ndindex(*z.shape):
                sides = []
                for step in (1e-2, -1e-2):
                    moved = [other.detach().clone() for other in given]
                    moved[i][position] += step
                    sides.append(loss(*moved).item())
                slope = (sides[0] - sides[1]) / 2e-2
                assert found[i][position].item() == pytest.approx(slope, rel=2e-2, abs=2e-4)
