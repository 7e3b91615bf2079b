"""Associative deep clustering: terms by a plain re-computation, the phases, and where k-means places the centroids."""

from math import log

import numpy as np
import pytest
import torch

from lbaviz import methods
from lbaviz.errors import BadInput, RunFailed
from lbaviz.knobs import knobs_of
from lbaviz.methods import Batch, Between, DeepClustering

N, COPIES, D, K, EACH = 5, 2, 4, 3, 2
SLIDERS = {knob.name: knob.default for knob in knobs_of("deep-clustering")}
WEIGHTS = [name for name in SLIDERS if name.endswith("_weight")]


@pytest.fixture
def made():
    """A method with a small network and parts, and a batch of images and copies."""
    torch.manual_seed(1)
    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(6, D), torch.nn.Tanh())
    method = DeepClustering(centroids_per_cluster=EACH, images=N, copies=COPIES)
    images = torch.randn(N, 1, 2, 3)
    copies = images.repeat(COPIES, 1, 1, 1) + 0.3 * torch.randn(N * COPIES, 1, 2, 3)
    return method, model, method.parts(D, K), Batch(copies, torch.arange(N).repeat(COPIES), images)


def softmax(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def walked(a, b, labels) -> tuple[float, float]:
    """Walker and visit loss, with the log of the original (eps, re-normalised), pair by pair."""
    p_ab, p_ba = softmax(a @ b.T), softmax(b @ a.T)
    p_aba, walker = p_ab @ p_ba, 0.0
    for i, label in enumerate(labels):
        own = [j for j, other in enumerate(labels) if other == label]
        walker -= sum(log(p_aba[i, j] + 1e-8) for j in own) / len(own) / len(labels)
    return walker, -float(np.log(p_ab.mean(axis=0) + 1e-8).mean())


def test_every_term_is_what_the_paper_says(made):
    method, model, parts, batch = made
    found = {name: term.item() for name, term in method.terms(model, parts, batch).items()}
    points = parts["centroids"].points.detach().double().numpy()
    with torch.no_grad():
        a, b = (model(images).double().numpy() for images in (batch.images_a, batch.images_b))
        logits = [parts["classifier"](torch.tensor(x).float()).double().numpy() for x in (b, a[:N], points)]
    cluster = np.repeat(np.arange(K), EACH)
    expected = dict(zip(("centroid_association", "centroid_visit"), walked(points, b, cluster), strict=True))
    of_copies = walked(a, b, list(range(N)) * COPIES)
    expected |= dict(zip(("augmentation_association", "augmentation_visit"), of_copies, strict=True))
    everything = np.concatenate([points, b, a])
    expected["norm"] = ((np.linalg.norm(everything, axis=1) - 1) ** 2).sum()
    expected["l1"] = np.abs(everything).sum()
    expected["classification"] = -np.log(softmax(logits[2]))[np.arange(K * EACH), cluster].mean()
    z, o = np.concatenate([b, a[:N]]), softmax(np.concatenate(logits[:2]))
    pairs = [abs(1 - z[i] @ z[j] + o[i] @ np.log(o[j])) for i in range(2 * N) for j in range(2 * N)]
    expected["transformation"] = np.mean(pairs)
    assert found.keys() == expected.keys() == {name.removesuffix("_weight") for name in WEIGHTS}
    for name, value in expected.items():
        assert found[name] == pytest.approx(value, rel=1e-4, abs=1e-5), name


def test_centroids_network_and_classifier_all_learn(made):
    method, model, parts, batch = made
    terms = method.terms(model, parts, batch)
    sum(terms.values()).backward()
    for module in (model, *parts.values()):
        assert all(parameter.grad.abs().sum() > 0 for parameter in module.parameters())
    assert parts["centroids"].points.shape == (K * EACH, D)
    assert parts["centroids"].cluster.tolist() == [0, 0, 1, 1, 2, 2]


def test_while_the_warm_up_lasts_only_the_copies_and_the_regularisers_act():
    method, sliders = DeepClustering(), {**SLIDERS, "warm_up": 10.0, "augmentation_decay": 0.2}
    first, then = method.acting(sliders, 9), method.acting(sliders, 10)
    kept = ("augmentation_association_weight", "augmentation_visit_weight", "norm_weight", "l1_weight")
    assert {name: first[name] for name in WEIGHTS} == {name: sliders[name] if name in kept else 0 for name in WEIGHTS}
    for name in WEIGHTS:
        assert then[name] == pytest.approx(sliders[name] * (0.2 if name in kept[:2] else 1)), name
    assert sliders["augmentation_association_weight"] == SLIDERS["augmentation_association_weight"]


def test_k_means_places_the_centroids_once_and_adam_forgets(made):
    method, model, parts, batch = made
    optimizer = torch.optim.Adam([*model.parameters(), *parts["centroids"].parameters()])
    sum(method.terms(model, parts, batch).values()).backward()
    optimizer.step()
    truth = np.arange(30) % K
    embeddings = torch.tensor(5 * np.eye(K, D)[truth] + np.random.RandomState(0).randn(30, D)).float()

    def begin(step: int) -> torch.Tensor:
        method.begin_step(Between(step, model, parts, optimizer, {"warm_up": 7.0}, lambda: embeddings))
        return parts["centroids"].points.detach().clone()

    start = parts["centroids"].points.detach().clone()
    assert torch.equal(begin(6), start) and optimizer.state
    placed = begin(7)
    assert not optimizer.state
    centres = np.array([embeddings.numpy()[truth == k].mean(axis=0) for k in range(K)])
    for k in range(K):  # the points of a cluster are near one centre, and no two are at the same place
        own = placed[k * EACH : (k + 1) * EACH].numpy()
        assert np.abs(own - own[0]).max() <= 2e-4 and not (own[0] == own[1]).all()
        assert np.linalg.norm(centres - own[0], axis=1).min() < 1e-3
    embeddings = -embeddings
    assert torch.equal(begin(8), placed)


def test_centroids_that_have_no_place_are_said(made):
    method, model, parts, _ = made
    with pytest.raises(RunFailed, match="could not be placed at step 7 by k-means: only 1 of 3 clusters"):
        method.begin_step(Between(7, model, parts, None, {"warm_up": 7.0}, lambda: torch.ones(9, D)))


def test_a_method_without_labels_says_so():
    assert not methods.needs_labels(DeepClustering()) and methods.needs_labels(methods.Association())


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"clusters": 1}, "one cluster holds every image, so there is nothing to learn: ask for at least 2"),
        ({"clusters": 0}, "clusters is a number of at least 2, or None for the data's classes, got 0"),
        ({"clusters": 2.5}, "got 2.5"),
        ({"copies": 0}, "copies is a number of samples of at least 1, got 0"),
        ({"centroids_per_cluster": 0}, "centroids_per_cluster is a number of samples of at least 1"),
        ({"transformation": "code"}, "there is no transformation loss 'code'"),
        ({"norm": "max"}, "there is no reduction 'max'"),
    ],
)
def test_what_cannot_be_is_refused(fields, text):
    with pytest.raises(BadInput, match=text):
        DeepClustering(**fields)


def test_presets_state_a_source_in_every_line_and_settle_every_knob():
    for name in ("paper", "released-code"):
        preset = DeepClustering.presets[name]
        for data in ("mnist", "frgc", "digits", "svhn"):
            settings = preset.settings(data)
            assert set(SLIDERS) <= set(settings) <= {*SLIDERS, "model"}
            assert all(": " in line and len(line.split(": ", 1)[1]) > 5 for line in preset.lines(data))
        method = methods.resolve("deep-clustering", name)
        assert method == DeepClustering(**preset.fields()) and method.transformation == name
    paper = DeepClustering.presets["paper"]
    assert paper.settings("mnist")["centroid_visit_weight"] == 0.8 and paper.settings("mnist-part")["warm_up"] == 1000
    assert paper.settings("svhn")["centroid_visit_weight"] == 0.3 and paper.settings("svhn")["warm_up"] == 5000
    rate = paper.settings("svhn")["learning_rate"]
    assert [rate(step) for step in (0, 1000, 2000, 10_000, 20_000)] == pytest.approx(
        [1e-6, 4.01e-4, 8.01e-4, 8e-4 / 3 + 1e-6, 8e-4 / 9 + 1e-6]
    )
    rate = DeepClustering.presets["released-code"].settings("svhn")["learning_rate"]
    assert [rate(step) for step in (500, 4999, 5000)] == pytest.approx([1.01e-4, 2.01e-4, 0.33 * 2e-4 + 1e-6])


def test_our_preset_is_the_default_on_all_data_alike_and_leaves_schedules_to_the_planned_steps():
    ours = DeepClustering.presets["lbaviz"]
    of_the_steps = ("warm_up", "learning_rate")
    assert ours.settings("digits") == {name: value for name, value in SLIDERS.items() if name not in of_the_steps}
    assert not ours.for_data
    assert all(": " in line and len(line.split(": ", 1)[1]) > 5 for line in ours.lines())
    assert methods.resolve("deep-clustering", "lbaviz") == DeepClustering(**ours.fields()) == DeepClustering()


def test_a_preset_that_is_not_there_names_the_nearest():
    with pytest.raises(BadInput, match="has no preset 'papre'"):
        methods.resolve("deep-clustering", "papre")
    with pytest.raises(BadInput, match="method 'association' has no preset 'paper'"):
        methods.resolve("association", "paper")
