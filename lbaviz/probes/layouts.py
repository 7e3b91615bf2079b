"""t-SNE and UMAP, by libraries that are imported when they are asked for."""

import sys
from importlib import import_module
from types import ModuleType

import numpy as np
from jaxtyping import Float, Shaped

from lbaviz.errors import BadInput
from lbaviz.probes.neighbors import nearest_neighbors

TSNE_ITERATIONS = (250, 500)  # exaggerated and plain, from the PCA: openTSNE's own
TSNE_BLOCK = 50  # iterations from a start between two looks at the divergence
TSNE_ENOUGH = 0.003  # a block that lowers the divergence by less than this share is the last
UMAP_EPOCHS, UMAP_RATES = (500, 100), (1.0, 0.3)  # from the PCA, and gently from a start


def tsne(
    x: Shaped[np.ndarray, "n d"],
    axes: Float[np.ndarray, "n 2"],
    start: Float[np.ndarray, "n 2"] | None,
    perplexity: float,
    early_exaggeration: float,
    seed: int,
) -> tuple[Float[np.ndarray, "n 2"], float, int]:
    """Return positions, the Kullback-Leibler divergence (nats) and the number of iterations.

    One thread, so that the result repeats; neighbours are ours: exact, and nothing has to be compiled.
    """
    open_tsne = imported("openTSNE", "t-SNE")
    found = nearest_neighbors(x, x, k=int(3 * perplexity), metric="euclidean", exclude_self=True)
    known = open_tsne.nearest_neighbors.PrecomputedNeighbors(found.indices, -found.similarities.astype(np.float64))
    affinities = open_tsne.affinity.PerplexityBasedNN(perplexity=perplexity, knn_index=known, n_jobs=1)
    if start is None:
        early, plain = TSNE_ITERATIONS
        recipe = open_tsne.TSNE(
            perplexity=perplexity,
            early_exaggeration=early_exaggeration,
            early_exaggeration_iter=early,
            n_iter=plain,
            random_state=seed,
            n_jobs=1,
        )
        layout = recipe.fit(affinities=affinities, initialization=axes / axes[:, 0].std() * 1e-4)
        return np.array(layout), float(layout.kl_divergence), early + plain
    layout, last, done = open_tsne.TSNEEmbedding(start.copy(), affinities, random_state=seed, n_jobs=1), np.inf, 0
    while done < sum(TSNE_ITERATIONS):
        layout.optimize(TSNE_BLOCK, momentum=0.8, inplace=True)
        done += TSNE_BLOCK
        if layout.kl_divergence > last * (1 - TSNE_ENOUGH):
            break
        last = layout.kl_divergence
    return np.array(layout), float(layout.kl_divergence), done


def umap(
    x: Shaped[np.ndarray, "n d"],
    axes: Float[np.ndarray, "n 2"],
    start: Float[np.ndarray, "n 2"] | None,
    neighbors: int,
    min_dist: float,
    seed: int,
) -> Float[np.ndarray, "n 2"]:
    """Return positions. The first call of a session loads and compiles UMAP, which it says on stderr."""
    if "umap" not in sys.modules:
        print("Loading UMAP: compiling it takes about half a minute, once a session.", file=sys.stderr, flush=True)
    recipe = imported("umap", "UMAP").UMAP(
        n_neighbors=neighbors,
        min_dist=min_dist,
        n_epochs=UMAP_EPOCHS[start is not None],
        learning_rate=UMAP_RATES[start is not None],
        init=(axes / np.abs(axes).max() * 10 if start is None else start).astype(np.float32),
        random_state=seed,
        n_jobs=1,
    )
    return recipe.fit_transform(x).astype(np.float64)


def imported(library: str, method: str) -> ModuleType:
    """Return a library; BadInput where it is not installed."""
    try:
        return import_module(library)
    except ImportError as error:
        package = {"umap": "umap-learn"}.get(library, library)
        raise BadInput(
            f"{method} needs {package}, which cannot be imported ({error}): "
            f'run "pip install {package}", or take method="pca"'
        ) from None
