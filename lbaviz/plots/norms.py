"""Norms of weights, gradients and activations of every layer over time (the thesis' Vizmaster, T sec. 2.2)."""

import numpy as np
import plotly.graph_objects as go
from plotly.colors import sample_colorscale
from plotly.subplots import make_subplots

from lbaviz.chosen import by_step, flag_sentence
from lbaviz.plots import style
from lbaviz.records import Layers

PARTS = (
    ("weights (norm)", "weight_norm"),
    ("gradients (norm)", "gradient_norm"),
    ("activations (r.m.s.)", "activation_norm"),
)
PALEST = 0.88  # of viridis: beyond this a line is hard to see on white


def norms_plot(records: list[Layers]) -> go.Figure:
    """Return the norms at every recorded step, a line a layer, dark ones first; ✗ marks flagged gradients.

    BadInput unless the records are of one network, at two or more steps.
    """
    records = by_step(records)
    names, steps = records[0].names, [record.step for record in records]
    colours = sample_colorscale("Viridis", np.linspace(0, PALEST, max(2, len(names))).tolist())
    figure = make_subplots(1, len(PARTS), subplot_titles=[title for title, _ in PARTS])
    for column, (_, field) in enumerate(PARTS, start=1):
        for layer, name in enumerate(names):
            flags = [record.flags[layer] if record.flags else "" for record in records]
            flags = flags if field == "gradient_norm" else [""] * len(steps)
            marker = {
                "symbol": ["x" if flag else "circle" for flag in flags],
                "size": [8 if flag else 4 for flag in flags],
            }
            look = {"line_color": colours[layer], "marker": marker, "legendgroup": name, "showlegend": column == 1}
            norms = [float(getattr(record, field)[layer]) for record in records]
            hover = f"{name}, step %{{x}}: %{{y:.3g}} %{{customdata}}<extra></extra>"
            trace = go.Scatter(x=steps, y=norms, name=name, customdata=flags, mode="lines+markers", hovertemplate=hover)
            figure.add_trace(trace.update(look), 1, column)
    said = flag_sentence(records)
    title = "Layers over time" + (f"<br><sup>✗ {said}</sup>" if said else "")
    figure.update_layout(style.layout(title, hovermode="closest", height=420, margin_t=90))
    figure.update_xaxes(title="step (optimiser updates)")
    return figure.update_yaxes(type="log")
