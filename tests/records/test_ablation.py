import numpy as np
import pandas as pd
import pytest

from lbaviz.errors import BadInput
from lbaviz.records import Ablation

TRIALS = pd.DataFrame(
    {
        "trial": range(6),
        "alpha_weight": [0.0, 0.1, 0.6, 0.9, 1.0, 0.3],
        "learning_rate": [1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1e-3],
        "score": [10.0, 20.0, 60.0, 80.0, 70.0, np.nan],
    }
)


def test_a_point_averages_the_trials_of_its_bin_whatever_the_other_weights_were():
    found = Ablation.from_trials(TRIALS, ["alpha_weight"], bins=2, ranges={"alpha_weight": (0, 1)})
    assert found.mean.tolist() == [[15, 70]] and found.trials.tolist() == [[2, 3]]  # 1.0 is in the last bin
    assert found.sd[0] == pytest.approx([np.sqrt(50), 10]) and found.centres.tolist() == [[0.25, 0.75]]
    assert found.scores.tolist() == [10, 20, 60, 80, 70]  # the trial without a score is left out
    table = found.table()
    assert (
        table["mean"].tolist() == [15, 70]
        and table.high.tolist() == [0.5, 1.0]
        and set(table.weight) == {"alpha_weight"}
    )


def test_a_weight_that_was_drawn_by_its_logarithm_is_divided_by_ratios():
    found = Ablation.from_trials(TRIALS, ["learning_rate", "alpha_weight"], bins=4, logarithmic=["learning_rate"])
    assert found.edges[0] == pytest.approx([1e-5, 1e-4, 1e-3, 1e-2, 1e-1])
    assert found.trials[0].tolist() == [1, 1, 1, 2] and found.mean[0].tolist() == [10, 20, 60, 75]
    assert found.centres[0, 0] == pytest.approx(10**-4.5) and found.edges[1] == pytest.approx([0, 0.25, 0.5, 0.75, 1])


def test_empty_bins_single_trials_and_constant_weights_have_no_spread():
    one = Ablation.from_trials(TRIALS[:1], ["alpha_weight"])
    assert one.trials.tolist() == [[0, 1, 0]] and np.isnan(one.sd).all() and np.isnan(one.mean[0, [0, 2]]).all()
    far = Ablation.from_trials(TRIALS, ["alpha_weight"], ranges={"alpha_weight": (5, 6)})
    assert far.trials.sum() == 0  # outside of the range is in no bin
    many = pd.DataFrame({"w": np.linspace(0, 1, 90), "score": 1.0})
    assert Ablation.from_trials(many, ["w"]).trials.tolist() == [[9] * 10]


@pytest.mark.parametrize(
    "trials, weights, more, sentence",
    [
        (TRIALS, ["alpha_wieght"], {}, "the trials have no column 'alpha_wieght'. Did you mean 'alpha_weight'"),
        (TRIALS, ["alpha_weight"], {"score": "accuracy"}, "the trials have no column 'accuracy'"),
        (TRIALS, [], {}, "no weight was named: name the columns that the search varied"),
        (TRIALS[5:], ["alpha_weight"], {}, "none of 1 trials has a finite 'score': wait until one has finished"),
        (TRIALS, ["alpha_weight"], {"logarithmic": ["alpha_weight"]}, "reaches down to 0, which has no logarithm"),
    ],
)
def test_what_has_no_ablation_is_one_sentence(trials, weights, more, sentence):
    with pytest.raises(BadInput, match=sentence):
        Ablation.from_trials(trials, weights, **more)
