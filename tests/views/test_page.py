import base64
import errno
import hashlib
import json
import os
import re
from pathlib import Path

import numpy as np
import pytest
from fake_runs import advance, begin, finished, frame, inspect, probe_bytes, samples

from lbaviz.errors import BadInput
from lbaviz.records import WalkFrame
from lbaviz.views import page
from lbaviz.views.page import write_page

HARMLESS = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"}  # names of languages, never fetched


def embedded(path: Path) -> dict:
    text = path.read_text()
    return json.loads(re.search(r'<script type="application/json" id="lbaviz-data">(.*?)</script>', text, re.S)[1])


def test_a_page_holds_the_whole_run_and_no_reference_to_the_outside(tmp_path):
    written = write_page(finished(tmp_path / "run.lba"), tmp_path / "run.html")
    run, text = embedded(tmp_path / "run.html"), (tmp_path / "run.html").read_text()
    assert (written.frames, written.recorded, written.size) == (3, 3, (tmp_path / "run.html").stat().st_size)
    assert set(run["frame_bytes"]) == {"0", "10", "20"}
    np.testing.assert_array_equal(WalkFrame.unpack(base64.b64decode(run["frame_bytes"]["10"])).p_ab, frame(10).p_ab)
    assert run["curves"]["walker"]["step"][-1] == 20 and len(base64.b64decode(run["images"])) == 14 * 64
    assert set(re.findall(r"https?://[^\s\"'`)<\\]+", text)) <= HARMLESS
    assert str(tmp_path) not in text  # no folder of this machine


def test_what_comes_from_data_cannot_act_and_the_policy_allows_only_the_bundle(tmp_path):
    write_page(finished(tmp_path / "run.lba", data="</script><script>alert(1)</script>"), tmp_path / "run.html")
    text = (tmp_path / "run.html").read_text()
    assert text.count("<script") == text.count("</script>") == 2 and "<b>null" not in text
    assert embedded(tmp_path / "run.html")["about"]["data"] == "</script><script>alert(1)</script>"
    bundle = re.search(r'<script type="module">(.*?)</script>', text, re.S)[1]
    digest = base64.b64encode(hashlib.sha256(bundle.encode()).digest()).decode()
    assert f"script-src &#x27;sha256-{digest}&#x27;" in text and "connect-src &#x27;none&#x27;" in text


def test_two_hundred_frames_of_sixty_by_sixty_fit(tmp_path):
    writer = begin(tmp_path / "run.lba", members=samples(60, 60, side=28, classes=10))
    advance(writer, range(201), frame_every=1, n_a=60, n_b=60, classes=10)
    writer.close()
    written = write_page(tmp_path / "run.lba", tmp_path / "run.html")
    assert written.frames == 201 and written.size < 10_000_000


def test_frames_are_thinned_evenly_where_a_page_would_be_too_large_and_it_says_so(tmp_path, monkeypatch):
    path = finished(tmp_path / "run.lba", steps=400)
    whole = write_page(path, tmp_path / "whole.html")
    monkeypatch.setattr(page, "MOST_BYTES", whole.size - 10_000)
    written = write_page(path, tmp_path / "run.html")
    steps = sorted(map(int, embedded(tmp_path / "run.html")["frame_bytes"]))
    assert 2 < written.frames < written.recorded == 41 and written.size <= whole.size - 10_000
    assert steps[0] == 0 and steps[-1] == 400 and max(np.diff(steps)) <= 2 * min(np.diff(steps))
    sentence = f"{written.frames} of 41 recorded frames"
    assert sentence in (tmp_path / "run.html").read_text()
    assert f"{written.frames} of 41 frames" in written.sentence()


def test_a_live_recording_becomes_a_page_that_does_not_run(tmp_path):
    writer = begin(tmp_path / "run.lba")
    advance(writer, range(11))
    write_page(tmp_path / "run.lba", tmp_path / "run.html")
    writer.close()
    assert embedded(tmp_path / "run.html")["status"]["state"] == "paused"


@pytest.mark.parametrize(
    ("code", "words"),
    [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "Read-only file system"), (errno.EACCES, "denied")],
)
def test_a_full_disk_or_a_read_only_folder_leaves_no_half_page(tmp_path, monkeypatch, code, words):
    path = finished(tmp_path / "run.lba")
    (tmp_path / "run.html").write_text("the page of yesterday")
    real = Path.write_bytes

    def fail(self, data):
        real(self, data[:100])
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(BadInput, match=f"{words}.*choose a folder"):
        write_page(path, tmp_path / "run.html")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["run.html", "run.lba"]
    assert (tmp_path / "run.html").read_text() == "the page of yesterday"


def test_probes_are_embedded_by_name_and_step_without_embeddings(tmp_path):
    writer = begin(tmp_path / "run.lba")
    inspect(writer, [0, 10])
    writer.close()
    write_page(tmp_path / "run.lba", tmp_path / "run.html")
    run = embedded(tmp_path / "run.html")
    assert base64.b64decode(run["probe_bytes"]["neighbors"]["10"]) == probe_bytes(10)["neighbors"]
    assert run["probe_steps"]["visits"] == [0, 10] and "embeddings" not in {*run["probe_bytes"], *run["probe_steps"]}
    assert run["about"]["inspected"]["part"] == "validation" and len(base64.b64decode(run["inspected_images"])) == 1280


def test_probes_are_thinned_evenly_beside_frames_and_it_says_so(tmp_path, monkeypatch):
    writer = begin(tmp_path / "run.lba")
    advance(writer, range(401))
    inspect(writer, list(range(0, 401, 10)))
    writer.close()
    whole = write_page(tmp_path / "run.lba", tmp_path / "whole.html")
    assert (whole.probed, whole.frames) == (41, 41) and " of " not in whole.sentence()
    room = sum(len(json.dumps(embedded(tmp_path / "whole.html")[key])) for key in ("frame_bytes", "probe_bytes"))
    monkeypatch.setattr(page, "MOST_BYTES", whole.size - room // 2)
    written = write_page(tmp_path / "run.lba", tmp_path / "run.html")
    steps = embedded(tmp_path / "run.html")["probe_steps"]["layers"]
    assert 2 < len(steps) == written.probed < 41 and (steps[0], steps[-1]) == (0, 400)
    assert written.size <= whole.size - room // 2 and f"{written.probed} of 41 probed steps" in written.sentence()
