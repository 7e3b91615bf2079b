"""Deep adaptation networks: the multi-kernel MMD on more than one layer (Long et al. 2015)."""

from dataclasses import dataclass
from typing import ClassVar

from jaxtyping import Float
from torch import Tensor, cat
from torch.nn import Linear, Module
from torch.nn.functional import pdist

from lbaviz.discrepancies import mmd2
from lbaviz.methods.batch import Batch, check_batch_sizes, embed_both
from lbaviz.methods.supervised import classification

BANDWIDTHS = tuple((2.0**power / 2) ** 0.5 for power in range(-8, 9))  # exp(-d^2 / g), g = 2^-8 ... 2^8 medians
LEAST = 1e-6  # median distance that is divided by: embeddings that are all alike have none


@dataclass(frozen=True)
class Dan:
    """Classification of the source and the multi-kernel MMD of embeddings and of the classifier's outputs, added.

    A step draws labelled_per_class samples of every class of the source, |A| in all, and |B| = unlabelled_batch of the
    target. Each layer has 17 Gaussian kernels of weight 1/17, from 2^-8 to 2^8 times the median squared distance of the
    batch in steps of 2. Source: Long et al. 2015 (arXiv:1502.02791), sec. 3 and 4.1, who compare three layers of
    AlexNet, step by the root of 2, learn the kernels' weights and take the unbiased estimate in linear time where this
    is the biased one over all pairs; their optimiser is SGD with momentum. Popular libraries compare one layer, with
    five kernels about the mean distance.
    """

    labelled_per_class: int = 10
    unlabelled_batch: int = 100
    name: ClassVar[str] = "dan"

    def __post_init__(self):
        check_batch_sizes(self.name, labelled_per_class=self.labelled_per_class, unlabelled_batch=self.unlabelled_batch)

    def parts(self, d: int, classes: int) -> dict[str, Module]:
        return {"classifier": Linear(d, classes)}

    def terms(self, model: Module, parts: dict[str, Module], batch: Batch) -> dict[str, Tensor]:
        """Return {"classification"} in nats and {"mmd"}, the squared MMD summed over the two layers, unweighted."""
        a, b = embed_both(model, batch)
        layers = (a, b), (parts["classifier"](a), parts["classifier"](b))
        return {
            "classification": classification(parts, a, batch.labels_a),
            "mmd": sum(mmd2_about_median(x.float(), y.float()) for x, y in layers),
        }


def mmd2_about_median(x: Float[Tensor, "m d"], y: Float[Tensor, "n d"]) -> Float[Tensor, ""]:
    """Return the squared MMD whose kernels are as wide as the distances in the batch; their width has no gradient."""
    median = pdist(cat([x, y]).detach()).median().clamp_min(LEAST)  # scaled, not read: no wait for a GPU
    return mmd2(x / median, y / median, bandwidths=BANDWIDTHS, weights=(1 / len(BANDWIDTHS),) * len(BANDWIDTHS))
