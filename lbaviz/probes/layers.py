"""Gradients and kernels: what happens inside a network while it trains, layer by layer (T sec. 2.2, Vizmaster)."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import torch
from torch import Tensor
from torch.nn import Module

from lbaviz.errors import BadInput
from lbaviz.records import Layers

BINS = 40
SAMPLED = 20_000  # values that a histogram counts at most, evenly spread over the tensor
STOPPED = 1e-8  # root mean square of a gradient at which Adam's epsilon shortens the step: the layer stands still
SMALL_SHARE = 1e-4  # of the largest layer's root mean square
LARGE_RATIO = 100.0  # gradient to weights, as norms


def layers(
    model: Module,
    loss: Callable[[], Tensor],
    *,
    parts: dict[str, Module] | None = None,
    step: int | None = None,
    bins: int = BINS,
) -> Layers:
    """Return norms and histograms of every layer's weights, gradients and activations, and the first kernels.

    loss() passes a batch through model (and parts: more modules by name, as the classifier) and returns the 0-dim loss.
    Layers are the modules with a weight matrix or kernel that took part, in the order in which they did; activations
    are those of a layer's first pass. Modules stay in the mode they are in, since batch norm and dropout decide about
    gradients; weights, gradients, buffers and random state are afterwards what they were.

    Flags (T sec. 2.2: gradients of specific layers that "go towards zero or infinity"; the bounds are ours, since the
    thesis names none): "exploding", if the gradient is not finite, or its norm above 100 times that of the weights, so
    that a plain gradient step of 0.01 would replace them; "vanishing", if its root mean square is below 1e-8, where
    Adam's epsilon stops the layer (Kingma and Ba 2015), or below 1e-4 of the largest layer's, since healthy
    layers differ little (Glorot and Bengio 2010, sec. 4.2). What then helps: `Layers.advice`.

    Cost: one forward and one backward pass of the batch. BadInput if no layer took part, or the loss is no 0-dim tensor
    that depends on them.
    """
    began = time.perf_counter()
    names, seen = _names(model, parts or {}), {}
    with _no_trace(model, *(parts or {}).values()), _watched(names, seen), torch.enable_grad():
        total = loss()
        weights = [_weight(module) for module in seen]
        gradients = _gradients(total, weights)
    if not seen:
        raise BadInput("no layer with a weight matrix took part in the loss: give the network that it passes through")
    found = [(w.detach(), g, *seen[module]) for module, w, g in zip(seen, weights, gradients, strict=True)]
    histograms = [[_histogram(values, bins) for values in (_some(w), _some(g), some)] for w, g, _, some in found]
    weight_norm, gradient_norm = ([_norm(one[i]) for one in found] for i in (0, 1))
    kernel = next((i for i, one in enumerate(found) if one[0].dim() == 4), None)
    return Layers(
        names=tuple(names[module] for module in seen),
        weight_norm=np.array(weight_norm, "f4"),
        gradient_norm=np.array(gradient_norm, "f4"),
        activation_norm=np.array([one[2] for one in found], "f4"),
        edges=np.array([[edges for edges, _ in row] for row in histograms], "f4"),
        counts=np.array([[counts for _, counts in row] for row in histograms], "i4"),
        kernels=_kernels(None if kernel is None else found[kernel][0]),
        kernel_gradients=_kernels(None if kernel is None else found[kernel][1]),
        flags=_flags(weight_norm, gradient_norm, [w.numel() for w in weights], [g is not None for g in gradients]),
        step=step,
        seconds=time.perf_counter() - began,
    )


def _names(model: Module, parts: dict[str, Module]) -> dict[Module, str]:
    """The modules that have a weight matrix or kernel of their own, with their names."""
    roots = {"": model, **parts}
    named = {module: name for prefix, root in roots.items() for name, module in root.named_modules(prefix=prefix)}
    return {module: name or "network" for module, name in named.items() if _weight(module) is not None}


def _weight(module: Module) -> Tensor | None:
    return next((value for value in module.parameters(recurse=False) if value.dim() >= 2), None)


@contextmanager
def _no_trace(*modules: Module) -> Iterator[None]:
    """Put buffers (batch norm's averages), modes and random state back."""
    parts = {part: None for module in modules for part in module.modules()}
    buffers = [
        (part, name, value, value.clone())
        for part in parts
        for name, value in part._buffers.items()
        if value is not None
    ]
    modes = [(part, part.training) for part in parts]
    with torch.random.fork_rng():
        try:
            yield
        finally:
            with torch.no_grad():
                for part, name, value, before in buffers:
                    value.copy_(before)
                    part._buffers[name] = value
            for part, mode in modes:
                part.training = mode


@contextmanager
def _watched(names: dict[Module, str], seen: dict[Module, tuple[float, np.ndarray]]) -> Iterator[None]:
    """Note each layer's output when it is there: in-place operations may change it in the next moment."""

    def note(module: Module, _, output) -> None:
        if module not in seen and isinstance(output, Tensor):
            output = output.detach()
            seen[module] = _norm(output) / math.sqrt(max(1, output.numel())), _some(output)

    handles = [module.register_forward_hook(note) for module in names]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def _gradients(total, weights: list[Tensor]) -> list[Tensor | None]:
    """The loss's gradient with respect to each weight; None for one that is frozen or has no part in the loss."""
    if not isinstance(total, Tensor) or total.dim() or not total.requires_grad:
        raise BadInput("the loss is a 0-dim tensor that depends on the network's weights, got something else")
    learned = [weight for weight in weights if weight.requires_grad]
    try:
        found = iter(torch.autograd.grad(total, learned, allow_unused=True) if learned else ())
    except RuntimeError as error:
        reason = " ".join(str(error).split())
        raise BadInput(
            f"the gradients of this network cannot be asked for: {reason}; probe it without layers"
        ) from error
    return [next(found) if weight.requires_grad else None for weight in weights]


def _norm(values: Tensor | None) -> float:
    return 0.0 if values is None else float(torch.linalg.vector_norm(values, dtype=torch.float32))


def _some(values: Tensor | None) -> np.ndarray:
    """At most 20,000 of the values, evenly spread, in the order of memory; an odd stride meets every channel."""
    if values is None:
        return np.zeros(0, "f4")
    dense = values.is_contiguous() or (values.dim() == 4 and values.is_contiguous(memory_format=torch.channels_last))
    flat = values.as_strided([values.numel()], [1]) if dense else values.reshape(-1)
    return flat[:: values.numel() // SAMPLED | 1].float().cpu().numpy()


def _histogram(values: np.ndarray, bins: int) -> tuple[np.ndarray, np.ndarray]:
    """Edges and counts of the finite values, from the smallest to the largest."""
    finite = values[np.isfinite(values)].astype(float)
    low, high = (finite.min(), finite.max()) if len(finite) else (0.0, 0.0)
    if np.float32(low) == np.float32(high):
        room = abs(low) / 2 or 1.0
        low, high = low - room, high + room
    counts, edges = np.histogram(finite, bins, (low, high))
    return edges, counts


def _kernels(values: Tensor | None) -> np.ndarray:
    """Kernels as small images: float32 (filters, h, w, channels)."""
    if values is None or values.dim() != 4:
        return np.zeros((0, 0, 0, 0), "f4")
    return values.permute(0, 2, 3, 1).float().contiguous().cpu().numpy()


def _flags(weights: list[float], gradients: list[float], sizes: list[int], used: list[bool]) -> tuple[str, ...]:
    """The rule that `layers` states; a layer without gradient (frozen, or its term has weight 0) has no flag."""
    spread = [gradient / math.sqrt(size) for gradient, size in zip(gradients, sizes, strict=True)]
    small = max(STOPPED, SMALL_SHARE * max((value for value in spread if math.isfinite(value)), default=0.0))
    flags = []
    for weight, gradient, rms, takes_part in zip(weights, gradients, spread, used, strict=True):
        exploding = not math.isfinite(gradient) or gradient > LARGE_RATIO * weight > 0
        flag = "exploding" if exploding else "vanishing" if rms < small else ""
        flags.append(flag if takes_part else "")
    return tuple(flags)
