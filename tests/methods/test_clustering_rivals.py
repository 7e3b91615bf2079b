"""DEC, IMSAT and DEPICT: terms by a plain re-computation, their phases, and runs that know no label."""

import shutil
import sqlite3

import numpy as np
import pytest
import torch
from test_domains import sets
from test_fit import same, values, weights

import lbaviz
from lbaviz import data, methods
from lbaviz.cli import main
from lbaviz.errors import BadInput, RunFailed
from lbaviz.knobs import knobs_of
from lbaviz.methods import Batch, Between, Dec, Depict, Imsat
from lbaviz.methods.imsat import adversarial
from lbaviz.session import resume, train_in_foreground
from lbaviz.session.clusters import Clusters
from lbaviz.session.collapse import of_clusters

N, D, K, SHAPE = 7, 4, 3, (4, 5, 1)
WAYS = {
    "dec": Dec(images=12),
    "imsat": Imsat(images=12),
    "imsat by augmentation": Imsat(images=12, perturbation="augmentation"),
    "depict": Depict(images=12),
}
QUICK = {"evaluate_every": 4, "frame_every": 0, "checkpoint_every": 4, "precision": "float32", "progress": False}


def made(method):
    """The method's small network and parts, the way a run makes them, and a batch."""
    torch.manual_seed(1)
    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(20, D), torch.nn.Tanh())
    parts = method.parts(D, K)
    if hasattr(method, "networks"):
        parts |= method.networks(model, D, K, SHAPE)
    images = 255 * torch.rand(N, 1, 4, 5)
    copies = (images + 20 * torch.randn(N, 1, 4, 5)) if method.copies else None
    return model, parts, Batch(copies, None if copies is None else torch.arange(N), images)


def softmax(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def array(x: torch.Tensor) -> np.ndarray:
    return x.detach().double().numpy()


def kl(p, q) -> float:
    return (p * np.log(p / q)).sum(axis=1).mean()


def found_terms(method, model, parts, batch) -> dict[str, float]:
    torch.manual_seed(5)
    return {name: term.item() for name, term in method.terms(model, parts, batch).items()}


def student(z, centres) -> np.ndarray:
    q = 1 / (1 + ((z[:, None] - centres[None]) ** 2).sum(axis=2))
    return q / q.sum(axis=1, keepdims=True)


def test_the_terms_of_dec():
    method = WAYS["dec"]
    model, parts, batch = made(method)
    everything = torch.rand(30, 1, 4, 5) * 255
    parts["target"].renew(model, parts["classifier"], model(everything).detach())
    then = student(array(model(batch.images_b)), array(method.anchors(parts)))
    frequencies = student(array(model(everything)), array(method.anchors(parts))).sum(axis=0)
    with torch.no_grad():  # the targets stay what they were when network and centroids move
        model[1].weight.mul_(1.3)
        method.anchors(parts).add_(0.2)
    p = then**2 / frequencies
    p /= p.sum(axis=1, keepdims=True)
    z = model(batch.images_b)
    pixels = array(batch.images_b) / 255
    expected = {
        "clustering": kl(p, student(array(z), array(method.anchors(parts)))),
        "reconstruction": ((array(parts["decoder"](z)) - pixels) ** 2).mean(),
    }
    assert found_terms(method, model, parts, batch) == pytest.approx(expected, rel=1e-3)


def test_the_terms_of_imsat():
    method = WAYS["imsat by augmentation"]
    model, parts, batch = made(method)
    p, changed = (softmax(array(parts["classifier"](model(x)))) for x in (batch.images_b, batch.images_a))
    mean = p.mean(axis=0)
    expected = {
        "self_augmentation": kl(p, changed),
        "conditional_entropy": -(p * np.log(p)).sum(axis=1).mean(),
        "balance": np.log(K) + (mean * np.log(mean)).sum(),
    }
    assert found_terms(method, model, parts, batch) == pytest.approx(expected, rel=1e-3)


def test_an_adversarial_change_is_of_its_length_and_worse_than_chance():
    method = WAYS["imsat"]
    model, parts, batch = made(method)
    images = batch.images_b

    def assigned(x: torch.Tensor) -> torch.Tensor:
        return parts["classifier"](model(x / 255))

    target = assigned(images).softmax(dim=1).detach()
    p, flat = array(target), array(images).reshape(N, -1)
    nearest = [min(np.linalg.norm(flat[i] - flat[j]) for j in range(N) if j != i) for i in range(N)]
    moved = adversarial(assigned, images, target, 0.25)
    lengths = np.linalg.norm(array(moved).reshape(N, -1) - flat, axis=1)
    np.testing.assert_allclose(lengths, 0.25 * np.array(nearest), rtol=1e-3)
    worst = kl(p, softmax(array(assigned(moved))))
    for _ in range(5):
        chance = torch.randn(images.shape).flatten(1)
        chance = (chance / chance.norm(dim=1, keepdim=True) * torch.tensor(lengths)[:, None]).float().view_as(images)
        assert worst > 2 * kl(p, softmax(array(assigned(images + chance))))


def test_an_assignment_that_nothing_moves_gives_no_nan():
    images = 255 * torch.rand(N, 1, 4, 5)
    flat = torch.full((N, K), 1 / K)
    moved = adversarial(lambda x: x.flatten(1)[:, :K] * 0, images, flat, 0.25)
    assert torch.equal(moved, images)


def test_the_terms_of_depict():
    method = WAYS["depict"]
    model, parts, batch = made(method)
    torch.manual_seed(5)
    z = model(parts["noise"](batch.images_b))  # the same draw as in found_terms
    clean, noisy = (softmax(array(parts["classifier"](x))) for x in (model(batch.images_b), z))
    q = clean / np.sqrt(clean.sum(axis=0))
    q /= q.sum(axis=1, keepdims=True)
    expected = {
        "clustering": -(q * np.log(noisy)).sum(axis=1).mean(),
        "reconstruction": ((array(parts["decoder"](z)) - array(batch.images_b) / 255) ** 2).mean(),
    }
    assert found_terms(method, model, parts, batch) == pytest.approx(expected, rel=1e-3)
    assert not np.allclose(clean, noisy)


@pytest.mark.parametrize("way", WAYS)
def test_every_term_has_its_weight_and_teaches_the_network(way):
    method = WAYS[way]
    model, parts, batch = made(method)
    terms = method.terms(model, parts, batch)
    table = {knob.name: knob for knob in knobs_of(method.name)}
    assert {f"{name}_weight" for name in terms} == {name for name in table if name.endswith("_weight")}
    for term in terms.values():
        (gradient,) = torch.autograd.grad(term, model[1].weight, retain_graph=True)
        assert gradient.abs().sum() > 0
    assert method.anchors(parts).shape == (K, D) and not methods.needs_labels(method)


def test_dec_is_an_autoencoder_first_and_clusters_then():
    knobs = {"clustering_weight": 1.0, "reconstruction_weight": 2.0, "warm_up": 10.0}
    assert Dec().acting(knobs, 9) == {**knobs, "clustering_weight": 0.0}
    assert Dec().acting(knobs, 10) == {**knobs, "reconstruction_weight": 0.0}


def test_dec_places_its_centroids_once_and_renews_its_targets_every_interval():
    method = WAYS["dec"]
    model, parts, _ = made(method)
    optimizer = torch.optim.Adam(model.parameters())
    embeddings = torch.tensor(5 * np.eye(K, D)[np.arange(30) % K] + 0.1 * np.random.RandomState(0).randn(30, D)).float()

    def begin(step: int) -> tuple[torch.Tensor, torch.Tensor]:
        knobs = {"warm_up": 7.0, "update_interval": 5.0}
        method.begin_step(Between(step, model, parts, optimizer, knobs, lambda: embeddings))
        return method.anchors(parts).detach().clone(), parts["target"].frequencies.clone()

    before = begin(5)
    assert torch.equal(before[1], torch.ones(K))
    points, frequencies = begin(7)
    assert frequencies.sum().item() == pytest.approx(30, rel=1e-4) and not torch.equal(points, before[0])
    embeddings = -embeddings
    assert all(map(torch.equal, begin(8), (points, frequencies)))
    later, renewed = begin(10)
    assert torch.equal(later, points) and not torch.equal(renewed, frequencies)


@pytest.fixture(scope="module")
def runs():
    return {way: fit(way) for way in WAYS}


def fit(way: str, own=None, **more):
    own_knobs = {"warm_up": 5, "update_interval": 3} if way == "dec" else {}
    return lbaviz.fit(WAYS[way], own or sets()[0], steps=12, **{**QUICK, **own_knobs, **more})


@pytest.mark.parametrize("way", WAYS)
def test_a_cut_run_goes_on_bit_for_bit_and_a_branch_too(way, runs, tmp_path):
    run, path = runs[way], tmp_path / "run.lba"
    shutil.copy(run.path, path)
    with sqlite3.connect(path) as file:  # what a run that was killed there leaves
        for table in ("metrics", "frames", "checkpoints"):
            file.execute(f"DELETE FROM {table} WHERE step > 8")
        file.execute("DELETE FROM meta WHERE key = 'status'")
    cut = train_in_foreground(resume(path, steps=12, data=sets()[0]))
    assert same(weights(run), weights(cut))
    for knob in knobs_of(WAYS[way].name):
        term = knob.name.removesuffix("_weight")
        assert values(run, term) == values(cut, term), term
    assert values(run, "accuracy") == values(cut, "accuracy") and len(values(run, "accuracy")) == 4
    assert same(weights(run), weights(run.branch(3, steps=12, data=sets()[0])))


@pytest.mark.parametrize("way", WAYS)
def test_the_labels_never_reach_training(way, runs):
    clean = sets()[0]
    poisoned = data.from_arrays(
        clean.images, (clean.labels + 1) % 3, test=(clean.test_images, (clean.test_labels + 1) % 3)
    )
    assert same(weights(runs[way]), weights(fit(way, poisoned)))


def test_dec_that_ends_in_its_warm_up_or_has_one_embedding_is_refused():
    with pytest.raises(BadInput, match="dec: the warm-up takes 12 steps and training ends at step 12"):
        fit("dec", warm_up=12)
    model, parts, _ = made(Dec())
    at = Between(7, model, parts, None, {"warm_up": 7.0, "update_interval": 140.0}, lambda: torch.ones(9, D))
    with pytest.raises(RunFailed, match="could not be placed at step 7 by k-means: only 1 of 3 clusters"):
        Dec().begin_step(at)


def test_a_collapse_is_said_with_what_helps_each_method():
    one = Clusters(np.eye(3)[[0] * 9 + [1]], np.full(10, -1), np.ones(2))
    said = {way: of_clusters(one, [knob.name for knob in knobs_of(WAYS[way].name)]) for way in WAYS}
    assert said["dec"].endswith("try a lower learning rate or a longer warm-up")
    assert said["imsat"].endswith("try a lower learning rate or a higher balance weight")


def test_the_l2_of_the_network_does_not_act(runs):
    for way, run in runs.items():
        assert {group["weight_decay"] for group in run.trainee.optimizer.param_groups} == {0.0}, way


@pytest.mark.parametrize(
    ("kind", "fields", "text"),
    [
        (Dec, {"clusters": 1}, "dec: one cluster holds every image"),
        (Imsat, {"images": 1}, "imsat: images is 1, which has no neighbour and no balance: ask for at least 2"),
        (Imsat, {"perturbation": "adverserial"}, "there is no perturbation 'adverserial'.*adversarial"),
        (Imsat, {"radius": 0}, "imsat: radius is a share of a distance, above 0 and below 10, got 0"),
        (Depict, {"images": 0}, "depict: images is a number of samples of at least 1, got 0"),
        (Depict, {"dropout": 1}, "depict: dropout is the share of pixels left out, 0 or more and below 1, got 1"),
    ],
)
def test_what_cannot_be_is_refused(kind, fields, text):
    with pytest.raises(BadInput, match=text):
        kind(**fields)


def test_the_command_line_trains_a_rival_of_clustering(tmp_path, capsys):
    path = tmp_path / "run.lba"
    options = ["--images", "10", "--steps", "2", "--evaluate-every", "0", "--record", str(path)]
    assert main(["train", "imsat", *options, "--perturbation", "augmentation", "--balance-weight", "0.7"]) == 0
    config = lbaviz.open(path).recording.meta["config"]
    assert config["method"]["structure"]["perturbation"] == "augmentation" and config["augment"] == "adc-mnist"
    assert config["knobs"]["balance_weight"] == 0.7
    assert main(["train", "depict", "--copies", "2", "--steps", "2"]) == 2
    assert "method 'depict' has no copies: leave --copies out" in capsys.readouterr().err
