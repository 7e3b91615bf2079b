"""What else is read off a network that was trained on two domains: their distance, and alignment in closed form."""

import numpy as np
from sklearn.linear_model import LogisticRegression

from lbaviz import alignment, probes
from lbaviz.data.parts import Part

IMAGES = 2000  # of each domain at most, for alignment and its classifier
MMD_IMAGES = 1000  # of each domain at most
DIMENSIONS = 30  # of the common subspace


def readings(run) -> dict[str, str]:
    """Return "mmd" of a run on a pair, and after source only the test errors of closed-form alignment; else nothing.

    mmd: squared, biased, bandwidths of SEMANTICS 42, between test images of both domains. Alignment is to the target's
    test images, none of whose labels it sees, as in both papers; then a logistic regression learns from embeddings of
    the source's training images and judges those test images. Last weights; errors in per cent.
    """
    split = run.trainee.plan.split
    if split.domains is None:
        return {}
    ends = [_embed(run, _some(part, MMD_IMAGES)) for part in (split.domains.source_test, split.test)]
    found = {"mmd": f"{probes.mmd(*ends).mmd2:.4f}"} if all(len(end) > 1 for end in ends) else {}
    across = (split.settings["labelled"], split.settings["unlabelled"]) == ("source", "target")
    return found | closed_forms(run) if across and run.trainee.plan.method.name == "supervised" else found


def closed_forms(run) -> dict[str, str]:
    """Return the test errors of CORAL and of subspace alignment on the embeddings of a source-only network."""
    split = run.trainee.plan.split
    labelled = _some(split.labelled, IMAGES)
    source, target = (_embed(run, part) for part in (labelled, split.test))
    dimensions = min(DIMENSIONS, source.shape[1], len(source) - 1, len(target) - 1)
    forms = {
        "coral_error": (alignment.coral(source, target), target),
        "subspace_alignment_error": alignment.subspace_alignment(source, target, dimensions),
    }
    return {name: _error(here, labelled.labels, there, split.test.labels) for name, (here, there) in forms.items()}


def _error(features: np.ndarray, labels: np.ndarray, test: np.ndarray, truth: np.ndarray) -> str:
    judge = LogisticRegression(max_iter=1000).fit(features, labels)
    return f"{100 * (judge.predict(test) != truth).mean():.2f}"


def _some(part: Part, count: int) -> Part:
    """Return evenly spread images of a part."""
    index = np.unique(np.linspace(0, max(len(part) - 1, 0), min(count, len(part))).astype(int))
    return Part(part.images[index], part.labels[index])


def _embed(run, part: Part) -> np.ndarray:
    return probes.embed(run.trainee.model, part.images, run.trainee.machine).numpy()
