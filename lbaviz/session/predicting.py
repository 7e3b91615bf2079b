"""By what a run tells classes: its classifier, or association with its labelled samples."""

from torch import Tensor

from lbaviz import probes
from lbaviz.errors import BadInput, nearest
from lbaviz.session.looking import similarity_of
from lbaviz.session.starts import every_start
from lbaviz.session.trainee import Trainee

BY = ("classifier", "association")


def check_by(by: str) -> None:
    if by not in BY:
        raise BadInput(f"a class is predicted by classifier or association, not by '{by}'.{nearest(str(by), BY)}")


def association_scores(trainee: Trainee, embeddings: Tensor) -> Tensor:
    """Class probabilities (n, classes) by association with the labelled samples of the run, or with its centroids."""
    a, labels = every_start(trainee)
    kind = similarity_of(trainee.plan)
    return probes.class_probabilities(embeddings, a, labels, classes=len(trainee.plan.outputs), **kind)
