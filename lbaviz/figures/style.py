"""The look of printed figures: colours that also colour-blind readers tell apart, and a figure without pyplot."""

from io import BytesIO
from pathlib import Path

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from lbaviz.errors import BadInput

LABELLED = "#009E73"  # bluish green and vermillion: Okabe and Ito, Color Universal Design (2008)
UNLABELLED = "#D55E00"
WRONG = "#CC79A7"  # reddish purple, always dashed as well
WRONG_INK = "#A3487E"  # the same hue, dark enough for thin lines and text on white
INK = "#1b1b1f"
QUIET = "#6b6b76"
FAINT = "#d9d9e0"
ONE_COLUMN = 3.4  # inches
TWO_COLUMNS = 7.0
WIDTHS = {"one-column": ONE_COLUMN, "two-columns": TWO_COLUMNS}
ENDINGS = (".pdf", ".svg", ".png")


class PrintFigure(Figure):
    """A figure that embeds its fonts as TrueType, keeps SVG text as text, and shows itself in a notebook."""

    def savefig(self, fname, **options):
        """Write PDF, SVG or PNG, by the ending of the name."""
        with matplotlib.rc_context({"pdf.fonttype": 42, "svg.fonttype": "none", "svg.hashsalt": "lbaviz"}):
            super().savefig(fname, **{"dpi": 200, **options})

    def _repr_png_(self) -> bytes:
        return png(self)


def inches(width: str | float) -> float:
    """Return a width in inches, of a number or of "one-column" or "two-columns"; BadInput for anything else."""
    if isinstance(width, str) and width in WIDTHS:
        return WIDTHS[width]
    if isinstance(width, bool) or not isinstance(width, int | float) or not 1.5 <= width <= 50:
        raise BadInput(f"width={width!r} is not known: choose 'one-column', 'two-columns', or 1.5 to 50 inches")
    return float(width)


def save(figure: Figure, path: str | Path) -> Path:
    """Write a figure as .pdf (TrueType fonts embedded), .svg or .png, by the ending; return the path.

    BadInput for another ending or a place that cannot be written.
    """
    path = Path(path)
    if path.suffix.lower() not in ENDINGS:
        raise BadInput(f"figures are saved as .pdf, .svg or .png, got '{path.name}'")
    try:
        figure.savefig(path)
    except OSError as error:
        raise BadInput(f"{path} cannot be written ({error.strerror or error}): choose another folder") from None
    return path


def new_figure(width: float, height: float) -> PrintFigure:
    """Return an empty figure of so many inches; it belongs to no window and no pyplot state."""
    figure = PrintFigure(figsize=(width, height), facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def png(figure: Figure, dpi: int = 96, colours: int = 64) -> bytes:
    """Return the figure as PNG bytes with a palette, a third of the size: notebooks keep one for every view.

    Median cut, because octrees take the palest greys, of which improbable edges are made, for white.
    """
    full, small = BytesIO(), BytesIO()
    Figure.savefig(figure, full, format="png", dpi=dpi)
    picture = Image.open(full).convert("RGB")
    picture.quantize(colours, method=Image.Quantize.MEDIANCUT).save(small, "png")
    return small.getvalue()


def plain_axes(ax) -> None:
    """Leave two thin spines and quiet ticks."""
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_color(QUIET)
        ax.spines[side].set_linewidth(0.6)
    ax.tick_params(colors=QUIET, labelsize=7, width=0.6, length=2.5)
    ax.grid(axis="y", color="#ececf1", linewidth=0.6)
    ax.set_axisbelow(True)
