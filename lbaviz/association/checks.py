"""What the public functions of association accept. Nothing here waits for a GPU: values are not looked at."""

import math

import torch
from torch import Tensor

from lbaviz.association.similarities import SIMILARITIES, Similarity
from lbaviz.errors import BadInput, nearest

LOG_FORMS = ("reference", "plain", "exact")
INTEGERS = (torch.int8, torch.int16, torch.int32, torch.int64, torch.uint8, torch.uint16, torch.uint32, torch.uint64)
LONGEST_WALK = 3  # round trips; beyond it walks forget where they started


def check_walk(a: Tensor, b: Tensor, similarity: Similarity, scale: float | Tensor) -> None:
    """Raise BadInput unless a walk between these embeddings is defined."""
    for name, x in (("a", a), ("b", b)):
        if not isinstance(x, Tensor) or not x.is_floating_point():
            came = x.dtype if isinstance(x, Tensor) else type(x).__name__
            raise BadInput(f"{name} is {came}, but embeddings are a tensor of floats: convert it first")
        if x.dim() != 2 or 0 in x.shape:
            raise BadInput(f"{name} has shape {tuple(x.shape)}, but embeddings are (n, d) with n and d at least 1")
    if a.shape[1] != b.shape[1] and isinstance(similarity, str):
        raise BadInput(
            f"a has {a.shape[1]} dimensions and b has {b.shape[1]}, but they are compared: embed both by one network"
        )
    if a.device != b.device:
        raise BadInput(f"a is on {a.device} and b on {b.device}: move both to one device")
    check_similarity(similarity, scale)


def check_similarity(similarity: Similarity, scale: float | Tensor) -> None:
    """Raise BadInput unless similarity is a known name or a function, and scale a finite number."""
    if isinstance(similarity, str) and similarity not in SIMILARITIES:
        raise BadInput(f"there is no similarity '{similarity}'.{nearest(similarity, SIMILARITIES)}")
    if not isinstance(similarity, str) and not callable(similarity):
        raise BadInput(f"similarity is {similarity!r}, but it is a name or a function (a, b) -> (n_a, n_b)")
    if isinstance(scale, int | float) and not math.isfinite(scale):
        raise BadInput(f"scale is {scale}, but it is a finite number")


def check_labels(labels: Tensor, n: int, of: str) -> None:
    """Raise BadInput unless labels are n integers."""
    if (
        not isinstance(labels, Tensor)
        or labels.is_floating_point()
        or labels.is_complex()
        or labels.dtype is torch.bool
    ):
        came = labels.dtype if isinstance(labels, Tensor) else type(labels).__name__
        raise BadInput(f"labels are {came}, but they are a tensor of integers, one for each row of {of}")
    if labels.shape != (n,):
        raise BadInput(f"labels have shape {tuple(labels.shape)}, but {of} has {n} rows: give ({n},), one label a row")


def check_terms(a: Tensor, labels: Tensor, round_trips: int, log_form: str) -> None:
    """Raise BadInput unless the losses of a walk from a are defined."""
    check_labels(labels, len(a), "a")
    check_form(round_trips, log_form)


def check_form(round_trips: int, log_form: str) -> None:
    """Raise BadInput unless there is such a walk and such a logarithm."""
    if isinstance(round_trips, bool) or not isinstance(round_trips, int) or not 1 <= round_trips <= LONGEST_WALK:
        raise BadInput(f"round_trips is {round_trips!r}, but it is a whole number from 1 to {LONGEST_WALK}")
    if log_form not in LOG_FORMS:
        raise BadInput(f"there is no log_form '{log_form}'.{nearest(str(log_form), LOG_FORMS)}")


def check_weight(name: str, weight: float | Tensor) -> None:
    """Raise BadInput for a weight that is negative, not finite, or not one number; tensors may hold any number."""
    if isinstance(weight, Tensor):
        if weight.dim() != 0:
            raise BadInput(f"{name} has shape {tuple(weight.shape)}, but it is one number: a float or a 0-dim tensor")
    elif isinstance(weight, bool) or not isinstance(weight, int | float) or not math.isfinite(weight) or weight < 0:
        raise BadInput(f"{name} is {weight!r}, but a weight is a finite number of 0 or more")
