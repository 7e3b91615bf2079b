import base64
from io import BytesIO

import numpy as np
import pytest
from drawn_records import (
    NAMES,
    a_confusion,
    a_layers,
    a_neighbors,
    a_projection,
    a_visits,
    a_walk,
    an_accuracy,
    an_mmd,
)
from PIL import Image

from lbaviz import plots
from lbaviz.errors import BadInput
from lbaviz.groups import COLOURS, SOURCE, TARGET


def said(figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def pixels(picture) -> np.ndarray:
    """Return the image of a chart in its own resolution: it is stored four times as wide."""
    data = base64.b64decode(picture.source.split(",")[1])
    return np.asarray(Image.open(BytesIO(data)))[::4, ::4]


def test_visits_stand_in_order_against_uniform_ones_with_thumbnails_of_the_extremes():
    record = a_visits()
    figure = plots.draw(record, count=3)
    np.testing.assert_allclose(figure.data[0].y, np.sort(record.p_visit)[::-1] * 40, rtol=1e-5)
    assert figure.layout.shapes[0].y0 == 1 and f"entropy {record.entropy:.2f} of at most" in figure.layout.title.text
    assert figure.data[0].customdata[0] == f"sample {record.order[0]}, {NAMES[record.labels[record.order[0]]]}"
    shown = [pixels(picture) for picture in figure.layout.images]
    for picture, sample in zip(shown, [*record.order[:3], *record.order[-3:]], strict=True):
        np.testing.assert_array_equal(picture, record.images[sample, ..., 0])


def test_neighbours_follow_their_query_with_similarity_mark_and_colour():
    record = a_neighbors()
    figure = plots.draw(record, queries=[3])
    assert len(figure.layout.images) == 6
    np.testing.assert_array_equal(pixels(figure.layout.images[0]), record.query_images[3, ..., 0])
    np.testing.assert_array_equal(pixels(figure.layout.images[1]), record.gallery_images[record.indices[3, 0], ..., 0])
    right = record.right[3]
    expected = [f"{x:.2f} {'✓' if ok else '✗'}" for x, ok in zip(record.similarities[3], right, strict=True)]
    assert said(figure) == [NAMES[3], *expected]
    assert [box.line.dash for box in figure.layout.shapes] == ["solid" if ok else "dash" for ok in right]
    assert len({(box.line.color, box.line.dash) for box in figure.layout.shapes}) == len(set(right.tolist()))
    assert "<b>classes that were never labelled</b>" in said(plots.draw(record, never_labelled=["cat"]))


def test_a_projection_is_coloured_named_and_captioned_with_its_warning():
    record = a_projection()
    figure = plots.draw(record)
    assert [trace.name for trace in figure.data] == list(NAMES)
    assert [trace.marker.color for trace in figure.data] == list(COLOURS) and len(figure.data[0].x) == 20
    assert len({trace.marker.symbol for trace in figure.data}) == 10
    assert figure.data[1].text[0] == "sample 1<br>class automobile<br>taken for automobile"
    assert record.caption in " ".join(said(figure)).replace("<br>", " ")


def test_centroids_are_diamonds_above_the_samples_and_know_their_size():
    names, told = ("cluster 0", "cluster 1"), np.arange(200) % 2
    shown = {"labels": None, "predicted": told, "class_names": names, "anchor_labels": np.arange(2)}
    records = [a_projection(step=step, anchors=np.full((2, 2), step, "f4"), **shown) for step in (1, 2)]
    found = [trace for trace in plots.draw(records).data if trace.name == "centroids" and trace.text]
    assert [list(trace.text) for trace in found] == [["0", "1"], ["0", "1"]]
    assert found[1].hovertext == ("centroid of cluster 0<br>100 samples", "centroid of cluster 1<br>100 samples")
    (way,) = [trace for trace in plots.draw(records).data if trace.name == "came from"]
    np.testing.assert_array_equal(np.array(way.x, float), [1, 2, np.nan, 1, 2, np.nan])


def test_several_projections_share_scale_and_legend():
    records = [a_projection(step=step, domains=np.arange(200) % 2) for step in (0, 100)]
    figure = plots.draw(records, titles=["before", "after"])
    assert {"before", "after"} <= set(said(figure))
    listed = [one.name for one in figure.data if one.showlegend is not False]
    assert listed[:2] == ["source", "target"] and sorted(listed[2:]) == sorted(NAMES)
    colours = {trace.legendgroup: trace.marker.color for trace in figure.data if trace.legendgroup}
    assert colours == {"source": SOURCE, "target": TARGET}
    assert figure.layout.xaxis.range == figure.layout.xaxis2.range and figure.layout.xaxis2.matches == "x"
    drawn = [one for one in figure.data if one.x[0] is not None]
    assert len(drawn) == 20 and sum(len(one.x) for one in drawn) == 400
    at = next(one for one in drawn if one.name == f"source, {NAMES[4]}")
    assert at.marker.symbol == "triangle-down" and f"class {NAMES[4]}" in at.text[0] and "source" in at.text[0]
    rings = [one.marker.symbol for one in plots.draw(records[0], colour="label").data if one.name.endswith(", target")]
    assert set(rings) == {"circle-open"}


def test_many_samples_go_to_the_graphics_card():
    assert plots.draw(a_projection(n=200)).data[0].type == "scatter"
    assert plots.draw(a_projection(n=6000)).data[0].type == "scattergl"


def test_each_cell_of_a_confusion_says_its_count_and_share():
    record = a_confusion()
    (heat,) = plots.draw(record).data
    np.testing.assert_allclose(10.0 ** heat.z[record.counts > 0], record.counts[record.counts > 0])
    assert np.isnan(heat.z[record.counts == 0]).all() and heat.text[0][0] == str(record.counts[0, 0])
    np.testing.assert_allclose(heat.customdata[..., 1], 100 * record.normalised)
    (share,) = plots.draw(record, values="share").data
    assert share.text[0][0] == f"{100 * record.normalised[0, 0]:.1f}" and list(share.x) == list(NAMES)


def test_an_mmd_is_marked_among_the_shuffled_or_said_in_words():
    figure = plots.draw(an_mmd())
    assert len(figure.data[0].x) == 200 and figure.layout.shapes[0].x0 == 0.0213
    assert any("p = 0.0125 of 200 permutations" in words for words in said(figure))
    plain = plots.draw(an_mmd(0))
    assert not plain.data and any("no permutation test was made" in words for words in said(plain))


def test_accuracy_shows_calibration_and_classes():
    errors = np.array([1.0, np.nan, *np.linspace(2, 9, 8)])
    record = an_accuracy(per_class=errors)
    figure = plots.draw(record)
    bars, gaps, diagonal, classes = figure.data
    there = record.bin_count > 0
    np.testing.assert_allclose(bars.y, record.bin_accuracy[there])
    np.testing.assert_allclose(gaps.y, 0.1)
    assert list(diagonal.x) == list(diagonal.y) == [0, 1]
    assert list(classes.y) == list(NAMES) and list(classes.text[:2]) == ["1.0", "no sample"]
    assert figure.layout.shapes[0].x0 == 5.5 and "expected calibration error 7.3 %" in said(figure)


def test_layers_show_kernels_norms_histograms_and_flags():
    record = a_layers()
    figure = plots.draw(record)
    kernels, gradients, *norms = figure.data[:5]
    np.testing.assert_allclose(kernels.z[:3, :3], record.kernels[0, ..., 0])
    np.testing.assert_allclose(gradients.z[:3, 4:7], record.kernel_gradients[1, ..., 0])
    assert np.isnan(kernels.z[:, 3]).all() and kernels.zmin == -kernels.zmax
    for trace, values in zip(norms, (record.weight_norm, record.gradient_norm, record.activation_norm), strict=True):
        np.testing.assert_allclose(trace.y, values)
    assert len(figure.data) == 5 + 9 and "✗ vanishing" in said(figure)
    none = np.zeros((0, 0, 0, 0), "f4")
    assert len(plots.draw(a_layers(kernels=none, kernel_gradients=none)).data) == 3 + 9


def test_the_difference_of_two_walks_is_signed_and_white_at_zero():
    before, after = a_walk(0), a_walk(3)
    figure = plots.draw([before, after])
    (heat,) = figure.data
    np.testing.assert_allclose(heat.z, after.return_matrix() - before.return_matrix(), atol=1e-7)
    assert heat.zmin == -heat.zmax and heat.colorscale[1] == (0.5, "#ffffff")
    assert "step 3 minus step 0" in figure.layout.title.text


@pytest.mark.parametrize(
    ("record", "options", "sentence"),
    [
        (a_visits(p_visit=np.zeros(0, "f4"), images=None), {}, "there are no visits to draw"),
        (a_visits(), {"colour": 1}, "a Visits is drawn without an option 'colour': choose among count"),
        (a_neighbors(query_images=None), {}, "a chart of neighbours shows images and this record has none"),
        (a_neighbors(), {"queries": []}, "no query was chosen"),
        (a_neighbors(), {"k": 9}, "k=9 neighbours cannot be charted: the record has 5"),
        (a_projection(n=0), {}, "there are no positions to draw"),
        (a_projection(labels=np.zeros(200, int)), {"classes": ["cat"]}, "class 'cat' never occurs"),
        (a_confusion(n=0), {}, "the confusion matrix is empty"),
        (a_confusion(), {"values": "both"}, "choose 'counts' or 'share'"),
        (an_mmd(mmd2=np.nan), {}, "the MMD of this record are not all finite"),
        (an_accuracy(bin_count=np.zeros(10, int)), {}, "every bin of the record is empty"),
        (a_layers(names=()), {}, "there are no layers to chart"),
        ([a_walk()], {}, "before and after are two walks, got 1"),
        ([a_walk(), a_walk(classes=3)], {}, "10 classes cannot be compared with 3"),
    ],
)
def test_what_cannot_be_charted_is_refused_with_a_sentence(record, options, sentence):
    with pytest.raises(BadInput, match=sentence):
        plots.draw(record, **options)
