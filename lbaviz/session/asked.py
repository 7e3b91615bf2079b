"""What the answers to questions are made of: images of a part of a run's data, and what the network gives for them."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import torch
from torch import Tensor

from lbaviz import probes
from lbaviz.data import Part, Split
from lbaviz.errors import BadInput, nearest
from lbaviz.methods import needs_labels
from lbaviz.session.clusters import called
from lbaviz.session.inspecting import parts_of_domains
from lbaviz.session.predicting import association_scores, check_by
from lbaviz.session.starts import anchors_of
from lbaviz.session.trainee import Trainee

NEVER = -1e9  # a logit that no softmax sees
BOTH = "both"  # the part of a pair of domains that is half source and half target


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
        """Up to `most` images of the part, drawn by the run's seed, in their order; of both domains source first."""
        if self.part != BOTH:
            return self.some(self.part)
        source, target = self.halves
        return Part(
            *(np.concatenate(pair) for pair in ((source.images, target.images), (source.labels, target.labels)))
        )

    @cached_property
    def halves(self) -> tuple[Part, Part]:
        """Test images of the source and of the target, or those that probes look at where there are none."""
        split = self.trainee.plan.split
        if split.domains is None:
            raise BadInput("part='both' is half source and half target, and this run has no two domains: name one part")
        tests = ("source_test", "test")
        pair = tests if all(len(split.part(part)) for part in tests) else parts_of_domains(split)
        half = replace(self, most=None if self.most is None else max(1, self._checked(self.most) // 2))
        return half.some(pair[0]), half.some(pair[1])

    @property
    def domains(self) -> np.ndarray:
        """0 for samples of the source, 1 for the target's."""
        return np.repeat([0, 1], [len(half) for half in self.halves])

    @property
    def side(self) -> str:
        """What the samples are, in words: of the unlabelled part of a pair "target"."""
        a, b = self.trainee.plan.sides
        return {"labelled": a, "unlabelled": b, BOTH: "source and target"}.get(self.part, self.part.replace("_", " "))

    def some(self, part: str) -> Part:
        plan = self.trainee.plan
        if part not in plan.split.part_names():
            raise BadInput(f"there is no part '{part}'.{nearest(str(part), plan.split.part_names())}")
        found = plan.split.part(part)
        if not len(found):
            raise BadInput(f"this run has no {part} images: ask with part={' or '.join(_filled(plan.split))}")
        most = len(found) if self.most is None else self._checked(self.most)
        if most >= len(found):
            return found
        picked = np.sort(np.random.RandomState([plan.seed, 7]).permutation(len(found))[:most])
        return Part(found.images[picked], found.labels[picked])

    @staticmethod
    def _checked(most) -> int:
        if isinstance(most, bool) or not isinstance(most, int | np.integer) or most < 1:
            raise BadInput(f"images is how many to ask about, at least 1, or None for all, got {most!r}")
        return int(most)

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

    @property
    def starts(self) -> Tensor:
        """Embeddings of up to `most` labelled samples, or the anchors of a method without labels."""
        if needs_labels(self.trainee.plan.method):
            return self.embed(self.some("labelled"))
        return anchors_of(self.trainee)

    def embed(self, part: Part) -> Tensor:
        return probes.embed(self.trainee.model, part.images, self.trainee.machine)

    def scores(self, by: str) -> Tensor:
        """Logits of the classifier, or class probabilities by association with all labelled samples of the run."""
        check_by(by)
        found = self.outputs[1] if by == "classifier" else association_scores(self.trainee, self.embeddings)
        return self._by_class(found, 0.0 if by == "association" else NEVER) if self.named else found

    @cached_property
    def named(self) -> bool:
        """Whether clusters are called by the classes of the samples: these are known, and the run learned none."""
        return not needs_labels(self.trainee.plan.method) and bool((self.samples.labels >= 0).any())

    @cached_property
    def class_of_clusters(self) -> np.ndarray:
        """The class that each cluster is called by: int64 (k,)."""
        return self._class_of(self.outputs[1])

    def _class_of(self, scores: Tensor) -> np.ndarray:
        classes = len(self.trainee.plan.split.class_names)
        return called(scores.argmax(dim=1), self.samples.labels, scores.shape[1], classes)

    def _by_class(self, scores: Tensor, least: float) -> Tensor:
        """Return the scores (n, classes) of clusters (n, k) under the classes that these are called by.

        For display only. A class without a cluster scores `least`.
        """
        found = scores.new_full((len(scores), len(self.trainee.plan.split.class_names)), least)
        for cluster, label in enumerate(self._class_of(scores)):
            found[:, label] = torch.maximum(found[:, label], scores[:, cluster])
        return found

    @property
    def shown(self) -> dict:
        plan = self.trainee.plan
        return {"class_names": plan.split.class_names if self.named else plan.outputs, "step": self.step}


def _filled(split: Split) -> list[str]:
    return [part for part in reversed(split.part_names()) if len(split.part(part))]
