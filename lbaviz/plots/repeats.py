"""Means over seeds with their spread, setting by setting."""

import plotly.graph_objects as go

from lbaviz.plots import style
from lbaviz.records import Repeats


def repeats_plot(record: Repeats) -> go.Figure:
    """Return means with one standard deviation up and down, a curve a name; hovering tells every seed's number."""
    figure = go.Figure(layout=style.layout(record.y, hovermode="closest"))
    table = record.table()
    for i, name in enumerate(record.values):
        rows = table[table["name"] == name]
        seeds = [", ".join(f"{v:.2f}" for v in record.of(name, setting)) for setting in rows.setting]
        figure.add_scatter(
            x=rows.setting.astype(str), y=rows["mean"], error_y={"array": rows.sd.fillna(0)}, name=str(name),
            mode="lines+markers", marker_color=style.COLOURS[i % len(style.COLOURS)], customdata=seeds,
            hovertemplate="%{x}: %{y:.2f}<br>seeds: %{customdata}",
        )  # fmt: skip
    order = [str(setting) for setting in record.settings]
    figure.update_xaxes(title=record.x, type="category", categoryorder="array", categoryarray=order)
    return figure.update_yaxes(title=record.y, rangemode="tozero")
