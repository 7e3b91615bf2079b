import numpy as np
import pytest
from drawn_records import a_confusion, a_layers, all_axes, words
from matplotlib.colors import to_hex

from lbaviz import figures, plots
from lbaviz.errors import BadInput
from lbaviz.figures import style

FLAGS = {100: ("", "", ""), 200: ("", "vanishing", ""), 0: ("", "", ""), 300: ("", "vanishing", "exploding")}


def over_time() -> list:
    """Return layers of four steps, out of order, whose norms tell step and layer: 10^layer (1 + step)."""
    norms = {step: np.array([(1 + step) * 10.0**i for i in range(3)], "f4") for step in FLAGS}
    return [a_layers(step=step, gradient_norm=norms[step], flags=flags) for step, flags in FLAGS.items()]


def gradients(figure):
    return [axes for axes in all_axes(figure) if axes.get_xlabel() == "step"][1]


def test_norms_over_time_are_a_line_a_layer_with_flagged_gradients_marked():
    figure = figures.draw(over_time())
    charts = [axes for axes in all_axes(figure) if axes.get_xlabel() == "step"]
    assert len(charts) == 3 and all(len(axes.lines) == 3 and axes.get_yscale() == "log" for axes in charts)
    for i, line in enumerate(gradients(figure).lines):
        assert list(line.get_xdata()) == [0, 100, 200, 300]
        np.testing.assert_allclose(line.get_ydata(), [10.0**i, 101 * 10.0**i, 201 * 10.0**i, 301 * 10.0**i])
    (marks,) = gradients(figure).collections
    np.testing.assert_allclose(sorted(marks.get_offsets().tolist()), [[200, 2010], [300, 3010], [300, 30100]])
    assert to_hex(marks.get_edgecolors()[0]) == style.WRONG_INK.lower()
    said = " ".join(words(figure))
    assert "vanishing in features.1 from step 200 on, exploding in features.2 from step 300 on: lower the" in said
    assert {"features.0", "features.1", "features.2"} <= set(words(figure))


def test_what_is_not_finite_leaves_a_gap_and_its_mark():
    records = over_time()
    records[1].gradient_norm[1] = np.inf
    figure = figures.draw(records)
    assert (
        np.isnan(gradients(figure).lines[1].get_ydata()[2]) and len(gradients(figure).collections[0].get_offsets()) == 3
    )


def test_the_chart_tells_the_same():
    figure = plots.draw(over_time())
    assert len(figure.data) == 9 and figure.layout.yaxis2.type == "log"
    trace = next(one for one in figure.data if one.name == "features.1" and one.xaxis == "x2")
    np.testing.assert_allclose(trace.y, [10, 1010, 2010, 3010])
    assert list(trace.marker.symbol) == ["circle", "circle", "x", "x"] and trace.customdata[2] == "vanishing"
    assert "vanishing in features.1 from step 200 on" in figure.layout.title.text


@pytest.mark.parametrize("draw", [figures.draw, plots.draw])
@pytest.mark.parametrize(
    ("records", "sentence"),
    [
        ([a_layers(step=3)], "need two or more steps, each once, got 3"),
        ([a_layers(step=3), a_layers(step=3)], "each once, got 3, 3"),
        ([a_layers(step=3), a_layers()], "got 3, no step"),
        ([a_layers(step=3), a_layers(4, step=4)], "different networks"),
        ([a_layers(step=3), a_confusion()], "got a Confusion: give Layers alone"),
    ],
)
def test_what_is_no_course_of_time_is_refused(records, sentence, draw):
    with pytest.raises(BadInput, match=sentence):
        draw(records)
