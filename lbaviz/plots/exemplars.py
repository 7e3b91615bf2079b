"""Which images a network is surest of, after ADC Figures 3 and 4: a row a cluster, most probable left."""

import plotly.graph_objects as go

from lbaviz.chosen import chosen_clusters, cluster_words, name_of
from lbaviz.errors import BadInput
from lbaviz.plots import images, style
from lbaviz.records import Exemplars

CELL = 58  # pixels
NAMES = 170  # pixels of the words left of a row


def exemplars_plot(record: Exemplars, *, clusters=None, count: int | None = None) -> go.Figure:
    """Return a row of images a cluster; those of another class than its most frequent one have a dashed frame.

    clusters, count: as for `figures.draw`. Hovering tells sample, probability and class.
    """
    if record.images is None:
        raise BadInput("exemplars show images and this record has none: give images to the probe")
    rows, count = chosen_clusters(record, clusters, count)
    step = "" if record.step is None else f", step {record.step:,}"
    layout = style.layout(f"Most probable images{step}", hovermode="closest", showlegend=False)
    figure = go.Figure(layout={**layout, "margin": {"l": NAMES, "r": 20, "t": 50, "b": 10}})
    for y, cluster in enumerate(rows):
        first, second = cluster_words(record, cluster)
        said = {"text": f"<b>{first}</b><br>{second}", "showarrow": False, "xanchor": "right", "align": "right"}
        figure.add_annotation(x=-0.6, y=y, **said)
        _row(figure, record, cluster, count, y)
    figure.update_xaxes(visible=False, range=[-0.6, count - 0.4])
    figure.update_yaxes(visible=False, range=[len(rows) - 0.4, -0.6], scaleanchor="x")
    return figure.update_layout(width=CELL * count + NAMES + 20, height=CELL * len(rows) + 60)


def _row(figure: go.Figure, record: Exemplars, cluster: int, count: int, y: int) -> None:
    """Put the images of a cluster into a row; they answer to the pointer."""
    there = [rank for rank in range(count) if record.indices[cluster, rank] >= 0]
    hover = []
    for rank in there:
        images.place(figure, record.images[cluster, rank], rank, y, 0.92)
        words = f"sample {record.indices[cluster, rank]}<br>probability {record.probabilities[cluster, rank]:.4g}"
        if record.labels is not None:
            words += f"<br>class {name_of(int(record.labels[cluster, rank]), record.class_names)}"
        if record.wrong is not None and record.wrong[cluster, rank]:
            box = {"x0": rank - 0.47, "x1": rank + 0.47, "y0": y - 0.47, "y1": y + 0.47}
            figure.add_shape(type="rect", line={"color": "#A3487E", "dash": "dash", "width": 2}, **box)
            words += " ✗"
        hover.append(words)
    marks = {"symbol": "square", "size": 0.8 * CELL, "opacity": 0}
    at = {"x": there, "y": [y] * len(there), "name": f"cluster {cluster}"}
    figure.add_scatter(mode="markers", marker=marks, hovertext=hover, hoverinfo="text", **at)
