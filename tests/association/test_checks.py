"""What the losses refuse, each in one sentence."""

import math

import pytest
import torch

from lbaviz.association import association_loss, correct_walk_probability
from lbaviz.errors import BadInput

A, B = torch.ones(7, 3, dtype=torch.float64), torch.ones(5, 3, dtype=torch.float64)
LABELS = torch.arange(7)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"a": A[0]}, "a has shape (3,), but embeddings are (n, d)"),
        ({"b": B[:0]}, "b has shape (0, 3), but embeddings are (n, d) with n and d at least 1"),
        ({"b": B.long()}, "b is torch.int64, but embeddings are a tensor of floats"),
        ({"a": A.numpy()}, "a is ndarray, but embeddings are a tensor of floats"),
        ({"b": B[:, :2]}, "a has 3 dimensions and b has 2"),
        ({"labels": LABELS[:3]}, "labels have shape (3,), but a has 7 rows: give (7,)"),
        ({"labels": LABELS.double()}, "labels are torch.float64, but they are a tensor of integers"),
        ({"labels": [0] * 7}, "labels are list, but they are a tensor of integers"),
        ({"round_trips": 4}, "round_trips is 4, but it is a whole number from 1 to 3"),
        ({"round_trips": 1.5}, "round_trips is 1.5"),
        ({"similarity": "cosin"}, "there is no similarity 'cosin'. Did you mean 'cosine'?"),
        ({"similarity": 3}, "similarity is 3, but it is a name or a function"),
        ({"similarity": lambda a, b: b @ a.T}, "the similarity gave torch.float64 (5, 7), but it gives"),
        ({"scale": math.inf}, "scale is inf, but it is a finite number"),
        ({"log_form": "exct"}, "there is no log_form 'exct'. Did you mean 'exact'?"),
        ({"walker_weight": -1.0}, "walker_weight is -1.0, but a weight is a finite number of 0 or more"),
        ({"visit_weight": math.nan}, "visit_weight is nan"),
        ({"visit_weight": torch.ones(2)}, "visit_weight has shape (2,), but it is one number"),
    ],
)
def test_impossible_input_is_refused_in_one_sentence(given, text):
    with pytest.raises(BadInput) as error:
        association_loss(**{"a": A, "b": B, "labels": LABELS, **given})
    assert text in str(error.value) and "\n" not in str(error.value)


def test_round_trips_must_be_square():
    with pytest.raises(BadInput, match=r"p_aba is \(2, 3\), but round trips are a square tensor"):
        correct_walk_probability(torch.ones(2, 3), torch.zeros(2, dtype=torch.int64))
