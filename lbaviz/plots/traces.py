"""The walks of one sample: where most of them turn, and in which class they end."""

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lbaviz.chosen import name_of, numbers
from lbaviz.plots import style
from lbaviz.records import WalkTrace
from lbaviz.records.base import names_of

HOME, AWAY = style.COLOURS[2], style.COLOURS[3]


def trace_plot(record: WalkTrace, *, count: int = 20) -> go.Figure:
    """Return the `count` samples at which most walks turn, and the probability of ending in each class."""
    numbers(record.p_turn, "steps")
    numbers(record.p_class, "classes")
    a, b = record.sides
    order = np.argsort(-record.p_turn, kind="stable")[: max(int(count), 1)]
    name, share = name_of(record.home, record.class_names), record.p_class[record.home]
    turned = f"where they turn: {len(order)} of {len(record.p_turn):,} {b} samples"
    headings = (turned, f"where they end: {share:.0%} at home")
    figure = make_subplots(1, 2, subplot_titles=headings, horizontal_spacing=0.15)
    turns = {"x": [str(sample) for sample in order], "y": record.p_turn[order], "marker_color": style.COLOURS[1]}
    figure.add_bar(**turns, hovertemplate="sample %{x}: %{y:.2%}<extra></extra>", row=1, col=1)
    classes = range(len(record.p_class))
    ends = {"x": names_of(len(classes), record.class_names), "y": record.p_class}
    colours = [HOME if label == record.home else AWAY for label in classes]
    figure.add_bar(**ends, marker_color=colours, hovertemplate="class %{x}: %{y:.2%}<extra></extra>", row=1, col=2)
    title = f"The walks from {a} sample {record.start}, a “{name}”, step {record.step:,}"
    figure.update_layout(style.layout(title, hovermode="closest"), showlegend=False, margin_t=90)
    figure.update_xaxes(title="sample", type="category", row=1, col=1)
    figure.update_xaxes(title="class of arrival", type="category", row=1, col=2)
    return figure.update_yaxes(title="probability", tickformat=".0%", rangemode="tozero")
