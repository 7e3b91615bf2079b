import numpy as np
import pytest
from drawn_records import a_visits, all_axes, images, words
from matplotlib.colors import to_hex

from lbaviz import figures
from lbaviz.errors import BadInput
from lbaviz.figures import style
from lbaviz.figures.visits import times_uniform


def test_the_most_and_the_least_visited_samples_are_shown_in_order():
    record = a_visits()
    figure = figures.draw(record, count=4)
    (page,) = figure.axes
    shown = [np.asarray(picture.get_array())[..., 0] for picture in page.images]
    expected = [*record.order[:4], *record.order[::-1][:4]]
    assert len(shown) == 8
    for picture, sample in zip(shown, expected, strict=True):
        np.testing.assert_array_equal(picture, record.images[sample, ..., 0])
    said = words(figure)
    assert "most visited" in said and "least visited" in said
    times = [times_uniform(float(record.p_visit[sample]) * 40) for sample in expected]
    assert [word for word in said if word.endswith("×") and word[-3].isdigit()] == times


def test_the_distribution_stands_against_uniform_visits():
    record = a_visits()
    figure = figures.draw(record)
    chart = next(axes for axes in all_axes(figure) if axes.get_ylabel() == "visits (× uniform)")
    (steps,) = chart.patches
    np.testing.assert_allclose(steps.get_data().values, np.sort(record.p_visit)[::-1] * 40, rtol=1e-5)
    assert to_hex(steps.get_facecolor()) == style.UNLABELLED.lower()
    assert list(chart.lines[0].get_ydata()) == [1, 1]


def test_the_entropy_is_drawn_as_a_share_of_the_most_there_is():
    uniform = a_visits(p_visit=np.full(40, 1 / 40, "f4"))
    for record in (a_visits(), uniform):
        (page,) = (figure := figures.draw(record)).axes
        whole, filled = [bar for bar in page.patches if bar.get_height() == pytest.approx(0.1)]
        assert filled.get_width() / whole.get_width() == pytest.approx(record.entropy / np.log(40), rel=1e-5)
        assert any(word.startswith(f"entropy {record.entropy:.2f} nats") for word in words(figure))
    assert "100 % of log |B| = 3.69" in " ".join(words(figures.draw(uniform)))


def test_the_chart_stands_beside_the_thumbnails_in_two_columns_and_below_in_one():
    def chart_and_thumbnail(width):
        figure = figures.draw(a_visits(), width=width)
        figure.canvas.draw()
        chart = next(axes for axes in all_axes(figure) if axes.get_ylabel())
        return chart.get_window_extent(), figure.axes[0].images[-1].get_window_extent()

    chart, last = chart_and_thumbnail("two-columns")
    assert chart.x0 > last.x1
    chart, last = chart_and_thumbnail("one-column")
    assert chart.y1 < last.y0


def test_numbers_of_visits_read_well():
    assert [times_uniform(x) for x in (18.2, 2.34, 0.5, 0.043, 1e-9, 0.0)] == [
        *("18 ×", "2.3 ×", "0.5 ×", "0.043 ×", "<0.01 ×", "0 ×"),
    ]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"p_visit": np.zeros(0, "f4"), "images": None}, "there are no visits to draw"),
        ({"p_visit": np.array([0.5, np.nan], "f4")}, "the visits of this record are not all finite"),
        (
            {"images": images(40)[..., 0]},
            r"images are uint8 of shape \(n, h, w, 1 or 3\), got uint8 of shape",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_sentence(more, sentence):
    with pytest.raises(BadInput, match=sentence):
        figures.draw(a_visits(**more))
