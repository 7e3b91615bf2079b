import warnings

import numpy as np
import pytest
import torch

from lbaviz import probes
from lbaviz.errors import BadInput
from lbaviz.probes.accuracy import error_percent, predict

P = np.array([[0.9, 0.1, 0.0], [0.6, 0.4, 0.0], [0.2, 0.8, 0.0], [0.45, 0.55, 0.0]])
LABELS = [0, 1, 1, 1]


def test_error_and_errors_by_class():
    found = probes.accuracy(P, LABELS)
    assert found.error == 25 and found.seconds > 0
    np.testing.assert_allclose(found.per_class, [0, 100 / 3, np.nan])  # class 2 never occurs
    assert found.table()["class"].tolist() == ["0", "1", "2"]


def test_confidence_is_compared_with_accuracy_bin_by_bin():
    found = probes.accuracy(P, LABELS, bins=2)  # confidences 0.9 0.6 0.8 0.55, all in the upper half
    assert found.bin_count.tolist() == [0, 4] and found.bin_edges.tolist() == [0, 0.5, 1]
    np.testing.assert_allclose([found.bin_accuracy[1], found.bin_confidence[1]], [0.75, 0.7125])
    assert np.isnan(found.bin_accuracy[0]) and np.isnan(found.bin_confidence[0])
    assert found.calibration_error == pytest.approx(3.75)
    finer = probes.accuracy(P, LABELS, bins=10)  # 0.8 and 0.9 lie on edges and count below, as does 0.6
    assert finer.bin_count.tolist() == [0, 0, 0, 0, 0, 2, 0, 1, 1, 0]
    assert finer.calibration_error == pytest.approx(100 * (2 * (0.575 - 0.5) + 0.2 + 0.1) / 4)


def test_a_network_that_knows_how_often_it_is_right_has_no_calibration_error():
    random = np.random.default_rng(0)
    p = random.dirichlet(np.ones(4), 100_000)
    labels = (random.random((len(p), 1)) > p.cumsum(axis=1)).sum(axis=1)
    assert probes.accuracy(p, labels).calibration_error < 0.6
    assert probes.accuracy(3 * np.log(p), labels).calibration_error > 10  # too sure of itself


def test_logits_and_their_probabilities_give_the_same():
    logits = torch.randn(500, 5, generator=torch.Generator().manual_seed(0), requires_grad=True)
    labels = torch.arange(500) % 5
    a, b = probes.accuracy(logits, labels), probes.accuracy(logits.softmax(dim=1), labels, classes=5)
    assert a.error == b.error and a.calibration_error == pytest.approx(b.calibration_error, rel=1e-4)
    np.testing.assert_array_equal(a.bin_count, b.bin_count)


def test_absent_classes_and_empty_bins_warn_of_nothing_and_random_state_stays():
    states = torch.get_rng_state(), np.random.get_state()[1].copy()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        probes.accuracy(P[:1], [0], class_names=("a", "b", "c"))
        probes.confusion([0], [0], classes=3)
    assert torch.equal(torch.get_rng_state(), states[0]) and (np.random.get_state()[1] == states[1]).all()


def test_the_older_names_are_still_there():
    assert probes.predict is predict and probes.error_percent is error_percent


@pytest.mark.parametrize(
    "scores, labels, options, sentence",
    [
        (P, [0, 1, 1], {}, "there are 3 labels for 4 samples"),
        (P[:0], [], {}, "scores are empty"),
        (P * np.nan, LABELS, {}, "scores hold NaN or infinity in 4 of 4"),
        (P, [0, 1, 1, 3], {}, "labels hold class 3, but there are 3 classes"),
        (P, LABELS, {"classes": 4}, "scores have 3 columns for 4 classes"),
        (P, LABELS, {"class_names": ("a", "b")}, "scores have 3 columns for 2 classes"),
        (P, LABELS, {"bins": 0}, "bins is 0"),
    ],
)
def test_what_cannot_be_judged_is_one_sentence(scores, labels, options, sentence):
    with pytest.raises(BadInput, match=sentence):
        probes.accuracy(scores, labels, **options)
