"""Associative deep clustering as its paper prints it, as its public program has it (SEMANTICS 45-55), and as we do."""

from lbaviz.methods.presets import Preset, Setting
from lbaviz.schedules import warm_staircase

CODE = "jplapp/associative_deep_clustering@199b3ea:semisup/train_unsup2.py, flag"

PAPER = Preset(
    "ADC, secs. 2.2, 3.1 and 3.3",
    structure=(
        Setting("centroids_per_cluster", 1, "ADC 2.2: one mu_k a cluster"),
        Setting("images", 100, "ADC 3.1: mini-batches of 100 (ResNet: 128)"),
        Setting("copies", 4, "ADC 2.2: 4 random transformations of each image"),
        Setting("transformation", "paper", "ADC eq. 4: the cross-entropy of each pair"),
        Setting("norm", "mean", "ADC 2.2: a loss is divided by the number of its summands"),
    ),
    knobs=(
        Setting("centroid_association_weight", 1.0, "ADC 3.3: alpha"),
        Setting("augmentation_association_weight", 0.9, "ADC 3.3: beta, in the warm-up too (3.1)"),
        Setting("norm_weight", 1e-5, "ADC 3.3: gamma, in the warm-up too (3.1)"),
        Setting("transformation_weight", 2e-5, "ADC 3.3: delta"),
        Setting("classification_weight", 1.0, "ADC eq. 9: no weight"),
        Setting("l1_weight", 0.0, "ADC: no such term"),
        Setting("centroid_visit_weight", 0.3, "ADC 3.1: for both associations"),
        Setting("augmentation_visit_weight", 0.3, "ADC 3.1: for both associations"),
        Setting("augmentation_decay", 1.0, "ADC: beta stays"),
        Setting("warm_up", 5000.0, "ADC 3.1"),
        Setting(
            "learning_rate",
            warm_staircase(8e-4, 1 / 3, 10_000, 1e-6, "linear", 2000),
            "ADC 3.1: 8e-4, divided by 3 every 10,000 steps, warm-up of 2,000 as Goyal et al. 2017 (the floor: code)",
        ),
    ),
    for_data={
        "mnist": (
            Setting("centroid_visit_weight", 0.8, "ADC 3.5, MNIST"),
            Setting("augmentation_visit_weight", 0.8, "ADC 3.5, MNIST"),
            Setting("warm_up", 1000.0, "ADC 3.5, MNIST"),
        ),
        "frgc": (
            Setting("centroid_visit_weight", 0.1, "ADC 3.5, FRGC"),
            Setting("augmentation_visit_weight", 0.1, "ADC 3.5, FRGC"),
            Setting("warm_up", 1000.0, "ADC 3.5, FRGC"),
        ),
        "digits": (Setting("warm_up", 500.0, "ours: there are 1,797 images"),),
    },
)

RELEASED_CODE = Preset(
    "the program's flags as they stand by default, but with its k-means start",
    structure=(
        Setting("centroids_per_cluster", 4, f"{CODE} virtual_embeddings_per_class"),
        Setting("images", 100, f"{CODE} unsup_batch_size"),
        Setting("copies", 3, f"{CODE} num_augmented_samples"),
        Setting(
            "transformation", "released-code", "semisup/backend.py, whose cross-entropy is one number (SEMANTICS 49)"
        ),
        Setting("norm", "sum", "semisup/backend.py (SEMANTICS 48)"),
    ),
    knobs=(
        Setting("centroid_association_weight", 1.0, f"{CODE} walker_weight x cluster_association_weight"),
        Setting("augmentation_association_weight", 1.0, f"{CODE} rwalker_weight x reg_association_weight"),
        Setting("norm_weight", 2e-4, f"{CODE} norm_weight"),
        Setting("transformation_weight", 0.0, f"{CODE} trafo_weight"),
        Setting("classification_weight", 0.5, f"{CODE} logit_weight"),
        Setting("l1_weight", 2e-4, f"{CODE} l1_weight"),
        Setting("centroid_visit_weight", 0.5, f"{CODE} visit_weight_base"),
        Setting("augmentation_visit_weight", 1.0, f"{CODE} rvisit_weight"),
        Setting("augmentation_decay", 0.2, f"{CODE} reg_decay_factor"),
        Setting("warm_up", 5000.0, "ADC 3.1; the flag reg_warmup_steps is 1, and init_with_kmeans is off"),
        Setting(
            "learning_rate",
            warm_staircase(2e-4, 0.33, 5000, 1e-6, "sigmoid", 1000),
            f"{CODE}s learning_rate, decay_factor, decay_steps and warmup_steps",
        ),
    ),
    for_data={
        "mnist": (
            Setting("warm_up", 1000.0, "ADC 3.5, MNIST"),
            Setting("model", "adc-net", f"{CODE} architecture, mnist_model_dropout"),
        ),
        "frgc": (Setting("warm_up", 1000.0, "ADC 3.5, FRGC"),),
        "digits": (Setting("warm_up", 500.0, "ours: there are 1,797 images"),),
    },
)

SEARCHED = (
    "ours: trial 8 of 25 on MNIST, 400 steps each, the best silhouette (`lbaviz search`; README gives the command)"
)

LBAVIZ = Preset(
    "the best we know, and the defaults; weights by a search on MNIST that saw no label; warm-up and learning rate "
    "follow the planned steps, by a few trials on digits",
    structure=(
        Setting("centroids_per_cluster", 4, "released code: virtual_embeddings_per_class"),
        Setting("images", 100, "ADC 3.1: mini-batches of 100"),
        Setting("copies", 3, "released code: num_augmented_samples"),
        Setting("transformation", "paper", "ADC eq. 4: the cross-entropy of each pair"),
        Setting("norm", "sum", "released code: semisup/backend.py (SEMANTICS 48)"),
    ),
    knobs=(
        Setting("centroid_association_weight", 1.8, SEARCHED),
        Setting("augmentation_association_weight", 0.58, SEARCHED),
        Setting("norm_weight", 1.9e-4, SEARCHED),
        Setting("transformation_weight", 0.011, SEARCHED),
        Setting("classification_weight", 1.1, SEARCHED),
        Setting("l1_weight", 0.0, "ADC: no such term"),
        Setting("centroid_visit_weight", 1.8, SEARCHED),
        Setting("augmentation_visit_weight", 0.2, SEARCHED),
        Setting("augmentation_decay", 1.0, "ADC: beta stays"),
    ),
)

PRESETS = {"paper": PAPER, "released-code": RELEASED_CODE, "lbaviz": LBAVIZ}
