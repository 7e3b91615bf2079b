"""Where walkers return: class of departure against class of arrival."""

import numpy as np
import plotly.graph_objects as go

from lbaviz.chosen import domains_crossed, return_difference
from lbaviz.pictures import picture_of
from lbaviz.plots import style
from lbaviz.records import WalkPicture
from lbaviz.records.base import names_of

DIVERGING = [[0, "#0072B2"], [0.5, "#ffffff"], [1, "#D55E00"]]


def walk_plot(picture: WalkPicture) -> go.Figure:
    """Return the probability that a walk ends in each class (columns), by class of departure (rows).

    BadInput if the picture has no labels.
    """
    look = {"zmin": 0, "zmax": 1, "colorscale": "Viridis", "colorbar": {"title": "probability", "tickformat": ".0%"}}
    hover = "from %{y} to %{x}: %{z:.2%}<extra></extra>"
    return _matrix(picture, picture.return_matrix(), f"Where walkers return, step {picture.frame.step:,}", hover, look)


def difference_plot(pictures: list) -> go.Figure:
    """Return where walkers return more (red) and less often (blue) in the second picture than in the first.

    BadInput unless there are two walks over the same classes, with labels.
    """
    values, words = return_difference(pictures)
    most = max(float(np.nanmax(np.abs(values), initial=0)), 1e-3)
    look = {"zmin": -most, "zmax": most, "colorscale": DIVERGING, "colorbar": {"title": "points", "tickformat": "+.0%"}}
    hover = "from %{y} to %{x}: %{z:+.2%}<extra></extra>"
    return _matrix(picture_of(pictures[1]), values, f"Where walkers return: {words}", hover, look)


def _matrix(picture: WalkPicture, values, title: str, hover: str, look: dict) -> go.Figure:
    names = names_of(len(values), picture.class_names)
    heat = go.Heatmap(z=values, x=names, y=names, hovertemplate=hover, **look)
    title += domains_crossed(picture)
    figure = go.Figure(heat, layout=style.layout(title, hovermode="closest", width=560, height=500))
    figure.update_xaxes(title="class of arrival", type="category", showgrid=False)
    return figure.update_yaxes(title="class of departure", type="category", autorange="reversed", showgrid=False)
