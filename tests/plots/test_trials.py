import numpy as np
import pytest

from lbaviz import plots
from lbaviz.records import Trials

VALUES = np.array([[0.1, 1e-3], [0.9, 1e-2], [0.5, 1e-1]])


def some_trials(**more) -> Trials:
    return Trials(("walker_weight", "learning_rate"), VALUES, np.array([30.0, 10.0, 20.0]), score="test_error", **more)


def test_a_line_a_trial_goes_through_its_knobs_to_its_score():
    figure = plots.draw(some_trials(low_is_good=True))
    axes = figure.data[0].dimensions
    assert [axis.label for axis in axes] == ["walker", "learning<br>rate", "test<br>error"]
    np.testing.assert_array_equal(axes[0]["values"], [0.1, 0.9, 0.5])
    np.testing.assert_array_equal(axes[2]["values"], [30, 10, 20])
    assert figure.data[0].line.reversescale is True  # bright is good
    assert plots.draw(some_trials()).data[0].line.reversescale is False
    assert figure.layout.title.text == "3 trials: knobs and test_error"


def test_a_knob_drawn_by_its_logarithm_has_a_logarithmic_axis():
    axis = plots.draw(some_trials(log=("learning_rate",))).data[0].dimensions[1]
    np.testing.assert_allclose(axis["values"], [-3, -2, -1])
    assert list(axis.ticktext)[::2] == ["0.001", "0.01", "0.1"]


def test_before_a_trial_is_finished_that_is_said():
    figure = plots.draw(Trials(("visit_weight",), np.zeros((0, 1)), np.zeros(0)))
    assert [note.text for note in figure.layout.annotations] == ["no trial is finished yet"]


@pytest.mark.parametrize(("low_is_good", "best"), [(True, 1), (False, 0)])
def test_the_best_is_the_lowest_error_or_the_highest_measure(low_is_good, best):
    record = some_trials(low_is_good=low_is_good)
    assert record.best == best
    assert list(record.table()) == ["trial", "walker_weight", "learning_rate", "score"]
