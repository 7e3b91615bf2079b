import copy

import numpy as np
import pytest
import torch

import lbaviz
from lbaviz import models
from lbaviz.models.random_layers import Crop, Dropout

X = torch.rand(6, 8, 5, 7, generator=torch.Generator().manual_seed(0)) + 1


def drawn(layer, x=X, seed=3):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return layer.train()(x)


def test_dropout_keeps_the_share_and_the_mean_and_rests_in_evaluation():
    x = torch.ones(20, 32, 14, 14)
    found = drawn(Dropout(0.8), x)
    assert set(found.unique().tolist()) == {0.0, 1.25}
    assert (found > 0).float().mean().item() == pytest.approx(0.8, abs=0.005)
    kept = found[:, :4] > 0
    for axis in range(4):  # neighbours are drawn apart
        pairs = [kept.roll(shift, axis).flatten().float().numpy() for shift in (0, 1)]
        assert abs(np.corrcoef(*pairs)[0, 1]) < 0.05
    assert Dropout(0.8).eval()(x) is x


def test_the_mask_depends_on_the_seed_and_neither_on_the_memory_nor_on_the_number_format():
    first = drawn(Dropout(0.8))
    assert torch.equal(first, drawn(Dropout(0.8))) and not torch.equal(first, drawn(Dropout(0.8), seed=4))
    rows = drawn(Dropout(0.8), X.contiguous(memory_format=torch.channels_last))
    assert torch.equal(first, rows) and torch.equal(first > 0, drawn(Dropout(0.8), X.bfloat16()) > 0)
    layer = Dropout(0.8).train()
    assert not torch.equal(layer(X), layer(X))  # each call goes on in torch's stream


def test_what_is_dropped_gets_no_gradient():
    x = X.clone().requires_grad_()
    found = drawn(Dropout(0.5), x)
    (gradient,) = torch.autograd.grad(found.sum(), x)
    assert torch.equal(gradient, (found > 0).float() * 2)


def test_a_crop_is_a_window_of_its_image_from_the_middle_or_from_anywhere():
    n, side = 400, 12
    place = torch.arange(16)[:, None] * 100 + torch.arange(20)  # row and column can be read off a pixel
    images = torch.stack([place, place + 10_000]).float().expand(n, 2, 16, 20)
    assert torch.equal(Crop(side).eval()(images), images[:, :, 2:14, 4:16])
    found = drawn(Crop(side), images)
    corner = found[:, :1, :1, :1]
    assert torch.equal(found - corner, (images - images[:, :1, :1, :1])[:, :, :side, :side])  # whole windows
    tops, lefts = (corner.flatten() // 100).unique(), (corner.flatten() % 100).unique()
    assert tops.tolist() == list(range(5)) and lefts.tolist() == list(range(9))
    assert torch.equal(found, drawn(Crop(side), images)) and not torch.equal(found, drawn(Crop(side), images, seed=5))
    assert torch.equal(drawn(Crop(12), images[:, :, :12, :12]), images[:, :, :12, :12])


def test_a_run_with_dropout_and_augmentation_goes_on_from_a_checkpoint_bit_for_bit():
    settings = {"model": "adc-net", "augment": "adc-mnist", "frame_every": 4, "checkpoint_every": 4}
    run = lbaviz.fit("association", "digits", steps=8, evaluate_every=3, **settings)
    branch = run.branch(step=4, steps=8)
    for name, value in run.trainee.weights().items():
        assert torch.equal(value, branch.trainee.weights()[name]), name
    network = copy.deepcopy(run.model)
    images = torch.rand(5, 1, 8, 8) * 255
    assert torch.equal(network.eval()(images), network(images))
    assert not torch.equal(network.train()(images), network(images))


def test_the_dropouts_of_the_adc_net_stand_after_the_first_two_poolings():
    network = models.build("adc-net", 1, (28, 28)).train()
    seen = []
    for layer in network.modules():
        if isinstance(layer, Dropout):
            layer.register_forward_hook(lambda layer, given, result: seen.append((layer.keep, tuple(result.shape))))
    network(torch.rand(2, 1, 28, 28) * 255)
    assert seen == [(0.8, (2, 32, 14, 14)), (0.8, (2, 64, 7, 7))]
