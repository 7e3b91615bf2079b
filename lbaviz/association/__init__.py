"""Learning by association (Haeusser et al. 2017, arXiv:1706.00909, sec. 3): the walk A -> B -> A and its losses."""

from lbaviz.association.checks import LOG_FORMS
from lbaviz.association.losses import AssociationLoss, association_loss, walk_terms
from lbaviz.association.similarities import SIMILARITIES
from lbaviz.association.walks import Walk, correct_walk_probability, walk

__all__ = [
    "LOG_FORMS",
    "SIMILARITIES",
    "AssociationLoss",
    "Walk",
    "association_loss",
    "correct_walk_probability",
    "walk",
    "walk_terms",
]
