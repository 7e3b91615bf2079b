import numpy as np
import pytest
from drawn_records import NAMES, a_projection, all_axes, words
from matplotlib.colors import to_hex

from lbaviz import figures
from lbaviz.errors import BadInput
from lbaviz.groups import COLOURS, REST, RING, SOURCE, TARGET, groups


def layouts(figure) -> list:
    return [axes for axes in all_axes(figure) if axes is not figure.axes[0]]


def drawn(axes) -> dict:
    """Return for each group its colour and its positions."""
    found = {}
    for dots in axes.collections:
        mine = found.setdefault(dots.get_label(), (to_hex(dots.get_facecolor()[0]), []))
        mine[1].extend(dots.get_offsets().tolist())
    return {name: (colour, np.array(positions)) for name, (colour, positions) in found.items()}


def test_every_class_has_its_colour_its_mark_and_a_place_in_the_legend():
    record = a_projection()
    figure = figures.draw(record)
    (axes,) = layouts(figure)
    groups_drawn = drawn(axes)
    assert set(groups_drawn) == set(NAMES) <= set(words(figure))
    for label, name in enumerate(NAMES):
        colour, positions = groups_drawn[name]
        assert colour == COLOURS[label].lower()
        mine = record.positions[record.labels == label]
        np.testing.assert_allclose(np.sort(positions, axis=0), np.sort(mine, axis=0), rtol=1e-6)
    shapes = {dots.get_label(): dots.get_paths()[0].vertices.tobytes() for dots in axes.collections}
    assert len(set(shapes.values())) == 10


def test_names_of_one_letter_are_the_marks():
    (axes,) = layouts(figures.draw(a_projection(class_names=tuple("0123456789"))))
    shapes = {dots.get_label(): dots.get_paths()[0] for dots in axes.collections}
    assert len(shapes["8"].to_polygons()) == 3 and len(shapes["1"].to_polygons()) == 1  # an 8 has two holes


def test_the_caption_says_how_it_was_made_and_that_such_layouts_lie():
    record = a_projection()
    said = " ".join(words(figures.draw(record)))
    assert record.caption in said and "sizes of clusters and gaps between them mean little" in said
    assert "perplexity" not in " ".join(words(figures.draw(record, caption=False)))


def test_domains_are_red_and_blue_as_in_the_paper():
    record = a_projection(domains=np.arange(200) % 2)
    found = drawn(layouts(figures.draw(record))[0])
    assert {name: colour for name, (colour, _) in found.items()} == {"source": SOURCE.lower(), "target": TARGET.lower()}
    assert len(found["source"][1]) == 100


def test_in_a_domains_colour_the_mark_says_the_class():
    record = a_projection(domains=np.arange(200) // 100, domain_names=("mnist", "svhn"))
    found = groups(record)
    assert {(group.name, group.colour) for group in found} == {("mnist", SOURCE), ("svhn", TARGET)}
    for group in found:
        assert set(record.labels[group.members]) == {NAMES.index(group.sign)} == {group.mark}
        assert set(record.domains[group.members]) == {("mnist", "svhn").index(group.name)}
    assert sum(len(group.members) for group in found) == 200
    said = words(figures.draw(record))
    assert {"mnist", "svhn", *NAMES} <= set(said)
    letters = figures.draw(a_projection(domains=np.arange(200) // 100, class_names=tuple("0123456789")))
    assert "source" in words(letters) and "7" not in words(letters), "a letter is its own legend"
    (axes,) = layouts(letters)
    assert len({dots.get_paths()[0].vertices.tobytes() for dots in axes.collections}) == 10


def test_in_a_classs_colour_the_mark_says_the_domain():
    record = a_projection(domains=np.arange(200) // 100, domain_names=("mnist", "svhn"))
    for group in groups(record, "label"):
        label = NAMES.index(group.name)
        assert group.colour == COLOURS[label] and group.mark == {"mnist": 0, "svhn": RING}[group.sign]
        mine = (record.labels == label) & (record.domains == ("mnist", "svhn").index(group.sign))
        np.testing.assert_array_equal(group.members, np.flatnonzero(mine))
    figure = figures.draw(record, colour="label")
    assert {"mnist", "svhn", *NAMES} <= set(words(figure))
    (axes,) = layouts(figure)
    shapes = [dots.get_paths()[0] for dots in axes.collections]
    assert {len(shape.to_polygons()) for shape in shapes} == {1, 2}, "a ring has a hole"


def test_domains_of_unknown_or_of_many_classes_are_told_by_colour():
    domains = np.arange(200) % 2
    half = a_projection(domains=domains, labels=np.where(domains == 0, np.arange(200) % 10, -1))
    unknown = [group for group in groups(half) if not group.sign]
    assert [(group.name, len(group.members)) for group in unknown] == [("target", 100)]
    signs = a_projection(n=430, classes=43, domains=np.arange(430) % 2, class_names=tuple(f"c{i}" for i in range(43)))
    assert [(group.name, group.sign, len(group.members)) for group in groups(signs)] == [
        ("source", "", 215),
        ("target", "", 215),
    ]


def test_right_and_wrong_predictions_differ_in_colour_and_mark():
    record = a_projection(labels=np.where(np.arange(200) < 20, -1, np.arange(200) % 10))
    found = {group.name: group for group in groups(record, "correctness")}
    assert set(found) == {"no label", "right", "wrong"} and len(found["no label"].members) == 20
    np.testing.assert_array_equal(found["wrong"].members, [i for i in range(20, 200) if i % 4 == 0])
    assert found["right"].mark != found["wrong"].mark
    assert {"right", "wrong", "no label"} <= set(words(figures.draw(record, colour="correctness")))


def test_beyond_ten_classes_the_others_step_back():
    record = a_projection(n=430, classes=43, class_names=tuple(f"c{i}" for i in range(43)))
    found = drawn(layouts(figures.draw(record))[0])
    assert (
        len(found) == 11 and found["33 other classes"][0] == REST.lower() and len(found["33 other classes"][1]) == 330
    )
    chosen = drawn(layouts(figures.draw(record, classes=["c40", 2]))[0])
    assert set(chosen) == {"c40", "c2", "41 other classes"} and chosen["c40"][0] != chosen["c2"][0]


def test_several_layouts_stand_side_by_side_on_one_scale():
    records = [a_projection(step=step, spread=spread) for step, spread in ((0, 1), (500, 2), (1000, 5))]
    figure = figures.draw(records, titles=["source only", "associated", "MMD"])
    figure.canvas.draw()
    charts = sorted(layouts(figure), key=lambda axes: axes.get_window_extent().x0)
    assert len({(axes.get_xlim(), axes.get_ylim()) for axes in charts}) == 1
    low, high = charts[0].get_xlim()
    assert all(low < record.positions[:, 0].min() and record.positions[:, 0].max() < high for record in records)
    boxes = [axes.get_window_extent() for axes in charts]
    assert boxes[0].x1 < boxes[1].x0 and boxes[1].x1 < boxes[2].x0 and boxes[0].y0 == pytest.approx(boxes[2].y0)
    assert {"source only", "associated", "MMD"} <= set(words(figure))
    assert {"t-SNE, step 0", "t-SNE, step 500"} <= set(words(figures.draw(records)))


@pytest.mark.parametrize(
    ("record", "options", "sentence"),
    [
        (a_projection(), {"colour": "hue"}, "colour='hue' is not known: choose 'label', 'domain'"),
        (a_projection(), {"colour": "domain"}, "colour='domain' needs every sample's domain"),
        (a_projection(labels=None), {"colour": "correctness"}, "colour='correctness' needs every sample's label"),
        (a_projection(), {"classes": []}, "0 classes were chosen"),
        (a_projection(labels=np.zeros(200, int)), {"classes": ["cat"]}, "class 'cat' never occurs in this projection"),
        (a_projection(), {"classes": ["boat"]}, "there is no class 'boat'"),
        (a_projection(), {"classes": [1], "colour": "correctness"}, "classes= belongs to colour='label'"),
        (a_projection(n=0), {}, "there are no positions to draw"),
        ([a_projection(), 3], {}, "layouts side by side are Projection records, got a int"),
        ([a_projection()], {"titles": ["a", "b"]}, "2 titles do not fit 1 layouts"),
        (a_projection(positions=np.full((200, 2), np.inf)), {}, "positions of this record are not all finite"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_sentence(record, options, sentence):
    with pytest.raises(BadInput, match=sentence):
        figures.draw(record, **options)


CLUSTERS = tuple(f"cluster {i}" for i in range(3))


def with_centroids(step: int = 100, **more):
    anchors = np.random.default_rng(step).normal(size=(6, 2)).astype("f4")
    unknown = np.full(200, -1)
    shown = {"labels": unknown, "predicted": np.arange(200) % 3, "class_names": CLUSTERS, "method": "pca"}
    return a_projection(step=step, **{**shown, "anchors": anchors, "anchor_labels": np.repeat(range(3), 2), **more})


def test_centroids_are_diamonds_with_their_number_in_the_colour_of_their_cluster():
    record = with_centroids()
    figure = figures.draw(record)
    (axes,) = layouts(figure)
    colours = [to_hex(dots.get_facecolor()[0]) for dots in axes.collections if dots.get_label() == "centroids"]
    assert colours == [COLOURS[i].lower() for i in (0, 0, 1, 1, 2, 2)], (
        "no label is known, so the colour says the cluster"
    )
    places = [dots.get_offsets()[0] for dots in axes.collections if dots.get_label() == "centroids"]
    np.testing.assert_allclose(places, record.anchors, rtol=1e-6)
    assert [text.get_text() for text in axes.texts] == list("001122")
    assert "centroids" in words(figure) and "6 centroids among them" in record.caption
    assert "centroids" not in words(figures.draw(with_centroids(anchors=None, anchor_labels=None)))
    plain = figures.draw(with_centroids(anchor_labels=None, predicted=None))
    assert [text.get_text() for text in layouts(plain)[0].texts] == [""] * 6
    assert list(record.anchor_sizes) == [67, 67, 67, 67, 66, 66] and len(record.table()) == 206


def test_among_several_layouts_a_line_tells_where_each_centroid_came_from():
    early = with_centroids(0, anchors=None, anchor_labels=None)
    first, second = with_centroids(50), with_centroids(100, anchors=np.full((6, 2), 40, "f4"))
    charts = layouts(figures.draw([early, first, second]))
    (chart,) = [axes for axes in charts if axes.lines and len(axes.lines[0].get_xydata()) == 2]
    lines = [line.get_xydata() for line in chart.lines]
    np.testing.assert_allclose(lines, np.stack([first.anchors, second.anchors], axis=1), rtol=1e-6)
    assert chart.get_xlim()[1] > 40, "all layouts have one scale that holds every centroid"
