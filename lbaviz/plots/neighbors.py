"""Whom a network takes for neighbours, after LBA (arXiv:1706.00909) Figure 4: the query left."""

import plotly.graph_objects as go

from lbaviz.chosen import chosen_queries, name_of, numbers
from lbaviz.errors import BadInput
from lbaviz.plots import images, style
from lbaviz.records import Neighbors

CELL = 78  # pixels
MARKS = {True: ("✓", style.COLOURS[2], "solid"), False: ("✗", "#A3487E", "dash"), None: ("", style.QUIET, "solid")}


def neighbors_plot(
    record: Neighbors, *, queries=None, classes=None, never_labelled=(), rows: int = 8, k: int | None = None
) -> go.Figure:
    """Return a row of pictures a query: the query, then its neighbours with their similarities, right ones ticked.

    queries, classes, never_labelled, rows, k: as for `figures.draw`. BadInput for a record without images, an empty
    choice, or a class that never occurs.
    """
    numbers(record.similarities, "similarities")
    images.needed(record.query_images, "a chart of neighbours")
    images.needed(record.gallery_images, "a chart of neighbours")
    k = k or record.indices.shape[1]
    if not 1 <= k <= record.indices.shape[1]:
        raise BadInput(f"k={k} neighbours cannot be charted: the record has {record.indices.shape[1]}")
    known, new = chosen_queries(record, queries, classes, never_labelled, rows)
    figure = go.Figure(layout=style.layout(_title(record), hovermode="closest", showlegend=False))
    y = 0.0
    for words, chosen in (("classes with labels", known), ("classes that were never labelled", new)):
        if chosen and new:
            figure.add_annotation(x=-0.5, y=y - 0.15, text=f"<b>{words}</b>", showarrow=False, xanchor="left")
            y += 0.45
        for query in chosen:
            _row(figure, record, query, k, y)
            y += 1.25
    figure.update_xaxes(visible=False, range=[-0.6, k + 0.8])
    figure.update_yaxes(visible=False, range=[y - 0.35, -0.6], scaleanchor="x")
    return figure.update_layout(width=CELL * (k + 1.4) + 80, height=CELL * (y + 0.25) + 100)


def _title(record: Neighbors) -> str:
    step = "" if record.step is None else f", step {record.step:,}"
    return f"Nearest neighbours{step}: {'cosine similarity' if record.metric == 'cosine' else 'minus the distance'}"


def _row(figure: go.Figure, record: Neighbors, query: int, k: int, y: float) -> None:
    """Put a query and its neighbours into a row; the boxes answer to the pointer."""
    samples = [int(sample) for sample in record.indices[query, :k]]
    images.place(figure, record.query_images[query], 0, y, 0.88)
    own = "" if record.query_labels is None else name_of(int(record.query_labels[query]), record.class_names)
    figure.add_annotation(x=0, y=y + 0.56, text=own, showarrow=False, font={"size": 10})
    hover, colours = [], []
    for rank, sample in enumerate(samples):
        mark, colour, dash = MARKS[_right(record, query, rank)]
        x, value = rank + 1.25, float(record.similarities[query, rank])
        images.place(figure, record.gallery_images[sample], x, y, 0.88)
        box = {"x0": x - 0.44, "x1": x + 0.44, "y0": y - 0.44, "y1": y + 0.44}
        figure.add_shape(type="rect", line={"color": colour, "dash": dash, "width": 2}, **box)
        name = "" if record.gallery_labels is None else name_of(int(record.gallery_labels[sample]), record.class_names)
        said = {"text": f"{value:.2f} {mark}", "showarrow": False, "font": {"size": 10, "color": colour}}
        figure.add_annotation(x=x, y=y + 0.56, **said)
        hover.append(f"sample {sample}{', ' + name if name else ''}<br>{record.metric} {value:.4f}")
        colours.append(colour)
    marks = {"symbol": "square", "size": 0.8 * CELL, "color": colours, "opacity": 0}
    at = {"x": [rank + 1.25 for rank in range(k)], "y": [y] * k}
    figure.add_scatter(mode="markers", marker=marks, hovertext=hover, hoverinfo="text", name=f"query {query}", **at)


def _right(record: Neighbors, query: int, rank: int) -> bool | None:
    """Return whether a neighbour is of the query's class; None where one of the two is not known."""
    if record.right is None or record.query_labels[query] < 0:
        return None
    known = record.gallery_labels[record.indices[query, rank]] >= 0
    return bool(record.right[query, rank]) if known else None
