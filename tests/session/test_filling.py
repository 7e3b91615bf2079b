"""Probes of an ended run: the same rows as while it trained, and layouts of recorded embeddings."""

from pathlib import Path
from shutil import copyfile

import numpy as np
import pytest
from test_fit import QUICK

import lbaviz
from lbaviz.errors import BadInput
from lbaviz.recording import Recording

V1 = Path(__file__).parent.parent / "recordings" / "v1.lba"


def rows(run) -> dict:
    found = run.recording
    return {(name, at): found.probe_bytes(name, at) for name, steps in found.probe_steps().items() for at in steps}


def test_filling_in_gives_what_live_probes_give(tmp_path):
    live = lbaviz.fit("association", "digits", steps=20, probe_every=10, record=tmp_path / "live.lba", **QUICK)
    later = lbaviz.fit("association", "digits", steps=20, record=tmp_path / "later.lba", **QUICK)
    assert later.recording.probe_steps() == {} and later.recording.about()["inspected"] is None
    assert later.probe() is later and rows(later) == rows(live)
    assert later.recording.about()["inspected"] == live.recording.about()["inspected"]
    assert Recording(later.path).status()["state"] == "finished" and not Recording(later.path).status()["alive"]
    assert [path.name for path in tmp_path.iterdir() if "later" in path.name] == ["later.lba"]


def test_some_steps_only_also_after_opening_again(tmp_path):
    lbaviz.fit("association", "digits", steps=20, record=tmp_path / "run.lba", **QUICK)
    run = lbaviz.open(tmp_path / "run.lba").probe(steps=[20, 0])
    assert run.recording.probe_steps()["visits"] == [0, 20]
    with pytest.raises(BadInput, match=r"run\.lba has checkpoints at the steps 0, 10, 20; 5 is not among them"):
        run.probe(steps=[5])


def test_a_recording_of_version_1_needs_its_network_and_then_is_probed(tmp_path):
    copyfile(V1, tmp_path / "run.lba")
    with pytest.raises(BadInput, match="was made with an own network"):
        lbaviz.open(tmp_path / "run.lba").probe()
    assert (tmp_path / "run.lba").read_bytes() == V1.read_bytes()


def test_a_run_that_is_being_written_is_left_alone():
    session = lbaviz.start("association", "digits", steps=20, paused=True, probe_every=10, **QUICK)
    session.wait()
    for ask in (session.run.probe, session.run.project):
        with pytest.raises(BadInput, match="is being written by this process"):
            ask()
    session.stop()


def test_layouts_need_recorded_embeddings(tmp_path):
    run = lbaviz.fit("association", "digits", steps=1, record=tmp_path / "run.lba", **QUICK)
    with pytest.raises(BadInput, match=r"has no 'embeddings' .*record with probe_every=100 .*\.probe\(\)"):
        run.project("pca")


@pytest.mark.parametrize("method", ["pca", "tsne"])
def test_layouts_of_recorded_embeddings_are_kept_for_views(method, tmp_path):
    run = lbaviz.fit("association", "digits", steps=20, probe_every=10, record=tmp_path / "run.lba", **QUICK)
    options = {"perplexity": 10} if method == "tsne" else {}
    first, *_, last = run.project(method, steps=[20, 0], **options)
    assert (first.step, last.step, last.method) == (0, 20, method) and last.seconds > 0
    kept = lbaviz.open(run.path).recording.probe(f"projection-{method}", 20)
    np.testing.assert_array_equal(kept.positions, last.positions)
    assert kept.settings == last.settings and (kept.labels == last.labels).all() and kept.kl == pytest.approx(last.kl)
    run.project(method, steps=[10], **options)
    assert run.recording.probe_steps()[f"projection-{method}"] == [10]  # the others would not be aligned with it
    with pytest.raises(BadInput, match="has embeddings at the steps 0, 10, 20; 3 is not among them"):
        run.project(method, steps=[3])
    with pytest.raises(BadInput, match="there is no method 'tnse'"):
        run.project("tnse")
    assert run.state == "finished"
