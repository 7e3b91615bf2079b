"""The look of the interactive charts: quiet axes, and colours that also colour-blind readers tell apart."""

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")  # Okabe and Ito (2008)
QUIET = "#6b6b76"
FAINT = "#ececf1"


def layout(title: str, **more) -> dict:
    """Return a Plotly layout with this title; more: further layout entries."""
    axis = {"gridcolor": FAINT, "zerolinecolor": FAINT, "linecolor": QUIET, "ticks": "outside", "tickcolor": QUIET}
    return {
        "title": {"text": title, "x": 0, "xref": "paper", "font": {"size": 15}},
        "template": "none",
        "font": {"family": "system-ui, sans-serif", "size": 12, "color": "#1b1b1f"},
        "paper_bgcolor": "white",
        "plot_bgcolor": "white",
        "margin": {"l": 60, "r": 20, "t": 50, "b": 50},
        "hovermode": "x unified",
        "xaxis": dict(axis),
        "yaxis": dict(axis),
        **more,
    }
