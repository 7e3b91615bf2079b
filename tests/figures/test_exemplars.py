import numpy as np
import pytest
from drawn_records import an_exemplars, assert_legible, words
from matplotlib.colors import to_hex

from lbaviz import figures, plots
from lbaviz.errors import BadInput
from lbaviz.figures import style


def shown(figure) -> list:
    return [np.asarray(picture.get_array())[..., 0] for picture in figure.axes[0].images]


def test_a_row_has_the_images_of_a_cluster_its_size_and_its_class():
    record = an_exemplars()
    figure = figures.draw(record)
    assert_legible(figure)
    there = [(cluster, rank) for cluster in record.order for rank in range(10) if record.indices[cluster, rank] >= 0]
    assert len(there) == 93  # one cluster has three images
    for picture, at in zip(shown(figure), there, strict=True):
        np.testing.assert_array_equal(picture, record.images[at][..., 0])
    said = words(figure)
    assert said.index("cluster 7: airplane") < said.index("cluster 8: automobile") and "1,180 images" in said


def test_images_of_another_class_are_dashed_and_crossed_where_classes_are_known():
    record = an_exemplars()
    figure = figures.draw(record)
    frames = figure.axes[0].patches
    assert len(frames) == record.wrong.sum() == words(figure).count("✗")
    assert {to_hex(frame.get_edgecolor()) for frame in frames} == {style.WRONG_INK.lower()}
    unknown = figures.draw(an_exemplars(labels=None, majority=None), clusters=[4, 0], count=3)
    assert not unknown.axes[0].patches and len(shown(unknown)) == 6
    assert "cluster 4" in words(unknown) and "dashed" not in " ".join(words(unknown))


def test_one_column_holds_a_row_too():
    record = an_exemplars(class_names=("a long name of a class",) * 10)
    assert_legible(figures.draw(record, width="one-column", clusters=[0, 1, 9]))


def test_a_chart_of_exemplars_has_the_same_rows_and_answers_to_the_pointer():
    record = an_exemplars()
    figure = plots.draw(record, clusters=[9, 2])
    assert len(figure.layout.images) == 3 + 10 and len(figure.layout.shapes) == record.wrong[[9, 2]].sum()
    assert figure.data[1].hovertext[0].startswith("sample 20<br>probability 1<br>class dog")
    assert figure.layout.annotations[1].text == "<b>cluster 2: dog</b><br>980 images"


@pytest.mark.parametrize("draw", [figures.draw, plots.draw])
@pytest.mark.parametrize(
    ("more", "options", "sentence"),
    [
        ({"images": None}, {}, "exemplars show images and this record has none"),
        ({}, {"count": 11}, "count=11 images of a cluster cannot be shown: the record has 10, choose 1 to 10"),
        ({}, {"clusters": [10]}, "there is no cluster 10: the record has clusters 0 to 9"),
        ({}, {"clusters": []}, "no cluster was chosen"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_sentence(draw, more, options, sentence):
    with pytest.raises(BadInput, match=sentence):
        draw(an_exemplars(**more), **options)
