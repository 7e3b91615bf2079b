"""How far apart two sets of embeddings are: the value among those of shuffled samples."""

import plotly.graph_objects as go

from lbaviz.chosen import mmd_sentence, numbers
from lbaviz.plots import style
from lbaviz.records import MMD


def mmd_plot(record: MMD, *, bins: int = 30) -> go.Figure:
    """Return the null distribution with the value marked, or the value in words where nothing was shuffled."""
    numbers([record.mmd2], "MMD")
    title = f"MMD² of {record.names[0]} and {record.names[1]}"
    figure = go.Figure(layout=style.layout(title, hovermode="closest", showlegend=False, margin_t=90))
    tested = record.null is not None and len(record.null) > 0
    if tested:
        figure.add_histogram(x=record.null, nbinsx=bins, marker_color=style.QUIET, opacity=0.6, name="shuffled")
        line = {"color": style.COLOURS[1], "width": 2}
        figure.add_vline(record.mmd2, line=line, annotation_text="found", annotation_font_color=style.COLOURS[1])
        figure.update_xaxes(title="MMD²").update_yaxes(title="permutations")
    else:
        figure.update_xaxes(visible=False).update_yaxes(visible=False).update_layout(height=130, margin_b=10)
    at = {"x": 0, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom", "yshift": 18}
    said = {"align": "left", "font": {"size": 12, "color": style.QUIET}, "showarrow": False}
    return figure.add_annotation(text=mmd_sentence(record), **said, **at)
