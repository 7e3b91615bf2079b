"""`draw`: one door for everything that can be printed."""

from lbaviz.chosen import with_known_options
from lbaviz.errors import BadInput
from lbaviz.figures import (
    ablation,
    accuracy,
    clustering,
    confusion,
    curves,
    exemplars,
    layers,
    mmd,
    neighbors,
    norms,
    panels,
    plane,
    projection,
    repeats,
    returns,
    visits,
    walk_pairs,
    walks,
)
from lbaviz.pictures import is_metrics, is_source, picture_of
from lbaviz.records import (
    MMD,
    Ablation,
    Accuracy,
    Bars,
    Clustering,
    Confusion,
    Exemplars,
    Layers,
    Matrix,
    Neighbors,
    Plane,
    Projection,
    Repeats,
    Visits,
    WalkFrame,
    WalkPicture,
    WalkTrace,
)


def _walk(record, ax=None, *, what: str = "walk", width=None, **options):
    """Draw a walk, or where walkers return."""
    if what not in ("walk", "returns"):
        raise BadInput(f"what='{what}' is not known: choose 'walk' or 'returns'")
    picture = record.picture(**options) if hasattr(record, "picture") else picture_of(record, **options)
    return (walks if what == "walk" else returns).draw(picture, ax, width=width)


def _trace(record, ax=None, *, top_k: int = 5, width=None):
    """Draw the walks of one sample."""
    return walks.draw(record.picture(top_k), ax, width=width)


def _panel(record, ax=None):
    return panels.draw([record], ax)


DRAWERS = {
    WalkPicture: _walk,
    WalkFrame: _walk,
    WalkTrace: _trace,
    Matrix: _panel,
    Bars: _panel,
    Visits: visits.draw,
    Neighbors: neighbors.draw,
    Projection: projection.draw,
    Clustering: clustering.draw,
    Confusion: confusion.draw,
    Exemplars: exemplars.draw,
    MMD: mmd.draw,
    Accuracy: accuracy.draw,
    Layers: layers.draw,
    Ablation: ablation.draw,
    Plane: plane.draw,
    Repeats: repeats.draw,
}
TOGETHER = {
    Layers: norms.draw,
    Projection: projection.draw,
    WalkPicture: walk_pairs.draw,
    WalkFrame: walk_pairs.draw,
}  # by what a list holds


def draw(record, ax=None, **options):
    """Return the Matplotlib Figure of a record; `figures.save(figure, "x.pdf")`, `.svg` and `.png` write it.

    record: any record of `lbaviz.records`; a run, recording or view (its walk; options step, selected, top_k,
    threshold), or metrics: the table of `run.metrics()`, or {name: table} of several runs. A list of Matrix and Bars
    records is drawn as one row, of Projections as layouts on one scale, of two WalkPictures as before and after, of
    Layers as norms over time. options: what the record's own module says, and `width`: "one-column", "two-columns" or
    inches.
    ax: Matplotlib Axes to draw into, default a new figure. BadInput if the record is of another kind.
    """
    return with_known_options(_drawer(record), record, options)(record, ax, **options)


def _drawer(record):
    """Return the function that draws such a record."""
    if type(record) in DRAWERS:
        return DRAWERS[type(record)]
    if isinstance(record, list):
        return TOGETHER.get(type(record[0]) if record else None, panels.draw)
    if is_metrics(record):
        return curves.draw
    if hasattr(record, "picture") or is_source(record):  # a view, a run
        return _walk
    raise BadInput(
        f"a {type(record).__name__} cannot be drawn: give a WalkPicture, another record, a run, a view or run.metrics()"
    )
