"""How often a network is right, class by class, and whether its confidences hold."""

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lbaviz.errors import BadInput
from lbaviz.plots import style
from lbaviz.records import Accuracy
from lbaviz.records.base import names_of

BLUE, PURPLE = style.COLOURS[0], "#A3487E"


def accuracy_plot(record: Accuracy) -> go.Figure:
    """Return the reliability diagram, and the error of every class. BadInput for a record without samples."""
    if not len(record.bin_count) or not np.sum(record.bin_count):
        raise BadInput("there are no predictions to chart, every bin of the record is empty: give at least one sample")
    headings = (f"expected calibration error {record.calibration_error:.1f} %", f"error {record.error:.2f} %")
    figure = make_subplots(1, 2, subplot_titles=headings, horizontal_spacing=0.2)
    there = np.asarray(record.bin_count) > 0
    edges, wide = np.asarray(record.bin_edges, float)[:-1][there], np.diff(record.bin_edges)[there]
    right, sure = np.asarray(record.bin_accuracy)[there], np.asarray(record.bin_confidence)[there]
    said = np.column_stack([np.asarray(record.bin_count)[there], sure])
    hover = "%{y:.1%} of %{customdata[0]} right at a confidence of %{customdata[1]:.1%}<extra></extra>"
    look = {"width": wide, "offset": 0, "customdata": said, "hovertemplate": hover}
    figure.add_bar(x=edges, y=right, marker_color=BLUE, name="share that is right", **look)
    pattern = {"color": "rgba(0,0,0,0)", "pattern": {"shape": "/", "fgcolor": PURPLE}, "line": {"color": PURPLE}}
    low, gap = np.minimum(right, sure), np.abs(sure - right)
    figure.add_bar(x=edges, y=gap, base=low, marker=pattern, name="gap to the confidence", hoverinfo="skip", **look | {
        "hovertemplate": None
    })  # fmt: skip
    dashed = {"color": "#1b1b1f", "dash": "dash", "width": 1}
    figure.add_scatter(x=[0, 1], y=[0, 1], mode="lines", line=dashed, name="as sure as right", hoverinfo="skip")
    names = names_of(len(record.per_class), record.class_names)
    bars = {"orientation": "h", "marker_color": BLUE, "showlegend": False}
    said = [f"{error:.1f}" if np.isfinite(error) else "no sample" for error in record.per_class]
    errors = np.nan_to_num(np.asarray(record.per_class, float))
    hover = "%{y}: error %{text} %<extra></extra>"
    figure.add_trace(go.Bar(x=errors, y=names, text=said, textposition="outside", hovertemplate=hover, **bars), 1, 2)
    figure.add_vline(record.error, line=dashed, row=1, col=2)
    best = "" if record.error_best is None else f" (best on validation: {record.error_best:.2f} %)"
    step = "" if record.step is None else f", step {record.step:,}"
    legend = {"orientation": "h", "y": -0.2, "x": 0}
    high = max(460, 20 * len(names) + 140)
    figure.update_layout(style.layout(f"Accuracy{step}{best}", hovermode="closest"), height=high, legend=legend)
    figure.update_layout(barmode="overlay", margin_t=80)
    figure.update_xaxes(title="confidence", range=[0, 1], row=1, col=1)
    figure.update_yaxes(title="share that is right", range=[0, 1], row=1, col=1)
    figure.update_xaxes(title="error by class (%)", row=1, col=2)
    return figure.update_yaxes(type="category", autorange="reversed", automargin=True, row=1, col=2)
