"""Errors and losses against the step, for one run or several side by side."""

import plotly.graph_objects as go

from lbaviz.errors import BadInput
from lbaviz.pictures import is_metrics
from lbaviz.plots import style

LOSSES = ("walker", "visit", "classification")
WORDS = {"validation_error": "validation error", "test_error": "test error"}
OF_DOMAINS = {
    "validation_error": "error on source",
    "target_validation_error": "error on target",
    "test_error": "test error on target",
}
DASHES = ("solid", "dash", "dot", "dashdot")


def error_plot(metrics, *, title: str = "Error") -> go.Figure:
    """Return validation and test error in per cent against the step, beside the supervised baselines'.

    metrics: the table of `run.metrics()`, or {name of the run: table}.
    """
    figure = go.Figure(layout=style.layout(title))
    for i, (run, table) in enumerate(_runs(metrics).items()):
        colour = style.COLOURS[i % len(style.COLOURS)]
        said = OF_DOMAINS if (table["name"] == "target_validation_error").any() else WORDS
        for name in said:
            points = _points(table, name)
            mode = "markers" if name == "test_error" and len(points) == 1 else "lines"
            dash = (
                "dot"
                if name == "test_error"
                else "dash"
                if said is OF_DOMAINS and name == "validation_error"
                else "solid"
            )
            line = {"color": colour, "dash": dash}
            _add(figure, points, f"{run} · {said[name]}" if run else said[name], line, " %", mode)
        whose = "source" if said is OF_DOMAINS else "labels"
        measured = "target_validation_error" if said is OF_DOMAINS else "validation_error"
        for taught, name in ((whose, measured), ("target", "target_only_validation_error")):
            base = f"{run} · {taught} alone" if run else f"{taught} alone (supervised)"
            dash = DASHES[1 + (i + (taught == "target")) % 3]
            _add(figure, _points(table, f"baseline_{name}"), base, {"color": style.QUIET, "dash": dash}, " %")
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
