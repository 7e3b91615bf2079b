import subprocess
import sys

import numpy as np
import pytest
import torch

from lbaviz import probes
from lbaviz.errors import BadInput
from lbaviz.probes.projection import aligned, principal
from lbaviz.records import Projection

RANDOM = np.random.default_rng(0)
LABELS = np.arange(150) % 3
X = (4 * np.eye(3, 8)[LABELS] + RANDOM.normal(size=(150, 8))).astype("f4")
MOVED = X + RANDOM.normal(size=X.shape).astype("f4") / 5


def turned(positions: np.ndarray, angle: float = 2.0) -> np.ndarray:
    c, s = np.cos(angle), np.sin(angle)
    return positions @ np.array([[c, -s], [s, c]]) * [1, -1] + [3, -7]  # and mirrored, and shifted


def own_class_nearest(positions: np.ndarray) -> float:
    distances = np.square(positions[:, None] - positions[None]).sum(axis=2)
    np.fill_diagonal(distances, np.inf)
    return (LABELS[distances.argmin(axis=1)] == LABELS).mean()


def test_pca_is_scikit_learns_but_for_signs():
    from sklearn.decomposition import PCA

    found, theirs = probes.project(torch.tensor(X), method="pca"), PCA(2).fit(X)
    np.testing.assert_allclose(np.abs(found.positions), np.abs(theirs.transform(X)), rtol=1e-3, atol=1e-4)
    assert found.settings == {"variance_kept": pytest.approx(theirs.explained_variance_ratio_.sum(), abs=1e-3)}
    assert found.positions.dtype == np.float32 and found.kl is None and found.seconds > 0
    np.testing.assert_allclose(principal(X[:, :1], 150)[0][:, 1], 0)  # one dimension has one axis


def test_tsne_keeps_neighbours_repeats_and_states_how_it_was_made():
    found, again = (probes.project(X, perplexity=20, seed=1) for _ in range(2))
    assert (found.positions == again.positions).all() and found.kl == again.kl > 0
    assert own_class_nearest(found.positions) > 0.9
    expected = {"start": "PCA", "perplexity": 20, "seed": 1, "early_exaggeration": 12, "iterations": 750}
    assert found.settings == expected and found.method == "tsne"
    assert "perplexity 20, seed 1, early exaggeration 12" in found.caption


def test_kl_is_the_divergence_of_the_two_similarities():
    found = probes.project(X[:60], perplexity=10)
    from openTSNE.affinity import PerplexityBasedNN

    p = PerplexityBasedNN(X[:60], perplexity=10, method="exact").P.toarray()
    q = 1 / (1 + np.square(found.positions[:, None].astype("f8") - found.positions[None]).sum(axis=2))
    np.fill_diagonal(q, 0)
    seen = p > 0
    assert found.kl == pytest.approx((p[seen] * np.log(p[seen] / (q / q.sum())[seen])).sum(), rel=0.02)


def test_a_start_takes_fewer_iterations_and_is_as_good_and_stays_near():
    cold = probes.project(X, perplexity=20)
    fresh = probes.project(MOVED, perplexity=20)
    warm = probes.project(MOVED, perplexity=20, start=cold)
    assert warm.kl < 1.02 * fresh.kl
    assert warm.settings["iterations"] <= 375 and warm.settings["early_exaggeration"] == "none"
    assert warm.settings["start"] == "the layout before"
    way, spread = np.linalg.norm(warm.positions - cold.positions, axis=1), cold.positions.std()
    assert np.median(way) < 0.25 * spread < np.median(np.linalg.norm(turned(fresh.positions) - cold.positions, axis=1))


@pytest.mark.parametrize("method", ["pca", "tsne"])
def test_steps_are_aligned(method):
    mirrored = X * np.array([-1, 1, 1, -1, 1, 1, 1, 1], "f4")  # the same distances
    options = {"perplexity": 15} if method == "tsne" else {}
    found = probes.project_steps([X, mirrored, MOVED.astype("f2")], steps=[0, 50, 100], method=method, **options)
    assert [each.step for each in found] == [0, 50, 100] and all(isinstance(each, Projection) for each in found)
    first, second, third = (each.positions for each in found)
    assert np.linalg.norm(second - first, axis=1).mean() < 0.1 * first.std()
    assert np.linalg.norm(third - first, axis=1).mean() < 0.5 * first.std()


CENTRES = np.stack([X[LABELS == label].mean(axis=0) for label in range(3)])


def test_anchors_lie_where_the_same_plane_has_them_and_leave_the_samples_alone():
    from sklearn.decomposition import PCA

    alone, found = probes.project(X, method="pca"), probes.project(X, method="pca", anchors=torch.tensor(9 * CENTRES))
    np.testing.assert_allclose(found.positions, alone.positions, atol=1e-4)
    theirs = PCA(2).fit(X)
    np.testing.assert_allclose(np.abs(found.anchors), np.abs(theirs.transform(9 * CENTRES)), rtol=1e-3, atol=1e-3)
    assert found.anchors.dtype == np.float32 and alone.anchors is None and "3 centroids among them" in found.caption
    start = turned(found.positions)
    moved = probes.project(MOVED, method="pca", anchors=CENTRES, start=start)
    np.testing.assert_allclose(moved.positions, probes.project(MOVED, method="pca", start=start).positions, atol=1e-3)
    middles = np.stack([moved.positions[LABELS == label].mean(axis=0) for label in range(3)])
    assert np.linalg.norm(moved.anchors - middles, axis=1).max() < 0.2 * moved.positions.std()


def test_tsne_lays_out_anchors_with_the_samples_and_takes_them_up_where_their_nearest_sample_lies():
    found = probes.project_steps([X, X, MOVED], anchors=[None, CENTRES, CENTRES], perplexity=20)
    assert [None if one.anchors is None else one.anchors.shape for one in found] == [None, (3, 2), (3, 2)]
    for one in found[1:]:
        distances = np.square(one.anchors[:, None] - one.positions[None]).sum(axis=2)
        assert (LABELS[distances.argmin(axis=1)] == [0, 1, 2]).all()
    way = np.linalg.norm(found[2].anchors - found[1].anchors, axis=1)
    assert way.max() < 0.5 * found[1].positions.std()


def test_alignment_turns_and_mirrors_but_does_not_stretch():
    layout = RANDOM.normal(size=(20, 2))
    np.testing.assert_allclose(aligned(turned(layout), layout), layout, atol=1e-12)
    np.testing.assert_allclose(aligned(3 * turned(layout), layout).std(), 3 * layout.std(), rtol=0.2)


def test_random_state_stays_as_it_was():
    states = torch.get_rng_state(), np.random.get_state()[1].copy()
    first = probes.project(X, perplexity=10)
    probes.project(MOVED, perplexity=10, start=first.positions)
    assert torch.equal(torch.get_rng_state(), states[0]) and (np.random.get_state()[1] == states[1]).all()


def test_umap_says_that_it_is_loaded_keeps_neighbours_and_goes_on_from_a_start():
    code = """
import sys, numpy as np, torch
from lbaviz import probes
sys.path.insert(0, sys.argv[1])
from test_projection import LABELS, MOVED, X, own_class_nearest
states = torch.get_rng_state(), np.random.get_state()[1].copy()
first, second = probes.project_steps([X, MOVED], method="umap", neighbors=10, seed=3)
assert own_class_nearest(first.positions) > 0.9
assert (probes.project(X, method="umap", neighbors=10, seed=3).positions == first.positions).all()
way = np.median(np.linalg.norm(first.positions - second.positions, axis=1))
assert way < 0.5 * first.positions.std(), way
assert first.settings == {"start": "PCA", "neighbors": 10, "min_dist": 0.1, "seed": 3}, first.settings
assert torch.equal(torch.get_rng_state(), states[0]) and (np.random.get_state()[1] == states[1]).all()
"""
    here = __file__.rpartition("/")[0]
    done = subprocess.run([sys.executable, "-c", code, here], capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr
    assert "Loading UMAP" in done.stderr


def test_probes_import_nothing_heavy_and_run_without_what_only_layouts_need():
    blocked = ("plotly", "ipywidgets", "anywidget", "umap", "openTSNE", "sklearn", "matplotlib")
    code = f"""
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {blocked!r}:
            raise ModuleNotFoundError(f"No module named '{{name}}'", name=name)
sys.meta_path.insert(0, Missing())
import numpy as np
from lbaviz import probes
from lbaviz.errors import BadInput
x = np.random.default_rng(0).normal(size=(120, 8)).astype("f4")
probes.project(x, method="pca"); probes.nearest_neighbors(x, x); probes.mmd(x, x + 1, permutations=3)
probes.visits(x, x); probes.confusion([0, 1], [0, 1]); probes.accuracy(x, np.zeros(120, int))
for method, words in (("tsne", "t-SNE needs openTSNE"), ("umap", "UMAP needs umap-learn")):
    try:
        probes.project(x, method=method)
    except BadInput as error:
        assert words in str(error) and "pip install" in str(error), error
    else:
        raise AssertionError(method)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "x, options, sentence",
    [
        (X[:100], {}, "perplexity is 35, but 100 samples allow at most 33: take perplexity=33 or 106 samples"),
        (X[:3], {}, "3 samples allow none: take method=.pca. or 106 samples"),
        (X, {"perplexity": 0}, "perplexity is 0, but it is a number of at least 1"),
        (X, {"method": "tsnee"}, "no method 'tsnee'. Did you mean 'tsne'"),
        (X[:1], {"method": "pca"}, "the embeddings are 1 sample, but at least 3 are needed"),
        (X[:0], {}, "the embeddings are empty"),
        (X * np.nan, {}, "NaN or infinity in 150 of 150"),
        (np.ones((200, 8)), {}, "constant, all 200 samples alike: the network has collapsed"),
        (X, {"start": X[:9, :2]}, r"the start has shape \(9, 2\), but it is a layout \(150, 2\)"),
        (X, {"start": np.zeros((150, 2))}, "the positions of the start are constant"),
        (X[:10], {"method": "umap"}, "neighbors is 15, but 10 samples have 9 others"),
        (X, {"anchors": X[:, :5]}, "the embeddings have 8 dimensions and the anchors 5"),
        (X, {"anchors": X[:2] * np.nan}, "the anchors hold NaN or infinity in 2 of 2"),
        (X, {"seed": -1}, "seed is -1"),
        (X, {"seed": 2**32}, "seed is 4294967296"),
    ],
)
def test_what_cannot_be_laid_out_is_one_sentence(x, options, sentence):
    with pytest.raises(BadInput, match=sentence):
        probes.project(x, **options)


@pytest.mark.parametrize(
    "xs, options, sentence",
    [
        ([], {}, "no embeddings to project"),
        ([X, X[:50]], {}, "the embeddings have 50 to 150 samples"),
        ([X, X], {"steps": [1]}, "1 steps for 2 embeddings"),
        ([X, X], {"anchors": [None]}, "anchors of 1 steps for 2 embeddings"),
    ],
)
def test_what_is_no_sequence_is_one_sentence(xs, options, sentence):
    with pytest.raises(BadInput, match=sentence):
        probes.project_steps(xs, **options)
