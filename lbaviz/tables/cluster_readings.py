"""What k-means alone makes of the images of a training without labels: of pixels, of embeddings before and after."""

import numpy as np

from lbaviz import probes
from lbaviz.data.parts import Part
from lbaviz.errors import BadInput
from lbaviz.session.clusters import tested
from lbaviz.session.restore import trainee_at

IMAGES = 10_000  # training images at most, evenly spread, in which k-means finds its clusters


def cluster_readings(run) -> dict[str, str]:
    """Return accuracies in per cent on the test images, by the run's seed; labels measure, k-means sees none.

    k_means_pixels, k_means_embeddings (after training); and where the weights at the end of the warm-up are recorded
    k_means_warm_up, and warm_up_accuracy, of the classifier before it has learned anything (ADC Table 2, column 1).
    "" where embeddings have become one, so that k-means finds no clusters.
    """
    plan = run.trainee.plan
    if not len(plan.split.test):
        return {}
    train, test = _some(plan.split.unlabelled), plan.split.test
    found = {
        "k_means_pixels": _accuracy(plan, train.images, test.images),
        "k_means_embeddings": _of_embeddings(plan, run.trainee, train, test),
    }
    warm_up = warm_up_of(run)
    if warm_up > 0 and warm_up in run.recording.checkpoint_steps():
        before, _ = trainee_at(run, warm_up)
        found["warm_up_accuracy"] = f"{tested(before)['test_accuracy']:.2f}"
        found["k_means_warm_up"] = _of_embeddings(plan, before, train, test)
    return found


def warm_up_of(run) -> int:
    """Return the step at which a run without labels began to learn clusters; -1 where it had no warm-up."""
    warm_up = run.recording.meta["config"]["knobs"].get("warm_up", -1)
    return round(warm_up) if isinstance(warm_up, int | float) else -1


def _of_embeddings(plan, trainee, train: Part, test: Part) -> str:
    try:
        return _accuracy(plan, *(probes.embed(trainee.model, part.images, trainee.machine) for part in (train, test)))
    except BadInput:
        return ""


def _accuracy(plan, points, judged) -> str:
    found = probes.k_means(points, len(plan.outputs), test=(judged, plan.split.test.labels), seed=plan.seed)
    return f"{100 * found.accuracy:.2f}"


def _some(part: Part) -> Part:
    index = np.unique(np.linspace(0, max(len(part) - 1, 0), min(IMAGES, len(part))).astype(int))
    return Part(part.images[index], part.labels[index])
