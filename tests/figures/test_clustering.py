import numpy as np
import pytest
from drawn_records import NAMES, a_clustering, assert_legible, mesh_of, words

from lbaviz import figures, plots
from lbaviz.errors import BadInput


def test_clusters_stand_in_the_order_of_their_classes_and_these_are_framed():
    record = a_clustering()
    figure = figures.draw(record)
    axes = mesh_of(figure, 120).axes
    cells = [text.get_text() for text in axes.texts]
    assert record.order.tolist()[:10] == [7, 8, 9, 0, 1, 2, 3, 4, 5, 6]  # of class 0, 1, ...
    assert cells == [str(count) for count in record.counts[record.order].ravel() if count]
    assert [box.get_xy() for box in axes.patches] == [(i, i) for i in range(10)]  # on the diagonal; two have no class
    said = words(figure)
    assert said.index("7") < said.index("8") < said.index("10") and set(NAMES) <= set(said)
    assert "accuracy 87.1 % (one to one; by majority 90.0 %)" in " ".join(said)


def test_sizes_stand_beside_with_all_samples_and_unknown_classes_are_said():
    record = a_clustering(sizes=np.arange(12) * 100 + 1000)
    figure = figures.draw(record, width="two-columns")
    assert_legible(figure)
    (bars,) = (bars for axes in figure.axes[0].child_axes for bars in axes.containers)
    assert [box.get_width() for box in bars] == [1000 + 100 * cluster for cluster in record.order]
    assert "1,700" in words(figure) and "400 of 18,600 samples, the others' class is unknown" in " ".join(words(figure))


def test_shares_are_those_of_the_cluster_and_an_empty_cluster_has_none():
    record = a_clustering()
    record.counts[11] = 0
    axes = mesh_of(figures.draw(record, values="share"), 120).axes
    rows = [text.get_position()[1] for text in axes.texts if text.get_text() == "–"]
    assert rows == [record.order.tolist().index(11) + 0.5] * 10
    with pytest.raises(BadInput, match="values='per cent' is not known: choose 'counts' or 'share'"):
        figures.draw(record, values="per cent")


def test_many_clusters_fit_a_page():
    figure = figures.draw(a_clustering(n=2000, clusters=60), width="two-columns")
    assert figure.get_size_inches()[1] < 10
    assert_legible(figure)


def test_a_chart_of_clusters_has_the_same_rows_and_sizes():
    record = a_clustering()
    figure = plots.draw(record)
    heat, bars = figure.data
    assert list(heat.y) == [f"cluster {cluster}" for cluster in record.order] == list(bars.y)
    np.testing.assert_array_equal(heat.customdata, record.counts[record.order])
    np.testing.assert_array_equal(bars.x, record.sizes[record.order])
    assert [(box.x0, box.y0) for box in figure.layout.shapes] == [(i - 0.5, i - 0.5) for i in range(10)]
    assert figure.layout.title.text == "Clusters, step 3,000: accuracy 87.1 %, NMI 0.781, ARI 0.744"
