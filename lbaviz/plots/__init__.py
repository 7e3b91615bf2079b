"""Interactive charts: Plotly, for what changes seldom. A record in, a go.Figure out; no file, no show(). No torch."""

from lbaviz.plots.drawing import draw

__all__ = ["draw"]
