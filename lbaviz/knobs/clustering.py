"""Knobs of clustering without labels: where a help names another number than the default, the default is ours.

The weights are those of the preset "lbaviz", where a search found them (`methods.deep_clustering_presets`).
"""

from dataclasses import replace

from lbaviz.knobs.association import CLASSIFICATION, LEARNING_RATE
from lbaviz.records import Knob

CENTROIDS = Knob(
    "centroid_association_weight",
    1.8,
    0.0,
    5.0,
    label="α, centroid association",
    help="weight alpha of the walks from centroids over images back to their cluster (ADC eq. 5: 1)",
)
AUGMENTATIONS = Knob(
    "augmentation_association_weight",
    0.58,
    0.0,
    5.0,
    label="β, augmentation association",
    help="weight beta of the walks from augmented copies over images back to copies of the same (ADC eq. 6: 0.9)",
)
NORM = Knob(
    "norm_weight",
    1.9e-4,
    0.0,
    1e-2,
    label="γ, norm weight",
    help="weight gamma of the squared distance of lengths from 1, of embeddings and centroids (ADC eq. 7: 1e-5)",
)
TRANSFORMATION = Knob(
    "transformation_weight",
    0.011,
    0.0,
    1.0,
    label="δ, transformation weight",
    help="weight delta: images of one cluster should have similar embeddings (ADC eq. 4 and 8: 2e-5)",
)
L1 = Knob(
    "l1_weight",
    0.0,
    0.0,
    1e-2,
    label="L1 weight",
    help="weight of the absolute entries of embeddings and centroids (released code: 2e-4, not in ADC)",
)
CENTROID_VISIT = Knob(
    "centroid_visit_weight",
    1.8,
    0.0,
    5.0,
    label="centroid visit weight",
    help="weight of the visit loss of centroids: every image should be visited (ADC 3.1: 0.3, MNIST 0.8)",
)
AUGMENTATION_VISIT = Knob(
    "augmentation_visit_weight",
    0.2,
    0.0,
    5.0,
    label="augmentation visit weight",
    help="weight of the visit loss of augmented copies (ADC 3.1: 0.3, MNIST 0.8)",
)
WARM_UP = Knob(
    "warm_up",
    500,
    0,
    5000,
    label="warm-up",
    help="steps on augmentation and norm alone before k-means places the centroids (ADC 3.1: 5,000, MNIST 1,000; by "
    "default a fifth of the steps, at most 500)",
)
AUGMENTATION_DECAY = Knob(
    "augmentation_decay",
    1.0,
    0.0,
    1.0,
    label="β after warm-up",
    help="what both weights of the augmented copies are multiplied by after the warm-up (released code: 0.2)",
)

DEEP_CLUSTERING = (
    CENTROIDS,
    AUGMENTATIONS,
    NORM,
    TRANSFORMATION,
    replace(
        CLASSIFICATION, default=1.1, help="weight of the cross-entropy of the centroids' own clusters (ADC eq. 9: 1)"
    ),
    L1,
    CENTROID_VISIT,
    AUGMENTATION_VISIT,
    WARM_UP,
    AUGMENTATION_DECAY,
    replace(LEARNING_RATE, help="step size of Adam (ADC 3.1: 8e-4, divided by 3 every 10,000 steps)"),
)
