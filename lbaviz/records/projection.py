"""Where a network lays its samples, flattened to a plane."""

from dataclasses import dataclass, field

import numpy as np

from lbaviz.records.base import Record

WARNING = {
    "pca": "a linear view: what differs in other directions coincides here",
    "tsne": "t-SNE keeps neighbours, not distances: sizes of clusters and gaps between them mean little",
    "umap": "UMAP keeps neighbours, not distances: sizes of clusters and gaps between them mean little",
}


@dataclass(frozen=True, eq=False)
class Projection(Record):
    """Embeddings in the plane. settings hold what the layout depends on: perplexity, seed, start and so on."""

    positions: np.ndarray  # float32 (n, 2)
    method: str = "tsne"  # "pca", "tsne" or "umap"
    settings: dict = field(default_factory=dict)
    kl: float | None = None  # t-SNE: Kullback-Leibler divergence reached, in nats
    labels: np.ndarray | None = None  # int64 (n,), -1 = unknown
    predicted: np.ndarray | None = None  # int64 (n,)
    domains: np.ndarray | None = None  # int64 (n,): 0 source, 1 target
    domain_names: tuple[str, str] = ("source", "target")
    class_names: tuple[str, ...] = ()
    images: np.ndarray | None = None  # uint8 (n, h, w, c)
    step: int | None = None
    anchors: np.ndarray | None = None  # float32 (m, 2): points that are no samples, such as centroids
    anchor_labels: np.ndarray | None = None  # int64 (m,): the class, or cluster, of each; names are those of classes

    @property
    def caption(self) -> str:
        """How the layout was made, and how not to read it."""
        made = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in self.settings.items())
        title = {"pca": "PCA", "tsne": "t-SNE", "umap": "UMAP"}[self.method]
        among = "" if self.anchors is None else f", {len(self.anchors):,} centroids among them"
        return f"{title} of {len(self.positions):,} samples{among} ({made}); {WARNING[self.method]}."

    @property
    def anchor_sizes(self) -> np.ndarray | None:
        """How many samples are taken for the class, or cluster, of each anchor: int64 (m,); None where unknown."""
        if self.anchor_labels is None or self.predicted is None:
            return None
        return (np.asarray(self.predicted) == np.asarray(self.anchor_labels)[:, None]).sum(axis=1)

    def arrays(self) -> dict[str, np.ndarray]:
        """Return every field as an array, the settings one by one."""
        named = super().arrays()
        named.pop("settings", None)
        return {**named, **{f"setting_{name}": np.asarray(value) for name, value in self.settings.items()}}

    def table(self):
        """Return one row a sample: sample, x, y[, label, predicted, domain].

        With anchors a column anchor says which rows are samples (-1); anchors stand behind them, their class as label.
        """
        import pandas as pd

        table = pd.DataFrame({"sample": np.arange(len(self.positions))})
        table["x"], table["y"] = self.positions[:, 0], self.positions[:, 1]
        extra = {"label": self.labels, "predicted": self.predicted, "domain": self.domains}
        table = table.assign(**{name: np.asarray(value) for name, value in extra.items() if value is not None})
        if self.anchors is None:
            return table
        number = np.arange(len(self.anchors))
        points = {"sample": -1, "x": self.anchors[:, 0], "y": self.anchors[:, 1], "anchor": number}
        label = {} if self.anchor_labels is None else {"label": np.asarray(self.anchor_labels)}
        filler = {name: -1 for name in ("label", "predicted", "domain") if name in table}
        return pd.concat([table.assign(anchor=-1), pd.DataFrame({**filler, **points, **label})], ignore_index=True)


def told_apart(names: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of two domains; of one name, the sides too."""
    alike = names[0] == names[1]
    return tuple(f"{name} ({side})" if alike else name for name, side in zip(names, ("source", "target"), strict=True))
