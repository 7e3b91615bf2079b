"""Products of probabilities that are too small for a float, in log space."""

import torch
from jaxtyping import Float
from torch import Tensor
from torch.utils.checkpoint import checkpoint

CHUNK = 2**22  # sums of two logarithms held at a time: 16 MiB in float32, more only where a single row needs it


def log_matmul(
    log_p: Float[Tensor, "*classes n k"], log_q: Float[Tensor, "*classes m k"]
) -> Float[Tensor, "*classes n m"]:
    """log(p @ q^T) by log-sum-exp, from the logs of p and q; in chunks, also backward, which computes them again."""
    n, per_row = log_p.shape[-2], log_q.numel()
    chunks = log_p.split(max(1, min(n, CHUNK // per_row)), dim=-2)
    return torch.cat(
        [checkpoint(rows, chunk, log_q, use_reentrant=False, preserve_rng_state=False) for chunk in chunks], dim=-2
    )


def rows(log_p: Float[Tensor, "*classes n k"], log_q: Float[Tensor, "*classes m k"]) -> Float[Tensor, "*classes n m"]:
    return (log_p.unsqueeze(-2) + log_q.unsqueeze(-3)).logsumexp(dim=-1)
