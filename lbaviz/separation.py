"""What is shared between two domains and what is private to one: the losses of domain separation networks.

Source: Bousmalis et al. 2016 (arXiv:1608.06019), sec. 3.1.
"""

from jaxtyping import Float
from torch import Tensor
from torch.nn.functional import normalize


def reconstruction_loss(images: Float[Tensor, "n c h w"], decoded: Float[Tensor, "n c h w"]) -> Float[Tensor, ""]:
    """Return the scale-invariant squared error of decoded images, mean over n: |e|^2 / k - (sum e)^2 / k^2, k = c h w.

    An error that is the same in all pixels of an image costs nothing (eq. 4, after Eigen et al. 2014). A popular
    re-implementation computes it and then trains with the plain squared error (fungtion/DSN@2457b26:train.py).
    """
    error = (images - decoded).float().flatten(1)
    return (error.square().mean(dim=1) - error.mean(dim=1).square()).mean()


def difference_loss(shared: Float[Tensor, "n d"], private: Float[Tensor, "n e"]) -> Float[Tensor, ""]:
    """Return how much shared and private embeddings of the same images overlap, 0 where they are orthogonal.

    It is the mean of the squared entries of shared^T private, once the mean is taken off the columns and the rows have
    length 1, as in the authors' code (tensorflow/models:domain_adaptation/domain_separation/losses.py). The paper
    (eq. 5) prints the squared Frobenius norm of the matrices as they are, which shrinking them would lower too.
    """
    shared, private = (normalize((z - z.mean(dim=0)).float(), dim=1) for z in (shared, private))
    return (shared.T @ private).square().mean()
