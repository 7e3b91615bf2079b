"""Small pictures of the walk's formulas, one or several side by side: matrices and bars on one scale."""

from lbaviz.errors import BadInput
from lbaviz.figures import bars, matrices, style
from lbaviz.records import Bars, Matrix

KINDS = {Matrix: matrices, Bars: bars}
WIDTH = 9.4  # inches at most: a notebook's cell is about 960 px wide
CELL = 0.44  # inches at most
GAP = 1.0  # cells between two pictures


def draw(records: list[Matrix | Bars], ax=None):
    """Return the Figure of the records, left to right; ax: Axes of a single one. BadInput for any other kind."""
    for record in records:
        if type(record) not in KINDS:
            raise BadInput(f"a {type(record).__name__} has no place in a row of pictures: give Matrix or Bars records")
    if not records:
        raise BadInput("there is nothing to draw: give at least one Matrix or Bars record")
    sizes = [KINDS[type(record)].size(record) for record in records]
    if ax is not None:
        if len(records) > 1:
            raise BadInput(f"{len(records)} pictures do not fit into one Axes: draw them one by one, or without ax")
        cell = ax.get_window_extent().width / ax.figure.dpi / sizes[0][0]
        KINDS[type(records[0])].draw(records[0], ax, cell)
        return ax.figure
    wide = sum(width for width, _ in sizes) + GAP * (len(sizes) - 1) + 0.4
    high = max(height for _, height in sizes) + 0.2
    cell = min(CELL, WIDTH / wide)
    figure, left = style.new_figure(cell * wide, cell * high), 0.2
    for record, (width, height) in zip(records, sizes, strict=True):
        place = (left / wide, 1 - (height + 0.1) / high, width / wide, height / high)
        KINDS[type(record)].draw(record, figure.add_axes(place), cell)
        left += width + GAP
    return figure
