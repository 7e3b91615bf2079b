"""A person names clusters while the run trains, when it is over, and from another process; probes know the clusters."""

import time

import numpy as np
import pytest
from test_clusters import QUICK, SMALL
from test_domains import sets

import lbaviz
from lbaviz.errors import BadInput
from lbaviz.recording import Recording
from lbaviz.records.packing import unpack
from lbaviz.session import resume, train_in_foreground

OFTEN = {name: value for name, value in QUICK.items() if name != "progress"}


def start(path):
    return lbaviz.start(SMALL, sets()[0], steps=6, warm_up=2, paused=True, probe_every=3, record=path, **OFTEN)


def waits_for(condition) -> bool:
    end = time.monotonic() + 60
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


def test_a_run_takes_names_and_marks_while_it_lives_and_after_it_has_ended(tmp_path):
    session = start(tmp_path / "run.lba")
    told = []
    session.subscribe(lambda kind, payload: told.append(kind))
    session.step(2)
    session.wait()
    session.command({"kind": "name_cluster", "cluster": 0, "name": "sevens"})
    run = session.wait()
    assert run.cluster_names == {0: "sevens"} and "events" in told
    assert [event.step for event in run.recording.events() if event.kind == "name_cluster"] == [2]
    with pytest.raises(BadInput, match="there is no cluster 9"):
        session.command({"kind": "name_cluster", "cluster": 9, "name": "nines"})
    run.name_cluster(1, "ones")  # through the file, as another process does
    assert waits_for(lambda: run.cluster_names == {0: "sevens", 1: "ones"})
    session.stop()
    session.wait()
    told.clear()
    session.command({"kind": "mark_wrong", "cluster": 1, "image": 2, "wrong": True})
    assert list(run.wrong_images.image) == [2] and told == ["events"]
    ended = train_in_foreground(resume(tmp_path / "run.lba", steps=6, data=sets()[0]))
    assert ended.cluster_names == {0: "sevens", 1: "ones"} and list(ended.wrong_images.cluster) == [1]


def test_names_given_up_to_a_step_go_along_with_a_branch(tmp_path):
    session = start(tmp_path / "run.lba")
    session.step(3)
    session.wait()
    session.command({"kind": "name_cluster", "cluster": 0, "name": "sevens"})
    session.resume()
    run = session.wait()
    assert run.branch(4, steps=5, data=sets()[0]).cluster_names == {0: "sevens"}
    assert run.branch(2, steps=3, data=sets()[0]).cluster_names == {}


def test_the_recorded_exemplars_are_the_surest_of_each_predicted_cluster(tmp_path):
    session = start(tmp_path / "run.lba")
    session.resume()
    recording = Recording(session.wait().path)
    assert recording.probe_steps()["exemplars"] == recording.probe_steps()["predictions"] == [0, 3, 6]
    found = recording.probe("exemplars", 6)
    told = unpack(recording.probe_bytes("predictions", 6))
    predicted, confidence = told["predicted"].astype(int), told["confidence"]
    clusters = len(recording.about()["class_names"])
    np.testing.assert_array_equal(found.sizes, np.bincount(predicted, minlength=clusters))
    for cluster in range(clusters):
        shown = found.indices[cluster][found.indices[cluster] >= 0]
        assert (predicted[shown] == cluster).all() and len(shown) == min(10, found.sizes[cluster])
        rest = np.setdiff1d(np.flatnonzero(predicted == cluster), shown)
        assert not len(rest) or confidence[shown].min() >= confidence[rest].max() - 1e-6
    labels = sets()[0].labels[np.array(recording.inspected_items())]
    there = found.indices >= 0
    np.testing.assert_array_equal(found.labels[there], labels[found.indices[there]])


def test_runs_with_labels_have_no_exemplars(tmp_path):
    run = lbaviz.fit("association", sets()[0], steps=1, probe_every=1, record=tmp_path / "run.lba", **QUICK)
    assert "exemplars" not in run.recording.probe_steps()
