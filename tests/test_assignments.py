"""Soft assignments and their losses, against sums written out in numpy."""

from math import log

import numpy as np
import pytest
import torch

from lbaviz import assignments

N, K, D = 6, 3, 4
random = np.random.RandomState(3)
LOGITS, Z, MU = random.randn(N, K), random.randn(N, D), random.randn(K, D)
TARGET = random.dirichlet(np.ones(K), N)
P = np.exp(LOGITS) / np.exp(LOGITS).sum(axis=1, keepdims=True)


def tensor(x) -> torch.Tensor:
    return torch.tensor(x, dtype=torch.float32)


def near(found: torch.Tensor, expected) -> None:
    np.testing.assert_allclose(found.detach().numpy(), expected, rtol=1e-4, atol=1e-6)


def test_student_t_and_its_sharpened_targets_are_those_of_dec():
    q, f = np.zeros((N, K)), np.zeros(K)
    for i in range(N):
        for j in range(K):
            q[i, j] = 1 / (1 + ((Z[i] - MU[j]) ** 2).sum())
        q[i] /= q[i].sum()
        f += q[i]
    found = assignments.student_logits(tensor(Z), tensor(MU)).softmax(dim=1)
    near(found, q)
    p = np.array(
        [[q[i, j] ** 2 / f[j] / sum(q[i, m] ** 2 / f[m] for m in range(K)) for j in range(K)] for i in range(N)]
    )
    near(assignments.sharpened(found, tensor(f)), p)
    near(assignments.sharpened(found, tensor(f / N)), p)


def test_balanced_targets_are_those_of_depict():
    weights = np.array([[P[i, j] / sum(P[m, j] for m in range(N)) ** 0.5 for j in range(K)] for i in range(N)])
    near(assignments.balanced(tensor(P)), weights / weights.sum(axis=1, keepdims=True))


def test_balanced_targets_lower_what_depict_minimises():
    def objective(q) -> float:
        f = q.mean(axis=0)
        return (q * np.log(q / P)).sum() / N + (f * np.log(f * K)).sum()

    best = assignments.balanced(tensor(P)).double().numpy()
    assert objective(best) < objective(P)


def test_losses_are_means_over_images_in_nats():
    cross = -sum(TARGET[i, j] * log(P[i, j]) for i in range(N) for j in range(K)) / N
    entropy = -sum(TARGET[i, j] * log(TARGET[i, j]) for i in range(N) for j in range(K)) / N
    near(assignments.cross_entropy(tensor(TARGET), tensor(LOGITS)), cross)
    near(assignments.relative_entropy(tensor(TARGET), tensor(LOGITS)), cross - entropy)
    near(assignments.conditional_entropy(tensor(LOGITS)), -(P * np.log(P)).sum() / N)
    near(assignments.imbalance(tensor(LOGITS)), log(K) + sum(m * log(m) for m in P.mean(axis=0)))


def test_a_sure_target_costs_a_finite_number_and_gets_no_gradient():
    target = torch.eye(K).requires_grad_()
    logits = tensor(LOGITS[:K]).requires_grad_()
    loss = assignments.relative_entropy(target, logits)
    near(loss, -np.log(np.diag(P[:K])).mean())
    loss.backward()
    assert target.grad is None and logits.grad.isfinite().all()


def test_balance_is_best_where_clusters_are_of_one_size_and_worst_where_one_holds_all():
    assert assignments.imbalance(50 * torch.eye(K)).item() == pytest.approx(0, abs=1e-6)
    assert assignments.imbalance(torch.tensor([[50.0, 0, 0]] * 4)).item() == pytest.approx(log(3))


def test_a_radius_is_a_share_of_the_distance_to_the_nearest_other_image():
    images = 255 * random.rand(5, 1, 2, 3)
    images[4] = images[1]
    lengths = [min(np.linalg.norm(images[i] - images[j]) for j in range(5) if j != i) / 4 for i in range(5)]
    near(assignments.radii(tensor(images), 0.25), lengths)
    assert lengths[1] == 0
