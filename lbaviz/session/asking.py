"""Questions to a run's network at one of its steps, answered as records that are ready to be drawn."""

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from lbaviz import probes
from lbaviz.errors import BadInput, nearest
from lbaviz.methods import needs_labels
from lbaviz.records import Record, WalkFrame, WalkPicture
from lbaviz.records.projection import told_apart
from lbaviz.session.asked import BOTH, Asked
from lbaviz.session.inspecting import NEIGHBORS, layers_of
from lbaviz.session.knobs import knobs_before
from lbaviz.session.looking import Probe, probe_set, similarity_of
from lbaviz.session.restore import trainee_at
from lbaviz.session.starts import Starts, placed_anchors

LABELLED_SHOWN = 10  # of each class, beside a confusion matrix (LBA Figure 3)


def ask(run, question: str, *, step: int | None, part: str | None, images: int | None, options: dict) -> Record:
    """Answer one of QUESTIONS from the weights at or before `step`; see `Run.ask`."""
    if question not in QUESTIONS:
        raise BadInput(f"a run cannot be asked for '{question}'.{nearest(str(question), QUESTIONS)}")
    answer, usual = QUESTIONS[question]
    trainee, at = trainee_at(run, step)
    if trainee.plan.split.domains and question in OF_BOTH:
        usual = BOTH
    asked = Asked(run, trainee, at, part or usual, images)
    try:
        return answer(asked, **options)
    except TypeError as error:
        if "unexpected keyword argument" not in str(error):
            raise
        unknown = re.search(r"argument '(\w+)'", str(error))[1]
        raise BadInput(f"'{question}' has no option '{unknown}': see the probe of that name in lbaviz.probes") from None


def _visits(asked: Asked, **options) -> Record:
    kind = {**similarity_of(asked.trainee.plan), **options}
    found = probes.visits(asked.starts, asked.embeddings, **kind)
    return replace(found, images=asked.samples.images, labels=asked.samples.labels, side=asked.side, **asked.shown)


def _neighbors(asked: Asked, gallery: str | None = None, **options) -> Record:
    """gallery: another part to look for neighbours in; by default the same images, a sample itself left out.

    k is by default as many as are usually drawn, or all there are.
    """
    others = asked.samples if gallery is None else asked.some(gallery)
    if len(others) < 2 and gallery is None:
        raise BadInput("one image has no neighbour but itself: ask with images=2 or more, or with gallery=another part")
    embedded = asked.embeddings if gallery is None else asked.embed(others)
    options = {"exclude_self": gallery is None, "k": min(NEIGHBORS, len(others) - (gallery is None)), **options}
    found = probes.nearest_neighbors(asked.embeddings, embedded, **options)
    images = {"query_images": asked.samples.images, "gallery_images": others.images}
    labels = {"query_labels": asked.samples.labels, "gallery_labels": others.labels}
    return replace(found, **images, **labels, **asked.shown)


def _projection(asked: Asked, **options) -> Record:
    anchors, clusters = placed_anchors(asked.trainee)
    found = probes.project(asked.embeddings, anchors=anchors, **options)
    predicted = None if asked.outputs[1] is None else asked.scores("classifier").argmax(dim=1).numpy()
    known = {"labels": asked.samples.labels, "predicted": predicted, "images": asked.samples.images}
    if clusters is not None:
        known["anchor_labels"] = asked.class_of_clusters[clusters] if asked.named else clusters
    if asked.part == BOTH:
        two = asked.trainee.plan.split.domains
        known |= {"domains": asked.domains, "domain_names": told_apart((two.source, two.target))}
    return replace(found, **known, **asked.shown)


def _confusion(asked: Asked, by: str = "classifier") -> Record:
    asked, labelled = asked.known(), asked.trainee.plan.split.labelled
    predicted = asked.scores(by).argmax(dim=1)
    found = probes.confusion(predicted, asked.samples.labels, classes=len(asked.shown["class_names"]))
    first = [np.flatnonzero(labelled.labels == label)[:LABELLED_SHOWN] for label in np.unique(labelled.labels)]
    picked = np.concatenate([np.empty(0, int), *first])
    beside = {"labelled_images": labelled.images[picked], "labelled_labels": labelled.labels[picked]}
    return replace(found, images=asked.samples.images, **beside, **asked.shown)


def _accuracy(asked: Asked, by: str = "classifier", **options) -> Record:
    asked = asked.known()
    found = probes.accuracy(asked.scores(by), asked.samples.labels, **options)
    whole = asked.part == "test" and len(asked.samples) == len(asked.trainee.plan.split.test)
    last = asked.run.recording.last_values() if whole and asked.step == asked.run.steps and by == "classifier" else {}
    return replace(found, error_best=last.get("test_error_best"), **asked.shown)


def _clustering(asked: Asked) -> Record:
    """Against classes, of the images whose class is known; the sizes of the clusters count all."""
    told, labels, classes = asked.outputs[1].argmax(dim=1), asked.samples.labels, asked.trainee.plan.split.class_names
    found = probes.clustering(told, labels, clusters=len(asked.trainee.plan.outputs), classes=len(classes))
    return replace(found, class_names=classes, step=asked.step)


def _exemplars(asked: Asked, **options) -> Record:
    labels = asked.samples.labels
    known = {"labels": labels, "class_names": asked.trainee.plan.split.class_names} if (labels >= 0).any() else {}
    return replace(probes.exemplars(asked.outputs[1], asked.samples.images, **known, **options), step=asked.step)


def _mmd(asked: Asked, **options) -> Record:
    """Of two domains: source against target; else, and where a part is named: labelled samples against it."""
    if asked.part == BOTH:
        (x, y), names = (asked.embed(half) for half in asked.halves), ("source", "target")
    else:
        plan = asked.trainee.plan
        starts = "labelled" if needs_labels(plan.method) else plan.sides[0]
        x, y, names = asked.starts, asked.embeddings, (starts, asked.part)
    return replace(probes.mmd(x, y, **options), names=names, step=asked.step)


def _layers(asked: Asked) -> Record:
    return layers_of(
        asked.trainee, asked.step, knobs_before(asked.run.recording.events(), asked.trainee.plan, asked.step)
    )


def _walks(asked: Asked, **options) -> WalkPicture:
    """The walk over the run's fixed probe set."""
    plan, samples = asked.trainee.plan, probe_set(asked.trainee.plan)
    frame = WalkFrame.unpack(Probe(asked.trainee, samples).frame(asked.step))
    images, labels = np.stack([s.image for s in samples]), np.array([s.label for s in samples])
    return WalkPicture(frame, images, labels, plan.outputs, sides=plan.sides, **options)


def _trace(asked: Asked, start: int = 0) -> Record:
    """The walks of one labelled sample of the run's fixed probe set; start: which of them."""
    trainee, samples = asked.trainee, probe_set(asked.trainee.plan)
    starts, images = Starts(trainee, samples), np.stack([s.image for s in samples])
    passed = starts.beside([s.image for s in samples if s.role == "b"])
    a, b = starts.sides(probes.embed(trainee.model, passed, trainee.machine))
    kind, names = similarity_of(trainee.plan), trainee.plan.outputs
    found = probes.walk_trace(a, b, starts.labels, start, classes=len(names), **kind)
    return replace(found, images=images, sides=trainee.plan.sides, **{**asked.shown, "class_names": names})


QUESTIONS: dict[str, tuple[Callable, str]] = {  # and the part that is usually asked about
    "visits": (_visits, "unlabelled"),
    "neighbors": (_neighbors, "test"),
    "projection": (_projection, "test"),
    "confusion": (_confusion, "test"),
    "accuracy": (_accuracy, "test"),
    "clustering": (_clustering, "test"),
    "exemplars": (_exemplars, "test"),
    "mmd": (_mmd, "unlabelled"),
    "layers": (_layers, "labelled"),
    "walks": (_walks, "unlabelled"),
    "trace": (_trace, "unlabelled"),
}
OF_BOTH = ("projection", "mmd")  # questions about both domains, where there are two
