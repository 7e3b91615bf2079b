"""What happens inside a network, layer by layer (the thesis' Vizmaster, T sec. 2.2)."""

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lbaviz.chosen import numbers
from lbaviz.errors import BadInput
from lbaviz.plots import style
from lbaviz.records import Layers

PARTS = ("weights", "gradients", "activations")
COLOURS = (style.COLOURS[0], style.COLOURS[1], style.COLOURS[2])
DIVERGING = [[0, "#0072B2"], [0.5, "#ffffff"], [1, "#D55E00"]]


def layers_plot(record: Layers, *, kernels: int = 64) -> go.Figure:
    """Return first kernels and their gradients, norms of every layer, and histograms (one line a layer).

    kernels: how many are shown at most, channels averaged. BadInput for no layers.
    """
    if not record.names:
        raise BadInput("there are no layers to chart: give a network that has weights")
    numbers(record.weight_norm, "norms of weights")
    headings = ("kernels of the first layer", "their gradients", "norms", *PARTS)
    grid = [[{"colspan": 3}, None, None, {"colspan": 3}, None, None], [{"colspan": 6}, *[None] * 5]]
    grid += [[{"colspan": 2}, None, {"colspan": 2}, None, {"colspan": 2}, None]]
    figure = make_subplots(3, 6, specs=grid, subplot_titles=headings, vertical_spacing=0.11, row_heights=[3, 3, 3])
    for column, part in ((1, record.kernels), (4, record.kernel_gradients)):
        if len(part):
            _kernels(figure, part[:kernels], column)
    norms = (record.weight_norm, record.gradient_norm, record.activation_norm)
    flags = [*record.flags, *[""] * (len(record.names) - len(record.flags))]
    for word, colour, values, symbol in zip(PARTS, COLOURS, norms, ("circle", "square", "diamond"), strict=True):
        look = {"mode": "lines+markers", "marker": {"color": colour, "size": 8, "symbol": symbol}, "line_color": colour}
        hover = f"%{{x}}: {word} %{{y:.3g}} %{{customdata}}<extra></extra>"
        trace = go.Scatter(x=list(record.names), y=values, name=word, customdata=flags, hovertemplate=hover, **look)
        figure.add_trace(trace, 2, 1)
    for name, flag, norm in zip(record.names, flags, record.gradient_norm, strict=True):
        if flag and norm > 0 and np.isfinite(norm):
            said = {"text": f"✗ {flag}", "font": {"color": "#A3487E"}, "yshift": 14, "showarrow": False}
            figure.add_annotation(x=name, y=np.log10(norm), row=2, col=1, **said)
    for part in range(3):
        _histograms(figure, record, part)
    step = "" if record.step is None else f", step {record.step:,}"
    bad = [f"{name} {flag}" for name, flag in zip(record.names, flags, strict=True) if flag]
    title = f"Layers{step}" + (f": gradients of {', '.join(bad)}" if bad else "")
    figure.update_layout(style.layout(title, hovermode="closest", height=860, barmode="overlay", margin_t=90))
    return figure.update_yaxes(type="log", title="norm", row=2, col=1)


def _kernels(figure: go.Figure, kernels: np.ndarray, column: int) -> None:
    """Draw kernels side by side, white gaps between; blue is negative, white zero, red positive."""
    flat = kernels.mean(axis=-1)
    n, h, w = flat.shape
    columns = min(n, 8)
    rows = -(-n // columns)
    mosaic = np.full((rows * (h + 1) - 1, columns * (w + 1) - 1), np.nan)
    for i, kernel in enumerate(flat):
        y, x = i // columns * (h + 1), i % columns * (w + 1)
        mosaic[y : y + h, x : x + w] = kernel
    most = float(np.nanmax(np.abs(np.where(np.isfinite(flat), flat, np.nan)), initial=0)) or 1e-12
    look = {"colorscale": DIVERGING, "zmin": -most, "zmax": most, "showscale": False, "hoverongaps": False}
    figure.add_trace(go.Heatmap(z=mosaic, hovertemplate="%{z:.3g}<extra></extra>", **look), 1, column)
    figure.update_yaxes(
        autorange="reversed", visible=False, scaleanchor=f"x{'' if column == 1 else 2}", row=1, col=column
    )
    figure.update_xaxes(visible=False, constrain="domain", row=1, col=column)


def _histograms(figure: go.Figure, record: Layers, part: int) -> None:
    """Draw a histogram a layer as a line, later layers paler."""
    for i, name in enumerate(record.names):
        edges, counts = record.edges[i, part].astype(float), record.counts[i, part]
        if not np.isfinite(edges).all() or not counts.sum():
            continue
        opacity = 1 - 0.7 * i / max(len(record.names) - 1, 1)
        line = {"shape": "hv", "color": COLOURS[part], "width": 1.5}
        look = {"mode": "lines", "line": line, "opacity": opacity, "showlegend": False, "name": name}
        hover = f"{name}: %{{y:,}} at %{{x:.3g}}<extra></extra>"
        trace = go.Scatter(x=edges[:-1], y=counts, hovertemplate=hover, **look)
        figure.add_trace(trace, 3, 1 + 2 * part)
