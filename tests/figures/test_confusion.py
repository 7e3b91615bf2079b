from dataclasses import replace

import numpy as np
import pytest
from drawn_records import a_confusion, mesh_of, words

from lbaviz import figures
from lbaviz.errors import BadInput
from lbaviz.figures.class_matrix import number


def pictures(figure) -> list:
    return [np.asarray(picture.get_array())[..., 0] for picture in figure.axes[0].images]


def test_labelled_samples_stand_top_left_mistakes_bottom_left_and_the_matrix_right():
    record = a_confusion()
    figure = figures.draw(record)
    shown = pictures(figure)
    assert len(shown) == 100 + 40
    for i in range(100):  # ten of each class, class by class
        sample = np.flatnonzero(record.labelled_labels == i // 10)[i % 10]
        np.testing.assert_array_equal(shown[i], record.labelled_images[sample, ..., 0])
    first = record.wrong[0]
    np.testing.assert_array_equal(shown[100], record.images[first, ..., 0])
    figure.canvas.draw()
    tops = [picture.get_extent()[3] for picture in figure.axes[0].images]
    assert min(tops[:100]) > max(tops[100:])
    rights = [picture.get_window_extent().x1 for picture in figure.axes[0].images]
    assert max(rights) < mesh_of(figure).axes.get_window_extent().x0
    said = words(figure)
    assert "labelled samples (10 a class)" in said and "40 of 58 mistakes (class→taken for)" in said
    assert f"{record.labels[first]}→{record.predicted[first]}" in said and "0 airplane" in said


def test_counts_and_shares_stand_in_the_cells_and_nothing_where_nothing_happened():
    record = a_confusion()
    counts = [text.get_text() for text in mesh_of(figures.draw(record)).axes.texts]
    assert counts == [str(count) for count in record.counts.ravel() if count]
    shares = [text.get_text() for text in mesh_of(figures.draw(record, values="share")).axes.texts]
    expected = 100 * record.normalised[record.counts > 0]
    assert shares == [f"{x:.0f}" if x >= 9.95 else f"{x:.1f}" for x in expected]
    assert mesh_of(figures.draw(record)).cmap.name == "viridis"


def test_a_class_that_does_not_occur_is_an_empty_row():
    record = a_confusion()
    labels = np.where(record.labels == 4, 5, record.labels)
    counts = np.zeros_like(record.counts)
    np.add.at(counts, (labels, record.predicted), 1)
    record = replace(record, labels=labels, counts=counts)
    axes = mesh_of(figures.draw(record, values="share")).axes
    dashes = [text for text in axes.texts if text.get_text() == "–"]
    assert len(dashes) == 10 and {text.get_position()[1] for text in dashes} == {4.5}
    assert number(float("nan"), "share") == "–"


def test_a_cell_shows_its_own_samples():
    record = a_confusion()
    figure = figures.draw(record, cell=("airplane", 3))
    samples = record.samples(0, 3)
    shown = pictures(figure)[100:]
    assert len(shown) == len(samples) and f"“airplane” taken for “cat”: {len(samples)}" in words(figure)
    np.testing.assert_array_equal(shown[-1], record.images[samples[-1], ..., 0])


def test_without_images_there_is_the_matrix_alone():
    for figure in (figures.draw(a_confusion(with_images=False)), figures.draw(a_confusion(), images=False)):
        assert not figure.axes[0].images and "airplane" in words(figure)
        assert mesh_of(figure).axes.get_window_extent().x0 < 200


def test_classes_whose_names_have_no_room_go_by_number():
    said = words(figures.draw(a_confusion(n=2000, classes=43), width="one-column"))
    assert "taken for (class numbers)" in said and "42" in said and "labelled samples (2 a class)" in said


@pytest.mark.parametrize(
    ("record", "options", "sentence"),
    [
        (a_confusion(), {"values": "per cent"}, "values='per cent' is not known: choose 'counts' or 'share'"),
        (a_confusion(n=0), {}, "the confusion matrix is empty"),
        (a_confusion(), {"cell": (0, 1)}, "no sample of class 'airplane' was taken for 'automobile'"),
        (a_confusion(), {"cell": ("boat", 1)}, "there is no class 'boat'"),
        (a_confusion(with_images=False), {"cell": (0, 3)}, "a cell shows its images and this record has none"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_sentence(record, options, sentence):
    with pytest.raises(BadInput, match=sentence):
        figures.draw(record, **options)
