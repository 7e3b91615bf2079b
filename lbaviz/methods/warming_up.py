"""A warm-up that ends with k-means: methods without labels learn embeddings first, and clusters of them then."""

import torch

from lbaviz.clustering import k_means
from lbaviz.errors import BadInput, RunFailed
from lbaviz.methods.between import Between
from lbaviz.methods.centroids import Centroids


def check_warm_up(method: str, knobs: dict, steps: int) -> None:
    """Refuse a plan that ends before there are clusters."""
    warm_up = knobs["warm_up"]
    if isinstance(warm_up, float) and 0 < steps <= warm_up:
        raise BadInput(
            f"{method}: the warm-up takes {warm_up:g} steps and training ends at step {steps}, so no cluster "
            "would ever be made: lower warm_up or train longer"
        )


def place_once(at: Between, centroids: Centroids) -> bool:
    """Place the centroids by k-means of all embeddings unless they have been, and let Adam forget; True: just now."""
    if centroids.placed:
        return False
    try:
        centres, _ = k_means(at.embed(), centroids.clusters)
    except BadInput as error:
        raise RunFailed(
            f"the centroids could not be placed at step {at.step} by {error}; the images' embeddings have become "
            "one: change warm_up, or lower the learning rate"
        ) from None
    centroids.place(torch.as_tensor(centres))
    at.optimizer.state.clear()
    return True
