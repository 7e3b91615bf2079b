"""Figures for print: Matplotlib, vector PDF and SVG, or PNG. No torch, no pyplot, safe in any thread."""

from lbaviz.figures.drawing import draw
from lbaviz.figures.live import live
from lbaviz.figures.style import save

__all__ = ["draw", "live", "save"]
