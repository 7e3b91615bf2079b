"""Embeddings in the plane: one layout, or several side by side that move and zoom together."""

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lbaviz.chosen import name_of
from lbaviz.groups import INK, Group, anchor_marks, anchor_ways, check, groups, shared_limits, title
from lbaviz.plots import style
from lbaviz.records import Projection

SYMBOLS = (
    "circle", "square", "triangle-up", "diamond", "triangle-down", "cross", "x", "triangle-left", "triangle-right",
    "pentagon", "circle-open",
)  # fmt: skip  # by Group.mark
AMONG = "centroids"  # what stands among the samples and is none
WEBGL = 5_000  # samples from which on the browser draws them on the graphics card
SIDE = 380  # pixels of one layout among several


def projection_plot(record, *, colour: str | None = None, classes=None, titles: list[str] | None = None) -> go.Figure:
    """Return a Projection, or a list of them on one scale; the caption says how not to read it. Centroids are diamonds.

    colour: "label", "domain", "prediction" or "correctness"; of two domains the mark says the class, or the domain.
    classes: which (at most ten) are coloured; titles: one a layout, default method and step. BadInput for no samples,
    or what the record does not have.
    """
    records = list(record) if isinstance(record, list | tuple) else [record]
    check(records, titles)
    headings = titles or [title(one) for one in records]
    figure = make_subplots(1, len(records), subplot_titles=headings, horizontal_spacing=0.02)
    known = set()
    for column, one in enumerate(records, start=1):
        for group in groups(one, colour, classes):
            kind = go.Scattergl if len(one.positions) > WEBGL else go.Scatter
            x, y = one.positions[group.members].T
            back = group.mark < 0
            marks = {"color": group.colour, "symbol": "circle" if back else SYMBOLS[group.mark]}
            marks |= {"size": 5 if len(one.positions) > 2_000 else 7, "opacity": 0.5 if back else 0.8}
            text = [_said(one, int(i)) for i in group.members]
            legend = {"legendgroup": group.name, "showlegend": group.name not in known, "name": group.name}
            if group.sign:
                legend = {"legendgroup": group.name, "showlegend": False, "name": f"{group.name}, {group.sign}"}
            trace = kind(x=x, y=y, mode="markers", marker=marks, text=text, hoverinfo="text", **legend)
            figure.add_trace(trace, 1, column)
            known.add(group.name)
        if one.anchors is not None:
            figure.add_traces(_anchors(one, anchor_ways(records, column - 1), colour, classes), 1, column)
    if any(one.anchors is not None for one in records):
        key = {"color": INK, "symbol": "diamond", "size": 10}
        figure.add_trace(
            go.Scatter(x=[None], y=[None], mode="markers", marker=key, name="centroids", legendgroup=AMONG)
        )
    figure.add_traces(_keys([group for one in records for group in groups(one, colour, classes) if group.sign]))
    (x_low, x_high), (y_low, y_high) = shared_limits(records)
    figure.update_layout(style.layout("", hovermode="closest"))
    look = {
        "showgrid": False,
        "zeroline": False,
        "showticklabels": False,
        "ticks": "",
        "mirror": True,
        "showline": True,
    }
    figure.update_xaxes(range=[x_low, x_high], matches="x", constrain="domain", **look)
    figure.update_yaxes(range=[y_low, y_high], matches="y", scaleanchor="x", constrain="domain", **look)
    wide = SIDE * len(records) if len(records) > 1 else 560
    caption = "<br>".join(_wrapped(records[0].caption, wide // 7))
    at = {"x": 0, "y": 0, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top", "yshift": -8}
    figure.add_annotation(text=caption, showarrow=False, align="left", font={"size": 11, "color": style.QUIET}, **at)
    high = (SIDE if len(records) > 1 else 560) + 120
    return figure.update_layout(width=wide + 180, height=high, margin={"l": 20, "r": 20, "t": 40, "b": 70})


def _anchors(record: Projection, ways, colour, classes) -> list[go.Scatter]:
    """Return the ways of the anchors, and above them the diamonds with their text."""
    marks, sizes = anchor_marks(record, groups(record, colour, classes)), record.anchor_sizes
    look = {"legendgroup": AMONG, "showlegend": False}
    found = []
    if len(ways) > 1:
        gaps = np.concatenate([ways, np.full((1, *ways.shape[1:]), np.nan)])
        x, y = gaps.transpose(2, 1, 0).reshape(2, -1)
        line = {"color": style.QUIET, "width": 1}
        found.append(go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", name="came from", **look))
    said = []
    for m in range(len(marks)):
        label = None if record.anchor_labels is None else int(record.anchor_labels[m])
        words = "centroid" if label is None else f"centroid of {name_of(label, record.class_names)}"
        said.append(words if sizes is None else f"{words}<br>{sizes[m]:,} samples")
    x, y = ways[-1].T
    marker = {
        "symbol": "diamond",
        "size": 15,
        "color": [ink for _, ink in marks],
        "line": {"color": "white", "width": 1.5},
    }
    text = {"text": [word for word, _ in marks], "textfont": {"size": 9, "color": "white"}, "hovertext": said}
    return [
        *found,
        go.Scatter(x=x, y=y, mode="markers+text", marker=marker, hoverinfo="text", name=AMONG, **text, **look),
    ]


def _keys(crossed: list[Group]) -> list[go.Scatter]:
    """Return what stands in the legend where colour and mark say different things: nothing is drawn of it."""
    colours = {group.name: {"color": group.colour, "symbol": "circle"} for group in crossed}
    signs = {group.sign: {"color": style.QUIET, "symbol": SYMBOLS[group.mark]} for group in crossed}
    look = {"x": [None], "y": [None], "mode": "markers"}
    keys = [go.Scatter(name=name, marker=marker, legendgroup=name, **look) for name, marker in colours.items()]
    return keys + [go.Scatter(name=name, marker=marker, **look) for name, marker in signs.items()]


def _said(record: Projection, sample: int) -> str:
    """Return what the pointer shows of a sample."""
    parts = [f"sample {sample}"]
    if record.labels is not None:
        parts.append(f"class {name_of(int(record.labels[sample]), record.class_names)}")
    if record.predicted is not None:
        parts.append(f"taken for {name_of(int(record.predicted[sample]), record.class_names)}")
    if record.domains is not None:
        parts.append(str(record.domain_names[int(record.domains[sample])]))
    return "<br>".join(parts)


def _wrapped(words: str, letters: int) -> list[str]:
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        lines = [*lines, word] if len(longer) > letters and lines[-1] else [*lines[:-1], longer]
    return lines
