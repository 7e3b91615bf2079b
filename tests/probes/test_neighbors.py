import numpy as np
import pytest
import torch
from sklearn.neighbors import NearestNeighbors

from lbaviz import probes
from lbaviz.errors import BadInput
from lbaviz.probes import neighbor_search

FORMATS = [torch.bfloat16, torch.float32, torch.float64]


def clustered(n: int, seed: int, d: int = 16, dtype: str = "f4") -> np.ndarray:
    random = np.random.default_rng(seed)
    return (random.integers(0, 3, (n, 1)) + random.normal(size=(n, d))).astype(dtype)


@pytest.fixture(params=[False, True], ids=["float32", "bfloat16"])
def bfloat16(request, monkeypatch):
    """Also where no processor has units for it, and for few samples: torch computes it everywhere."""
    monkeypatch.setattr(neighbor_search, "has_bfloat16_units", lambda: request.param)
    monkeypatch.setattr(neighbor_search, "WORTH", 0)


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_neighbours_are_those_of_scikit_learn(metric, dtype, bfloat16, monkeypatch):
    monkeypatch.setattr(neighbor_search, "SCORES", 400_000)  # several blocks
    queries, gallery = clustered(300, 1, dtype=dtype), clustered(2500, 2, dtype=dtype)
    expected = NearestNeighbors(n_neighbors=10, algorithm="brute", metric=metric).fit(gallery.astype("f8"))
    distances, indices = expected.kneighbors(queries.astype("f8"))
    found = probes.nearest_neighbors(queries, gallery, k=10, metric=metric)
    np.testing.assert_array_equal(found.indices, indices)
    similarities = 1 - distances if metric == "cosine" else -distances
    np.testing.assert_allclose(found.similarities, similarities, rtol=1e-6, atol=1e-6)
    assert found.indices.dtype == np.int64 and found.similarities.dtype == np.float32
    assert found.metric == metric and found.seconds > 0


@pytest.mark.parametrize("offset", [0.0, 1e4])
def test_neighbours_are_exact_where_products_lose_their_digits(offset, bfloat16):
    random = np.random.default_rng(0)
    gallery = (offset + random.integers(-50, 50, (1500, 8)) / 64).astype("f4")  # representable at both offsets
    queries = (offset + random.integers(-50, 50, (40, 8)) / 64).astype("f4")
    true = np.sqrt(np.square(queries[:, None].astype("f8") - gallery[None]).sum(axis=2))
    found = probes.nearest_neighbors(queries, gallery, k=5, metric="euclidean")
    np.testing.assert_allclose(-found.similarities, np.sort(true, axis=1)[:, :5], rtol=1e-6)
    np.testing.assert_allclose(np.take_along_axis(true, found.indices, 1), np.sort(true, axis=1)[:, :5], rtol=1e-12)


def test_many_equal_samples_and_near_ones_are_told_apart(bfloat16):
    random = np.random.default_rng(0)
    gallery = np.repeat(random.normal(size=(30, 6)), 40, axis=0).astype("f4")  # 40 of each: only ties
    gallery[::40] += 1e-6  # and one of each a little aside
    found = probes.nearest_neighbors(gallery[1::40], gallery, k=39, metric="euclidean")
    assert (found.indices // 40 == np.arange(30)[:, None]).all() and (found.indices % 40 > 0).all()
    assert (found.similarities == 0).all()


@pytest.mark.parametrize("dtype", FORMATS)
def test_every_format_knows_how_wrong_it_can_be(dtype):
    random = torch.Generator().manual_seed(0)
    y, q = torch.randn(500, 20, generator=random).double(), torch.randn(60, 20, generator=random).double()
    form = neighbor_search.form(y, dtype, True, 60)
    rounded = q.to(dtype)
    scores = torch.cat([rounded, rounded.new_ones(60, neighbor_search.PARTS)], dim=1).double() @ form.rows.double().T
    exact = q @ y.T - y.square().sum(dim=1) / 2
    wrong = (scores[:, :500] - exact).abs().max(dim=1).values
    assert (wrong <= form.error(q, rounded)).all()
    assert torch.isneginf(scores[:, 500:]).all() and scores.shape[1] == 512
    assert form.error(q, rounded).max() < {torch.bfloat16: 0.5, torch.float32: 1e-4, torch.float64: 1e-12}[dtype]


def test_a_sample_is_not_its_own_neighbour():
    x = clustered(400, 3)
    found = probes.nearest_neighbors(x, x, k=3, exclude_self=True)
    with_self = probes.nearest_neighbors(x, x, k=4)
    assert (with_self.indices[:, 0] == np.arange(400)).all()
    np.testing.assert_array_equal(found.indices, with_self.indices[:, 1:])
    everyone = probes.nearest_neighbors(x[:4], x[:4], k=3, exclude_self=True)
    assert (np.sort(everyone.indices, axis=1) == [[1, 2, 3], [0, 2, 3], [0, 1, 3], [0, 1, 2]]).all()


def test_length_does_not_matter_to_cosine_and_a_sample_of_length_0_is_like_nobody():
    gallery = np.array([[1, 0], [0, 30], [0, 0]], "f4")
    found = probes.nearest_neighbors(torch.tensor([[0.0, 0.001], [0.0, 0.0]]), gallery, k=3)
    np.testing.assert_array_equal(found.indices[0, 0], 1)
    np.testing.assert_allclose(found.similarities, [[1, 0, 0], [0, 0, 0]], atol=1e-6)


def test_random_state_stays_as_it_was():
    states = torch.get_rng_state(), np.random.get_state()[1].copy()
    probes.nearest_neighbors(clustered(50, 0), clustered(50, 1))
    assert torch.equal(torch.get_rng_state(), states[0]) and (np.random.get_state()[1] == states[1]).all()


NAN = np.full((9, 4), np.nan, "f4")
X = np.eye(9, 4, dtype="f4")


@pytest.mark.parametrize(
    "queries, gallery, options, sentence",
    [
        (X, X, {"k": 10}, "k is 10, but the gallery has 9 samples"),
        (X, X, {"k": 9, "exclude_self": True}, "k is 9, but the gallery has 8 other samples"),
        (X, X, {"k": 0}, "k is 0, but it is a whole number of at least 1"),
        (X, X[:5], {"exclude_self": True}, "9 queries and 5 gallery samples"),
        (X, X, {"metric": "cosin"}, "no metric 'cosin'. Did you mean 'cosine'"),
        (X[:0], X, {}, "the queries are empty"),
        (X, X[:0], {}, "the gallery's samples are empty"),
        (NAN, X, {}, "the queries hold NaN or infinity in 9 of 9 samples"),
        (X, np.ones((9, 4)), {}, "the gallery's samples are constant, all 9 samples alike"),
        (X, np.eye(9, 5), {}, "have 4 dimensions and the gallery's samples 5"),
        (X[0], X, {}, r"shape \(4,\), but embeddings are \(n, d\)"),
        (X[:1], X[:1], {"k": 1, "exclude_self": True}, "k is 1, but the gallery has 0 other samples: take more"),
        (X, X[:1], {}, "k is 5, but the gallery has 1 sample: take a smaller k"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(queries, gallery, options, sentence):
    with pytest.raises(BadInput, match=sentence):
        probes.nearest_neighbors(queries, gallery, **options)
