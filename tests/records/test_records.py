"""The nouns: what can be computed from a record alone, and how it is saved."""

import math

import numpy as np
import pytest
from fake_runs import finished

from lbaviz.errors import BadInput
from lbaviz.pictures import picture_of
from lbaviz.records import (
    Bars,
    Confusion,
    Matrix,
    Neighbors,
    Projection,
    Record,
    Repeats,
    Sample,
    SampleRow,
    Visits,
    WalkFrame,
    WalkPicture,
    WalkTrace,
    packing,
)
from lbaviz.records.shown import one_line


def test_packed_arrays_come_back_and_start_where_a_browser_can_read_them():
    arrays = {"a": np.arange(5, dtype="f4"), "none": np.zeros((0, 3), "u2"), "b": np.arange(6.0).reshape(2, 3)}
    data = packing.pack(arrays)
    back = packing.unpack(data)
    assert list(back) == list(arrays)
    for name, array in arrays.items():
        assert back[name].dtype == array.dtype
        np.testing.assert_array_equal(back[name], array)
    start = 4 + int.from_bytes(data[:4], "little")
    assert start % packing.ALIGNED == 0


@pytest.mark.parametrize("damaged", [b"", b"\x05", b"abcdefgh", packing.pack({"a": np.arange(9)})[:-1]])
def test_damaged_bytes_are_refused(damaged):
    with pytest.raises(BadInput, match="cannot be read"):
        packing.unpack(damaged)


def test_uniform_visits_have_the_entropy_of_their_number():
    visits = Visits(np.full(8, 1 / 8, "f4"))
    assert visits.entropy == pytest.approx(math.log(8)) == pytest.approx(visits.most_entropy)
    one = Visits(np.array([0, 1, 0], "f4"))
    assert one.entropy == 0 and one.order[0] == 1
    assert one.table().times_uniform[0] == pytest.approx(3)


def test_a_confusion_knows_its_error_shares_and_samples():
    labels, predicted = np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1])
    confusion = Confusion(np.array([[1, 1, 0], [0, 2, 0], [0, 0, 0]]), predicted, labels, ("x", "y", "z"))
    assert confusion.error == 25 and confusion.samples(0, 1).tolist() == [1] == confusion.wrong.tolist()
    assert np.isnan(confusion.normalised[2]).all() and confusion.normalised[0, 1] == 0.5
    assert confusion.table().loc[1].tolist() == ["x", "y", 1, 0.5]


def test_records_are_saved_as_tables_and_as_arrays(tmp_path):
    neighbors = Neighbors(np.array([[1, 0]]), np.array([[0.9, 0.1]], "f4"), query_labels=np.array([2]),
                          gallery_labels=np.array([1, 2]), class_names=("a", "b", "c"), step=7)  # fmt: skip
    lines = neighbors.save(tmp_path / "n.csv").read_text().splitlines()
    assert lines[0] == "query,rank,neighbor,similarity,same_class" and lines[1] == "0,1,1,0.9,True"
    with np.load(neighbors.save(tmp_path / "n.npz"), allow_pickle=False) as stored:
        assert stored["indices"].tolist() == [[1, 0]] and stored["step"] == 7 and "query_images" not in stored
    projection = Projection(np.zeros((2, 2), "f4"), settings={"perplexity": 30, "seed": 0})
    with np.load(projection.save(tmp_path / "p.npz"), allow_pickle=False) as stored:
        assert stored["setting_perplexity"] == 30
    assert "perplexity 30" in projection.caption and "not distances" in projection.caption
    with pytest.raises(BadInput, match=r"\.csv or \.npz, got 'n\.txt'"):
        neighbors.save(tmp_path / "n.txt")
    with pytest.raises(BadInput, match="cannot be written"):
        neighbors.save(tmp_path / "nowhere" / "n.csv")


def test_the_walks_of_a_frame_as_a_table(tmp_path):
    picture = picture_of(finished(tmp_path / "run.lba"))
    table, frame = picture.table(), picture.frame
    assert list(table) == ["a", "b", "a_end", "p_ab", "p_ba", "p_walk", "same_class"]
    assert len(table) == frame.p_ab.size * frame.p_ba.shape[1]
    row = table[(table.a == 1)].iloc[0]
    b = int(frame.index_ab[1, 0])
    assert (row.b, row.a_end) == (b, frame.index_ba[b, 0])
    assert row.p_walk == pytest.approx(frame.p_ab[1, 0] * frame.p_ba[b, 0])
    with np.load(picture.save(tmp_path / "walks.npz"), allow_pickle=False) as stored:
        np.testing.assert_array_equal(stored["p_ab"], frame.p_ab)
        np.testing.assert_array_equal(stored["labels"], picture.labels)
    lines = frame.save(tmp_path / "walks.csv").read_text().splitlines()
    assert lines[0] == "a,b,a_end,p_ab,p_ba,p_walk" and len(lines) == 1 + len(table)
    assert row.same_class == (picture.labels[1] == picture.labels[frame.index_ba[b, 0]])


def test_absent_classes_are_left_empty_in_the_return_matrix():
    nothing = np.zeros((2, 1), "f4")
    frame = WalkFrame(0, nothing, nothing.astype("u2"), nothing[:, 0], nothing, nothing.astype("u2"), nothing[:, 0],
                      np.full((2, 3), 1 / 3, "f4"), nothing[:, 0])  # fmt: skip
    matrix = WalkPicture(frame, labels=np.array([0, 2, 0, 0])).return_matrix()
    assert np.isnan(matrix[1]).all() and np.isfinite(matrix[[0, 2]]).all()
    with pytest.raises(BadInput, match="needs the labels"):
        WalkPicture(frame).return_matrix()


def test_repeats_are_compared_seed_by_seed():
    repeats = Repeats({"a": {0: [5.0, 7.0, 9.0], 1: [4.0, 5.0, 9.0]}, "b": {0: [1.0]}})
    gap = repeats.difference(("a", 0), ("a", 1))
    assert gap.mean == 1 and gap.seeds == 3 and gap.error == pytest.approx(1 / math.sqrt(3))  # sd of 1, 2, 0 is 1
    assert math.isnan(repeats.difference(("b", 0), ("b", 0)).error)
    assert repeats.settings == [0, 1]
    table = repeats.table()
    assert table.loc[0].tolist() == ["a", 0, 7, 2, 3] and math.isnan(table.sd[2])


@pytest.mark.parametrize("values", [{}, {"a": {}}, {"a": {0: []}}])
def test_repeats_without_numbers_are_refused(values):
    with pytest.raises(BadInput, match="setting without numbers"):
        Repeats(values)


def test_repeats_name_what_is_not_there(tmp_path):
    repeats = Repeats({"cosine": {1: [3.0, 4.0]}, "dot": {1: [2.0]}})
    with pytest.raises(BadInput, match=r"no numbers for 'cosin, 1'\. Did you mean 'cosine, 1'"):
        repeats.of("cosin", 1)
    with pytest.raises(BadInput, match="2 seeds cannot be paired with 1"):
        repeats.difference(("cosine", 1), ("dot", 1))
    assert np.load(repeats.save(tmp_path / "r.npz"))["cosine, 1"].tolist() == [3, 4]


def test_a_noun_stands_in_one_line_with_shapes_instead_of_numbers():
    visits = Visits(np.full(800, 1 / 800, "f4"), class_names=tuple("0123456789"), step=7, seconds=0.12345)
    said = "p_visit=float32 (800,), side='unlabelled', class_names=('0', '1', '2', … 10 in all), step=7)"
    assert repr(visits) == f"Visits(seconds=0.1235, {said}"
    projection = Projection(np.zeros((9, 2), "f4"), "pca", {"seed": np.int64(0), "start": "PCA"}, kl=None)
    assert "(positions=float32 (9, 2), method='pca', settings={'seed': 0, 'start': 'PCA'}, " in repr(projection)
    frame = WalkFrame(3, *[np.zeros((60, 16), "f4")] * 8)
    assert (
        repr(WalkPicture(frame, selected=2))
        == "WalkPicture(frame=WalkFrame(…), selected=2, top_k=5, threshold=0, sides=('labelled', 'unlabelled'))"
    )
    everyone = [*Record.__subclasses__(), WalkFrame, WalkPicture, WalkTrace, Matrix, Bars, SampleRow, Sample]
    assert len(everyone) > 12 and all(noun.__repr__ is one_line for noun in everyone)
