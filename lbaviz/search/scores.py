"""What a trial is judged by: a recorded metric, and whether high or low is good."""

from lbaviz.errors import BadInput, nearest
from lbaviz.knobs import knobs_of

LOW_IS_GOOD = (
    "validation_error",
    "test_error",
    "test_error_best",
    "source_test_error",
    "target_validation_error",
    "association_validation_error",
    "association_test_error",
)
BY_LABELS = ("accuracy", "nmi", "ari", "test_accuracy", "test_nmi", "test_ari")  # of clusters against classes
HIGH_IS_GOOD = (*BY_LABELS, "silhouette", "agreement", "walk_consistency", "mutual_information")
DEFAULT = "validation_error"
DEFAULTS = dict.fromkeys(("deep-clustering", "dec", "imsat", "depict"), "silhouette")  # no labels to choose by
LEAST_SILHOUETTE = -1.0


def default_score(method: str) -> str:
    return DEFAULTS.get(method, DEFAULT)


def missing(method: str, score: str) -> float | None:
    """Return what counts where a training has no such score at its end; None: it should have had one.

    The silhouette is not defined for a single cluster, which is the worst of clusterings.
    """
    return LEAST_SILHOUETTE if score == "silhouette" and method in DEFAULTS else None


def chosen_by(score: str) -> str:
    """Say what a score has seen that a person who chooses by it should know; "" for nothing."""
    seen = "test labels" if "test" in score else "labels" if score in BY_LABELS else ""
    return f" (the {seen} chose it)" if seen else ""


def low_is_good(method: str, score: str) -> bool:
    """Say whether the best trial has the lowest score; errors and loss terms do. BadInput for an unknown metric."""
    terms = [knob.name.removesuffix("_weight") for knob in knobs_of(method) if knob.name.endswith("_weight")]
    known = (*LOW_IS_GOOD, *HIGH_IS_GOOD, *terms)
    if score not in known:
        raise BadInput(f"'{score}' is no metric that a trial can be judged by.{nearest(score, known)}")
    return score not in HIGH_IS_GOOD
