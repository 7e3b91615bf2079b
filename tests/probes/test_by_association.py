import pytest
import torch

from lbaviz import probes
from lbaviz.association import walk
from lbaviz.errors import BadInput

RANDOM = torch.Generator().manual_seed(3)
A, B = torch.randn(7, 4, generator=RANDOM), torch.randn(700, 4, generator=RANDOM)
LABELS = torch.tensor([0, 0, 1, 1, 1, 2, 4])  # class 3 never occurs


@pytest.mark.parametrize("similarity", ["dot", "cosine", "euclidean", lambda a, b: -torch.cdist(a, b)])
def test_the_steps_home_are_summed_by_class(similarity):
    found = probes.class_probabilities(B, A, LABELS, classes=5, similarity=similarity, scale=2.0)
    p_ba = walk(A, B, similarity=similarity, scale=2.0).p_ba
    expected = torch.stack([p_ba[:, LABELS == label].sum(dim=1) for label in range(5)], dim=1)
    torch.testing.assert_close(found, expected)
    torch.testing.assert_close(found.sum(dim=1), torch.ones(700))
    assert (found[:, 3] == 0).all()


def test_a_sample_like_a_labelled_one_gets_its_class():
    apart = torch.eye(4) * 20
    found = probes.class_probabilities(apart[[2, 0, 3]], apart, [3, 1, 0, 2])
    assert found.argmax(dim=1).tolist() == [0, 3, 2]


@pytest.mark.parametrize(
    ("a", "labels", "sentence"),
    [
        (A[:, :3], LABELS, "a have 3 dimensions and b 4"),
        (A, LABELS[:3], "there are 3 labels for 7 samples"),
        (A[:0], LABELS[:0], "a are empty"),
        (A * float("nan"), LABELS, "a hold NaN"),
        (A, LABELS - 1, "labels hold -1"),
    ],
)
def test_what_cannot_be_is_refused(a, labels, sentence):
    with pytest.raises(BadInput, match=sentence):
        probes.class_probabilities(B, a, labels)
