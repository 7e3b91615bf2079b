import numpy as np
import pytest
import torch

from lbaviz import probes
from lbaviz.association import correct_walk_probability, walk
from lbaviz.errors import BadInput

RANDOM = torch.Generator().manual_seed(3)
A, B = torch.randn(7, 4, generator=RANDOM), torch.randn(30, 4, generator=RANDOM)
LABELS = torch.tensor([0, 0, 1, 1, 1, 2, 4])  # class 3 never occurs


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
    table = trace.table()
    assert table.groupby("side").p.sum().to_numpy() == pytest.approx([1, 1], rel=1e-5) and len(table) == 37
    first = table[table.side == "turn"].iloc[0]
    assert first["sample"] == full.p_ab[2].argmax() and first.p == pytest.approx(float(full.p_ab[2].max()))


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
