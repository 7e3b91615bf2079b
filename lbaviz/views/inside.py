"""Widgets that look inside a network: what the recorded probes found, at the step that is shown."""

import traitlets

from lbaviz.records import Record
from lbaviz.views.base import View

# ours and figures.draw's
COLOURS = {"class": "label", "domain": "domain", "prediction": "prediction", "correctness": "correctness"}


class ProbedView(View):
    """A view of one recorded probe. `chosen` and `query` are positions among the inspected images."""

    _probe = ""  # its name in the recording

    def record(self, step: int | None = None) -> Record:
        """Return the record behind the picture, at the shown step or at `step`; BadInput if none was recorded."""
        recording, name = self._feed.run.recording, self._probe_name()
        recorded = recording.probe_steps().get(name) or [0]
        at = self.step if step is None else step
        return recording.probe(name, recorded[-1] if at is None else max(at, recorded[0]))

    def figure(self, *, step: int | None = None, **options):
        """Return what is shown as a Matplotlib Figure; options as for `figures.draw` of the record."""
        from lbaviz import figures

        return figures.draw(self.record(step), **options)

    def _probe_name(self) -> str:
        return self._probe


class EmbeddingView(ProbedView):
    """Where the network lays the inspected images, moving with time. `record()` is a Projection.

    colour: what the colour says; None: the domain where the run has two, else the class.
    """

    view = traitlets.Unicode("embedding").tag(sync=True)
    projection = traitlets.Enum(["pca", "tsne", "umap"], "pca").tag(sync=True)
    colour = traitlets.Enum(list(COLOURS), None, allow_none=True).tag(sync=True)

    def figure(self, *, step: int | None = None, **options):
        return super().figure(step=step, **{"colour": COLOURS.get(self.colour), **options})

    def _probe_name(self) -> str:
        """Return the layout that is shown; where it was not recorded the first one that was, as the browser does."""
        stored = [name for name in ("pca", "tsne", "umap") if f"projection-{name}" in self.probe_steps]
        shown = self.projection if self.projection in stored or not stored else stored[0]
        return f"projection-{shown}"


class ConfusionView(ProbedView):
    """Which classes are taken for which; a click on a cell shows its images. `record()` is a Confusion."""

    view = traitlets.Unicode("confusion").tag(sync=True)
    _probe = "predictions"


class ExemplarsView(ProbedView):
    """Clusters of a run without labels by their most probable images; a person names them and marks wrong images.

    `record()` is an Exemplars; what a person said is `run.cluster_names` and `run.wrong_images`.
    """

    view = traitlets.Unicode("exemplars").tag(sync=True)
    _probe = "exemplars"


class NeighborsView(ProbedView):
    """Whom the network takes for neighbours: click a sample in any view of the run. `record()` is a Neighbors."""

    view = traitlets.Unicode("neighbors").tag(sync=True)
    _probe = "neighbors"


class LayersView(ProbedView):
    """Kernels, norms and histograms of every layer; vanishing and exploding gradients. `record()` is a Layers."""

    view = traitlets.Unicode("layers").tag(sync=True)
    _probe = "layers"


class LookInside(ProbedView):
    """Embedding, confusion (`record()`), neighbours and layers beside each other, with one selection and one time.

    Of a run without labels also its clusters (ExemplarsView); the confusion where classes are known.
    """

    view = traitlets.Unicode("inside").tag(sync=True)
    _probe = "predictions"
