import pytest
import torch
from torch.nn import functional

from lbaviz import models
from lbaviz.errors import BadInput
from lbaviz.methods import Batch
from lbaviz.methods.batch import embed_both


def images(n, c, h, w):
    return torch.rand(n, c, h, w, generator=torch.Generator().manual_seed(n + h)) * 255


def test_the_adc_net_is_the_mnist_net_on_other_inputs_and_with_dropout():
    network, plain = models.build("adc-net", 1, (28, 28)), models.build("mnist-net", 1, (28, 28))
    plain.load_state_dict(network.state_dict())
    x = images(3, 1, 28, 28)
    torch.testing.assert_close(network.eval()(x), plain((x - 128) / 128 * 255))
    assert network.weight_decay == 1e-3 and network.d == 128
    assert not torch.allclose(network.train()(x), plain((x - 128) / 128 * 255))


def normalised(x, norm):
    """Batch norm with the batch's own mean and variance, then ReLU."""
    mean, variance = x.mean((0, 2, 3), keepdim=True), x.var((0, 2, 3), correction=0, keepdim=True)
    scale, shift = norm.weight[:, None, None], norm.bias[:, None, None]
    return torch.relu((x - mean) / (variance + 1e-5).sqrt() * scale + shift)


def slowly(network, x, strides, blocks):
    """The obvious form of everything after the stem and the pooling, blocks in the order of the source."""
    for i, block in enumerate(network.stages):
        stride = strides[i // blocks] if i % blocks == 0 else 1
        active = normalised(x, block.norm_1)
        kept = functional.conv2d(active, block.shortcut.weight, stride=stride) if i % blocks == 0 else x
        y = functional.conv2d(active, block.convolution_1.weight, stride=stride, padding=1)
        x = kept + functional.conv2d(normalised(y, block.norm_2), block.convolution_2.weight, padding=1)
    assert len(network.stages) == len(strides) * blocks
    return normalised(x, network.norm).mean((2, 3)) @ network.embedding.weight.T + network.embedding.bias


@pytest.mark.parametrize(("name", "blocks", "size"), [("resnet-3", 3, (9, 8)), ("resnet-5", 5, (8, 8))])
def test_the_cifar_form_equals_the_obvious_form(name, blocks, size):
    network, x = models.build(name, 3, size).double().train(), images(4, 3, *size).double()
    stem = functional.conv2d((x - 128) / 128, network.stem.weight, padding=1)
    torch.testing.assert_close(network(x), slowly(network, stem, (1, 2, 2), blocks))
    assert [stage.convolution_2.out_channels for stage in network.stages][::blocks] == [16, 32, 64]


def test_the_imagenet_form_equals_the_obvious_form():
    network, x = models.build("resnet-stl10", 3, (64, 64)).double().train(), images(2, 3, 64, 64).double()
    stem = functional.max_pool2d(functional.conv2d((x - 128) / 128, network.stem.weight, padding=1), 2)
    torch.testing.assert_close(network(x), slowly(network, stem, (1, 1, 2, 2), 3))
    assert [stage.convolution_2.out_channels for stage in network.stages][::3] == [32, 64, 128, 256]


@pytest.mark.parametrize(
    ("name", "c", "size"), [("resnet-3", 1, (28, 28)), ("resnet-3", 1, (8, 8)), ("resnet-stl10", 3, (70, 65))]
)
def test_every_parameter_gets_a_gradient_and_l2_stays_away(name, c, size):
    network = models.build(name, c, size).train().to(memory_format=torch.channels_last)
    found = network(images(3, c, *size))
    assert found.shape == (3, 64) and models.check_network(network, images(2, c, *size)) == 64
    found.square().sum().backward()
    assert all(parameter.grad.abs().sum() > 0 for parameter in network.parameters())
    assert [group["weight_decay"] for group in models.parameter_groups(network)] == [0.0]


def test_batch_norm_sees_a_and_b_apart_and_remembers_both():
    network, a, b = models.build("resnet-3", 1, (8, 8)).train(), images(4, 1, 8, 8), images(6, 1, 8, 8) / 3
    found, _ = embed_both(network, Batch(a, torch.arange(4), b))
    other, _ = embed_both(network, Batch(a, torch.arange(4), b / 2))
    assert torch.equal(found, other)
    fresh = models.build("resnet-3", 1, (8, 8)).train()
    embed_both(fresh, Batch(a, torch.arange(4), b))
    means = [fresh.stem((x - 128) / 128).mean((0, 2, 3)) for x in (a, b)]
    remembered = 0.003 * (0.997 * means[0] + means[1])  # of two batches, from 0
    torch.testing.assert_close(fresh.stages[0].norm_1.running_mean, remembered)


def test_small_images_are_refused():
    with pytest.raises(BadInput, match="images of 32x64 are too small for this network: 64x64 at least"):
        models.build("resnet-stl10", 3, (32, 64))
    with pytest.raises(BadInput, match=r"there is no network 'resnet3'. Did you mean 'resnet-3'\?"):
        models.build("resnet3")
