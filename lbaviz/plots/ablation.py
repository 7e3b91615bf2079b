"""What each weight of a random search does to the score, after ADC Figure 5: a panel a weight."""

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lbaviz.plots import style
from lbaviz.records import Ablation

ACROSS = 3  # panels side by side


def ablation_plot(record: Ablation) -> go.Figure:
    """Return means with one standard deviation up and down, a panel a weight; every trial is a pale dot."""
    across = min(ACROSS, len(record.names))
    rows, score = -(-len(record.names) // across), record.score.replace("_", " ")
    titles = [name.replace("_", " ") for name in record.names]
    figure = make_subplots(rows, across, shared_yaxes="all", subplot_titles=titles, vertical_spacing=0.26 / rows)
    for i, name in enumerate(record.names):
        place = {"row": i // across + 1, "col": i % across + 1}
        dots = {"mode": "markers", "marker": {"color": style.QUIET, "size": 4, "opacity": 0.35}}
        hover = f"one trial<br>{titles[i]} %{{x:.3g}}<br>{score} %{{y:.4g}}<extra></extra>"
        figure.add_scatter(x=record.values[i], y=record.scores, hovertemplate=hover, **dots, **place)
        shown = record.trials[i] > 0
        spans = [f"{low:.3g} to {high:.3g}" for low, high in zip(record.edges[i], record.edges[i][1:], strict=False)]
        said = np.stack([np.array(spans, object), record.trials[i]], axis=1)[shown]
        figure.add_scatter(
            x=record.centres[i][shown], y=record.mean[i][shown], error_y={"array": np.nan_to_num(record.sd[i][shown])},
            customdata=said, mode="lines+markers", marker_color=style.COLOURS[0],
            hovertemplate=f"{titles[i]} %{{customdata[0]}}<br>mean {score} %{{y:.4g}} of %{{customdata[1]}} trials"
            "<extra></extra>", **place,
        )  # fmt: skip
        figure.update_xaxes(type="log" if name in record.logarithmic else "linear", **place)
    layout = style.layout(f"Ablation: {score} of {len(record.scores):,} trials", hovermode="closest", showlegend=False)
    plain = {name: value for name, value in layout.items() if name not in ("xaxis", "yaxis")}
    figure.update_layout(**plain, height=230 * rows + 110, margin_t=80)
    figure.update_annotations(font_size=12)
    figure.update_xaxes(layout["xaxis"])
    return figure.update_yaxes(layout["yaxis"])
