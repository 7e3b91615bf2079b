"""Centroids: points that look like embeddings and are learned as part of the method (ADC sec. 2.2)."""

import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn import Module, Parameter

from lbaviz.errors import BadInput

SPREAD, JITTER = 0.3, 0.01  # of the untouched start: of clusters, about a cluster; the released code's (SEMANTICS 45)
APART = 1e-4  # between the centroids of a cluster that k-means has placed (SEMANTICS 52)


class Centroids(Module):
    """`each` points for every one of `clusters` clusters, cluster after cluster; drawn from the global generator."""

    weight_decay = 0.0

    def __init__(self, d: int, clusters: int, each: int):
        super().__init__()
        self.clusters, self.each = clusters, each
        centres = SPREAD * torch.randn(clusters, d)
        self.points = Parameter(self._about(centres, JITTER))
        self.register_buffer("cluster", torch.arange(clusters).repeat_interleave(each))
        self.register_buffer("is_placed", torch.zeros((), dtype=torch.uint8))
        self._placed = False

    @property
    def placed(self) -> bool:
        """Say whether k-means has placed them. Waits for a GPU as long as it has not."""
        self._placed = self._placed or bool(self.is_placed)
        return self._placed

    @torch.no_grad()
    def place(self, centres: Float[Tensor, "clusters d"]) -> None:
        """Move the centroids of each cluster to its centre, a little apart from each other."""
        self.points.copy_(self._about(centres, APART))
        self.is_placed.fill_(1)

    def _about(self, centres: Float[Tensor, "clusters d"], apart: float) -> Float[Tensor, "k d"]:
        points = centres.repeat_interleave(self.each, dim=0)
        return points + apart * (2 * torch.rand(points.shape) - 1)


def check_clusters(method: str, clusters: int | None) -> None:
    """Raise BadInput unless clusters is None or a number of at least 2."""
    if clusters is None:
        return
    if isinstance(clusters, bool) or not isinstance(clusters, int) or clusters < 1:
        raise BadInput(
            f"{method}: clusters is a number of at least 2, or None for the data's classes, got {clusters!r}"
        )
    if clusters == 1:
        raise BadInput(f"{method}: one cluster holds every image, so there is nothing to learn: ask for at least 2")
