"""`draw`: one door for everything that can be charted."""

from lbaviz.chosen import with_known_options
from lbaviz.errors import BadInput
from lbaviz.pictures import is_metrics, is_source, picture_of
from lbaviz.plots import (
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
    plane,
    projection,
    repeats,
    traces,
    trials,
    visits,
    walks,
)
from lbaviz.records import (
    MMD,
    Ablation,
    Accuracy,
    Clustering,
    Confusion,
    Exemplars,
    Layers,
    Neighbors,
    Plane,
    Projection,
    Repeats,
    Trials,
    Visits,
    WalkFrame,
    WalkPicture,
    WalkTrace,
)


def _walk(record, **options):
    """Chart where walkers return."""
    return walks.walk_plot(record.picture(**options) if hasattr(record, "picture") else picture_of(record, **options))


def _metrics(record, *, what: str = "error", **options):
    """Chart errors or losses."""
    if what not in ("error", "losses"):
        raise BadInput(f"what='{what}' is not known: choose 'error' or 'losses'")
    return (curves.error_plot if what == "error" else curves.loss_plot)(record, **options)


DRAWERS = {
    WalkPicture: _walk,
    WalkFrame: _walk,
    WalkTrace: traces.trace_plot,
    Visits: visits.visits_plot,
    Neighbors: neighbors.neighbors_plot,
    Projection: projection.projection_plot,
    Clustering: clustering.clustering_plot,
    Confusion: confusion.confusion_plot,
    Exemplars: exemplars.exemplars_plot,
    MMD: mmd.mmd_plot,
    Accuracy: accuracy.accuracy_plot,
    Layers: layers.layers_plot,
    Ablation: ablation.ablation_plot,
    Plane: plane.plane_plot,
    Repeats: repeats.repeats_plot,
    Trials: trials.trials_plot,
}
TOGETHER = {
    Layers: norms.norms_plot,
    Projection: projection.projection_plot,
    WalkPicture: walks.difference_plot,
    WalkFrame: walks.difference_plot,
}  # by what a list holds


def draw(record, **options):
    """Return a Plotly go.Figure of a record.

    record: WalkTrace, Visits, Neighbors, Projection, Clustering, Exemplars, Confusion, MMD, Accuracy, Layers, Plane,
    Ablation or Repeats; a WalkPicture, a run, recording or view (where walkers return; option step); a list of
    Projections (side by side, on one scale), of Layers (norms over time) or of two WalkPictures (the signed
    difference); or metrics: the table of `run.metrics()` or {name: table} of several runs (option what="error" or
    "losses"). options: what the record's own module says.
    BadInput for anything else.
    """
    return with_known_options(_drawer(record), record, options)(record, **options)


def _drawer(record):
    """Return the function that charts such a record."""
    if type(record) in DRAWERS:
        return DRAWERS[type(record)]
    if isinstance(record, list) and record and type(record[0]) in TOGETHER:
        return TOGETHER[type(record[0])]
    if is_metrics(record):
        return _metrics
    if hasattr(record, "picture") or is_source(record):  # a view, a run
        return _walk
    kind = type(record).__name__
    raise BadInput(f"a {kind} cannot be charted: give a WalkPicture, another record, a run, a view or run.metrics()")
