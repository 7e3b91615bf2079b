"""Domains brought together by the maximum mean discrepancy of their embeddings, as the authors of ADA ran it."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor
from torch.nn import Linear, Module

from lbaviz.discrepancies import mmd2
from lbaviz.methods.batch import Batch, check_batch_sizes, embed_both
from lbaviz.methods.supervised import classification


@dataclass(frozen=True)
class Mmd:
    """Classification of the source and the squared MMD of both domains' embeddings (ADA sec. 4, "DA_MMD").

    A step draws labelled_per_class samples of every class of the source, |A| in all, and |B| = unlabelled_batch of the
    target. The MMD is biased, with Gaussian kernels of bandwidths 2, 5, 10, 20, 40 and 80 that are added, weight 1,
    from the first step on (SEMANTICS 42); there |A| and |B| were 1,000. Popular libraries take bandwidths relative to
    the distances in the batch instead: so does `Dan`.
    """

    labelled_per_class: int = 10
    unlabelled_batch: int = 100
    name: ClassVar[str] = "mmd"

    def __post_init__(self):
        check_batch_sizes(self.name, labelled_per_class=self.labelled_per_class, unlabelled_batch=self.unlabelled_batch)

    def parts(self, d: int, classes: int) -> dict[str, Module]:
        return {"classifier": Linear(d, classes)}

    def terms(self, model: Module, parts: dict[str, Module], batch: Batch) -> dict[str, Tensor]:
        """Return {"classification"} in nats and {"mmd"}, the squared MMD, unweighted."""
        a, b = embed_both(model, batch)
        return {"classification": classification(parts, a, batch.labels_a), "mmd": mmd2(a, b)}
