"""Questions to a run's network at one of its steps, answered as records that are ready to be drawn."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from torch import Tensor

from lbaviz import probes
from lbaviz.data import Part, Split
from lbaviz.errors import BadInput, nearest
from lbaviz.records import Record, WalkFrame, WalkPicture
from lbaviz.session.inspecting import NEIGHBORS, layers_of
from lbaviz.session.knobs import knobs_before
from lbaviz.session.looking import Probe, probe_set, similarity_of
from lbaviz.session.predicting import association_scores, check_by
from lbaviz.session.restore import trainee_at
from lbaviz.session.trainee import Trainee

LABELLED_SHOWN = 10  # of each class, beside a confusion matrix (LBA Figure 3)


def ask(run, question: str, *, step: int | None, part: str | None, images: int | None, options: dict) -> Record:
    """Answer one of QUESTIONS from the weights at or before `step`; see `Run.ask`."""
    if question not in QUESTIONS:
        raise BadInput(f"a run cannot be asked for '{question}'.{nearest(str(question), QUESTIONS)}")
    answer, usual = QUESTIONS[question]
    trainee, at = trainee_at(run, step)
    asked = Asked(run, trainee, at, part or usual, images)
    try:
        return answer(asked, **options)
    except TypeError as error:
        if "unexpected keyword argument" not in str(error):
            raise
        unknown = re.search(r"argument '(\w+)'", str(error))[1]
        raise BadInput(f"'{question}' has no option '{unknown}': see the probe of that name in lbaviz.probes") from None


@dataclass(frozen=True)
class Asked:
    """What the answers are made of: images of one part, what the network gives for them, and what is to be shown."""

    run: object
    trainee: Trainee
    step: int
    part: str
    most: int | None

    @cached_property
    def samples(self) -> Part:
        """Up to `most` images of the part, drawn by the run's seed, in their order."""
        return self.some(self.part)

    def some(self, part: str) -> Part:
        plan = self.trainee.plan
        if part not in plan.split.part_names():
            raise BadInput(f"there is no part '{part}'.{nearest(str(part), plan.split.part_names())}")
        found = plan.split.part(part)
        if not len(found):
            raise BadInput(f"this run has no {part} images: ask with part={' or '.join(_filled(plan.split))}")
        most = len(found) if self.most is None else self.most
        if isinstance(most, bool) or not isinstance(most, int | np.integer) or most < 1:
            raise BadInput(f"images is how many to ask about, at least 1, or None for all, got {self.most!r}")
        if most >= len(found):
            return found
        picked = np.sort(np.random.RandomState([plan.seed, 7]).permutation(len(found))[:most])
        return Part(found.images[picked], found.labels[picked])

    def known(self) -> "Asked":
        """The same, without the samples whose class is unknown."""
        known = self.samples.labels >= 0
        if not known.any():
            raise BadInput(f"no class of the {self.part} images is known, so nothing can be right or wrong")
        asked = replace(self)
        asked.__dict__["samples"] = Part(self.samples.images[known], self.samples.labels[known])
        return asked

    @cached_property
    def outputs(self) -> tuple[Tensor, Tensor | None]:
        trainee = self.trainee
        return probes.outputs(trainee.model, trainee.parts.get("classifier"), self.samples.images, trainee.machine)

    @property
    def embeddings(self) -> Tensor:
        return self.outputs[0]

    def embed(self, part: Part) -> Tensor:
        return probes.embed(self.trainee.model, part.images, self.trainee.machine)

    def scores(self, by: str) -> Tensor:
        """Logits of the classifier, or class probabilities by association with all labelled samples of the run."""
        check_by(by)
        if by == "classifier":
            return self.outputs[1]
        return association_scores(self.trainee, self.embeddings)

    @property
    def shown(self) -> dict:
        return {"class_names": self.trainee.plan.split.class_names, "step": self.step}


def _filled(split: Split) -> list[str]:
    return [part for part in split.part_names() if len(split.part(part))]


def _visits(asked: Asked, **options) -> Record:
    kind = {**similarity_of(asked.trainee.plan), **options}
    found = probes.visits(asked.embed(asked.trainee.plan.split.labelled), asked.embeddings, **kind)
    return replace(found, images=asked.samples.images, labels=asked.samples.labels, **asked.shown)


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
    found = probes.project(asked.embeddings, **options)
    logits = asked.outputs[1]
    predicted = None if logits is None else logits.argmax(dim=1).numpy()
    known = {"labels": asked.samples.labels, "predicted": predicted, "images": asked.samples.images}
    return replace(found, **known, **asked.shown)


def _confusion(asked: Asked, by: str = "classifier") -> Record:
    asked, labelled = asked.known(), asked.trainee.plan.split.labelled
    predicted = asked.scores(by).argmax(dim=1)
    found = probes.confusion(predicted, asked.samples.labels, classes=len(asked.shown["class_names"]))
    first = [np.flatnonzero(labelled.labels == label)[:LABELLED_SHOWN] for label in np.unique(labelled.labels)]
    picked = np.concatenate(first)
    beside = {"labelled_images": labelled.images[picked], "labelled_labels": labelled.labels[picked]}
    return replace(found, images=asked.samples.images, **beside, **asked.shown)


def _accuracy(asked: Asked, by: str = "classifier", **options) -> Record:
    asked = asked.known()
    found = probes.accuracy(asked.scores(by), asked.samples.labels, **options)
    whole = asked.part == "test" and len(asked.samples) == len(asked.trainee.plan.split.test)
    last = asked.run.recording.last_values() if whole and asked.step == asked.run.steps and by == "classifier" else {}
    return replace(found, error_best=last.get("test_error_best"), **asked.shown)


def _mmd(asked: Asked, **options) -> Record:
    x = asked.embed(asked.trainee.plan.split.labelled)
    return replace(probes.mmd(x, asked.embeddings, **options), names=("labelled", asked.part), step=asked.step)


def _layers(asked: Asked) -> Record:
    return layers_of(
        asked.trainee, asked.step, knobs_before(asked.run.recording.events(), asked.trainee.plan, asked.step)
    )


def _walks(asked: Asked, **options) -> WalkPicture:
    """The walk over the run's fixed probe set."""
    samples = probe_set(asked.trainee.plan)
    frame = WalkFrame.unpack(Probe(asked.trainee, samples).frame(asked.step))
    images, labels = np.stack([s.image for s in samples]), np.array([s.label for s in samples])
    return WalkPicture(frame, images, labels, asked.trainee.plan.split.class_names, **options)


QUESTIONS: dict[str, tuple[Callable, str]] = {  # and the part that is usually asked about
    "visits": (_visits, "unlabelled"),
    "neighbors": (_neighbors, "test"),
    "projection": (_projection, "test"),
    "confusion": (_confusion, "test"),
    "accuracy": (_accuracy, "test"),
    "mmd": (_mmd, "unlabelled"),
    "layers": (_layers, "labelled"),
    "walks": (_walks, "unlabelled"),
}
