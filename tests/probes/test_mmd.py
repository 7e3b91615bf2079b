import numpy as np
import pytest
import torch

from lbaviz import probes
from lbaviz.discrepancies import mmd2
from lbaviz.errors import BadInput
from lbaviz.probes.mmd import shuffles

RANDOM = np.random.default_rng(0)
X, Y = RANDOM.normal(size=(40, 5)).astype("f4"), RANDOM.normal(size=(30, 5)).astype("f4")


@pytest.mark.parametrize("biased", [True, False])
def test_the_record_holds_the_value_of_the_loss(biased):
    found = probes.mmd(X, torch.tensor(Y, requires_grad=True), biased=biased, bandwidths=(1, 3), weights=(0.5, 2))
    expected = mmd2(torch.tensor(X), torch.tensor(Y), biased=biased, bandwidths=(1, 3), weights=(0.5, 2))
    assert found.mmd2 == pytest.approx(expected.item(), abs=1e-7) and found.seconds > 0
    assert found.bandwidths == (1, 3) and found.weights == (0.5, 2) and found.biased is biased
    assert found.p_value is None and found.null is None
    assert probes.mmd(X, Y).bandwidths == (2, 5, 10, 20, 40, 80) and probes.mmd(X, Y).weights == (1,) * 6


@pytest.mark.parametrize("biased", [True, False])
def test_every_shuffle_is_a_mmd_of_its_own(biased):
    found = probes.mmd(X, Y, biased=biased, permutations=20, seed=3)
    assert found.mmd2 == pytest.approx(probes.mmd(X, Y, biased=biased).mmd2, abs=1e-6)
    z, members = torch.tensor(np.concatenate([X, Y])), shuffles(40, 70, 20, 3).astype(bool)
    for member, value in zip(members[1:], found.null, strict=True):
        assert member.sum() == 40
        assert value == pytest.approx(mmd2(z[member], z[~member], biased=biased).item(), abs=2e-6)
    assert found.p_value == pytest.approx((1 + (found.null >= found.mmd2 - 1e-12).sum()) / 21)


def test_p_values_are_small_for_shifted_samples_only_and_repeat_by_seed():
    assert probes.mmd(X, Y + 1, permutations=99).p_value == 0.01
    pairs = [RANDOM.normal(size=(2, 25, 3)) for _ in range(60)]
    p_values = np.array([probes.mmd(x, y, permutations=39, biased=False).p_value for x, y in pairs])
    assert 0.35 < p_values.mean() < 0.68 and (p_values < 0.1).mean() < 0.25  # uniform, if both are alike
    first, again, other = (probes.mmd(X, Y, permutations=30, seed=seed) for seed in (0, 0, 1))
    assert (first.null == again.null).all() and (first.null != other.null).any()


def test_the_median_heuristic_takes_the_median_distance():
    z = np.concatenate([X, Y]).astype("f8")
    distances = np.sqrt(np.square(z[:, None] - z[None]).sum(axis=2))[np.triu_indices(70, 1)]
    assert probes.mmd(X, Y, bandwidths="median").bandwidths[0] == pytest.approx(np.median(distances), rel=0.01)
    scaled = probes.mmd(100 * X, 100 * Y, bandwidths="median").mmd2
    assert scaled == pytest.approx(probes.mmd(X, Y, bandwidths="median").mmd2, rel=1e-5)


def test_random_state_stays_as_it_was():
    states = torch.get_rng_state(), np.random.get_state()[1].copy()
    probes.mmd(X, Y, permutations=5)
    assert torch.equal(torch.get_rng_state(), states[0]) and (np.random.get_state()[1] == states[1]).all()


@pytest.mark.parametrize(
    "x, y, options, sentence",
    [
        (X[:1], Y, {}, "x are 1 sample, but at least 2 are needed"),
        (X, Y[:0], {}, "y are empty"),
        (X, Y * np.nan, {}, "y hold NaN or infinity in 30 of 30"),
        (X, Y[:, :3], {}, "x have 5 dimensions and y 3"),
        (np.ones((4, 2)), np.ones((5, 2)), {"bandwidths": "median"}, "the median distance is 0.*constant"),
        (X, Y, {"bandwidths": "mean"}, "bandwidths are 'mean'"),
        (X, Y, {"permutations": -1}, "permutations is -1"),
        (X, Y, {"bandwidths": (1, -2)}, "finite number above 0"),
    ],
)
def test_what_cannot_be_compared_is_one_sentence(x, y, options, sentence):
    with pytest.raises(BadInput, match=sentence):
        probes.mmd(x, y, **options)
