import numpy as np
import pytest
import torch

from lbaviz import probes
from lbaviz.association import correct_walk_probability, walk
from lbaviz.errors import BadInput
from lbaviz.pictures import picture_of

RANDOM = torch.Generator().manual_seed(3)
A, B = torch.randn(7, 4, generator=RANDOM), torch.randn(30, 4, generator=RANDOM)
LABELS = torch.tensor([0, 0, 1, 1, 1, 2, 4])  # class 3 never occurs
WALK_COLUMNS = ["a", "b", "a_end", "p_ab", "p_ba", "p_walk", "same_class"]


def test_a_graph_keeps_the_strongest_edges_and_states_what_it_hides():
    full, graph = walk(A, B), probes.association_graph(A, B, LABELS, classes=5, step=12)
    assert graph.step == 12 and graph.p_ab.shape == (7, 16) and graph.p_ba.shape == (30, 7)
    np.testing.assert_allclose(graph.p_ab.sum(axis=1) + graph.hidden_ab, 1, atol=1e-6)
    np.testing.assert_allclose(graph.hidden_ba, 0, atol=1e-6)  # seven edges are all there are
    for i in range(7):
        np.testing.assert_allclose(graph.p_ab[i], full.p_ab[i, graph.index_ab[i].astype(int)].numpy(), rtol=1e-6)
        assert (np.diff(graph.p_ab[i]) <= 0).all()


def test_the_share_that_comes_home_is_the_papers_equation_4():
    graph = probes.association_graph(A, B, LABELS, classes=5)
    home = graph.p_class[np.arange(7), LABELS.numpy()].mean()
    assert home == pytest.approx(float(correct_walk_probability(walk(A, B).p_aba, LABELS)), rel=1e-5)
    np.testing.assert_allclose(graph.p_class.sum(axis=1), 1, rtol=1e-5)
    assert (graph.p_class[:, 3] == 0).all()


def test_a_trace_is_one_row_of_the_walk():
    full, trace = walk(A, B), probes.walk_trace(A, B, LABELS, 2, classes=5)
    np.testing.assert_allclose(trace.p_turn, full.p_ab[2].numpy(), rtol=1e-6)
    np.testing.assert_allclose(trace.p_end, full.p_aba[2].numpy(), rtol=1e-5)
    assert trace.p_class.sum() == pytest.approx(1, rel=1e-5)
    assert trace.home == 1 and trace.start == 2


def test_the_table_of_a_trace_holds_every_walk_the_most_probable_first():
    full, table = walk(A, B), probes.walk_trace(A, B, LABELS, 2, classes=5).table()
    assert list(table) == WALK_COLUMNS and len(table) == 7 * 30 and (table.a == 2).all()
    assert (np.diff(table.p_walk) <= 0).all()
    first = table.iloc[0]
    assert first.p_walk == pytest.approx(float(full.p_ab[2, int(first.b)] * full.p_ba[int(first.b), int(first.a_end)]))
    np.testing.assert_allclose(table.groupby("b").p_walk.sum(), full.p_ab[2].numpy(), rtol=1e-4)
    np.testing.assert_allclose(table.groupby("a_end").p_walk.sum(), full.p_aba[2].numpy(), rtol=1e-4)
    assert (table.same_class == (LABELS.numpy()[table.a_end] == 1)).all()


def test_a_graph_of_tensors_knows_whether_walks_come_home_and_where_walkers_return():
    graph = probes.association_graph(A, B, LABELS, classes=5)
    table = graph.table()
    assert list(table) == WALK_COLUMNS
    assert (table.same_class == (LABELS.numpy()[table.a] == LABELS.numpy()[table.a_end])).all()
    returns = picture_of(graph).return_matrix()
    member = torch.nn.functional.one_hot(LABELS, 5).float()
    expected = (member / member.sum(dim=0)).T @ walk(A, B).p_aba @ member
    np.testing.assert_allclose(returns, expected.numpy(), rtol=1e-4, atol=1e-6)  # NaN where no walk starts


def test_arrays_give_the_same_graph_as_tensors_and_it_says_its_seconds():
    one = probes.association_graph(A, B, LABELS, classes=5)
    other = probes.association_graph(A.double().numpy(), B.numpy(), LABELS.tolist(), classes=5)
    np.testing.assert_array_equal(one.p_ab, other.p_ab)
    assert one.pack() == other.pack() and one.seconds > 0


NAN = A.clone().index_fill(0, torch.tensor(3), torch.nan)


@pytest.mark.parametrize(
    ("a", "b", "labels", "options", "sentence"),
    [
        (NAN, B, LABELS, {}, "a hold NaN or infinity in 1 of 7 samples"),
        (A, B[:0], LABELS, {}, "b are empty"),
        (A, B[:, :3], LABELS, {}, "a has 4 dimensions and b has 3"),
        (A, B, LABELS[:5], {}, "there are 5 labels for 7 samples"),
        (A, B, LABELS + 1, {}, "labels hold class 5, but there are 5 classes"),
        (A, B, LABELS - 1, {}, "labels hold -1, but classes count from 0"),
        (A, B, LABELS, {"similarity": "dott"}, "Did you mean 'dot'"),
    ],
)
@pytest.mark.parametrize("probe", [probes.association_graph, lambda *a, **k: probes.walk_trace(*a, 0, **k)])
def test_walks_that_are_not_defined_are_one_sentence(a, b, labels, options, sentence, probe):
    with pytest.raises(BadInput, match=sentence):
        probe(a, b, labels, classes=5, **options)


def test_edges_starts_and_sizes_that_are_not_possible_are_one_sentence():
    with pytest.raises(BadInput, match="edges is 0"):
        probes.association_graph(A, B, LABELS, classes=5, edges=0)
    with pytest.raises(BadInput, match="start is 7, but a walk starts at a row of a, 0 to 6"):
        probes.walk_trace(A, B, LABELS, 7, classes=5)
    with pytest.raises(BadInput, match="at most 65,536: select fewer"):
        probes.association_graph(A, torch.zeros(65_537, 4), LABELS, classes=5)
