"""Gradient reversal in two terms is the textbook's; each term teaches one side only."""

import pytest
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from lbaviz.adversaries import DomainHead, discriminator_loss, inverted_loss, reversed_loss


class Reversal(torch.autograd.Function):
    """The textbook's layer: the identity, whose gradient is multiplied by minus lambda."""

    @staticmethod
    def forward(ctx, x, weight):
        ctx.weight = weight
        return x.clone()

    @staticmethod
    def backward(ctx, gradient):
        return -ctx.weight * gradient, None


@pytest.fixture
def parts():
    torch.manual_seed(0)
    network, head = torch.nn.Linear(6, 4), DomainHead(4, [7, 3])
    return network, head, torch.randn(5, 6), torch.randn(8, 6) + 1


def gradients(*modules) -> list[torch.Tensor]:
    return [parameter.grad.clone() for module in modules for parameter in module.parameters()]


def textbook(head, source, target):
    known, other = torch.ones(len(source)), torch.zeros(len(target))
    return binary_cross_entropy_with_logits(head(source), known) + binary_cross_entropy_with_logits(head(target), other)


def test_two_terms_have_the_gradient_of_a_reversal_layer(parts):
    network, head, x, y = parts
    weight = 0.37
    textbook(head, Reversal.apply(network(x), weight), Reversal.apply(network(y), weight)).backward()
    expected = gradients(network, head)
    network.zero_grad(), head.zero_grad()
    a, b = network(x), network(y)
    (discriminator_loss(head, a, b) + weight * reversed_loss(head, a, b)).backward()
    for mine, theirs in zip(gradients(network, head), expected, strict=True):
        torch.testing.assert_close(mine, theirs)
    assert all(bool(gradient.abs().max() > 0) for gradient in expected)


def test_each_term_teaches_one_side_only(parts):
    network, head, x, y = parts
    own = [*network.parameters()]
    a, b = network(x), network(y)
    loss = discriminator_loss(head, a, b)
    loss.backward()
    assert all(parameter.grad is None for parameter in own)
    assert all(parameter.grad is not None for parameter in head.parameters())
    assert loss.item() == pytest.approx(textbook(head, a, b).item(), rel=1e-6)
    head.zero_grad(set_to_none=True)
    for term in (reversed_loss(head, a, b), inverted_loss(head, b)):
        term.backward(retain_graph=True)
        assert all(parameter.grad is None for parameter in head.parameters())
        assert all(bool(parameter.grad.abs().max() > 0) for parameter in own)
        network.zero_grad(set_to_none=True)
    assert reversed_loss(head, a, b).item() == pytest.approx(-loss.item(), rel=1e-6)
    assert [parameter.requires_grad for parameter in head.parameters()] == [True] * 6


def test_inverted_labels_call_the_target_source(parts):
    _, head, _, y = parts
    expected = binary_cross_entropy_with_logits(head(y[:, :4]), torch.ones(8))
    assert inverted_loss(head, y[:, :4]).item() == pytest.approx(expected.item(), rel=1e-6)


def test_a_head_that_knows_nothing_is_at_chance():
    head = DomainHead(4, [])
    torch.nn.init.zeros_(head.layers[0].weight), torch.nn.init.zeros_(head.layers[0].bias)
    assert discriminator_loss(head, torch.randn(3, 4), torch.randn(9, 4)).item() == pytest.approx(1.386294, rel=1e-6)


def test_logits_far_from_0_stay_finite_also_in_bfloat16():
    head = DomainHead(2, [])
    a, b = torch.full((3, 2), -1e4), torch.full((3, 2), 1e4)
    torch.nn.init.ones_(head.layers[0].weight), torch.nn.init.zeros_(head.layers[0].bias)
    with torch.autocast("cpu", torch.bfloat16):
        loss = discriminator_loss(head, a, b)
    assert loss.dtype == torch.float32 and loss.item() == pytest.approx(4e4, rel=1e-2)
