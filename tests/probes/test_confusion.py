import numpy as np
import pytest
import torch
from sklearn.metrics import confusion_matrix

from lbaviz import probes
from lbaviz.errors import BadInput

RANDOM = np.random.default_rng(0)
LABELS, PREDICTED = RANDOM.integers(0, 4, 200), RANDOM.integers(0, 4, 200)


def test_counts_are_those_of_scikit_learn_and_cells_know_their_samples():
    found = probes.confusion(torch.tensor(PREDICTED), LABELS)
    np.testing.assert_array_equal(found.counts, confusion_matrix(LABELS, PREDICTED))
    np.testing.assert_array_equal(found.samples(2, 3), np.flatnonzero((LABELS == 2) & (PREDICTED == 3)))
    assert found.counts.dtype == np.int64 and found.seconds > 0
    assert found.error == pytest.approx(100 * (LABELS != PREDICTED).mean())


def test_a_class_that_never_occurs_has_a_row_of_its_own():
    found = probes.confusion([0, 2], [0, 0], classes=5)
    assert found.counts.shape == (5, 5) and found.counts.sum() == 2 and found.counts[0, 2] == 1
    assert np.isnan(found.normalised[3]).all()
    named = probes.confusion(np.array([0, 1], "u1"), [0, 1], class_names=("ant", "bee", "cat"))
    assert named.counts.shape == (3, 3) and named.class_names == ("ant", "bee", "cat")


@pytest.mark.parametrize(
    "predicted, labels, options, sentence",
    [
        ([0, 1], [0, 1, 2], {}, "there are 2 predictions for 3 samples"),
        ([], [], {}, "labels are empty: select at least one sample"),
        ([0, 1], [0, -1], {}, "labels hold -1, but classes count from 0"),
        ([0, 1], [0, 7], {"classes": 3}, "labels hold class 7, but there are 3 classes, 0 to 2"),
        ([0, 3], [0, 1], {"class_names": ("a", "b")}, "predictions hold class 3, but there are 2 classes"),
        ([0.5, 1], [0, 1], {}, "predictions are float64 of shape"),
        ([0], [0], {"classes": 0}, "classes is 0"),
    ],
)
def test_what_cannot_be_counted_is_one_sentence(predicted, labels, options, sentence):
    with pytest.raises(BadInput, match=sentence):
        probes.confusion(predicted, labels, **options)
