"""A search as parallel coordinates: an axis a knob, a line a trial, its colour the score."""

import numpy as np
import plotly.graph_objects as go

from lbaviz.plots import style
from lbaviz.records import Trials


def trials_plot(record: Trials) -> go.Figure:
    """Return a line a trial through its knobs to its score; drag along an axis to see only the lines that pass there.

    Bright yellow is good. Knobs drawn by their logarithm have a logarithmic axis.
    """
    n = len(record.scores)
    weights = all(name.endswith("_weight") for name in record.knobs)
    title = f"{n} trial{'s' if n != 1 else ''}: {'weights' if weights else 'knobs'} and {record.score}"
    figure = go.Figure(layout=style.layout(title))
    figure.update_layout(margin={"l": 70, "r": 70, "t": 110, "b": 30}, hovermode=False)
    if not n:
        figure.update_xaxes(visible=False).update_yaxes(visible=False)
        return figure.add_annotation(text="no trial is finished yet", showarrow=False, font_size=14)
    axes = [_axis(name, record.values[:, i], name in record.log) for i, name in enumerate(record.knobs)]
    line = {
        "color": record.scores,
        "colorscale": "Viridis",
        "reversescale": record.low_is_good,
        "showscale": True,
        "colorbar": {"title": record.score.replace("_", "<br>"), "thickness": 12},
    }
    axes.append(_axis(record.score, record.scores, log=False))
    return figure.add_parcoords(line=line, dimensions=axes, rangefont={"color": "rgba(0, 0, 0, 0)"})


def _axis(name: str, values: np.ndarray, log: bool) -> dict:
    label = name.removesuffix("_weight").replace("_", "<br>")  # its lines stand where Plotly writes the range
    if not log:
        return {"label": label, "values": values}
    shown = np.log10(values)
    ticks = np.linspace(shown.min(), shown.max(), 5)
    return {"label": label, "values": shown, "tickvals": ticks, "ticktext": [f"{10**tick:.2g}" for tick in ticks]}
