import numpy as np
import pytest
from drawn_records import NAMES, a_neighbors, words
from matplotlib.colors import to_hex

from lbaviz import figures
from lbaviz.errors import BadInput
from lbaviz.figures import style


def frames(figure) -> list:
    return [(to_hex(box.get_edgecolor()), box.get_linestyle()) for box in figure.axes[0].patches]


def test_the_query_stands_left_and_its_neighbours_follow_with_their_similarities():
    record = a_neighbors()
    figure = figures.draw(record, queries=[2, 7])
    pictures = figure.axes[0].images
    assert len(pictures) == 2 * 6
    for row, query in enumerate((2, 7)):
        mine = pictures[6 * row : 6 * row + 6]
        lefts = [picture.get_extent()[0] for picture in mine]
        assert lefts == sorted(lefts)
        np.testing.assert_array_equal(np.asarray(mine[0].get_array())[..., 0], record.query_images[query, ..., 0])
        for picture, sample in zip(mine[1:], record.indices[query], strict=True):
            np.testing.assert_array_equal(
                np.asarray(picture.get_array())[..., 0], record.gallery_images[sample, ..., 0]
            )
    said = words(figure)
    assert [f"{x:.2f}" for x in record.similarities[[2, 7]].ravel()] == [w for w in said if w.startswith("0.")]


def test_right_and_wrong_are_told_by_colour_and_by_mark():
    record = a_neighbors()
    figure = figures.draw(record, queries=[0, 1, 2])
    right = record.right[:3]
    said = words(figure)
    assert said.count("✓") == right.sum() and said.count("✗") == (~right).sum()
    neighbours = [box for i, box in enumerate(frames(figure)) if i % 6]
    expected = [style.LABELLED if ok else style.WRONG_INK for ok in right.ravel()]
    assert [colour for colour, _ in neighbours] == [colour.lower() for colour in expected]
    assert [dashes not in ("-", "solid") for _, dashes in neighbours] == [not ok for ok in right.ravel()]


def test_without_labels_nothing_is_marked():
    figure = figures.draw(a_neighbors(query_labels=None, gallery_labels=None), queries=[0])
    assert not {"✓", "✗"} & set(words(figure)) and style.WRONG_INK.lower() not in dict(frames(figure))


def test_queries_of_classes_that_were_never_labelled_stand_below_their_own_heading():
    figure = figures.draw(a_neighbors(), never_labelled=["truck", 3], rows=6)
    found = {text.get_text(): text.get_position()[1] for text in figure.axes[0].texts}
    assert found["classes with labels"] > found["classes that were never labelled"]
    queries = [
        text for text in figure.axes[0].texts if to_hex(text.get_color()) == style.INK and text.get_text() in NAMES
    ]
    below = {text.get_text() for text in queries if text.get_position()[1] < found["classes that were never labelled"]}
    above = {text.get_text() for text in queries} - below
    assert below == {"truck", "cat"} and above and not above & {"truck", "cat"}
    assert "classes that were never labelled" not in words(figures.draw(a_neighbors()))


def test_by_default_the_rows_are_spread_over_all_queries():
    figure = figures.draw(a_neighbors(n=100), rows=4, k=2, width="two-columns")
    assert len(figure.axes[0].images) == 4 * 3
    assert "4 of 100 queries" in " ".join(words(figure))


@pytest.mark.parametrize(
    ("more", "options", "sentence"),
    [
        ({"query_images": None}, {}, "a figure of neighbours shows images and this record has none"),
        ({}, {"queries": []}, "no query was chosen"),
        ({}, {"queries": [12]}, "there is no query 12: the record has queries 0 to 11"),
        ({}, {"k": 6}, "k=6 neighbours cannot be drawn: the record has 5"),
        ({"query_labels": np.zeros(12, int)}, {"classes": ["ship"]}, "class 'ship' never occurs among the queries"),
        ({}, {"classes": ["boat"]}, "there is no class 'boat': choose among airplane, automobile"),
        ({}, {"never_labelled": [10]}, "there is no class 10"),
        ({"query_labels": None}, {"never_labelled": [1]}, "only where the record has query_labels"),
        ({"similarities": np.full((12, 5), np.nan)}, {}, "similarities of this record are not all finite"),
        ({"indices": np.zeros((0, 5), int), "similarities": np.zeros((0, 5))}, {}, "there are no similarities to draw"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_sentence(more, options, sentence):
    with pytest.raises(BadInput, match=sentence):
        figures.draw(a_neighbors(**more), **options)
