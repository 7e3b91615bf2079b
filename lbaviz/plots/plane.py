"""Runs as ways through the plane of assimilation and discrimination (ADA sec. 1.1)."""

import numpy as np
import plotly.graph_objects as go

from lbaviz.chosen import numbers
from lbaviz.plots import style
from lbaviz.records import Plane

SYMBOLS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross", "x")


def plane_plot(record: Plane) -> go.Figure:
    """Return a Plane: to the right domains are more alike, upwards the source is told apart better; hovering tells.

    BadInput for no steps.
    """
    numbers(record.mmd2, "steps")
    figure = go.Figure(layout=style.layout("Assimilation and discrimination", hovermode="closest"))
    for number, name in enumerate(record.names):
        mine = np.flatnonzero(record.run == number)
        colour = style.COLOURS[number % len(style.COLOURS)]
        pale = np.linspace(0.25, 1, len(mine))
        sizes = np.where(np.arange(len(mine)) == len(mine) - 1, 13, 7)
        symbols = np.where(np.arange(len(mine)) == 0, "circle-open", SYMBOLS[number % len(SYMBOLS)])
        figure.add_scatter(
            x=record.mmd2[mine], y=100 - record.source_error[mine], name=name, mode="lines+markers",
            line={"color": colour, "width": 1}, customdata=[_said(record, at) for at in mine],
            marker={"color": colour, "opacity": pale, "size": sizes, "symbol": symbols},
            hovertemplate="%{customdata}",
        )  # fmt: skip
    low, high = float(record.mmd2.min()), float(record.mmd2.max())
    kind = "log" if low > 0 and high > 10 * low else "linear"
    figure.update_xaxes(title="MMD² of the domains, assimilated to the right →", type=kind, autorange="reversed")
    return figure.update_yaxes(title="accuracy on the source (%)")


def _said(record: Plane, at: int) -> str:
    """Return what the pointer shows of a step."""
    target = f"<br>target error {record.target_error[at]:.1f} %" if np.isfinite(record.target_error[at]) else ""
    numbers = f"MMD² {record.mmd2[at]:.3g}<br>source error {record.source_error[at]:.1f} %"
    return f"step {record.step[at]:,}<br>{numbers}{target}"
