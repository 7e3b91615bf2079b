import copy

import numpy as np
import pytest
import torch
from torch import nn

from lbaviz import probes
from lbaviz.errors import BadInput
from lbaviz.records import Layers

X = torch.randn(12, 3, 8, 8, generator=torch.Generator().manual_seed(0))
Y = torch.arange(12) % 4


def network(seed: int = 0) -> nn.Sequential:
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        body = [nn.Conv2d(3, 5, 3), nn.BatchNorm2d(5), nn.ELU(inplace=True), nn.Flatten(), nn.Dropout(0.5)]
        return nn.Sequential(*body, nn.Linear(180, 6))


def classifier() -> nn.Linear:
    return copy.deepcopy(nn.Sequential(nn.Linear(6, 4)))[0]


def deep(scale: float, activation, layers: int = 12) -> nn.Sequential:
    """Twelve layers of 32 units whose weights have variance scale² / 32."""
    generator, body = torch.Generator().manual_seed(1), []
    for _ in range(layers):
        linear = nn.Linear(32, 32)
        with torch.no_grad():
            linear.weight.copy_(torch.randn(32, 32, generator=generator) * scale / 32**0.5)
        body += [linear, activation()]
    return nn.Sequential(*body)


def loss_of(model, head):
    return lambda: nn.functional.cross_entropy(head(model(X)), Y)


def test_norms_and_kernels_are_those_of_a_backward_pass():
    model, head = network().eval(), classifier()
    found = probes.layers(model, loss_of(model, head), parts={"classifier": head}, step=7)
    assert found.names == ("0", "5", "classifier") and found.step == 7 and found.seconds > 0
    loss_of(model, head)().backward()
    for i, layer in enumerate((model[0], model[5], head)):
        assert found.weight_norm[i] == pytest.approx(layer.weight.detach().norm().item(), rel=1e-5)
        assert found.gradient_norm[i] == pytest.approx(layer.weight.grad.norm().item(), rel=1e-5)
    activation = model[0](X)  # before the ELU, which works in place
    assert found.activation_norm[0] == pytest.approx(activation.square().mean().sqrt().item(), rel=1e-5)
    np.testing.assert_array_equal(found.kernels, model[0].weight.detach().permute(0, 2, 3, 1).numpy())
    np.testing.assert_allclose(found.kernel_gradients, model[0].weight.grad.permute(0, 2, 3, 1).numpy(), rtol=1e-5)
    assert found.flags == ("", "", "") and found.advice == ""


def test_histograms_count_every_value_of_small_layers_between_smallest_and_largest():
    model, head = network(), classifier()
    found = probes.layers(model, loss_of(model, head), bins=10)
    assert found.edges.shape == (2, 3, 11) and found.counts.shape == (2, 3, 10)
    assert found.counts.sum(axis=2).tolist() == [[135, 135, 12 * 5 * 36], [1080, 1080, 72]]
    low, high = model[0].weight.min().item(), model[0].weight.max().item()
    assert (found.edges[0, 0, 0], found.edges[0, 0, -1]) == (pytest.approx(low), pytest.approx(high))
    assert (np.diff(found.edges, axis=2) > 0).all()


@pytest.mark.parametrize("training", [True, False])
def test_nothing_is_left_behind(training):
    model, head = network().train(training), classifier()
    loss_of(model, head)().backward()
    model[5].weight.requires_grad_(False)
    state, random = copy.deepcopy(model.state_dict()), torch.get_rng_state()
    gradients = [parameter.grad.clone() for parameter in model.parameters()]
    probes.layers(model, loss_of(model, head), parts={"classifier": head})
    assert torch.equal(torch.get_rng_state(), random)
    assert all(torch.equal(value, state[name]) for name, value in model.state_dict().items())
    assert all(torch.equal(a.grad, b) for a, b in zip(model.parameters(), gradients, strict=True))
    assert all(part.training == training for part in model) and not any(part._forward_hooks for part in model.modules())


def test_nothing_is_left_behind_where_the_loss_fails():
    model, before = network().train(), copy.deepcopy(network().state_dict())

    def fail():
        model.eval()
        model.train()(X)
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        probes.layers(model, fail)
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())
    assert not any(part._forward_hooks for part in model.modules())


def test_vanishing_gradients_are_flagged_in_the_first_layers_with_the_thesis_advice():
    model = deep(1.0, nn.Sigmoid)
    found = probes.layers(model, lambda: model(torch.randn(16, 32)).square().mean())
    assert found.flags[0] == "vanishing" and found.flags[-1] == "" and "exploding" not in found.flags
    assert "vanishing gradients in 0" in found.advice and "lower the learning rate" in found.advice
    assert "fewer layers" in found.advice and "batch normalisation" in found.advice


def test_exploding_gradients_are_flagged():
    model = deep(4.0, nn.Identity)
    found = probes.layers(model, lambda: model(torch.randn(16, 32)).square().mean())
    assert "exploding" in found.flags and "exploding gradients in" in found.advice
    poisoned = network()
    with torch.no_grad():
        poisoned[0].weight[0] = float("nan")
    found = probes.layers(poisoned, lambda: poisoned(X).sum())
    assert found.flags[0] == "exploding" and np.isfinite(found.edges).all()


def test_healthy_layers_are_not_flagged():
    for activation, scale in ((nn.ReLU, 2**0.5), (nn.Tanh, 1.0)):  # He's and Glorot's start
        model = deep(scale, activation)
        assert set(probes.layers(model, lambda m=model: m(torch.randn(16, 32)).square().mean()).flags) == {""}


def test_a_frozen_layer_and_one_without_part_in_the_loss_have_no_gradient_and_no_flag():
    model, head = network(), classifier()
    model[0].weight.requires_grad_(False)
    found = probes.layers(model, lambda: (head(model(X)), model(X).square().mean())[1], parts={"classifier": head})
    assert found.names == ("0", "5", "classifier")
    assert found.gradient_norm[0] == found.gradient_norm[2] == 0 and found.flags == ("", "", "")


def test_a_network_without_convolution_has_no_kernels():
    model = nn.Linear(4, 2)
    found = probes.layers(model, lambda: model(torch.ones(3, 4)).sum())
    assert found.names == ("network",) and found.kernels.shape == (0, 0, 0, 0) and isinstance(found, Layers)


@pytest.mark.parametrize(
    ("loss", "sentence"),
    [
        (lambda model: torch.zeros((), requires_grad=True), "no layer with a weight matrix took part"),
        (lambda model: model(X), "the loss is a 0-dim tensor"),
        (lambda model: model(X).sum().detach(), "the loss is a 0-dim tensor"),
        (lambda model: 3.0, "the loss is a 0-dim tensor"),
    ],
)
def test_what_is_no_loss_is_refused(loss, sentence):
    model = network()
    with pytest.raises(BadInput, match=sentence):
        probes.layers(model, lambda: loss(model))
