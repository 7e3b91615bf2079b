"""What holds for every walk: invariances, limits, precisions and gradients."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch._subclasses import FakeTensorMode

from lbaviz.association import association_loss, correct_walk_probability, losses, walk, walk_terms

FORMS = ["reference", "plain", "exact"]
SIMILARITIES = ["dot", "cosine", "euclidean"]


def batch(seed: int, n_a: int = 7, n_b: int = 5, d: int = 3, classes: int = 3):
    """Random embeddings in float64 and labels with gaps and negative values."""
    generator = torch.Generator().manual_seed(seed)
    a, b = (torch.randn(n, d, generator=generator, dtype=torch.float64) for n in (n_a, n_b))
    return a, b, 4 * torch.randint(classes, (n_a,), generator=generator) - 5


def terms(a, b, labels, **options) -> torch.Tensor:
    return torch.stack(walk_terms(a, b, labels, **options))


sizes = st.integers(1, 9)
options = st.fixed_dictionaries(
    {
        "log_form": st.sampled_from(FORMS),
        "similarity": st.sampled_from(SIMILARITIES),
        "round_trips": st.integers(1, 3),
        "scale": st.sampled_from([1.0, 0.3, 5.0]),
    }
)


@pytest.fixture(params=[0, losses.SMALL], ids=["by_class", "whole"], autouse=True)
def small(request):
    """Everything holds by classes, as large batches are computed, and whole, as small ones are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(losses, "SMALL", request.param)
        yield


@given(seed=st.integers(0, 10**6), n_a=sizes, n_b=sizes, options=options)
@settings(max_examples=60, deadline=None)
def test_the_order_of_samples_does_not_matter(seed, n_a, n_b, options):
    a, b, labels = batch(seed, n_a, n_b)
    shuffle = torch.Generator().manual_seed(seed + 1)
    i, j = torch.randperm(n_a, generator=shuffle), torch.randperm(n_b, generator=shuffle)
    torch.testing.assert_close(terms(a[i], b[j], labels[i], **options), terms(a, b, labels, **options))


@given(seed=st.integers(0, 10**6), n_a=sizes, n_b=sizes, options=options, shift=st.floats(-300, 300))
@settings(max_examples=60, deadline=None)
def test_a_constant_added_to_all_similarities_does_not_matter(seed, n_a, n_b, options, shift):
    a, b, labels = batch(seed, n_a, n_b)
    options = {**options, "similarity": lambda a, b: a @ b.T}
    shifted = {**options, "similarity": lambda a, b: a @ b.T + shift}
    torch.testing.assert_close(terms(a, b, labels, **shifted), terms(a, b, labels, **options), rtol=1e-7, atol=1e-9)


@given(seed=st.integers(0, 10**6), n_a=sizes, n_b=sizes)
@settings(max_examples=30, deadline=None)
def test_probabilities_sum_to_one_and_losses_keep_their_minimum(seed, n_a, n_b):
    a, b, labels = batch(seed, n_a, n_b)
    found = walk(a, b)
    for p in (found.p_ab, found.p_ba, found.p_aba, found.p_visit[None]):
        torch.testing.assert_close(p.sum(dim=1), torch.ones(len(p), dtype=p.dtype))
    walker, visit = walk_terms(a, b, labels, log_form="exact")
    class_size = (labels[:, None] == labels).sum(dim=1).double()
    assert walker >= class_size.log().mean() - 1e-9
    assert visit >= math.log(n_b) - 1e-9


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("similarity", SIMILARITIES)
@pytest.mark.parametrize("round_trips", [1, 2, 3])
def test_gradients_are_those_of_the_values(form, similarity, round_trips):
    a, b, labels = batch(0)
    options = {"log_form": form, "similarity": similarity, "round_trips": round_trips, "scale": 0.7}
    assert torch.autograd.gradcheck(
        lambda a, b: terms(a, b, labels, **options), (a.requires_grad_(), b.requires_grad_())
    )


@pytest.mark.parametrize("round_trips", [1, 2, 3])
def test_several_round_trips_are_powers_of_one(round_trips):
    a, b, labels = batch(1)
    p = torch.linalg.matrix_power(walk(a, b).p_aba, round_trips)
    own = (labels[:, None] == labels[None, :]).double()
    expected = -(own / own.sum(dim=1, keepdim=True) * p.log()).sum(dim=1).mean()
    torch.testing.assert_close(terms(a, b, labels, round_trips=round_trips, log_form="exact")[0], expected)


def test_log_space_in_many_chunks_equals_one(monkeypatch):
    a, b, labels = batch(2, n_a=20, n_b=11)
    whole = terms(a.requires_grad_(), b, labels, log_form="exact", round_trips=2)
    expected = torch.autograd.grad(whole.sum(), a)
    monkeypatch.setattr("lbaviz.association.log_space.CHUNK", 300)
    chunked = terms(a, b, labels, log_form="exact", round_trips=2)
    torch.testing.assert_close(chunked, whole)
    torch.testing.assert_close(torch.autograd.grad(chunked.sum(), a), expected)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("round_trips", [1, 2, 3])
def test_similarities_of_500_stay_finite_in_float32(form, round_trips):
    a = torch.tensor([[500.0], [-500.0], [500.0]], requires_grad=True)
    b = torch.tensor([[1.0], [-1.0]], requires_grad=True)
    loss = association_loss(a, b, torch.tensor([0, 0, 1]), log_form=form, round_trips=round_trips)
    loss.total.backward()
    assert all(torch.isfinite(x).all() for x in (loss.walker, loss.visit, loss.total, a.grad, b.grad))


def test_autocast_does_not_reach_the_losses():
    a, b, labels = (x.float() if x.is_floating_point() else x for x in batch(3, 12, 9, 8))
    expected = association_loss(a, b, labels)
    with torch.autocast("cpu", torch.bfloat16):
        found = association_loss(a, b, labels)
        assert walk(a, b).p_aba.dtype is torch.float32
    assert torch.equal(found.total, expected.total)
    half = association_loss(a.bfloat16(), b.bfloat16(), labels)
    assert half.total.dtype is torch.float32
    assert torch.equal(half.total, association_loss(a.bfloat16().float(), b.bfloat16().float(), labels).total)


def test_euclidean_similarity_survives_a_large_common_offset():
    a, b, labels = batch(4)
    near = terms(a, b, labels, similarity="euclidean")
    far = terms((a + 2**12).float(), (b + 2**12).float(), labels, similarity="euclidean")
    rounded = terms((a + 2**12).float().double(), (b + 2**12).float().double(), labels, similarity="euclidean")
    torch.testing.assert_close(far.double(), rounded, rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(rounded, near, rtol=1e-2, atol=1e-2)


def test_own_similarity_sees_the_batch_as_it_came():
    a, b, labels = batch(5)
    seen = []
    learned = torch.nn.Bilinear(3, 3, 1).double()

    def similarity(x, y):
        seen.append(x)
        return learned(x.repeat_interleave(len(y), 0), y.repeat(len(x), 1)).view(len(x), len(y))

    association_loss(a, b, labels, similarity=similarity).total.backward()
    assert torch.equal(seen[0], a)
    assert learned.weight.grad.abs().sum() > 0
    torch.testing.assert_close(terms(a, b, labels, similarity=lambda a, b: a @ b.T), terms(a, b, labels))


def test_a_weight_of_zero_leaves_its_term_out_even_where_it_is_not_a_number():
    a, b, labels = batch(6)
    a[0, 0] = math.nan
    a.requires_grad_()
    loss = association_loss(a, b, labels, walker_weight=0.0, visit_weight=0)
    assert loss.walker.isnan() and loss.visit.isnan()
    assert loss.total == 0
    loss.total.backward()
    assert torch.equal(a.grad, torch.zeros_like(a))


@pytest.mark.parametrize("left_out", ["walker", "visit"])
def test_one_weight_of_zero_leaves_the_other_term_alone(left_out):
    a, b, labels = batch(7)
    loss = association_loss(a, b, labels, **{f"{left_out}_weight": 0})
    assert torch.equal(loss.total, loss.visit if left_out == "walker" else loss.walker)


def test_weights_may_be_tensors():
    a, b, labels = batch(8)
    loss = association_loss(a, b, labels, walker_weight=torch.tensor(2.0), visit_weight=torch.tensor(0))
    torch.testing.assert_close(loss.total, 2 * loss.walker)


def test_correct_walk_probability_per_sample():
    p = torch.tensor([[0.5, 0.25, 0.25], [0.1, 0.2, 0.7], [0.0, 0.0, 1.0]])
    labels = torch.tensor([3, 3, -1], dtype=torch.int8)
    torch.testing.assert_close(correct_walk_probability(p, labels, per_sample=True), torch.tensor([0.75, 0.3, 1.0]))
    assert correct_walk_probability(p, labels).item() == pytest.approx((0.75 + 0.3 + 1.0) / 3)


def test_labels_of_every_integer_type():
    a, b, _ = batch(9)
    labels = torch.tensor([0, 1, 2, 0, 1, 2, 0])
    for dtype in (torch.uint8, torch.int8, torch.int16, torch.int32, torch.uint16):
        assert torch.equal(terms(a, b, labels.to(dtype)), terms(a, b, labels))


@pytest.mark.filterwarnings("ignore:User provided device_type of 'cuda'")
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("n_a", [5, 2 * losses.SMALL])
def test_no_value_is_fetched_from_a_gpu(form, n_a):
    with FakeTensorMode():  # raises where the host would have to wait for a value
        a, b = torch.empty(n_a, 4, device="cuda"), torch.empty(7, 4, device="cuda")
        labels = torch.empty(n_a, dtype=torch.int64, device="cuda")
        loss = association_loss(a, b, labels, log_form=form, round_trips=2)
        assert loss.total.device.type == "cuda"
