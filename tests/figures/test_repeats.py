import numpy as np
import pytest

from lbaviz import figures, plots
from lbaviz.errors import BadInput
from lbaviz.records import Repeats

RECORD = Repeats(
    {"association": {0: [30.0, 34.0], 1000: [10.0, 18.0]}, "labels alone": {0: [32.0, 36.0]}}, "images", "error (%)"
)


def test_a_curve_has_the_means_bars_of_one_standard_deviation_and_every_seed():
    (ax,) = figures.draw(RECORD).axes
    first, second = ax.containers
    assert list(first[0].get_ydata()) == [32, 14] and list(second[0].get_ydata()) == [34]
    ends = [segment[:, 1] for segment in first[2][0].get_segments()]
    assert ends[1] == pytest.approx([14 - np.sqrt(32), 14 + np.sqrt(32)])  # sd of 10 and 18 with n - 1
    dots = sorted(y for line in ax.lines if line.get_alpha() for y in line.get_ydata())
    assert dots == [10, 18, 30, 32, 34, 36]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["0", "1,000"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("images", "error (%)")
    assert "association" in [text.get_text() for text in ax.get_legend().get_texts()]


def test_settings_that_are_no_numbers_are_not_joined_by_lines():
    (ax,) = figures.draw(Repeats({"": {"dot": [3.0], "cosine": [4.0]}})).axes
    assert ax.containers[0][0].get_linestyle() == "None" and "one seed" in ax.get_title("left")
    (ax,) = figures.draw(Repeats({"": {"dot": [3.0], "cosine": [4.0]}}), join=True).axes
    assert ax.containers[0][0].get_linestyle() == "-"


def test_zero_is_in_sight_and_nothing_below_it_is_cut_off():
    (ax,) = figures.draw(RECORD).axes
    assert ax.get_ylim()[0] == 0 and ax.get_ylim()[1] > 36
    (ax,) = figures.draw(Repeats({"": {"50 more": [-4.0, -2.0], "100 more": [1.0, -1.0]}})).axes
    assert ax.get_ylim()[0] < -4 and ax.get_ylim()[1] > 1
    assert any(list(line.get_ydata()) == [0, 0] for line in ax.lines)


def test_repeats_are_drawn_into_axes_of_the_readers_own():
    figure = figures.style.new_figure(4, 3)
    assert figures.draw(RECORD, figure.subplots()) is figure


def test_a_chart_of_repeats_tells_every_seed():
    figure = plots.draw(RECORD)
    assert list(figure.data[0].y) == [32, 14] and list(figure.data[0].x) == ["0", "1000"]
    assert figure.data[0].customdata[1] == "10.00, 18.00" and figure.layout.yaxis.title.text == "error (%)"
    assert figure.data[0].error_y.array[1] == pytest.approx(np.sqrt(32))


def test_an_option_that_repeats_do_not_know_is_refused():
    with pytest.raises(BadInput, match="without an option 'bins'"):
        figures.draw(RECORD, bins=3)
