"""The methods of domain adaptation: terms by a plain re-computation, gradients only where they should go."""

import copy
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from lbaviz import knobs, methods
from lbaviz.errors import BadInput
from lbaviz.methods import Batch
from lbaviz.methods.dan import mmd2_about_median

D, CLASSES, SHAPE = 6, 3, (7, 5, 3)
RIVALS = ("mmd", "dan", "deep-coral", "dann", "adda", "dsn-dann", "dsn-mmd")


@pytest.fixture
def batch():
    random = torch.Generator().manual_seed(0)
    images = [255 * torch.rand(n, SHAPE[2], *SHAPE[:2], generator=random) for n in (6, 9)]
    return Batch(images[0], torch.tensor([0, 0, 1, 1, 2, 2]), images[1])


def made(name: str):
    """A method with a small network and its parts, the way a run makes them."""
    torch.manual_seed(1)
    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(105, D), torch.nn.Tanh())
    method = methods.METHODS[name]()
    parts = method.parts(D, CLASSES)
    if hasattr(method, "networks"):
        parts |= method.networks(model, D, CLASSES, SHAPE)
    return method, model, parts


def gaussians(x: torch.Tensor, y: torch.Tensor, rates) -> float:
    """The squared MMD, biased, of a sum of kernels exp(-rate d^2), pair by pair."""
    x, y = x.detach().double().numpy(), y.detach().double().numpy()

    def mean(p, q) -> float:
        return np.mean([[sum(np.exp(-rate * ((i - j) ** 2).sum()) for rate in rates) for j in q] for i in p])

    return mean(x, x) + mean(y, y) - 2 * mean(x, y)


def of_covariances(x: torch.Tensor, y: torch.Tensor) -> float:
    x, y = x.detach().double().numpy(), y.detach().double().numpy()
    return ((np.cov(x.T) - np.cov(y.T)) ** 2).sum() / (4 * x.shape[1] ** 2)


def of_heads(head, a, b) -> float:
    known, other = torch.ones(len(a)), torch.zeros(len(b))
    return (binary_cross_entropy_with_logits(head(a), known) + binary_cross_entropy_with_logits(head(b), other)).item()


def of_median(x: torch.Tensor, y: torch.Tensor) -> float:
    both = torch.cat([x, y]).detach().double().numpy()
    distances = [np.linalg.norm(both[i] - both[j]) for i in range(len(both)) for j in range(i)]
    median = np.sort(distances)[(len(distances) - 1) // 2]
    return gaussians(x, y, [1 / (median**2 * 2.0**power) for power in range(-8, 9)]) / 17


def separated(parts, batch, a, b) -> dict[str, float]:
    found = {"reconstruction": 0.0, "difference": 0.0}
    for name, images, shared in (("source", batch.images_a, a), ("target", batch.images_b, b)):
        private = parts[f"private_{name}"](images)
        decoded = parts["decoder"](shared + private)
        error = (images / 255 - decoded).flatten(1).detach().numpy()
        found["reconstruction"] += error.var(axis=1).mean()
        s, p = (z.detach().double().numpy() - z.detach().double().numpy().mean(0) for z in (shared, private))
        s, p = (z / np.linalg.norm(z, axis=1, keepdims=True) for z in (s, p))
        found["difference"] += ((s.T @ p) ** 2).mean()
    return found


def recomputed(name: str, model, parts, batch) -> dict[str, float]:
    a, b = model(batch.images_a), model(batch.images_b)
    out = [parts["classifier"](z) for z in (a, b)]
    terms = {"classification": cross_entropy(out[0], batch.labels_a).item()}
    if name == "mmd":
        terms["mmd"] = gaussians(a, b, [1 / (2 * s**2) for s in (2, 5, 10, 20, 40, 80)])
    if name == "dan":
        terms["mmd"] = of_median(a, b) + of_median(*out)
    if name == "deep-coral":
        terms["coral"] = of_covariances(*out)
    if name in ("dann", "dsn-dann"):
        terms["discriminator"] = of_heads(parts["domain_head"], a, b)
        terms["domain"] = -terms["discriminator"]
    if name == "adda":
        source = parts["source_network"](batch.images_a)
        terms["discriminator"] = of_heads(parts["domain_head"], source, b)
        fooled = parts["domain_head"](b)
        terms["domain"] = binary_cross_entropy_with_logits(fooled, torch.ones(len(b))).item()
    if name == "dsn-mmd":
        widths = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 5, 10, 15, 20, 25, 30, 35, 100, 1e3, 1e4, 1e5, 1e6]
        terms["mmd"] = gaussians(a, b, [1 / (2 * width) for width in widths])
    return terms | (separated(parts, batch, a, b) if name.startswith("dsn") else {})


@pytest.mark.parametrize("name", RIVALS)
def test_the_terms_equal_a_plain_recomputation(name, batch):
    method, model, parts = made(name)
    terms = {term: value.item() for term, value in method.terms(model, parts, batch).items()}
    assert terms == pytest.approx(recomputed(name, model, parts, batch), rel=1e-4, abs=1e-6)


@pytest.mark.parametrize("name", RIVALS)
def test_every_term_has_its_weight_and_every_weight_its_term(name, batch):
    method, model, parts = made(name)
    table = {knob.name: knob for knob in knobs.knobs_of(name)}
    weights = {f"{term}_weight" for term in method.terms(model, parts, batch)}
    assert weights | {"learning_rate"} == table.keys()
    assert all(knob.low <= knob.default <= knob.high and knob.label and knob.help for knob in table.values())
    own = method.schedules(2000) if hasattr(method, "schedules") else {}
    assert own.keys() <= table.keys()


TAUGHT = {
    "classification": {"model", "classifier"},
    "mmd": {"model"},
    "coral": {"model", "classifier"},
    "discriminator": {"domain_head"},
    "domain": {"model"},
    "reconstruction": {"model", "private_source", "private_target", "decoder"},
    "difference": {"model", "private_source", "private_target"},
}


@pytest.mark.parametrize("name", RIVALS)
def test_a_term_teaches_only_what_it_should(name, batch):
    method, model, parts = made(name)
    for term in method.terms(model, parts, batch):
        for module in (model, *parts.values()):
            module.zero_grad(set_to_none=True)
        method.terms(model, parts, batch)[term].backward()
        modules = {"model": model, **parts}
        taught = {
            part
            for part, module in modules.items()
            if any(p.grad is not None and bool(p.grad.abs().max() > 0) for p in module.parameters())
        }
        assert taught == TAUGHT[term] | ({"classifier"} if (name, term) == ("dan", "mmd") else set()), term


@pytest.mark.parametrize("name", RIVALS)
def test_the_terms_of_a_batch_know_no_label_of_the_target(name, batch):
    """A batch has images of the target and nothing else; labels of the source act on classification alone."""
    method, model, parts = made(name)
    before = method.terms(model, parts, batch)
    after = method.terms(model, parts, replace(batch, labels_a=(batch.labels_a + 1) % CLASSES))
    assert {term for term in before if before[term].item() != after[term].item()} == {"classification"}


def test_the_median_has_no_gradient_and_may_be_0():
    x, y = torch.randn(5, 3), torch.randn(6, 3)
    torch.testing.assert_close(mmd2_about_median(1e3 * x, 1e3 * y), mmd2_about_median(x, y), rtol=1e-4, atol=1e-5)
    alike = torch.zeros(4, 3, requires_grad=True)
    value = mmd2_about_median(alike, torch.zeros(5, 3))
    value.backward()
    assert value.item() == pytest.approx(0, abs=1e-6) and bool(alike.grad.isfinite().all())


def between(step: int, model, parts) -> methods.Between:
    optimizer = torch.optim.Adam(model.parameters())
    return methods.Between(step, model, parts, optimizer, knobs={}, embed=None)


def test_adda_has_two_phases_and_keeps_the_network_between_them(batch):
    _, model, parts = made("adda")
    method = methods.Adda(pretraining_steps=3)
    sliders = {"classification_weight": 1.0, "discriminator_weight": 1.0, "domain_weight": 0.5, "learning_rate": 1e-3}
    first = {**sliders, "discriminator_weight": 0.0, "domain_weight": 0.0}
    assert method.acting(sliders, 0) == method.acting(sliders, 2) == first
    assert method.acting(sliders, 3) == method.acting(sliders, 90) == {**sliders, "classification_weight": 0.0}
    assert sliders["domain_weight"] == 0.5
    kept = copy.deepcopy(parts["source_network"].state_dict())
    with torch.no_grad():
        model[1].weight.add_(1.0)
    for step in (0, 2, 4):
        method.begin_step(between(step, model, parts))
        assert torch.equal(parts["source_network"][1].weight, kept["1.weight"])
    method.begin_step(between(3, model, parts))
    assert torch.equal(parts["source_network"][1].weight, model[1].weight)
    assert not any(p.requires_grad for p in parts["source_network"].parameters())
    assert not parts["source_network"].training and model.training
    rate = method.schedules(100)["learning_rate"]
    assert [rate(step) for step in (0, 2, 3, 50)] == pytest.approx([1e-3, 1e-3, 2e-4, 2e-4])


def test_lambda_grows_over_the_planned_steps():
    weight = methods.Dann().schedules(1000)["domain_weight"]
    assert weight(0) == 0 and weight(100) == pytest.approx(0.00462, abs=1e-5)
    assert weight(1000) == methods.DsnDann().schedules(1000)["domain_weight"](1000) == pytest.approx(0.01, abs=1e-6)
    assert methods.Dann().schedules(0)["domain_weight"](0) == 0


def test_private_networks_start_elsewhere_and_keep_the_callers_as_it_is():
    _, model, parts = made("dsn-mmd")
    weights = [model[1].weight, parts["private_source"][1].weight, parts["private_target"][1].weight]
    assert len({float(weight.detach().sum()) for weight in weights}) == 3


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: methods.Dann(head_width=0), "dann: head_width is a number of units of at least 1, got 0"),
        (
            lambda: methods.Adda(pretraining_steps=-1),
            "adda: pretraining_steps is a number of steps of at least 0, got -1",
        ),
        (lambda: methods.Adda().schedules(500), "pre-training takes 500 steps and training ends at step 500, so the"),
        (lambda: methods.DsnMmd(unlabelled_batch=0), "dsn-mmd: unlabelled_batch is a number of samples of at least 1"),
        (lambda: methods.resolve("dan-n"), "Did you mean 'dan"),
    ],
)
def test_impossible_methods_are_refused_in_one_sentence(make, sentence):
    with pytest.raises(BadInput, match=sentence):
        make()
