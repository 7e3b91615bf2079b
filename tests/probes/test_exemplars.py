import numpy as np
import pytest
import torch

from lbaviz import probes
from lbaviz.errors import BadInput

RANDOM = np.random.default_rng(0)
LOGITS = RANDOM.normal(size=(60, 4))
IMAGES = RANDOM.integers(0, 256, (60, 3, 3, 1), np.uint8)


def test_a_row_holds_the_most_probable_members_of_a_cluster():
    found = probes.exemplars(torch.tensor(LOGITS), IMAGES, count=5)
    p = np.exp(LOGITS) / np.exp(LOGITS).sum(axis=1, keepdims=True)
    for cluster in range(4):
        members = [i for i in range(60) if p[i].argmax() == cluster]
        expected = sorted(members, key=lambda i: -p[i, cluster])[:5]
        assert found.indices[cluster].tolist() == expected and found.sizes[cluster] == len(members)
        np.testing.assert_allclose(found.probabilities[cluster], p[expected, cluster], rtol=1e-6)
        np.testing.assert_array_equal(found.images[cluster], IMAGES[expected])
    again = probes.exemplars(p.astype(np.float32), count=5)  # probabilities instead of logits
    np.testing.assert_array_equal(again.indices, found.indices)
    assert again.images is None and again.right is None and again.order.tolist() == [0, 1, 2, 3]


def test_images_are_ranked_also_where_every_probability_is_one():
    logits = np.zeros((5, 3))
    logits[:, 1] = [50, 80, 60, 90, 70]  # all of probability 1 in float64
    assert probes.exemplars(logits, count=5).indices[1].tolist() == [3, 1, 4, 2, 0]


def test_a_small_or_empty_cluster_leaves_places_empty():
    found = probes.exemplars([[3.0, 1, 0], [2, 1, 0], [0, 1, 0]], IMAGES[:3], count=2)
    assert found.indices.tolist() == [[0, 1], [2, -1], [-1, -1]] and found.sizes.tolist() == [2, 1, 0]
    assert np.isnan(found.probabilities[2]).all() and not found.images[2].any()
    assert found.table()["sample"].tolist() == [0, 1, 2]


def test_majorities_come_from_the_whole_cluster_and_other_classes_are_wrong():
    logits = np.eye(2)[[0, 0, 0, 0, 1, 1]] * [[6], [5], [4], [3], [2], [1]]
    found = probes.exemplars(logits, labels=np.array([1, 0, 0, -1, -1, -1]), count=2, class_names=("ant", "bee"))
    assert found.majority.tolist() == [0, -1] and found.labels.tolist() == [[1, 0], [-1, -1]]
    assert found.wrong.tolist() == [[True, False], [False, False]]
    assert found.right.tolist() == [[False, True], [False, False]] and found.order.tolist() == [0, 1]
    assert found.table()["class"].tolist() == ["bee", "ant", "", ""]


@pytest.mark.parametrize(
    "scores, more, sentence",
    [
        (np.zeros((0, 3)), {}, "scores are empty"),
        ([[np.nan, 1.0]], {}, "scores hold NaN or infinity in 1 of 1 samples"),
        (LOGITS, {"images": IMAGES[:9]}, r"images are uint8 of shape \(9, 3, 3, 1\) for 60 rows of scores: give uint8"),
        (LOGITS, {"labels": [0, 1]}, "there are 2 labels for 60 samples"),
        (LOGITS, {"count": 0}, "count is 0, but it is a whole number of at least 1"),
    ],
)
def test_what_has_no_exemplars_is_one_sentence(scores, more, sentence):
    with pytest.raises(BadInput, match=sentence):
        probes.exemplars(scores, **more)
