import numpy as np
import pytest
from drawn_records import a_trace, assert_legible, words

from lbaviz import figures, plots
from lbaviz.errors import BadInput
from lbaviz.figures.edges import shown


def test_a_trace_is_the_graph_in_which_only_its_walk_is_lit():
    record = a_trace(start=3)
    walk = shown(record.picture(top_k=16))
    assert set(walk.there.start) == {3} and walk.bright[0] == {3}
    for b, probability in zip(walk.there.end, walk.there.probability, strict=True):
        assert probability == record.p_turn[b]
    ends = np.zeros(len(record.p_end))
    np.add.at(ends, walk.back.end, walk.back.weight)  # ten samples of A: no edge is left out
    reached = sorted(walk.there.end)
    np.testing.assert_allclose(ends, record.p_turn[reached] @ record.p_ba[reached], rtol=1e-5)
    assert (walk.back.wrong == (record.labels[walk.back.end] != record.home)).all()


@pytest.mark.parametrize("width", ["one-column", "two-columns"])
def test_a_printed_trace_says_how_much_of_it_comes_home(width):
    record = a_trace()
    figure = figures.draw(record, width=width)
    assert_legible(figure)
    share = f"{100 * record.p_class[record.home]:.0f} %"
    assert f"“{record.class_names[record.home]}” comes home: {share}" in words(figure)
    assert any("another class" in word for word in words(figure))


def test_a_charted_trace_stands_the_likeliest_turns_beside_the_classes_of_arrival():
    record = a_trace()
    turns, ends = plots.draw(record, count=4).data
    np.testing.assert_array_equal([int(sample) for sample in turns.x], np.argsort(-record.p_turn)[:4])
    np.testing.assert_allclose(turns.y, np.sort(record.p_turn)[::-1][:4])
    np.testing.assert_allclose(ends.y, record.p_class)
    assert ends.x[record.home] == record.class_names[record.home]
    assert [i for i, colour in enumerate(ends.marker.color) if colour != ends.marker.color[-1]] == [record.home]


def test_a_sample_that_is_not_there_cannot_be_selected():
    picture = a_trace().picture()
    for selected in (-1, 50, "x"):
        with pytest.raises(BadInput, match=f"selected is {selected!r}, but the walk has samples 0 to 49"):
            figures.draw(picture, selected=selected)
    with pytest.raises(BadInput, match="top_k is 0, but it is how many edges"):
        figures.draw(picture, top_k=0)
