from itertools import pairwise

import numpy as np
import pytest

from lbaviz import figures
from lbaviz.errors import BadInput
from lbaviz.figures import bars, matrices, panels
from lbaviz.records import Bars, Matrix, SampleRow

RANDOM = np.random.RandomState(0)


def row(role: str, labels: list[int]) -> SampleRow:
    images = RANDOM.randint(0, 255, (len(labels), 8, 8, 1)).astype(np.uint8)
    return SampleRow(role, images, np.array(labels))


A, B = row("a", [3, 3, 8]), row("b", [3, 8, 8, 9])
MATRIX = Matrix(RANDOM.rand(3, 4), A, B, "P(A → B)", low=0, high=1)
BARS = Bars(RANDOM.rand(4), B, "visits", 0.25, "1 / |B|")


def test_a_matrix_shows_every_number_and_frames_the_pairs_of_one_class():
    figure = figures.draw(MATRIX)
    (ax,) = figure.axes
    numbers = [text.get_text() for text in ax.texts]
    assert [f"{value:.2f}" for value in MATRIX.values.ravel()] == numbers[:-1] and numbers[-1] == "P(A → B)"
    boxes = {(p.get_x(), p.get_y(), p.get_width(), p.get_height()) for p in ax.patches}
    assert boxes == {(0, 1, 1, 2), (1, 0, 2, 1)}  # rows count from the top: threes above, eights below


def test_bars_stand_over_their_samples_and_name_their_level():
    (ax,) = figures.draw(BARS).axes
    (plot,) = ax.child_axes
    assert [bar.get_height() for bar in plot.patches] == pytest.approx(BARS.values)
    assert "1 / |B|" in [text.get_text() for text in plot.texts]


def test_pictures_side_by_side_share_their_scale_and_do_not_overlap():
    figure = figures.draw([MATRIX, BARS, MATRIX])
    assert figure.get_figwidth() <= panels.WIDTH + 0.01
    places = [ax.get_position(original=True) for ax in figure.axes]
    assert all(left.x1 < right.x0 for left, right in pairwise(places)) and places[-1].x1 <= 1
    cells = [p.width * figure.get_figwidth() / s for p, s in zip(places, widths(MATRIX, BARS, MATRIX), strict=True)]
    assert cells == pytest.approx([cells[0]] * 3)
    assert figure._repr_png_()


def widths(*records) -> list[float]:
    return [(matrices if isinstance(record, Matrix) else bars).size(record)[0] for record in records]


def test_one_picture_fits_into_axes_of_the_readers_own():
    figure = figures.style.new_figure(4, 3)
    assert figures.draw(MATRIX, figure.add_axes((0, 0, 1, 1))) is figure


@pytest.mark.parametrize(
    ("records", "sentence"), [([], "nothing to draw"), ([MATRIX, 3], "a int has no place in a row of pictures")]
)
def test_what_has_no_picture_is_refused_with_a_sentence(records, sentence):
    with pytest.raises(BadInput, match=sentence):
        figures.draw(records)
