import math

import pytest
import torch
from torch import nn
from torch.nn import functional

from lbaviz import models
from lbaviz.errors import BadInput

PLAIN = ("mnist-net", "digits-net", "svhn-net")  # one form in three sizes; the others: tests/models


def images(n: int, c: int = 1, h: int = 28, w: int = 28) -> torch.Tensor:
    return torch.rand(n, c, h, w, generator=torch.Generator().manual_seed(n)) * 255


def plain(network: models.ConvolutionNet, x: torch.Tensor) -> torch.Tensor:
    """The obvious form: ELU before the pooling, nothing in place."""
    if isinstance(network, models.SvhnNet):
        x = (x - x.mean((2, 3), keepdim=True)) / (x.var((2, 3), correction=0, keepdim=True) + 1e-5)
    else:
        x = x / 255
    for block in zip(*(getattr(network, place) for place in network.places), strict=True):
        for layer in block:
            x = functional.elu(functional.conv2d(x, layer.weight, layer.bias, padding=1))
        x = functional.max_pool2d(x, 2, 2)
    return functional.elu(x.flatten(1) @ network.embedding.weight.T + network.embedding.bias)


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("channels_last", [False, True])
def test_outputs_and_gradients_equal_those_of_the_obvious_form(name, channels_last):
    network, x = models.build(name, 3, (17, 16)), images(4, 3, 17, 16)
    if channels_last:
        network, x = network.to(memory_format=torch.channels_last), x.contiguous(memory_format=torch.channels_last)
    found, expected = network(x), plain(network, x)
    torch.testing.assert_close(found, expected)
    weights = list(network.parameters())
    direction = torch.randn(found.shape, generator=torch.Generator().manual_seed(1))
    gradients = torch.autograd.grad((found * direction).sum(), weights)
    torch.testing.assert_close(gradients, torch.autograd.grad((expected * direction).sum(), weights))


@pytest.mark.parametrize(
    ("name", "size", "flat"),
    [
        ("mnist-net", (28, 28), 1152),
        ("mnist-net", (32, 32), 2048),
        ("mnist-net", (16, 16), 512),
        ("mnist-net", (8, 11), 128),
        ("digits-net", (8, 8), 256),
        ("digits-net", (4, 5), 64),
        ("svhn-net", (32, 32), 2048),
    ],
)
def test_output_shapes(name, size, flat):
    network = models.build(name, 2, size)
    assert network.embedding.in_features == flat
    assert network(images(3, 2, *size)).shape == (3, 128)
    assert models.check_network(network, images(2, 2, *size)) == 128


def test_the_layers_of_the_mnist_net_are_those_of_the_original():
    network = models.build("mnist-net")
    widths = [layer.out_channels for pair in zip(network.first, network.second, strict=True) for layer in pair]
    assert widths == [32, 32, 64, 64, 128, 128]
    assert network.weight_decay == 1e-3


@pytest.mark.parametrize("name", PLAIN)
def test_the_start_is_glorot_uniform_with_zero_biases(name):
    for layer in models.build(name, generator=torch.Generator().manual_seed(3)).modules():
        if isinstance(layer, nn.Conv2d | nn.Linear):
            fan_in, fan_out = (layer.weight.shape[i] * layer.weight[0, 0].numel() for i in (1, 0))
            bound = math.sqrt(6 / (fan_in + fan_out))
            assert 0.9 * bound < layer.weight.abs().max() <= bound
            assert layer.weight.std().item() == pytest.approx(bound / math.sqrt(3), rel=0.12)
            assert torch.equal(layer.bias, torch.zeros_like(layer.bias))


def test_the_start_depends_on_the_generator_alone():
    state = torch.get_rng_state()
    one = models.build("digits-net", generator=torch.Generator().manual_seed(5))
    assert torch.equal(torch.get_rng_state(), state)
    torch.manual_seed(1)
    two, other = (models.build("digits-net", generator=torch.Generator().manual_seed(seed)) for seed in (5, 6))
    assert all(torch.equal(x, y) for x, y in zip(one.parameters(), two.parameters(), strict=True))
    assert not torch.equal(one.embedding.weight, other.embedding.weight)
    torch.set_rng_state(state)


def test_the_start_is_the_same_in_any_memory_format():
    rows, channels_last = (nn.Conv2d(3, 4, 3).to(memory_format=f) for f in (torch.preserve_format, torch.channels_last))
    for layer in (rows, channels_last):
        models.initialise(layer, torch.Generator().manual_seed(0))
    assert torch.equal(rows.weight, channels_last.weight)


@pytest.mark.parametrize("name", PLAIN)
def test_every_parameter_gets_a_gradient(name):
    network = models.build(name)
    network(images(8)).square().sum().backward()
    for parameter_name, parameter in network.named_parameters():
        assert parameter.grad.abs().sum() > 0, parameter_name


def test_images_come_in_0_to_255():
    network = models.build("mnist-net")
    torch.testing.assert_close(network(images(2)), models.normalise(network, 0.0, 1 / 255)(images(2) / 255))
    assert network(images(50)).abs().mean() < 1


def test_bfloat16_stays_near_float32():
    network = models.build("mnist-net").to(memory_format=torch.channels_last)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        found = network(images(8))
    assert found.dtype is torch.bfloat16
    torch.testing.assert_close(found.float(), network(images(8)).detach(), rtol=0.05, atol=0.02)


def test_the_size_of_the_images_chooses_the_network():
    assert models.for_images(32, 32, 3) == models.for_images(40, 40, 3) == "svhn-net"  # house numbers, traffic signs
    assert models.for_images(32, 32, 1) == "mnist-net"
    assert models.for_images(8, 8, 1) == "digits-net"
    assert models.for_images(16, 16, 1) == models.for_images(28, 28, 1) == "mnist-net"
    assert models.for_images(96, 96, 3) == "stl10-net"


def test_l2_acts_on_weights_and_not_on_biases():
    network, part = models.build("digits-net"), nn.Linear(128, 10)
    groups = {
        group["weight_decay"]: group["params"] for group in models.parameter_groups(network, {"classifier": part})
    }
    assert sorted(groups) == [0.0, 1e-4, 1e-3]
    assert [p.dim() for p in groups[0.0]] == [1] * 6
    assert groups[1e-4][0] is part.weight
    assert len(groups[1e-3]) == 5


def test_weight_decay_is_the_gradient_of_half_the_squares():
    layer = models.initialise(nn.Linear(3, 2), torch.Generator().manual_seed(0))
    layer.weight_decay = 0.1
    (decayed,) = (group for group in models.parameter_groups(layer) if group["weight_decay"])
    expected = layer.weight.detach().clone().requires_grad_()
    for weights, optimizer in (
        (layer.weight, torch.optim.Adam([decayed], lr=0.1)),
        (expected, torch.optim.Adam([expected], lr=0.1)),
    ):
        loss = weights.sum() + (0.1 * expected.square().sum() / 2 if weights is expected else 0)
        loss.backward()
        optimizer.step()
    torch.testing.assert_close(layer.weight, expected)


def test_a_method_may_say_the_weight_decay_of_everything():
    network, part = models.build("digits-net"), nn.Linear(128, 10)
    groups = models.parameter_groups(network, {"classifier": part}, 0.0)
    assert [(group["weight_decay"], len(group["params"])) for group in groups] == [(0.0, 12)]


def test_frozen_parameters_are_in_no_group():
    network = models.build("digits-net")
    network.first.requires_grad_(False)
    assert sum(len(group["params"]) for group in models.parameter_groups(network)) == 6


def test_normalise_wraps_an_own_network():
    network = models.normalise(nn.Flatten(), [0.0, 10.0], [1.0, 2.0])
    torch.testing.assert_close(network(torch.full((1, 2, 1, 1), 20.0)), torch.tensor([[20.0, 5.0]]))
    for mean, std, text in ((0, 0, "std is 0, but images are divided by it"), (math.nan, 1, "mean is nan")):
        with pytest.raises(BadInput, match=text):
            models.normalise(nn.Flatten(), mean, std)


def test_checking_a_network_changes_nothing_in_it():
    network = nn.Sequential(nn.Flatten(), nn.BatchNorm1d(64), nn.Dropout(0.5), nn.Linear(64, 3)).train()
    network[2].eval()
    before = {name: value.clone() for name, value in network.state_dict().items()}
    assert models.check_network(network, images(2, 1, 8, 8)) == 3 and network.training and not network[2].training
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())


class Own(nn.Module):
    def __init__(self, forward):
        super().__init__()
        self.forward = forward


@pytest.mark.parametrize(
    ("network", "text"),
    [
        (
            nn.Conv2d(1, 3, 3),
            "the network gave shape (2, 3, 6, 6) for images of shape (2, 1, 8, 8), but a network maps",
        ),
        (nn.Flatten(0), "the network gave shape (128,) for images of shape (2, 1, 8, 8)"),
        (nn.Linear(9, 3), "the network failed on images of shape (2, 1, 8, 8): "),
        (Own(lambda x: x.flatten(1).long()), "the network gave torch.int64, but embeddings are floats"),
        (Own(lambda x: [x]), "the network gave list"),
        (Own(lambda x: x.flatten(1)[:, : 10 * len(x)]), "the network gives 20 numbers an image for 2 images and 10"),
        (Own(lambda x: x.flatten(1)[:1]), "the network gave shape (1, 64) for images of shape (2, 1, 8, 8)"),
        (len, "the network is builtin_function_or_method, but a network maps"),
    ],
)
def test_a_network_that_is_not_one_is_refused_in_one_sentence(network, text):
    with pytest.raises(BadInput) as error:
        models.check_network(network, images(2, 1, 8, 8))
    assert text in str(error.value) and "\n" not in str(error.value)


def test_unknown_names_and_small_images_are_refused():
    with pytest.raises(BadInput, match=r"there is no network 'mnist'. Did you mean 'mnist-net'\?"):
        models.build("mnist")
    with pytest.raises(BadInput, match="images of 8x7 are too small for this network: 8x8 at least"):
        models.build("mnist-net", 1, (8, 7))
