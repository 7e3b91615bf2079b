import numpy as np
import pytest
import torch

from lbaviz import probes
from lbaviz.association import walk
from lbaviz.errors import BadInput

RANDOM = torch.Generator().manual_seed(0)
A, B = torch.randn(600, 4, generator=RANDOM), torch.randn(30, 4, generator=RANDOM)  # more rows than one chunk


@pytest.mark.parametrize("similarity", ["dot", "cosine", "euclidean"])
def test_visits_are_those_of_the_walk(similarity):
    expected = walk(A, B, similarity=similarity, scale=2.0)
    found = probes.visits(A, B.numpy(), similarity=similarity, scale=2.0)
    np.testing.assert_allclose(found.p_visit, expected.p_visit.numpy(), rtol=1e-5)
    np.testing.assert_allclose(probes.visits(expected.p_ab).p_visit, expected.p_visit.numpy(), rtol=1e-5)
    assert found.p_visit.dtype == np.float32 and found.p_visit.sum() == pytest.approx(1) and found.seconds > 0
    assert found.entropy < found.most_entropy


def test_gradients_and_random_state_are_left_alone():
    a, state = A.clone().requires_grad_(), torch.get_rng_state()
    probes.visits(a, B)
    assert a.grad is None and torch.equal(torch.get_rng_state(), state)


@pytest.mark.parametrize(
    "inputs, options, sentence",
    [
        ((A, B[:, :3]), {}, "a have 4 dimensions and b 3"),
        ((A, B[:0]), {}, "b are empty"),
        ((A * torch.nan, B), {}, "a hold NaN or infinity in 600 of 600"),
        ((A,), {}, "the rows of p_ab are no probabilities"),
        ((A, B), {"similarity": "dott"}, "Did you mean 'dot'"),
    ],
)
def test_what_has_no_visits_is_one_sentence(inputs, options, sentence):
    with pytest.raises(BadInput, match=sentence):
        probes.visits(*inputs, **options)
