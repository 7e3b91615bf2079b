"""What the probes find on a run's fixed inspected images: at step 0, every `probe_every` steps and at the end."""

import math
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from lbaviz import engine, probes
from lbaviz.data import Split
from lbaviz.data.pairs import DOMAINS
from lbaviz.discrepancies import mmd2
from lbaviz.errors import BadInput
from lbaviz.methods import needs_labels
from lbaviz.precision import own_random_numbers
from lbaviz.recording import Recording, Writer, probed
from lbaviz.records import Layers, Sample
from lbaviz.records.packing import unpack
from lbaviz.session.clusters import called, known_classes
from lbaviz.session.looking import similarity_of
from lbaviz.session.plan import Plan
from lbaviz.session.starts import Starts, placed_anchors
from lbaviz.session.trainee import Trainee, acting

INSPECTED = 1_000
MOST_BYTES = 3_100_000  # of inspected images, so that an exported page has room for them; 1,000 of SVHN's size
NEIGHBORS = 5


def inspected_set(plan: Plan) -> tuple[dict, list[Sample]]:
    """Draw the images that probes look at by the run's seed, up to 1,000, and say which they are.

    Of the validation part, else of the unlabelled one, whose labels are for display only; never of the test part. Of
    two domains, one half of each: source first.
    """
    split = plan.split
    count = max(1, min(INSPECTED, MOST_BYTES // math.prod(split.image_shape)))
    if not split.domains:
        part = "validation" if len(split.validation) else "unlabelled"
        samples = _drawn(plan, part, count)
        return {"part": part, **known_classes(plan, samples)}, samples
    source, target = (_drawn(plan, part, max(1, count // 2)) for part in parts_of_domains(split))
    domains = [0] * len(source) + [1] * len(target)
    names = [split.domains.source, split.domains.target]
    return {"part": "validation", "domains": domains, "domain_names": names}, source + target


def parts_of_domains(split: Split) -> tuple[str, str]:
    """Return which images of the source and of the target are looked at: those kept from training, where there are."""
    source = "source_test" if split.settings["labelled"] == "target" else "validation"
    return (
        source if len(split.part(source)) else "labelled",
        "target_validation" if len(split.domains.target_validation) else "unlabelled",
    )


def _drawn(plan: Plan, part: str, count: int) -> list[Sample]:
    found = plan.split.part(part)
    picked = np.sort(np.random.RandomState([plan.seed, 6]).permutation(len(found))[:count])
    labels = (
        found.labels if needs_labels(plan.method) else np.full(len(found), -1)
    )  # clusters have the names, not classes
    return [Sample(part, int(i), int(labels[i]), found.images[i]) for i in picked]


def prepare_file(writer: Writer, plan: Plan) -> None:
    """Write the inspected images of a run that will be probed."""
    if plan.probe_every:
        writer.set_inspected(*inspected_set(plan))


class Inspector:
    """Asks a network every question that is recorded, and derives all answers from one pass."""

    def __init__(self, trainee: Trainee, samples: list[Sample]):
        self.about, inspected = inspected_set(trainee.plan)
        self.starts = Starts(trainee, samples)
        images = self.starts.beside([sample.image for sample in inspected])
        self.domains = np.array(self.about["domains"]) if "domains" in self.about else None
        self.metrics: dict[str, float] = {}  # of the rows found last
        self.trainee = trainee
        self.images = torch.as_tensor(images).to(trainee.plan.device)
        self.layout: np.ndarray | None = None  # of the step before: the next one is turned towards it

    def rows(self, step: int, knobs: dict[str, float]) -> dict[str, bytes]:
        """Return what each probe finds after `step` updates, packed; the network stays as it is.

        `metrics` then holds the squared MMD between two domains ("domain_mmd"; biased, bandwidths of SEMANTICS
        42): "mmd" is the term that some methods train with.

        What the numbers do not allow is left out: of embeddings that are not finite, all but the layers; neighbours
        of one image, or of embeddings that are all the same.
        """
        trainee = self.trainee
        classifier = trainee.parts.get("classifier")
        embeddings, logits = probes.outputs(trainee.model, classifier, self.images, trainee.machine)
        a, b = self.starts.sides(embeddings)
        anchors = placed_anchors(trainee)
        finders: dict[str, Callable[[], bytes]] = {
            "layers": lambda: probed.record_bytes(layers_of(trainee, step, knobs)),
        }
        self.metrics = {}
        if bool(embeddings.isfinite().all()):
            if self.domains is not None:
                source, target = (b[torch.as_tensor(self.domains == domain)] for domain in (0, 1))
                self.metrics["domain_mmd"] = float(mmd2(source, target))
            finders |= {
                "neighbors": lambda: probed.record_bytes(
                    probes.nearest_neighbors(b, b, k=min(NEIGHBORS, len(b) - 1), exclude_self=True)
                ),
                "visits": lambda: probed.record_bytes(probes.visits(a, self._walked(b), **similarity_of(trainee.plan))),
                "embeddings": lambda: probed.embeddings_bytes(b.numpy(), *anchors),
                "projection-pca": lambda: self._plane(b, *anchors),
            }
            if logits is not None:
                finders["predictions"] = lambda: _predictions(logits[len(logits) - len(b) :], self.about)
                if not needs_labels(trainee.plan.method):
                    finders["exemplars"] = lambda: self._exemplars(logits)
        found = {}
        for name, find in finders.items():
            try:
                found[name] = find()
            except BadInput:
                continue  # said above
        return found

    def _walked(self, b: Tensor) -> Tensor:
        """Of two domains, return the images of the one that walks turn at."""
        if self.domains is None:
            return b
        side = self.trainee.plan.split.sides[1]
        return b[torch.as_tensor(self.domains == DOMAINS.index(side))]

    def _exemplars(self, logits: Tensor) -> bytes:
        """The most probable images of each cluster; labels, where the data has them, are for display."""
        known = {}
        if "classes" in self.about:
            known = {"labels": np.array(self.about["classes"]), "class_names": tuple(self.about["class_names"])}
        return probed.record_bytes(probes.exemplars(logits, **known))

    def _plane(self, embeddings: Tensor, anchors: Tensor | None, anchor_labels: np.ndarray | None) -> bytes:
        projection = probes.project(embeddings, anchors=anchors, method="pca", start=self.layout)
        self.layout = projection.positions
        return probed.record_bytes(replace(projection, anchor_labels=anchor_labels))


def inspector_of(trainee: Trainee, samples: list[Sample]) -> Inspector | None:
    return Inspector(trainee, samples) if trainee.plan.probe_every else None


def inspect(loop) -> None:
    """Record what the probes find at the loop's step, tell who watches, and count it as looking."""
    began = time.perf_counter()
    write_rows(loop.inspector, loop.writer, loop.step, loop.knobs.at(loop.step))
    loop.watchers.tell("probes")
    loop.ledger.charge(time.perf_counter() - began, frame=False)


def write_rows(inspector: Inspector, writer: Writer, step: int, knobs: dict[str, float]) -> None:
    """Write what the probes find; the first layout of a resumed run or branch follows the recorded one before it."""
    if inspector.layout is None and step > 0:
        inspector.layout = _layout_before(writer, step)
    for name, data in inspector.rows(step, knobs).items():
        writer.add_probe(step, name, data)
    writer.add_metrics(step, inspector.metrics)
    writer.flush()


def _layout_before(writer: Writer, step: int) -> np.ndarray | None:
    try:
        return unpack(Recording(writer.path).probe_bytes("projection-pca", step - 1))["positions"].copy()
    except BadInput:
        return None


def layers_of(trainee: Trainee, step: int, knobs: dict[str, float]) -> Layers:
    """Probe the layers on the batch, and with the random numbers and knobs, of the update that follows `step`."""
    plan, machine = trainee.plan, trainee.machine

    def loss() -> Tensor:
        with own_random_numbers(machine.seed, step, machine.device):
            batch = trainee.batch_at(step)
            now = acting(plan.method, lambda _: knobs)(step)
            return engine.loss(trainee.model, trainee.parts, plan.method, batch, now, machine)[0]

    return probes.layers(trainee.model, loss, parts=trainee.parts, step=step)


def _predictions(logits: Tensor, about: dict) -> bytes:
    confidence, predicted = logits.softmax(dim=1).max(dim=1)
    class_of = None
    if "classes" in about:
        class_of = called(predicted, np.array(about["classes"]), logits.shape[1], len(about["class_names"]))
    return probed.predictions_bytes(predicted.numpy(), confidence.numpy(), class_of)
