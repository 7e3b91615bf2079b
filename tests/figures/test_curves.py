from itertools import pairwise

import pytest
from fake_runs import finished, read

from lbaviz import figures
from lbaviz.errors import BadInput


@pytest.fixture
def metrics(tmp_path):
    return read(finished(tmp_path / "run.lba", steps=40)).metrics()


def texts(figure) -> list[str]:
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def test_errors_stand_beside_the_baseline_and_losses_carry_their_names(metrics):
    figure = figures.draw(metrics)
    assert [axes.get_ylabel() for axes in figure.axes] == ["error (%)", "loss (nats)"]
    assert {"validation 20.0 %", "labels alone 50.0 %", "walker", "visit", "classification"} == set(texts(figure))


def test_several_runs_share_a_chart(metrics):
    figure = figures.draw({"visit 0": metrics, "visit 1": metrics}, what="error")
    assert {"visit 0, validation 20.0 %", "visit 1, validation 20.0 %"} <= set(texts(figure))


def test_small_errors_are_told_apart_on_a_logarithmic_axis_with_round_numbers(metrics):
    figure = figures.draw(metrics, what="error", log=True, width=7)
    (axes,) = figure.axes
    figure.canvas.draw()
    ticks = [tick.get_text() for tick in axes.get_yticklabels()]
    assert axes.get_yscale() == "log" and {"10", "20", "50", "100"} <= set(ticks) and figure.get_figwidth() == 7
    labels = sorted(text.get_window_extent().y0 for text in axes.texts)
    assert all(above - below > 5 for below, above in pairwise(labels))


def test_curves_are_drawn_into_given_axes_and_written(metrics, tmp_path):
    own = figures.draw(metrics)
    assert figures.draw(metrics, own.axes[0], what="losses") is own
    own.savefig(tmp_path / "curves.pdf")
    assert b"/Type3" not in (tmp_path / "curves.pdf").read_bytes()


def test_an_unknown_part_is_refused(metrics):
    with pytest.raises(BadInput, match="choose 'error', 'losses' or 'both'"):
        figures.draw(metrics, what="accuracy")
