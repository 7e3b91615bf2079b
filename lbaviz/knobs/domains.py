"""Knobs of domain adaptation and of its rivals."""

from dataclasses import replace

from lbaviz.knobs.association import LEARNING_RATE, VISIT
from lbaviz.records import Knob

DELAY = Knob(
    "delay",
    500,
    0,
    3000,
    label="delay",
    help="steps on the source alone before walker and visit loss act (ADA 3.2: 500)",
)
ADAPTING_RATE = replace(
    LEARNING_RATE, default=3e-4, help="step size of Adam (ADA 3.2: 1e-4 for its longer runs; 1e-3 may collapse)"
)
ADAPTING_VISIT = replace(
    VISIT,
    default=0.5,
    help="weight of the visit loss; lower where the domains' classes differ in number (ADA 3.2: 0.5)",
)
MMD = Knob(
    "mmd_weight",
    1.0,
    0.0,
    5.0,
    label="MMD weight",
    help="weight of the squared MMD between the domains (SEMANTICS 42: 1; in DAN lambda, in DSN gamma = 0.25)",
)
CORAL = Knob(
    "coral_weight",
    1.0,
    0.0,
    10.0,
    label="λ, CORAL weight",
    help="weight lambda of the distance of the covariances (Deep CORAL: such that both terms end of one size)",
)
DISCRIMINATOR = Knob(
    "discriminator_weight",
    1.0,
    0.0,
    5.0,
    label="discriminator weight",
    help="weight of the domain head's own loss: it should tell the domains apart (DANN, ADDA: 1)",
)
DOMAIN = Knob(
    "domain_weight",
    1.0,
    0.0,
    2.0,
    label="domain weight",
    help="weight of fooling the domain head with inverted labels (ADDA: 1)",
)
REVERSAL = replace(
    DOMAIN,
    default=0.01,
    high=0.1,
    help="weight of the reversed gradient, 0.01 (2 / (1 + exp(-10 p)) - 1) at share p (DANN: lambda, to 1 with "
    "SGD; DSN: gamma, to 0.25), because Adam diverges at 1",
)
RECONSTRUCTION = Knob(
    "reconstruction_weight",
    0.01,
    0.0,
    1.0,
    label="α, reconstruction weight",
    help="weight alpha of the scale-invariant error of the decoded images (DSN eq. 1)",
)
DIFFERENCE = Knob(
    "difference_weight",
    0.075,
    0.0,
    1.0,
    label="β, difference weight",
    help="weight beta of the overlap of shared and private embeddings (DSN eq. 1)",
)
SEPARATION = (RECONSTRUCTION, DIFFERENCE)
