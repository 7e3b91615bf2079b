"""DEPICT: balanced targets for a network that sees images through noise, and a decoder (Dizaji et al. 2017)."""

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor
from torch.nn import Linear, Module
from torch.nn.functional import mse_loss

from lbaviz.assignments import balanced, cross_entropy
from lbaviz.errors import BadInput
from lbaviz.methods.batch import Batch, check_batch_sizes
from lbaviz.methods.centroids import check_clusters
from lbaviz.methods.decoder import Decoder
from lbaviz.models.random_layers import Dropout


@dataclass(frozen=True)
class Depict:
    """Cross-entropy of noisy assignments with balanced clean ones, and reconstruction, from scratch.

    A step draws `images` of the unlabelled images; `dropout` is the share of pixels that the noisy pass does not see.
    Targets are the assignments of the clean pass, each cluster divided by the root of its sum; softmax layer and
    decoder see the noisy pass, and the decoder makes the clean image of it.
    Source: Dizaji et al. 2017 (arXiv:1704.06327), sec. 3. There: a denoising autoencoder's weights and k-means of its
    embeddings at the start, targets of all images at once, noise before and reconstruction of every layer, a learning
    rate of 1e-4; the authors' program (herandy/DEPICT) makes targets as DEC does, from squares, where the paper divides
    by roots, as here. Here: no pre-training, as ADC re-ran it on the harder sets; targets over the batch, anew in every
    step; noise on and reconstruction of the pixels only, so that any network will do; no L2. Without a start the
    targets have nothing to balance but chance: ADC found 12 to 23 % on three sets of ten classes.
    """

    clusters: int | None = None
    images: int = 100
    dropout: float = 0.1
    name: ClassVar[str] = "depict"
    weight_decay: ClassVar[float] = 0.0
    copies: ClassVar[int] = 0

    def __post_init__(self):
        check_clusters(self.name, self.clusters)
        check_batch_sizes(self.name, images=self.images)
        if isinstance(self.dropout, bool) or not isinstance(self.dropout, int | float) or not 0 <= self.dropout < 1:
            raise BadInput(
                f"depict: dropout is the share of pixels left out, 0 or more and below 1, got {self.dropout!r}"
            )

    def parts(self, d: int, classes: int) -> dict[str, Module]:
        return {"classifier": Linear(d, classes)}

    def networks(self, model: Module, d: int, classes: int, image_shape: tuple[int, ...]) -> dict[str, Module]:
        return {"decoder": Decoder(d, image_shape), "noise": Dropout(1 - self.dropout)}

    def anchors(self, parts: dict[str, Module]) -> Tensor:
        return parts["classifier"].weight

    def terms(self, model: Module, parts: dict[str, Module], batch: Batch) -> dict[str, Tensor]:
        """Return {"clustering" in nats, "reconstruction": squared error of pixels in 0...1}, unweighted."""
        with torch.no_grad():
            clean = parts["classifier"](model(batch.images_b)).float().softmax(dim=1)
        noisy = model(parts["noise"](batch.images_b))
        return {
            "clustering": cross_entropy(balanced(clean), parts["classifier"](noisy)),
            "reconstruction": mse_loss(parts["decoder"](noisy).float(), batch.images_b / 255),
        }
