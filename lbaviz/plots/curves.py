"""Errors and losses against the step, for one run or several side by side."""

import plotly.graph_objects as go

from lbaviz.errors import BadInput
from lbaviz.pictures import is_metrics
from lbaviz.plots import style

LOSSES = ("walker", "visit", "classification")
ERRORS = ("validation_error", "test_error")
WORDS = {"validation_error": "validation error", "test_error": "test error"}
DASHES = ("solid", "dash", "dot", "dashdot")


def error_plot(metrics, *, title: str = "Error") -> go.Figure:
    """Return validation and test error in per cent against the step, beside the supervised baseline's.

    metrics: the table of `run.metrics()`, or {name of the run: table}.
    """
    figure = go.Figure(layout=style.layout(title))
    for i, (run, table) in enumerate(_runs(metrics).items()):
        colour = style.COLOURS[i % len(style.COLOURS)]
        for name in ERRORS:
            points = _points(table, name)
            mode = "markers" if name == "test_error" and len(points) == 1 else "lines"
            line = {"color": colour, "dash": "dot" if name == "test_error" else "solid"}
            _add(figure, points, f"{run} · {WORDS[name]}" if run else WORDS[name], line, " %", mode)
        base = f"{run} · labels alone" if run else "labels alone (supervised)"
        points = _points(table, "baseline_validation_error")
        _add(figure, points, base, {"color": style.QUIET, "dash": DASHES[1 + i % 3]}, " %")
    figure.update_xaxes(title="step (optimiser updates)")
    return figure.update_yaxes(title="error (%)", rangemode="tozero")


def loss_plot(metrics, *, title: str = "Loss terms, unweighted") -> go.Figure:
    """Return the loss terms in nats against the step; several runs differ by dashes."""
    figure = go.Figure(layout=style.layout(title))
    for i, (run, table) in enumerate(_runs(metrics).items()):
        for colour, name in zip(style.COLOURS, LOSSES, strict=False):
            line = {"color": colour, "dash": DASHES[i % len(DASHES)]}
            _add(figure, _points(table, name), f"{run} · {name}" if run else name, line, " nats")
    figure.update_xaxes(title="step (optimiser updates)")
    return figure.update_yaxes(title="loss (nats)", rangemode="tozero")


def _runs(metrics) -> dict:
    if not is_metrics(metrics):
        raise BadInput("curves are drawn from run.metrics(), a table with step, name and value, or from {name: table}")
    return metrics if isinstance(metrics, dict) else {"": metrics}


def _points(table, name: str):
    return table[table["name"] == name].dropna().sort_values("step")


def _add(figure: go.Figure, points, name: str, line: dict, unit: str, mode: str = "lines") -> None:
    if len(points):
        hover = f"%{{y:.3g}}{unit}"
        figure.add_scatter(x=points["step"], y=points["value"], name=name, mode=mode, line=line, hovertemplate=hover)
