"""Which classes clusters hold: clusters in rows, in the order of the classes that they are assigned to."""

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lbaviz.plots import style
from lbaviz.records import Clustering
from lbaviz.records.base import names_of

NUMBERS = 20  # classes up to which every cell carries its number


def clustering_plot(record: Clustering) -> go.Figure:
    """Return how many samples of each class (columns) each cluster (rows) holds, and the clusters' sizes beside.

    The class that a cluster is assigned to is framed; cells that are zero are white.
    """
    order, names = record.order, names_of(record.counts.shape[1], record.class_names)
    counts, rows = record.counts[order], [f"cluster {cluster}" for cluster in order]
    figure = make_subplots(1, 2, shared_yaxes=True, column_widths=[0.76, 0.24], horizontal_spacing=0.03)
    heat = go.Heatmap(
        z=np.log10(np.where(counts > 0, counts, np.nan)),  # colours go by the logarithm: what does not belong is rare
        x=names,
        y=rows,
        text=np.array([[str(count or "") for count in row] for row in counts]),
        texttemplate="%{text}" if len(names) <= NUMBERS else None,
        customdata=counts,
        hovertemplate="%{y}: %{customdata} of class %{x}<extra></extra>",
        colorscale="Viridis",
        showscale=False,
        xgap=1,
        ygap=1,
        hoverongaps=False,
    )
    figure.add_trace(heat, 1, 1)
    for row, label in enumerate(record.class_of[order]):
        if label >= 0:
            box = {"x0": label - 0.5, "x1": label + 0.5, "y0": row - 0.5, "y1": row + 0.5}
            figure.add_shape(type="rect", line={"color": style.COLOURS[1], "width": 2}, row=1, col=1, **box)
    hover = "%{y}: %{x:,} samples<extra></extra>"
    bars = {"orientation": "h", "marker_color": style.COLOURS[1], "hovertemplate": hover, "showlegend": False}
    figure.add_trace(go.Bar(x=record.sizes[order], y=rows, **bars), 1, 2)
    side = max(420, min(900, 26 * len(rows) + 140))
    step = "" if record.step is None else f", step {record.step:,}"
    title = f"Clusters{step}: accuracy {100 * record.accuracy:.1f} %, NMI {record.nmi:.3f}, ARI {record.ari:.3f}"
    layout = style.layout(title, hovermode="closest", height=side, width=side + 260)
    figure.update_layout({name: value for name, value in layout.items() if name not in ("xaxis", "yaxis")})
    figure.update_xaxes(title="class", type="category", showgrid=False, automargin=True, row=1, col=1)
    figure.update_xaxes(title="size", rangemode="tozero", row=1, col=2)
    return figure.update_yaxes(type="category", autorange="reversed", showgrid=False, automargin=True)
