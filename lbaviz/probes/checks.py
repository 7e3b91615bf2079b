"""What probes accept: embeddings and labels, each refused with one sentence."""

import numpy as np
import torch
from torch import Tensor

from lbaviz.errors import BadInput


def check_embeddings(x, what: str, *, least: int = 1, varied: bool = False) -> Tensor:
    """Return embeddings (n, d), tensor or array, as a finite float32 or float64 tensor without gradients.

    least: how many samples there have to be; varied: refuse samples that are all equal. BadInput says which it was.
    """
    try:
        x = x.detach() if isinstance(x, Tensor) else torch.as_tensor(np.asarray(x))
    except TypeError:
        raise BadInput(f"{what} are no numbers, but embeddings are an array (n, d) of floats") from None
    if x.dim() != 2 or x.is_complex():
        raise BadInput(f"{what} have shape {tuple(x.shape)}, but embeddings are (n, d): one row of floats a sample")
    if 0 in x.shape:
        raise BadInput(f"{what} are empty (shape {tuple(x.shape)}): select at least one sample")
    if len(x) < least:
        raise BadInput(f"{what} are {len(x)} sample{'s' * (len(x) > 1)}, but at least {least} are needed: select more")
    x = x if x.dtype is torch.float64 else x.to(torch.float32)
    bad = int((~x.isfinite()).any(dim=1).sum())
    if bad:
        raise BadInput(
            f"{what} hold NaN or infinity in {bad} of {len(x)} samples: the network may have diverged; "
            "take an earlier step or a lower learning rate"
        )
    if varied and len(x) > 1 and bool((x == x[0]).all()):
        raise BadInput(
            f"{what} are constant, all {len(x)} samples alike: the network has collapsed; take another step or layer"
        )
    return x


def check_widths(x: Tensor, y: Tensor, names: tuple[str, str]) -> None:
    """Raise BadInput unless two sets of embeddings can be compared: one width, one device."""
    if x.shape[1] != y.shape[1]:
        raise BadInput(
            f"{names[0]} have {x.shape[1]} dimensions and {names[1]} {y.shape[1]}, but they are compared: "
            "embed both by one network"
        )
    if x.device != y.device:
        raise BadInput(f"{names[0]} are on {x.device} and {names[1]} on {y.device}: move both to one device")


def check_classes(values, what: str, n: int | None = None, classes: int | None = None) -> np.ndarray:
    """Return class numbers as int64 (n,), in 0...classes - 1; BadInput for others, for too few or for none at all."""
    values = values.detach().cpu().numpy() if isinstance(values, Tensor) else np.asarray(values)
    if values.ndim != 1 or (values.dtype.kind not in "iu" and values.size):
        came = f"{values.dtype} of shape {values.shape}"
        raise BadInput(f"{what} are {came}, but they are whole numbers (n,), one class a sample")
    if not values.size:
        raise BadInput(f"{what} are empty: select at least one sample")
    if n is not None and len(values) != n:
        raise BadInput(f"there are {len(values)} {what} for {n} samples: give one for each")
    if values.min() < 0:
        raise BadInput(f"{what} hold {values.min()}, but classes count from 0: leave out samples of unknown class")
    if classes is not None and values.max() >= classes:
        raise BadInput(f"{what} hold class {values.max()}, but there are {classes} classes, 0 to {classes - 1}")
    return values.astype(np.int64)


def check_count(value, what: str, least: int = 1) -> int:
    """Return a whole number of at least `least`; BadInput otherwise."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | np.integer) or value < least:
        raise BadInput(f"{what} is {value!r}, but it is a whole number of at least {least}")
    return int(value)
