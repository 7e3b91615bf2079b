"""How good the network is: validation while it trains, test at the end, last weights beside the best ones."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from lbaviz import probes
from lbaviz.errors import BadInput
from lbaviz.methods import needs_labels
from lbaviz.records.coverage import coverage
from lbaviz.session import tensors
from lbaviz.session.clusters import Clusters, clusters_of, tested
from lbaviz.session.predicting import association_scores
from lbaviz.session.spread import Spread, spread_of
from lbaviz.session.trainee import Trainee


@dataclass(frozen=True)
class Best:
    """The weights with the lowest validation error so far."""

    step: int
    error: float
    weights: dict[str, Tensor]


class Judge:
    """Evaluates a trainee; keeps the best weights by validation error, never by test error."""

    def __init__(self, trainee: Trainee):
        self.trainee = trainee
        self.best: Best | None = None
        self.latest: tuple[int, dict[str, float]] | None = None  # step and what was found there
        self.without_labels = not needs_labels(trainee.plan.method)
        self.clusters: Clusters | None = None  # of the last evaluation, where there are no labels
        self.told: tuple[int, np.ndarray] | None = None  # step and clusters that the next evaluation is compared with
        self.spread: Spread | None = None  # of the last evaluation, where there are two domains
        self.entropies: dict[int, float] | None = None  # of predictions for the target, by step, see collapse.py
        self.collapsed = False
        self.ends: tuple[float, float] | None = None  # source only and target only, see coverage.py

    def error(self, part: str, by: str = "classifier") -> float:
        """Return the error on "validation" or "test" in per cent, by the classifier or by association.

        Without labels, the error on "test" is of the best assignment of clusters to classes.
        """
        data, trainee = self.trainee.plan.split.part(part), self.trainee
        if self.without_labels:
            return tested(trainee, by)["test_error"]
        if by == "association":
            scores = association_scores(trainee, probes.embed(trainee.model, data.images, trainee.machine))
            return float((scores.argmax(dim=1).numpy() != data.labels).mean() * 100)
        classifier = trainee.parts["classifier"]
        return probes.error_percent(trainee.model, classifier, data.images, data.labels, trainee.machine)

    def evaluate(self, step: int, test: bool) -> dict[str, float]:
        """Return {"validation_error"} where there are validation images, and {"test_error"} if asked for.

        Of two domains, the validation error is the source's; {"target_validation_error"} stands beside it, {"coverage"}
        of a run with a baseline, and what the target shows without its labels: entropies, mutual information (nats) and
        walk consistency, see spread.py.
        """
        if self.without_labels:
            return self.evaluate_clusters(step, test)
        metrics = {}
        split = self.trainee.plan.split
        if len(split.validation):
            metrics["validation_error"] = self.error("validation")
            if self.best is None or metrics["validation_error"] < self.best.error:
                kept = {name: value.detach().clone() for name, value in self.trainee.weights().items()}
                self.best = Best(step, metrics["validation_error"], kept)
        if split.domains and len(split.domains.target_validation):
            metrics["target_validation_error"] = self.error("target_validation")  # to look at: nothing is chosen by it
            metrics |= self.covered(metrics["target_validation_error"])
        if test and len(split.test):
            metrics["test_error"] = self.error("test")
        self.spread = spread_of(self.trainee)
        metrics |= self.spread.metrics() if self.spread else {}
        metrics |= self.by_association(test) if self.trainee.plan.evaluate_association else {}
        self.latest = step, metrics
        return metrics

    def covered(self, error: float) -> dict[str, float]:
        """Return {"coverage"} in per cent of an error on the target's validation images, where both ends are known."""
        share = coverage(error, *self.ends) if self.ends else None
        return {} if share is None else {"coverage": 100 * share}

    def evaluate_clusters(self, step: int, test: bool) -> dict[str, float]:
        """Return what clusters.py finds; nothing is chosen by it, so there are no best weights."""
        split, before = self.trainee.plan.split, self.told
        self.clusters = clusters_of(self.trainee, before[1] if before and before[0] != step else None)
        metrics = self.clusters.metrics() if self.clusters else {}
        self.told = (step, self.clusters.told) if self.clusters else None
        metrics |= tested(self.trainee) if test and len(split.test) else {}
        metrics |= self.by_association(test) if self.trainee.plan.evaluate_association else {}
        self.latest = step, metrics
        return metrics

    def by_association(self, test: bool) -> dict[str, float]:
        """Return the errors by association, which nothing is chosen by; none where embeddings are not finite."""
        parts = [part for part in ("validation", "test") if len(getattr(self.trainee.plan.split, part))]
        parts = [part for part in parts if part == "test" or not self.without_labels]
        try:
            return {
                f"association_{part}_error": self.error(part, "association") for part in parts if part != "test" or test
            }
        except BadInput:  # the run is about to fail, with a sentence of its own
            return {}

    def final(self, step: int) -> dict[str, float]:
        """Return the errors that stand at the end: last weights, and best weights by validation."""
        at, metrics = self.latest or (None, {})
        metrics = dict(metrics) if at == step and "test_error" in metrics else self.evaluate(step, test=True)
        if self.best is not None and self.best.step == step and "test_error" in metrics:
            metrics["test_error_best"] = metrics["test_error"]  # the same weights
        elif self.best is not None and len(self.trainee.plan.split.test):
            last = {name: value.detach().clone() for name, value in self.trainee.weights().items()}
            self.trainee.load_weights(self.best.weights)
            metrics["test_error_best"] = self.error("test")
            self.trainee.load_weights(last)
        if (domains := self.trainee.plan.split.domains) and len(domains.source_test):
            metrics["source_test_error"] = self.error("source_test")
        return metrics

    def packed(self, step: int) -> tuple[list[dict], bytes]:
        """Return a checkpoint: the trainee's state, and the best weights where they are not the present ones."""
        state = self.trainee.state()
        if self.best is not None:
            state["best.step"] = torch.tensor(self.best.step)
            state["best.error"] = torch.tensor(self.best.error, dtype=torch.float64)
            if self.best.step != step:
                state |= {f"best.{name}": value for name, value in self.best.weights.items()}
        if self.told is not None:
            state |= {"judge.step": torch.tensor(self.told[0]), "judge.told": torch.as_tensor(self.told[1])}
        return tensors.pack(state)

    def load(self, step: int, manifest: list[dict], data: bytes) -> None:
        """Go back to a checkpoint: state, and best weights so far; BadInput if it is another network's."""
        self.trainee.check_manifest(manifest)
        self.latest = None
        stored = tensors.unpack(manifest, data)
        if "judge.told" in stored:
            self.told = int(stored.pop("judge.step")), stored.pop("judge.told").numpy()
        best = {name.removeprefix("best."): stored.pop(name) for name in list(stored) if name.startswith("best.")}
        self.trainee.load(stored)
        if best:
            at, error = int(best.pop("step")), float(best.pop("error"))
            weights = best or {name: value.detach().clone() for name, value in self.trainee.weights().items()}
            self.best = Best(at, error, weights)
