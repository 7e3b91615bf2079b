from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
import torch
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from lbaviz import probes
from lbaviz.errors import BadInput

GOLDEN = np.load(Path(__file__).parents[1] / "golden" / "clustering_golden.npz", allow_pickle=False)
CASES = sorted({key.split("__")[0] for key in GOLDEN.files if key.endswith("__pred")})
RANDOM = np.random.default_rng(0)


@pytest.mark.parametrize("case", CASES)
def test_measures_equal_the_golden_values(case):
    found = probes.clustering(GOLDEN[f"{case}__pred"], GOLDEN[f"{case}__labels"])
    names = {"acc": "accuracy", "acc_majority": "accuracy_majority", "nmi_arithmetic": "nmi"}
    for golden, ours in {**names, "nmi_geometric": "nmi_geometric"}.items():
        assert getattr(found, ours) == pytest.approx(float(GOLDEN[f"{case}__{golden}"]), abs=1e-9)


@pytest.mark.parametrize("clusters, classes, n", [(3, 5, 40), (6, 4, 300), (1, 3, 10), (4, 4, 4), (1, 1, 5)])
def test_measures_are_those_of_scikit_learn_and_of_all_permutations(clusters, classes, n):
    predicted, labels = RANDOM.integers(0, clusters, n), RANDOM.integers(0, classes, n)
    predicted[labels == 0] = 0  # not by chance alone
    found = probes.clustering(torch.tensor(predicted), labels, clusters=clusters, classes=classes)
    assert found.ari == pytest.approx(adjusted_rand_score(labels, predicted), abs=1e-12)
    for mean, value in (("arithmetic", found.nmi), ("geometric", found.nmi_geometric)):
        assert value == pytest.approx(normalized_mutual_info_score(labels, predicted, average_method=mean), abs=1e-9)
    wide = max(clusters, classes)
    best = max(np.mean([p[one] == label for one, label in zip(predicted, labels, strict=True)])
               for p in permutations(range(wide)))  # fmt: skip
    assert found.accuracy == pytest.approx(best)
    assert found.accuracy == pytest.approx(np.mean(found.class_of[predicted] == labels))


def test_surplus_clusters_have_no_class_and_surplus_classes_no_cluster():
    found = probes.clustering([0, 0, 0, 1, 1, 2, 3], [1, 1, 1, 0, 0, 1, 1], clusters=5)
    assert found.class_of.tolist() == [1, 0, -1, -1, -1] and found.accuracy == pytest.approx(5 / 7)
    assert found.accuracy_majority == 1 and found.sizes.tolist() == [3, 2, 1, 1, 0]
    assert found.majority.tolist() == [1, 0, 1, 1, -1] and found.order.tolist() == [1, 0, 2, 3, 4]
    fewer = probes.clustering([0, 0, 1], [2, 2, 0], class_names=("ant", "bee", "cat"))
    assert fewer.counts.tolist() == [[0, 0, 2], [1, 0, 0]] and fewer.accuracy == 1
    assert fewer.table().query("count > 0").assigned.tolist() == ["cat", "ant"]


def test_samples_of_unknown_class_count_for_the_sizes_only():
    predicted, labels = np.array([0, 0, 1, 1, 1]), np.array([0, -1, 1, -1, -1])
    found = probes.clustering(predicted, torch.tensor(labels))
    alone = probes.clustering([0, 1], [0, 1])
    assert (found.accuracy, found.nmi, found.ari) == (alone.accuracy, alone.nmi, alone.ari)
    assert found.sizes.tolist() == [2, 3] and found.counts.sum() == 2


def test_inputs_stay_as_they_were_and_numbers_are_plain():
    predicted, labels = RANDOM.integers(0, 3, 30).astype("u1"), RANDOM.integers(-1, 3, 30)
    before = predicted.copy(), labels.copy()
    found = probes.clustering(predicted, labels)
    assert (predicted == before[0]).all() and (labels == before[1]).all()
    assert all(type(getattr(found, name)) is float for name in ("accuracy", "accuracy_majority", "nmi", "ari"))
    assert found.counts.dtype == found.class_of.dtype == found.sizes.dtype == np.int64 and found.seconds > 0


@pytest.mark.parametrize(
    "predicted, labels, options, sentence",
    [
        ([0, 1], [0, 1, 2], {}, "there are 3 labels for 2 samples: give one for each"),
        ([], [], {}, "clusters are empty: select at least one sample"),
        ([0, 1], [-1, -1], {}, r"none of the 2 labels is known \(all are -1\): measure on samples"),
        ([0, 1], [0, -2], {}, "labels hold -2, but classes count from 0"),
        ([0, -1], [0, 1], {}, "clusters hold -1, but classes count from 0"),
        ([0, 4], [0, 1], {"clusters": 4}, "a sample is in cluster 4, but there are 4 clusters, counted from 0"),
        ([0, 1], [0, 3], {"class_names": ("a", "b")}, "labels hold class 3, but there are 2 classes, 0 to 1"),
        ([0.5, 1], [0, 1], {}, "clusters are float64 of shape"),
        ([0, 1], [[0], [1]], {}, "labels are int64 of shape"),
        ([0, 1], [0.0, 1.0], {}, "labels are float64 of shape"),
        ([0, 1], [0, 1], {"clusters": 0}, "clusters is 0, but it is a whole number"),
        ([0, 10**12], [0, 1], {}, "clusters count to 1,000,000,000,001 and classes to 2: number both from 0"),
    ],
)  # fmt: skip
def test_what_cannot_be_measured_is_one_sentence(predicted, labels, options, sentence):
    with pytest.raises(BadInput, match=sentence):
        probes.clustering(predicted, labels, **options)
