"""What happens inside a network while it trains, layer by layer."""

from dataclasses import dataclass

import numpy as np

from lbaviz.records.base import Record

FLAGS = ("vanishing", "exploding")
ADVICE = "lower the learning rate, use fewer layers, or batch normalisation"  # for both, T sec. 2.2


@dataclass(frozen=True, eq=False)
class Layers(Record):
    """Norms and histograms of every layer on one batch, and its kernels (the thesis' Vizmaster, T sec. 2.2)."""

    names: tuple[str, ...]  # of the layers with weights, first to last
    weight_norm: np.ndarray  # float32 (layers,): Euclidean norm of the weights
    gradient_norm: np.ndarray  # float32 (layers,): of the loss's gradient with respect to them
    activation_norm: np.ndarray  # float32 (layers,): root mean square of the layer's output
    edges: np.ndarray  # float32 (layers, 3, bins + 1): edges of the histograms of weights, gradients, activations
    counts: np.ndarray  # int32 (layers, 3, bins)
    kernels: np.ndarray  # float32 (filters, h, w, channels): of the first convolution; (0, 0, 0, 0) without one
    kernel_gradients: np.ndarray  # float32, the same shape: the gradient with respect to each
    flags: tuple[str, ...] = ()  # "", "vanishing" or "exploding" for each layer
    step: int | None = None

    @property
    def advice(self) -> str:
        """One sentence on the flagged layers and what the thesis does about them; "" where all is well."""
        found = []
        for kind in FLAGS:
            named = [name for name, flag in zip(self.names, self.flags, strict=False) if flag == kind]
            if named:
                found.append(f"{kind} gradients in {', '.join(named)}")
        return f"{' and '.join(found)}: {ADVICE}" if found else ""

    def table(self):
        """Return one row a layer: layer, weight_norm, gradient_norm, activation_norm, flag."""
        import pandas as pd

        columns = {"weight_norm": self.weight_norm, "gradient_norm": self.gradient_norm}
        columns["activation_norm"] = self.activation_norm
        return pd.DataFrame({"layer": list(self.names), **columns, "flag": list(self.flags)})
