from dataclasses import replace

import numpy as np
import pytest
from drawn_records import (
    a_confusion,
    a_layers,
    a_neighbors,
    a_projection,
    a_visits,
    a_walk,
    all_axes,
    an_accuracy,
    an_mmd,
    assert_legible,
    mesh_of,
    words,
)

from lbaviz import figures
from lbaviz.errors import BadInput
from lbaviz.figures import page, style

LONG = tuple(f"a rather long name of class {i}" for i in range(10))
PICTURES = {
    "visits": (a_visits(), {}),
    "visits without images": (a_visits(images=None), {}),
    "neighbors": (a_neighbors(class_names=LONG), {"never_labelled": [LONG[1]]}),
    "projection": (a_projection(class_names=tuple("0123456789")), {}),
    "projection of many classes": (a_projection(n=430, classes=43, class_names=LONG), {}),
    "layouts": ([a_projection(step=step) for step in (0, 500, 1000)], {"colour": "correctness"}),
    "confusion": (a_confusion(), {}),
    "confusion of shares": (a_confusion(), {"values": "share"}),
    "confusion of 43 classes": (a_confusion(n=2000, classes=43), {}),
    "confusion without images": (a_confusion(with_images=False), {}),
    "mmd": (an_mmd(), {}),
    "mmd without a test": (an_mmd(0), {}),
    "accuracy": (an_accuracy(), {}),
    "accuracy of 43 classes": (an_accuracy(43), {}),
    "layers": (a_layers(), {}),
    "ten layers": (a_layers(10, channels=3), {}),
    "layers over time": ([a_layers(10, step=step) for step in (0, 100, 200)], {}),
    "returns": (a_walk(), {"what": "returns"}),
    "difference": ([a_walk(0), a_walk(3)], {"what": "difference"}),
    "walk": (a_walk(12_000), {}),
}


@pytest.mark.parametrize("width", ["one-column", "two-columns"])
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_has_the_papers_width_and_no_text_overlaps_or_is_cut(name, width):
    record, options = PICTURES[name]
    figure = figures.draw(record, width=width, **options)
    assert figure.get_figwidth() == pytest.approx({"one-column": 3.4, "two-columns": 7.0}[width])
    assert_legible(figure)


@pytest.mark.parametrize(
    "name", ["visits", "neighbors", "confusion", "accuracy", "layers", "layers over time", "layouts", "difference"]
)
def test_a_picture_fits_into_axes_of_the_readers_own(name):
    record, options = PICTURES[name]
    figure = style.new_figure(8, 3)
    ax = figure.add_axes((0.5, 0.1, 0.45, 0.85))
    assert figures.draw(record, ax, **options) is figure and figure.axes[0] is ax
    figure.canvas.draw()
    place = ax.get_window_extent()
    for axes in all_axes(figure):
        inside = axes.get_window_extent()
        assert inside.x0 >= place.x0 - 1 and inside.x1 <= place.x1 + 1 and inside.y0 >= place.y0 - 1
    assert_legible(figure)


@pytest.mark.parametrize("ending", ["pdf", "svg", "png"])
def test_a_figure_is_saved_with_truetype_fonts_and_text_as_text(ending, tmp_path):
    path = figures.save(figures.draw(a_confusion()), tmp_path / f"confusion.{ending}")
    data = path.read_bytes()
    assert data.startswith({"pdf": b"%PDF", "svg": b"<?xml", "png": b"\x89PNG"}[ending])
    if ending == "pdf":
        assert b"/Type3" not in data and b"/FontFile2" in data and b"/CIDFontType2" in data  # Type 42: TrueType
    if ending == "svg":
        assert b">Confusion</text>" in data


def test_a_figure_that_cannot_be_saved_says_why(tmp_path):
    figure = figures.draw(an_mmd(0))
    with pytest.raises(BadInput, match=r"saved as \.pdf, \.svg or \.png, got 'mmd\.bmp'"):
        figures.save(figure, tmp_path / "mmd.bmp")
    with pytest.raises(BadInput, match=r"mmd\.pdf cannot be written \(No such file or directory\)"):
        figures.save(figure, tmp_path / "nowhere" / "mmd.pdf")


@pytest.mark.parametrize(
    ("record", "options", "sentence"),
    [
        (a_visits(), {"width": "three-columns"}, "width='three-columns' is not known: choose 'one-column'"),
        (a_visits(), {"width": 0}, "width=0 is not known"),
        (a_visits(), {"colour": "label"}, "a Visits is drawn without an option 'colour': choose among width, count"),
        ([a_walk()], {}, "before and after are two walks, got 1"),
        ([a_walk(), a_walk(3)], {"what": "losses"}, "what='losses' is not known for two walks"),
        ([a_walk(), a_walk(3)], {"arrange": "above"}, "choose 'stacked' or 'beside'"),
        ([a_walk(), a_walk(3, classes=3)], {"what": "difference"}, "10 classes cannot be compared with 3"),
        (a_walk(), {"what": "difference"}, "what='difference' is not known: choose 'walk' or 'returns'"),
        (replace(a_walk(), labels=None), {"what": "returns"}, "needs the labels of the labelled samples"),
    ],
)
def test_options_that_cannot_be_are_refused_with_a_sentence(record, options, sentence):
    with pytest.raises(BadInput, match=sentence):
        figures.draw(record, **options)


def test_words_are_wrapped_with_their_units_and_cut_with_dots():
    lines = page.wrapped("error 3.90 % of many · and so on", 0.75)
    assert " ".join(lines) == "error 3.90 % of many · and so on" and len(lines) > 2
    assert not any(line.startswith(("%", "·")) for line in lines)
    assert page.fitted("a rather long name", 0.5) == "a rather…" or page.fitted("a rather long name", 0.5).endswith("…")
    assert page.measure(page.fitted("a rather long name", 0.5), 7) <= 0.5


def test_before_and_after_stand_above_each_other_or_side_by_side():
    stacked = figures.draw([a_walk(0), a_walk(3)])
    top, bottom = (axes.get_window_extent() for axes in stacked.axes[0].child_axes)
    assert top.y0 > bottom.y1 and top.x0 == pytest.approx(bottom.x0)
    assert {"step 0", "step 3"} == {word.split(" ·")[0] for word in words(stacked) if word.startswith("step")}
    beside = figures.draw([a_walk(0), a_walk(3)], arrange="beside", width=14)
    left, right = (axes.get_window_extent() for axes in beside.axes[0].child_axes)
    assert left.x1 < right.x0 and left.y1 == pytest.approx(right.y1)
    assert_legible(beside)


def test_the_difference_is_signed_and_white_where_nothing_changed():
    before, after = a_walk(0), a_walk(3)
    figure = figures.draw([before, after], what="difference")
    mesh = mesh_of(figure)
    expected = after.return_matrix() - before.return_matrix()
    np.testing.assert_allclose(np.asarray(mesh.get_array()).reshape(10, 10), expected, rtol=1e-5)
    np.testing.assert_allclose(mesh.cmap(mesh.norm(0.0)), (1, 1, 1, 1), atol=0.01)
    signs = [f"{100 * value:+.0f}".replace("-", "−") for value in expected.ravel() if abs(100 * value) >= 0.5]
    assert [text.get_text() for text in mesh.axes.texts] == signs
    assert "step 3 minus step 0 · percentage points; red is more, blue is less" in " ".join(words(figure))


def test_the_same_walk_twice_differs_nowhere():
    figure = figures.draw([a_walk(2), a_walk(2)], what="difference")
    assert not mesh_of(figure).axes.texts and not mesh_of(figure).get_array().any()
    assert "second minus first, both at step 2" in " ".join(words(figure))
