"""Learning against a head that tells two domains apart: its own loss, and what the network does about it.

A network that fools the head makes the domains look alike. The loss of the head is seen twice: `discriminator_loss`
teaches the head and leaves the network alone, `reversed_loss` and `inverted_loss` teach the network and leave the head
alone, so that each has a weight of its own.
"""

from collections.abc import Sequence

from jaxtyping import Float
from torch import Tensor, cat, nn
from torch.func import functional_call
from torch.nn import Module
from torch.nn.functional import softplus

REVERSED_WEIGHT, SHARPNESS = 0.01, 10.0  # what the weight of `reversed_loss` grows to under Adam, and how steeply


class DomainHead(Module):
    """A perceptron with ReLU that says of embeddings (n, d) which domain they are of: logits (n,), above 0: source."""

    def __init__(self, d: int, hidden: Sequence[int]):
        super().__init__()
        layers, width = [], d
        for wider in hidden:
            layers += [nn.Linear(width, wider), nn.ReLU()]
            width = wider
        self.layers = nn.Sequential(*layers, nn.Linear(width, 1))

    def forward(self, embeddings: Float[Tensor, "n d"]) -> Float[Tensor, " n"]:
        return self.layers(embeddings).squeeze(1)


def discriminator_loss(head: Module, source: Tensor, target: Tensor) -> Tensor:
    """Return -mean log D(source) - mean log(1 - D(target)) in nats, whose gradient ends at the head.

    D is the sigmoid of the head's logit. At 2 log 2 = 1.386 the head does no better than chance.
    Source: Ganin et al. 2016 (JMLR 17), sec. 4.2; Tzeng et al. 2017 (arXiv:1702.05464), eq. 9.
    """
    return cross_entropy(head(cat([source, target]).detach()), len(source))


def reversed_loss(head: Module, source: Tensor, target: Tensor) -> Tensor:
    """Return minus the discriminator's loss, whose gradient passes through the head and leaves its parameters alone.

    Lambda times this, beside the discriminator's loss, is gradient reversal (Ganin et al. 2016, sec. 4.2). It has no
    lower bound. Ganin et al. let lambda grow to 1 with SGD; Adam makes every step of one size, so that embeddings run
    away from the head: on MNIST -> USPS its loss exceeds 1e6 within 500 steps at 1, 10 at 0.1, and stays near chance at
    0.01, which Shu et al. 2018 (arXiv:1802.08735) train with, and which source validation error prefers too.
    """
    return -cross_entropy(frozen(head, cat([source, target])), len(source))


def inverted_loss(head: Module, target: Tensor) -> Tensor:
    """Return -mean log D(target) in nats, with inverted labels: its gradient leaves the head's parameters alone.

    Unlike `reversed_loss` it keeps its gradient where the head is sure. Source: Tzeng et al. 2017, eq. 9.
    """
    return softplus(-frozen(head, target).float()).mean()


def frozen(head: Module, embeddings: Tensor) -> Tensor:
    """Return a head's logits with its parameters as constants."""
    parameters = {name: parameter.detach() for name, parameter in head.named_parameters()}
    return functional_call(head, parameters, (embeddings,))


def cross_entropy(logits: Float[Tensor, " n"], n_source: int) -> Float[Tensor, ""]:
    """Return the cross-entropies of the two domains, each a mean over its samples, added: in float32."""
    logits = logits.float()
    return softplus(-logits[:n_source]).mean() + softplus(logits[n_source:]).mean()
