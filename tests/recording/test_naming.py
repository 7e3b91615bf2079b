"""Names of clusters and marks of wrong images stay in the recording; the last word counts; what cannot be is said."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import fake_runs
import numpy as np
import pytest

import lbaviz
from lbaviz.errors import BadInput
from lbaviz.recording import Recording, copy, naming


@pytest.fixture
def run(tmp_path):
    return lbaviz.open(fake_runs.clustered(tmp_path / "run.lba"))


def test_names_and_marks_come_back_when_the_recording_is_opened_again(run, tmp_path):
    run.name_cluster(2, "  round   ones ")
    run.name_cluster(0, "sevens")
    run.mark_wrong(2, 5)
    run.mark_wrong(2, 8)
    run.mark_wrong(0, 8)
    copied = copy(run.path, tmp_path / "copy.lba")
    for path in (run.path, copied):
        found = lbaviz.open(path)
        assert found.cluster_names == {0: "sevens", 2: "round ones"}
        table = found.wrong_images
        assert list(zip(table.cluster, table.name, table.image, strict=True)) == [
            (0, "sevens", 8),
            (2, "round ones", 5),
            (2, "round ones", 8),
        ]
        assert list(table["item"]) == [8, 5, 8] and set(table.part) == {"validation"} and set(table.step) == {20}
    assert run.state == "finished" and not run.recording.status()["alive"]


def test_names_and_marks_are_taken_back(run):
    for name in ("sevens", "", "nines", ""):
        run.name_cluster(1, name)
    run.mark_wrong(1, 4)
    run.mark_wrong(1, 4, False)
    assert run.cluster_names == {} and run.wrong_images.empty
    assert list(run.wrong_images.columns) == ["cluster", "name", "image", "item", "part", "step"]
    assert run.recording.about()["class_names"] == ["cluster 0", "cluster 1", "cluster 2"]
    assert len(run.recording.events()) == 6  # what was said stays


def test_many_threads_of_one_process_lose_no_mark(run):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda image: run.mark_wrong(0, image), range(12)))
    assert list(run.wrong_images.image) == list(range(12))


def test_the_last_word_counts_also_from_an_earlier_step(run):
    run.name_cluster(1, "later")
    with sqlite3.connect(run.path) as file:  # as a run that was cut and went on from an earlier checkpoint
        row = (7, "name_cluster", '{"cluster": 1, "name": "last"}', 0.0)
        file.execute("INSERT INTO events(step, kind, detail, time) VALUES (?, ?, ?, ?)", row)
    assert run.cluster_names == {1: "last"}


def test_views_and_figures_call_clusters_by_their_names(run):
    run.name_cluster(0, "same")
    run.name_cluster(2, "same")
    recording = Recording(run.path)
    assert recording.about()["class_names"] == ["same (0)", "cluster 1", "same (2)"]
    record = recording.probe("exemplars", 20)
    assert record.names == ("same", "", "same") and record.class_names[1] == "one" and record.step == 20
    np.testing.assert_array_equal(record.indices[1], [1, 4, 7, 10])
    np.testing.assert_array_equal(record.images[2, 1], recording.inspected_images()[5])
    texts = {text.get_text() for text in lbaviz.figures.draw(record).axes[0].texts}
    assert {"cluster 0: same", "cluster 1: one", "cluster 2: same"} <= texts


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        ({"cluster": 3, "name": "a"}, "there is no cluster 3: run.lba has clusters 0 to 2"),
        ({"cluster": True, "name": "a"}, "there is no cluster True"),
        ({"cluster": 0, "name": "x" * 41}, "at most 40 characters, got 41: choose a shorter one"),
        ({"cluster": 0, "name": 7}, "a cluster's name is a text, got 7"),
        ({"cluster": 0, "name": "a\0b"}, "characters that can be seen"),
        ({"cluster": 0, "image": 20}, "there is no image 20: run.lba has inspected images 0 to 19"),
        ({"cluster": 0, "image": 1, "wrong": "no"}, "wrong is true, or false to take a mark back, got 'no'"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_no_trace(run, order, sentence):
    kind = "mark_wrong" if "image" in order else "name_cluster"
    with pytest.raises(BadInput, match=sentence):
        naming.write(run.recording, {"kind": kind, **order})
    assert run.recording.events() == []


def test_runs_with_labels_and_runs_without_images_are_told_why_not(tmp_path):
    with pytest.raises(BadInput, match=r"labels\.lba learns classes, which have names: only clusters"):
        lbaviz.open(fake_runs.finished(tmp_path / "labels.lba")).name_cluster(0, "sevens")
    bare = fake_runs.finished(tmp_path / "bare.lba", sides=["centroids", "images"])
    with pytest.raises(BadInput, match=r"bare\.lba has no images to mark: record with probe_every=100"):
        lbaviz.open(bare).mark_wrong(0, 1)
