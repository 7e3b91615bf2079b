"""Errors and losses against the step, for print."""

from functools import partial

import numpy as np
from matplotlib.ticker import LogLocator, NullLocator

from lbaviz.errors import BadInput
from lbaviz.figures import style

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")  # Okabe and Ito
LOSSES = ("walker", "visit", "classification")
ERRORS = ("validation_error", "target_validation_error", "test_error")
BASELINE = "baseline_"
WORDS = {"validation_error": "validation", "test_error": "test"}
OF_DOMAINS = {"validation_error": "source", "target_validation_error": "target", "test_error": "target, test"}


def draw(metrics, ax=None, *, what: str = "both", log: bool = False, width: str | float = style.ONE_COLUMN * 1.25):
    """Return the Figure of a run's metrics, or of several given as {name: metrics}.

    what: "error" (per cent, beside the supervised baseline's), "losses" (nats), or "both", one above the other.
    log: errors on a logarithmic axis, where small ones are told apart; width: inches, "one-column" or "two-columns".
    """
    if what not in ("error", "losses", "both"):
        raise BadInput(f"what='{what}' is not known: choose 'error', 'losses' or 'both'")
    runs = metrics if isinstance(metrics, dict) else {"": metrics}
    if ax is not None:
        (_losses if what == "losses" else partial(_errors, log=log))(ax, runs)
        return ax.figure
    panels = {"error": [partial(_errors, log=log)], "losses": [_losses]}
    panels["both"] = [*panels["error"], *panels["losses"]]
    width = style.inches(width)
    high = max(2.05, width * 0.38)
    figure = style.new_figure(width, high * len(panels[what]) + 0.25)
    axes = figure.subplots(len(panels[what]), 1, squeeze=False, sharex=True)[:, 0]
    for panel, axis in zip(panels[what], axes, strict=True):
        panel(axis, runs)
    axes[-1].set_xlabel("step (optimiser updates)", fontsize=7.5, color=style.QUIET)
    figure.set_layout_engine("constrained")
    return figure


def _errors(ax, runs: dict, log: bool) -> None:
    """Draw the errors that a run was steered by; baselines are grey and dashed."""
    labels = []
    for i, (run, table) in enumerate(runs.items()):
        said = OF_DOMAINS if (table["name"] == "target_validation_error").any() else WORDS
        for name in ERRORS:
            line = _line(table, name)
            if len(line):
                marker = "s" if name == "test_error" else None
                dash = (0, (4, 1.2)) if said is OF_DOMAINS and name == "validation_error" else "solid"
                ax.plot(*line.T, color=COLOURS[i], linewidth=1.3, linestyle=dash, marker=marker, markersize=4)
                whose = f"{run}, {said[name]}" if run else said[name]
                labels.append((line[-1], f"{whose} {line[-1, 1]:.1f} %", COLOURS[i]))
        whose = "source" if said is OF_DOMAINS else "labels"
        ends = {ERRORS[said is OF_DOMAINS]: (whose, (4, 2)), "target_only_validation_error": ("target", (1, 1.5))}
        for name, (taught, dash) in ends.items():
            base = _line(table, BASELINE + name)
            if len(base) and i == 0:
                ax.plot(*base.T, color=style.QUIET, linewidth=1.0, linestyle=(0, dash))
                labels.append((base[-1], f"{taught} alone {base[-1, 1]:.1f} %", style.QUIET))
    style.plain_axes(ax)
    if log:
        _logarithmic(ax)
    else:
        ax.set_ylim(bottom=0)
    ax.set_ylabel("error (%)", fontsize=7.5, color=style.QUIET)
    _label_ends(ax, labels)


def _logarithmic(ax) -> None:
    """Make the y axis logarithmic, with round numbers: 1, 2, 5, 10, ..."""
    least = min((y for line in ax.lines for y in line.get_ydata() if y > 0), default=1)
    ax.set_yscale("log")
    ax.set_ylim(max(0.05, 0.6 * least), 100)
    ax.yaxis.set_major_locator(LogLocator(10, subs=(1, 2, 5)))
    ax.yaxis.set_major_formatter("{x:g}")
    ax.yaxis.set_minor_locator(NullLocator())


def _losses(ax, runs: dict) -> None:
    """Draw the unweighted loss terms; several runs differ by dashes."""
    labels = []
    for i, (run, table) in enumerate(runs.items()):
        for colour, name in zip(COLOURS, LOSSES, strict=False):
            line = _line(table, name)
            if len(line):
                ax.plot(*line.T, color=colour, linewidth=1.1, linestyle=["-", "--", ":", "-."][i % 4])
                labels.append((line[-1], f"{name}{' · ' + run if run and len(runs) > 1 else ''}", colour))
    style.plain_axes(ax)
    ax.set_ylim(bottom=0)
    ax.set_ylabel("loss (nats)", fontsize=7.5, color=style.QUIET)
    _label_ends(ax, labels)


def _line(table, name: str) -> np.ndarray:
    """Return (n, 2): step and value, unrecorded and non-finite ones left out."""
    chosen = table[table["name"] == name].sort_values("step")
    line = np.column_stack([chosen["step"], chosen["value"]]).astype(float).reshape(-1, 2)
    return line[np.isfinite(line).all(axis=1)]


def _label_ends(ax, labels: list) -> None:
    """Write each line's name at its end instead of a legend, moved apart where they would touch."""
    if not labels:
        return
    height = ax.transScale.transform  # a logarithmic axis is moved apart on paper, not in numbers
    low, high = (height((0, y))[1] for y in ax.get_ylim())
    inches = ax.figure.get_figheight() / len(ax.figure.axes)
    least = 0.085 * (high - low) * min(1.0, 2.3 / inches)
    order = sorted(range(len(labels)), key=lambda i: labels[i][0][1])
    y = -np.inf
    for i in order:
        (x, value), text, colour = labels[i]
        y = max(height((0, max(value, ax.get_ylim()[0])))[1], y + least)
        ax.annotate(
            text,
            (x, ax.transScale.inverted().transform((0, y))[1]),
            (4, 0),
            textcoords="offset points",
            fontsize=7,
            color=colour,
            va="center",
            annotation_clip=False,
        )
