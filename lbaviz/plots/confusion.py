"""Which classes a network takes for which."""

import numpy as np
import plotly.graph_objects as go

from lbaviz.errors import BadInput
from lbaviz.plots import style
from lbaviz.records import Confusion
from lbaviz.records.base import names_of

NUMBERS = 20  # classes up to which every cell carries its number


def confusion_plot(record: Confusion, *, values: str = "counts") -> go.Figure:
    """Return how often each class (rows) is taken for each (columns); cells that are zero are white.

    values: "counts", or "share": per cent of the true class. BadInput for no predictions.
    """
    if values not in ("counts", "share"):
        raise BadInput(f"values='{values}' is not known: choose 'counts' or 'share'")
    if not record.counts.sum():
        raise BadInput("there are no predictions to chart, the confusion matrix is empty: choose at least one sample")
    share = 100 * record.normalised
    numbers = record.counts if values == "counts" else share
    names = names_of(len(record.counts), record.class_names)
    shown = np.where(numbers > 0, numbers, np.nan)  # mistakes are rare: colours go by the logarithm
    form = "{:.0f}" if values == "counts" else "{:.1f}"
    words = np.array([[form.format(x) if x > 0 else "" for x in row] for row in numbers])
    heat = go.Heatmap(
        z=np.log10(shown),
        x=names,
        y=names,
        text=words,
        texttemplate="%{text}" if len(names) <= NUMBERS else None,
        customdata=np.dstack([record.counts, share]),
        hovertemplate="%{y} taken for %{x}: %{customdata[0]} (%{customdata[1]:.1f} % of %{y})<extra></extra>",
        colorscale="Viridis",
        xgap=1,
        ygap=1,
        hoverongaps=False,
        colorbar=_key(float(np.nanmax(numbers)), values),
    )
    step = "" if record.step is None else f", step {record.step:,}"
    side = max(460, min(900, 18 * len(names))) + 100
    title = f"Confusion{step}: error {record.error:.2f} %"
    figure = go.Figure(heat, layout=style.layout(title, hovermode="closest", width=side + 60, height=side))
    figure.update_xaxes(title="taken for", type="category", showgrid=False, side="bottom", automargin=True)
    return figure.update_yaxes(title="class", type="category", autorange="reversed", showgrid=False, automargin=True)


def _key(top: float, values: str) -> dict:
    ticks = [p for p in range(-1 if values == "share" else 0, 9) if 10.0**p <= top]
    unit = "" if values == "counts" else " %"
    return {"title": "samples" if values == "counts" else "share", "tickvals": ticks} | {
        "ticktext": [f"{10.0**p:,g}{unit}" for p in ticks]
    }
