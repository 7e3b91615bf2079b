"""Probes in a recording: what was found comes back, ready to be drawn; what is missing is said, and how to get it."""

from pathlib import Path
from shutil import copyfile

import numpy as np
import pytest
from fake_runs import begin, finished, inspect, probe_bytes

from lbaviz.errors import BadInput
from lbaviz.recording import Recording, Writer, copy, probed
from lbaviz.records.packing import pack

V1 = Path(__file__).parent.parent / "recordings" / "v1.lba"


@pytest.fixture
def recording(tmp_path) -> Recording:
    writer = begin(tmp_path / "run.lba")
    inspect(writer, [0, 10, 20])
    writer.close()
    return Recording(tmp_path / "run.lba")


def test_the_inspected_images_and_the_steps_of_every_probe_are_told(recording):
    about = recording.about()["inspected"]
    assert about["part"] == "validation" and about["labels"] == [i % 3 for i in range(20)]
    assert recording.inspected_images().shape == (20, 8, 8, 1)
    assert recording.probe_steps() == {name: [0, 10, 20] for name in sorted(probe_bytes(0))}
    assert recording.probe_bytes("visits", 15) == probe_bytes(10)["visits"]


def test_probes_come_back_as_records_of_their_step_with_labels_images_and_names(recording):
    confusion = recording.probe("predictions", 15)
    assert confusion.step == 10 and confusion.counts.sum() == 20 and confusion.error == 25
    near = recording.probe("neighbors", 20)
    assert near.indices.dtype == np.int64 and near.right.shape == (20, 5) and near.query_images.shape == (20, 8, 8, 1)
    visits = recording.probe("visits", 0)
    assert visits.p_visit.sum() == pytest.approx(1) and visits.class_names == ("<b>null</b>", "one", "two")
    layers = recording.probe("layers", 10)
    assert layers.names == ("conv", "linear") and layers.flags == ("", "vanishing") and layers.kernels.shape[0] == 4
    assert layers.counts.dtype == np.int32 and list(layers.table().flag) == ["", "vanishing"]
    plane = recording.probe("projection-tsne", 10)
    assert plane.settings == {"perplexity": 5.0, "seed": 0} and plane.kl == 0.5 and plane.method == "tsne"
    np.testing.assert_array_equal(plane.predicted, confusion.predicted)
    assert recording.probe("embeddings", 10).dtype == np.float32 and recording.probe("embeddings", 10).shape == (20, 4)


def test_the_domains_of_a_pair_come_back_with_their_names(recording, tmp_path):
    plane = recording.probe("projection-tsne", 10)
    assert plane.domains is None and "domains" not in recording.about()["inspected"]
    writer = begin(tmp_path / "pair.lba")
    inspect(writer, [0], pair=["mnist", "svhn"])
    writer.close()
    plane = Recording(tmp_path / "pair.lba").probe("projection-tsne", 0)
    assert plane.domain_names == ("mnist", "svhn") and list(plane.domains) == [0] * 10 + [1] * 10
    assert list(plane.table().domain) == list(plane.domains)
    writer = begin(tmp_path / "own.lba")
    inspect(writer, [0], pair=["own", "own"])
    writer.close()
    assert Recording(tmp_path / "own.lba").probe("projection-tsne", 0).domain_names == ("own (source)", "own (target)")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("neighbors", r"has no 'neighbors' at or before step 5: record with probe_every=100 .*run\.lba'\)\.probe\(\)"),
        ("projection-tsne", r"has no 'projection-tsne' .*project\('tsne'\)"),
        ("neighbours", r"there is no probe 'neighbours' in recordings\. Did you mean 'neighbors'\?"),
    ],
)
def test_what_was_not_recorded_is_a_sentence_that_says_how(name, sentence, tmp_path):
    finished(tmp_path / "run.lba")
    with pytest.raises(BadInput, match=sentence):
        Recording(tmp_path / "run.lba").probe(name, 5)


def test_a_damaged_probe_is_a_sentence(tmp_path):
    writer = begin(tmp_path / "run.lba")
    inspect(writer, [0])
    writer.add_probe(0, "visits", probe_bytes(0)["visits"][:-9])
    writer.add_probe(0, "neighbors", pack({"other": np.zeros(3)}))
    writer.close()
    for name in ("visits", "neighbors"):
        with pytest.raises(BadInput, match="cannot be read"):
            Recording(tmp_path / "run.lba").probe(name, 0)


def test_embeddings_beyond_the_range_of_float16_stay_finite():
    assert np.isfinite(np.frombuffer(probed.embeddings_bytes(np.array([[1e9, -1e9]]))[-4:], "<f2")).all()


def test_a_recording_of_version_1_has_no_probes_and_gets_their_tables_when_it_is_taken_over(tmp_path):
    copyfile(V1, tmp_path / "run.lba")
    old = Recording(tmp_path / "run.lba")
    assert old.about()["inspected"] is None and old.probe_steps() == {} and old.inspected_images().shape[0] == 0
    with pytest.raises(BadInput, match=r"run\.lba has no 'layers' at or before step 3: record with probe_every"):
        old.probe("layers", 3)
    writer = Writer.reopen(tmp_path / "run.lba")
    inspect(writer, [3])
    writer.close()
    assert old.probe_steps()["visits"] == [3] and old.frame_steps() == [0, 1, 2, 3]


def test_a_branch_takes_the_probes_up_to_its_step_and_a_copy_takes_all(recording, tmp_path):
    copy(recording.path, tmp_path / "copy.lba")
    assert Recording(tmp_path / "copy.lba").probe_steps() == recording.probe_steps()
    for parent, steps in ((recording.path, [0, 10]), (V1, [])):
        branch = begin(tmp_path / f"branch-of-{parent.stem}.lba")
        branch.copy_history(parent, 15 if steps else 2)
        branch.close()
        found = Recording(branch.path)
        assert found.probe_steps().get("layers", []) == steps and (found.about()["inspected"] is None) == (not steps)
    assert len(found.frame_steps()) == 3
