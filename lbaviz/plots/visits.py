"""Which unlabelled samples, or which of a target domain, are visited how often, most visited first."""

import plotly.graph_objects as go

from lbaviz.chosen import name_of, numbers
from lbaviz.plots import images, style
from lbaviz.records import Visits


def visits_plot(record: Visits, *, count: int = 10) -> go.Figure:
    """Return every sample's visits against uniform ones; the `count` most and least visited as thumbnails above."""
    numbers(record.p_visit, "visits")
    n, order = len(record.p_visit), record.order
    times = record.p_visit[order].astype(float) * n
    known = record.labels is not None
    said = [f"sample {b}" + (f", {name_of(int(record.labels[b]), record.class_names)}" if known else "") for b in order]
    hover = "%{customdata}<br>%{y:.3g} × uniform<extra></extra>"
    bars = go.Bar(x=list(range(n)), y=times, customdata=said, hovertemplate=hover, marker_color=style.COLOURS[1])
    step = "" if record.step is None else f", step {record.step:,}"
    entropy = f"entropy {record.entropy:.2f} of at most log |B| = {record.most_entropy:.2f} nats"
    figure = go.Figure(bars, layout=style.layout(f"Visits{step}: {entropy}", hovermode="closest", bargap=0))
    figure.add_hline(1, line={"color": "#1b1b1f", "dash": "dash", "width": 1}, annotation_text="uniform")
    count = 0 if record.images is None else min(max(int(count), 0), n // 2 or 1)
    if count:
        _thumbnails(figure, record, count)
    figure.update_xaxes(title=f"{record.side} samples, most visited first", range=[-0.5, n - 0.5])
    return figure.update_yaxes(title="visits (× uniform)", rangemode="tozero")


def _thumbnails(figure: go.Figure, record: Visits, count: int) -> None:
    """Put the most visited samples above the left half, and the least visited above the right one."""
    pictures, wide = images.needed(record.images, "the visit distribution"), 0.46 / count
    for left, chosen, words in (
        (0.0, record.order[:count], "most visited"),
        (0.54, record.order[-count:], "least visited"),
    ):
        for i, sample in enumerate(chosen):
            images.place(figure, pictures[sample], left + (i + 0.5) * wide, 1.1, (0.92 * wide, 0.15), "paper", "paper")
        at = {"x": left, "y": 1.19, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
        figure.add_annotation(text=words, showarrow=False, **at)
    figure.update_layout(margin_t=150, height=480, title_y=0.95)
