import copy
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

import lbaviz
from lbaviz import models
from lbaviz.errors import BadInput

GOLDEN = np.load(Path(__file__).parents[1] / "golden" / "schedules_golden.npz", allow_pickle=False)


def images(n: int, c: int, h: int, w: int) -> torch.Tensor:
    return torch.rand(n, c, h, w, generator=torch.Generator().manual_seed(n)) * 255


def test_the_svhn_net_has_three_convolutions_a_block():
    network = models.build("svhn-net", 3, (32, 32))
    blocks = zip(network.first, network.second, network.third, strict=True)
    assert [[layer.out_channels for layer in block] for block in blocks] == [[32] * 3, [64] * 3, [128] * 3]
    assert network.weight_decay == 1e-4


@pytest.mark.parametrize("case", [f"inorm{i:02d}" for i in range(GOLDEN["n_inorm"])])
def test_the_input_of_the_svhn_net_equals_the_golden_values(case):
    x, expected = (torch.as_tensor(GOLDEN[f"{case}__{field}"]).permute(0, 3, 1, 2) for field in ("x_nhwc", "out_nhwc"))
    torch.testing.assert_close(models.SvhnNet.scaled(x), expected, rtol=1e-9, atol=1e-11)
    torch.testing.assert_close(models.SvhnNet.scaled(x.float()).double(), expected, rtol=1e-4, atol=1e-5)


def test_the_svhn_net_divides_by_the_variance_of_each_image_and_channel():
    x = images(3, 3, 32, 32)
    scaled = models.SvhnNet.scaled(x)
    for image, expected in zip(scaled.double(), x.double(), strict=True):
        for channel, pixels in zip(image, expected, strict=True):
            torch.testing.assert_close(channel, (pixels - pixels.mean()) / (pixels.var(correction=0) + 1e-5))
    assert scaled.std().item() == pytest.approx(1 / x.std().item(), rel=0.02)  # by the deviation it would be 1
    assert torch.isfinite(models.SvhnNet.scaled(torch.full((1, 3, 8, 8), 7.0))).all()  # a uniform image


def plain(network: models.Stl10Net, x: torch.Tensor) -> torch.Tensor:
    """The obvious form: the batch's own mean and variance, ELU before the pooling, nothing in place."""
    x = (x - 128) / 128
    for i, (convolution, norm) in enumerate(zip(network.convolutions, network.norms, strict=True)):
        if i == 1:  # stride 2 with TensorFlow's padding: nothing before an even length, one after it
            x = functional.conv2d(
                functional.pad(x, (x.shape[3] % 2, 1, x.shape[2] % 2, 1)), convolution.weight, stride=2
            )
        else:
            x = functional.conv2d(x, convolution.weight, padding=1)
        mean, variance = x.mean((0, 2, 3), keepdim=True), x.var((0, 2, 3), correction=0, keepdim=True)
        x = functional.elu((x - mean) / (variance + 0.001).sqrt() + norm.bias[:, None, None])
        if i in (1, 3, 5):
            x = functional.max_pool2d(x, 3 if i == 1 else 2, 2)
    return x.flatten(1) @ network.embedding.weight.T + network.embedding.bias


@pytest.mark.parametrize("size", [(40, 33), (33, 40)])
def test_the_stl10_net_equals_the_obvious_form(size):
    network, x = models.build("stl10-net", 3, size).to(memory_format=torch.channels_last), images(4, 3, *size)
    for norm in network.norms:
        nn.init.normal_(norm.bias, generator=torch.Generator().manual_seed(1))
    found, expected = network(x), plain(network, x)
    torch.testing.assert_close(found, expected, rtol=1e-3, atol=1e-4)
    weights = [parameter for parameter in network.parameters() if parameter.requires_grad]
    direction = torch.randn(found.shape, generator=torch.Generator().manual_seed(1))
    gradients = torch.autograd.grad((found * direction).sum(), weights)
    for one, other in zip(gradients, torch.autograd.grad((expected * direction).sum(), weights), strict=True):
        torch.testing.assert_close(one, other, rtol=1e-2, atol=1e-3 * other.abs().max().item())


def test_the_layers_of_the_stl10_net_are_those_of_the_original():
    network = models.build("stl10-net", 3, (96, 96))
    assert [layer.out_channels for layer in network.convolutions] == [32, 64, 64, 128, 128, 256, 128]
    assert [layer.stride[0] for layer in network.convolutions] == [1, 2, 1, 1, 1, 1, 1]
    assert all(layer.bias is None for layer in network.convolutions) and network.weight_decay == 5e-3
    assert network.embedding.in_features == 5 * 5 * 128  # 96 -> 48 -> 23 -> 11 -> 5
    assert all((norm.eps, norm.momentum) == (1e-3, pytest.approx(0.01)) for norm in network.norms)
    assert network(images(2, 3, 96, 96)).min() < -1  # no ELU at the end


def test_gamma_stays_one_and_is_in_no_group():
    network = models.build("stl10-net", 3, (32, 32))
    groups = {group["weight_decay"]: group["params"] for group in models.parameter_groups(network)}
    assert sorted(groups) == [0.0, 5e-3] and len(groups[5e-3]) == 8  # seven convolutions and the embedding
    assert len(groups[0.0]) == 7 + 1  # beta of each, bias of the embedding
    before = copy.deepcopy(network.state_dict())
    network(images(4, 3, 32, 32)).square().sum().backward()
    torch.optim.Adam(models.parameter_groups(network)).step()
    assert all(torch.equal(norm.weight, torch.ones_like(norm.weight)) for norm in network.norms)
    assert not any(torch.equal(norm.bias, before[f"norms.{i}.bias"]) for i, norm in enumerate(network.norms))


def test_evaluation_uses_the_running_averages():
    network, x = models.build("stl10-net", 3, (32, 32)), images(6, 3, 32, 32)
    network(x)
    assert network.norms[0].running_mean.abs().sum() > 0
    network.eval()
    torch.testing.assert_close(network(x)[:2], network(x[:2]), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("size", [(29, 29), (30, 31), (64, 48), (95, 97)])
def test_sizes(size):
    network = models.build("stl10-net", 1, size)
    assert models.check_network(network, images(2, 1, *size)) == 128


def test_small_images_are_refused():
    with pytest.raises(BadInput, match="images of 28x64 are too small for this network: 29x29 at least"):
        models.build("stl10-net", 3, (28, 64))


@pytest.mark.parametrize("name", ["svhn-net", "stl10-net"])
def test_a_run_trains_with_it(name):
    random = torch.Generator().manual_seed(0)
    labels = torch.arange(20) % 2
    pixels = torch.randint(0, 100, (20, 32, 32, 3), generator=random) + 120 * (
        labels[:, None, None, None] * (torch.arange(32) > 15)[:, None]
    )
    data = lbaviz.data.from_arrays(pixels.byte().numpy(), labels.numpy())
    method = lbaviz.methods.Association(labelled_per_class=4, unlabelled_batch=8)
    settings = {"evaluate_every": 0, "frame_every": 0, "checkpoint_every": 0, "labels_per_class": 4}
    run = lbaviz.fit(method, data, model=name, steps=12, validation=0, **settings)
    terms = run.metrics()
    losses = terms[terms.name == "classification"].value.tolist()
    assert losses[-1] < 0.5 * losses[0] and run.recording.about()["model"] == name
