"""One run, training or ended, with its recording and its network."""

from functools import cached_property
from pathlib import Path

import numpy as np

from lbaviz import probes
from lbaviz.errors import BadInput
from lbaviz.recording import Recording, naming
from lbaviz.recording.standing import BUSY_STATES
from lbaviz.records import Event, Projection, WalkFrame


class Run:
    """What `fit` and `open` return: numbers and frames from the file, the network from memory or a checkpoint."""

    def __init__(self, path: str | Path, trainee=None, keep=None):
        self.path = Path(path)
        self._trainee = trainee
        self._asked = None  # a second network, for questions at any step
        self._keep = keep  # the temporary folder of an unnamed recording lives as long as this does

    @cached_property
    def recording(self) -> Recording:
        return Recording(self.path, keep=self._keep)

    @property
    def seed(self) -> int:
        return self.recording.meta["config"]["seed"]

    @property
    def steps(self) -> int:
        """The number of updates done so far."""
        return self.recording.status()["step"]

    @property
    def state(self) -> str:
        return self.recording.status()["state"]

    def metrics(self):
        """Return a tidy pandas table: step, name, value. Terms in nats, errors in per cent."""
        return self.recording.metrics()

    def frame(self, step: int) -> WalkFrame:
        """Return the walk over the probe set at `step`, or the nearest recorded step before it."""
        return self.recording.frame(step)

    def interventions(self) -> list[Event]:
        """Return the moves of knobs with their steps, one a drag."""
        return self.recording.interventions()

    @property
    def cluster_names(self) -> dict[int, str]:
        """What a person calls the clusters of a run without labels: {0: "sevens"}; only those with a name."""
        return naming.names_in(self.recording.events())

    @property
    def wrong_images(self):
        """Images that a person has marked as wrong in a cluster, as a pandas table, one row each.

        Columns: cluster, name, image (its place among the inspected images), item (which of the images of `part` of
        the data it is), part, step (at which it was marked).
        """
        return naming.wrong_images(self.recording)

    def name_cluster(self, cluster: int, name: str) -> None:
        """Name a cluster, for display only; "" takes the name back. A run in training does so before its next step.

        BadInput for a cluster that does not exist, a name of more than 40 characters, a run with labels.
        """
        naming.write(self.recording, {"kind": "name_cluster", "cluster": cluster, "name": name})

    def mark_wrong(self, cluster: int, image: int, wrong: bool = True) -> None:
        """Mark an inspected image as wrong in a cluster, or take the mark back; BadInput for what is not there.

        image: its place among the inspected images, as in `ExemplarsView(run).record().indices`.
        """
        naming.write(self.recording, {"kind": "mark_wrong", "cluster": cluster, "image": image, "wrong": wrong})

    @property
    def trainee(self):
        """Network, parts and machine with the last recorded weights; BadInput if the network was the caller's own."""
        if self._trainee is None:
            from lbaviz.session.restore import last_trainee

            self._trainee = last_trainee(self.recording)
        return self._trainee

    @property
    def model(self):
        """The trained network: images float32 (n, c, h, w) in 0...255 to embeddings (n, d)."""
        return self.trainee.model

    def embed(self, images) -> np.ndarray:
        """Return float32 embeddings (n, d) of images: uint8, or float in [0, 1], (n, h, w[, c])."""
        trainee = self._at_rest()
        return probes.embed(trainee.model, self._images(images), trainee.machine).numpy()

    def predict(self, images, by: str = "classifier") -> np.ndarray:
        """Return the classes, or clusters, (int64, (n,)) of images: uint8, or float in [0, 1], (n, h, w[, c]).

        by="association": the class to whose labelled samples a walker most probably steps (p_ba summed, LBA eq. 2),
        which needs no classifier and works at classification weight 0.
        """
        from lbaviz.session.predicting import association_scores, check_by

        check_by(by)
        trainee, images = self._at_rest(), self._images(images)
        if by == "classifier":
            return probes.predict(trainee.model, trainee.parts["classifier"], images, trainee.machine)
        embeddings = probes.embed(trainee.model, images, trainee.machine)
        return association_scores(trainee, embeddings).argmax(dim=1).numpy()

    def ask(
        self, question: str, *, step: int | None = None, part: str | None = None, images: int | None = 1000, **options
    ):
        """Return what a probe finds in the run's network, as a record to draw, tabulate or save.

        question: "visits", "neighbors", "projection", "confusion", "accuracy", "clustering", "exemplars", "mmd",
        "layers", "walks" or "trace" (the walks from the labelled sample `start` of the probe set). step: the recorded
        weights there or at the nearest checkpoint before (record.step says which), default the last. part: "test",
        "validation", "unlabelled" or "labelled", by default "test", for visits and mmd "unlabelled"; of a pair of
        domains also "source_test", "target_validation" and "both" (half source, half target test images), which is the
        default of projection and mmd. images: how many of it at most (None: all), drawn by the run's seed; visits and
        mmd start from as many labelled ones. options: those of the probe of that name; also by="association" for
        confusion and accuracy, gallery=(another part) for neighbors, and selected, top_k and threshold for walks.
        BadInput for what is not there.
        """
        from lbaviz.session.asking import ask

        return ask(self, question, step=step, part=part, images=images, options=options)

    def probe(self, steps: list[int] | None = None) -> "Run":
        """Record what the probes find at every checkpoint of an ended run (or at some), for views and figures.

        As `fit(..., probe_every=...)` does while training; shows a progress bar and returns the run. BadInput while
        the run is being written, or for steps without a checkpoint.
        """
        from lbaviz.session.filling import fill_in

        fill_in(self, steps)
        return self

    def project(self, method: str = "tsne", steps: list[int] | None = None, **options) -> list[Projection]:
        """Return aligned layouts of the recorded embeddings, a step each, and keep them in the recording for views.

        method: "pca", "tsne" or "umap"; steps: default all with embeddings; options: those of `probes.project`.
        BadInput if no embeddings were recorded.
        """
        from lbaviz.session.filling import lay_out

        return lay_out(self, method, steps, options)

    def _at_rest(self):
        """Return the trainee, or a copy with its present weights while a thread trains it: its mode must not change."""
        if self._trainee is None or self.state not in BUSY_STATES:
            return self.trainee
        if self._asked is None:
            self._asked = type(self._trainee)(self._trainee.plan)
        self._asked.load_weights(self._trainee.weights())
        return self._asked

    def _images(self, images) -> np.ndarray:
        from lbaviz.data import from_arrays

        images = from_arrays(images, None).images
        expected = tuple(self.recording.meta["about"]["image_shape"])
        if images.shape[1:] != expected:
            raise BadInput(f"images are {images.shape[1:]} (h, w, c), expected {expected} as in training: resize them")
        return images

    def branch(self, step: int, steps: int | None = None, model=None, data=None, unlabelled=None, **knobs) -> "Run":
        """Train a branch from `step` with other knobs to `steps` in all, in a new file beside this one; block.

        unlabelled: other unlabelled images from there on, as in `fit`. Fine-tuning by association (LBA sec. 4.6) is
        association with unlabelled="source" on a pair, then branch(step, unlabelled="target"): the branch has the
        parent's metrics but no frames of its earlier steps, and its best weights are chosen after `step`.
        """
        session = self.start_branch(step, steps=steps, model=model, data=data, unlabelled=unlabelled, **knobs)
        return session.wait()

    def start_branch(
        self, step: int, steps: int | None = None, model=None, data=None, paused: bool = False, unlabelled=None,
        **knobs,
    ):  # fmt: skip
        """Start a branch in a thread and return its Session. Own networks and own data must be handed in again."""
        from lbaviz.session.branching import start_branch

        more = {"paused": paused, "unlabelled": unlabelled}
        return start_branch(self, step, steps=steps, model=model, data=data, knobs=knobs, **more)

    def __repr__(self) -> str:
        status = self.recording.status()
        return f"<lbaviz run {self.path.name}: {status['state']} at step {status['step']}>"
