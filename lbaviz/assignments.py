"""Soft assignments of images to clusters, and the losses that rivals of associative deep clustering make of them.

Sources: deep embedded clustering (Xie et al. 2016, arXiv:1511.06335), IMSAT (Hu et al. 2017, arXiv:1702.08720), DEPICT
(Dizaji et al. 2017, arXiv:1704.06327). An assignment is a row of probabilities over clusters, given by its logits.
Losses are means over images, in nats and in float32; a target gets no gradient.
"""

import torch
from jaxtyping import Float
from torch import Tensor, cdist

TINY = 1e-12  # keeps a division finite


def student_logits(embeddings: Float[Tensor, "n d"], centres: Float[Tensor, "k d"]) -> Float[Tensor, "n k"]:
    """Return -log(1 + |z_i - mu_j|^2), whose softmax is q_ij: Student's t of one degree of freedom (DEC eq. 1)."""
    with torch.autocast(embeddings.device.type, enabled=False):
        z, mu = embeddings.float(), centres.float()
        squares = z.square().sum(dim=1, keepdim=True) - 2 * z @ mu.T + mu.square().sum(dim=1)
    return -squares.clamp_min(0).log1p()


def sharpened(q: Float[Tensor, "n k"], frequencies: Float[Tensor, " k"]) -> Float[Tensor, "n k"]:
    """Return p_ij = (q_ij^2 / f_j) / sum over j, with f_j the sum of q_ij over all images (DEC eq. 3).

    Surer than q, and less in favour of large clusters. The scale of f does not matter.
    """
    return _rows(q.square() / frequencies.clamp_min(TINY))


def balanced(p: Float[Tensor, "n k"]) -> Float[Tensor, "n k"]:
    """Return q_ij = (p_ij / sqrt(sum_i p_ij)) / sum over j: the best targets by relative entropy (DEPICT 3.1).

    They minimise KL(Q | P) + KL(f | u), u uniform over clusters, but for a term that vanishes with many images.
    """
    return _rows(p / p.sum(dim=0).clamp_min(TINY).sqrt())


def relative_entropy(target: Float[Tensor, "n k"], logits: Float[Tensor, "n k"]) -> Float[Tensor, ""]:
    """Return KL(target | softmax(logits)), in nats, the mean over images."""
    target = target.detach().float()
    return (target.xlogy(target) - target * logits.float().log_softmax(dim=1)).sum(dim=1).mean()


def cross_entropy(target: Float[Tensor, "n k"], logits: Float[Tensor, "n k"]) -> Float[Tensor, ""]:
    """Return -sum_j target log softmax(logits), in nats, the mean over images."""
    return -(target.detach().float() * logits.float().log_softmax(dim=1)).sum(dim=1).mean()


def conditional_entropy(logits: Float[Tensor, "n k"]) -> Float[Tensor, ""]:
    """Return H(Y|X), how unsure images are of their cluster: 0 to log k nats (IMSAT 3.1)."""
    return _entropy(logits.float().log_softmax(dim=1)).mean()


def imbalance(logits: Float[Tensor, "n k"]) -> Float[Tensor, ""]:
    """Return log k - H(Y) = KL(mean assignment | uniform): 0 nats where all clusters are of one size (IMSAT)."""
    n, k = logits.shape
    mean = logits.float().log_softmax(dim=1).logsumexp(dim=0) - torch.tensor(float(n)).log()
    return torch.tensor(float(k)).log() - _entropy(mean)


def radii(images: Float[Tensor, "n c h w"], share: float) -> Float[Tensor, " n"]:
    """Return for each image a share of its distance to the nearest other one of the batch, in units of images."""
    flat = images.flatten(1).float()
    distances = cdist(flat, flat, compute_mode="donot_use_mm_for_euclid_dist")
    return share * (distances + torch.diag(distances.new_full((len(flat),), float("inf")))).amin(dim=1)


def _rows(weights: Float[Tensor, "n k"]) -> Float[Tensor, "n k"]:
    return weights / weights.sum(dim=1, keepdim=True)


def _entropy(log_p: Float[Tensor, "*n k"]) -> Float[Tensor, "*n"]:
    return -(log_p.exp() * log_p).sum(dim=-1)
