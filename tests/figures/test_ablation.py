import numpy as np
import pandas as pd
import pytest
from drawn_records import all_axes, assert_legible, words

from lbaviz import figures, plots
from lbaviz.records import Ablation

RANDOM = np.random.default_rng(0)
WEIGHTS = ["centroid_association_weight", "augmentation_association_weight", "norm_weight", "learning_rate"]
TRIALS = pd.DataFrame(
    {name: RANDOM.random(40) for name in WEIGHTS[:3]} | {"learning_rate": 10 ** RANDOM.uniform(-5, -2, 40)}
)
TRIALS["score"] = 50 + 40 * TRIALS.norm_weight + RANDOM.normal(size=40)
RECORD = Ablation.from_trials(TRIALS, WEIGHTS, logarithmic=["learning_rate"], ranges={"norm_weight": (0, 1)})
SD = np.nan_to_num(RECORD.sd)  # a bin with one trial has no bar


def panels(figure) -> list:
    found = [axes for axes in all_axes(figure) if axes.containers]
    return sorted(found, key=lambda axes: (-round(axes.get_window_extent().y0), axes.get_window_extent().x0))


def test_a_panel_a_weight_with_means_deviations_and_every_trial():
    figure = figures.draw(RECORD)
    assert_legible(figure)
    assert len(panels(figure)) == 4 and {name.replace("_", " ") for name in WEIGHTS} <= set(words(figure))
    (bars,) = panels(figure)[2].containers
    assert bars[0].get_ydata() == pytest.approx(RECORD.mean[2]) and bars[0].get_xdata() == pytest.approx(
        RECORD.centres[2]
    )
    ends = np.array([segment[:, 1] for segment in bars[2][0].get_segments()])
    assert ends == pytest.approx(np.stack([RECORD.mean[2] - SD[2], RECORD.mean[2] + SD[2]], axis=1))
    dots = next(line for line in panels(figure)[2].lines if line.get_alpha())
    assert sorted(dots.get_ydata()) == sorted(TRIALS.score)
    assert [axes.get_xscale() for axes in panels(figure)] == ["linear"] * 3 + ["log"]
    assert "score of 40 trials by each weight" in " ".join(words(figure))


def test_one_trial_can_be_drawn():
    figure = figures.draw(Ablation.from_trials(TRIALS[:1], WEIGHTS[:1]), width="one-column")
    assert len(panels(figure)) == 1 and "score of 1 trial by" in " ".join(words(figure))


def test_a_chart_of_an_ablation_has_the_same_points():
    figure = plots.draw(RECORD)
    dots, points = figure.data[4:6]
    assert list(dots.y) == TRIALS.score.tolist() and list(points.y) == pytest.approx(RECORD.mean[2])
    assert list(points.error_y.array) == pytest.approx(SD[2]) and figure.layout.xaxis4.type == "log"
    assert points.customdata[0][0] == "0 to 0.125" and points.customdata[0][1] == RECORD.trials[2, 0]
