import sqlite3

import numpy as np
import pytest

from lbaviz.errors import BadInput
from lbaviz.recording import Recording, Writer, copy, free_path, schema, thinning
from lbaviz.records import Sample, WalkFrame

ABOUT = {"method": "association", "image_shape": [2, 2, 1], "parent": None}


def frame(step: int) -> WalkFrame:
    rng = np.random.default_rng(step)
    return WalkFrame(
        step,
        rng.random((3, 2)).astype("f4"),
        rng.integers(0, 4, (3, 2)).astype("u2"),
        rng.random(3).astype("f4"),
        rng.random((4, 2)).astype("f4"),
        rng.integers(0, 3, (4, 2)).astype("u2"),
        rng.random(4).astype("f4"),
        rng.random((3, 2)).astype("f4"),
        rng.random(4).astype("f4"),
    )


def write(path, steps: int = 20) -> Writer:
    samples = [Sample("a", i, i, np.full((2, 2, 1), i, np.uint8)) for i in range(3)]
    writer = Writer.create(path, {"about": ABOUT}, samples)
    for step in range(steps + 1):
        writer.add_metrics(step, {"walker": step / 2})
        if step % 10 == 0:
            writer.add_frame(step, frame(step).pack())
    writer.set_status({"state": "running", "step": steps})
    writer.flush()
    return writer


def test_a_frame_survives_packing():
    packed = frame(7).pack()
    back = WalkFrame.unpack(packed)
    for name, value in vars(frame(7)).items():
        np.testing.assert_array_equal(getattr(back, name), value)
    with pytest.raises(BadInput, match="cut off"):
        WalkFrame.unpack(packed[:-1])


def test_a_live_recording_is_read_while_it_is_written(tmp_path):
    writer = write(tmp_path / "run.lba")
    reader = Recording(tmp_path / "run.lba")
    assert reader.status()["state"] == "running" and reader.status()["alive"]
    assert reader.frame_steps() == [0, 10, 20]
    assert reader.frame(15).step == 10
    assert len(reader.metrics()) == 21
    reader.command({"kind": "pause"})
    assert writer.new_commands() == [{"kind": "pause"}]
    assert writer.new_commands() == []
    writer.set_status({"state": "finished", "step": 20})
    writer.close()
    assert reader.status()["state"] == "finished"
    with pytest.raises(BadInput, match="no process is training"):
        reader.command({"kind": "pause"})


def test_a_clean_end_leaves_one_plain_file_that_opens_in_a_read_only_folder(tmp_path, monkeypatch):
    write(tmp_path / "run.lba").close()
    assert [p.name for p in tmp_path.iterdir()] == ["run.lba"]
    monkeypatch.setattr(schema.os, "access", lambda *_: False)  # root may write anywhere, so the answer is forged
    assert Recording(tmp_path / "run.lba").frame_steps() == [0, 10, 20]
    assert [p.name for p in tmp_path.iterdir()] == ["run.lba"]


def test_a_copy_of_a_live_run_is_consistent_and_plain(tmp_path):
    writer = write(tmp_path / "run.lba")
    copy(tmp_path / "run.lba", tmp_path / "copy.lba")
    writer.close()
    assert len(Recording(tmp_path / "copy.lba").metrics()) == 21
    assert not list(tmp_path.glob("copy.lba-*"))
    with pytest.raises(BadInput, match="exists already"):
        copy(tmp_path / "run.lba", tmp_path / "copy.lba")


def test_a_file_that_is_being_written_is_not_taken_over(tmp_path):
    writer = write(tmp_path / "run.lba")
    with pytest.raises(BadInput, match="is being written by this process"):
        Writer.reopen(tmp_path / "run.lba")
    writer.close()
    Writer.reopen(tmp_path / "run.lba").close()


def test_an_existing_file_is_never_overwritten(tmp_path):
    write(tmp_path / "run.lba").close()
    with pytest.raises(BadInput, match="exists already"):
        write(tmp_path / "run.lba")
    assert free_path(tmp_path / "run.lba") == tmp_path / "run-2.lba"


def test_what_is_no_recording_is_refused_with_a_sentence(tmp_path):
    (tmp_path / "text.lba").write_text("hello " * 1000)
    with pytest.raises(BadInput, match="not a recording"):
        Recording(tmp_path / "text.lba")
    with pytest.raises(BadInput, match="there is no file"):
        Recording(tmp_path / "none.lba")
    sqlite3.connect(tmp_path / "other.lba").executescript("CREATE TABLE t(x)")
    with pytest.raises(BadInput, match="not a recording of lbaviz"):
        Recording(tmp_path / "other.lba")
    write(tmp_path / "newer.lba").close()
    sqlite3.connect(tmp_path / "newer.lba").execute("PRAGMA user_version = 99")
    with pytest.raises(BadInput, match="newer than"):
        Recording(tmp_path / "newer.lba")


def test_series_are_thinned_for_drawing_and_keep_both_ends(tmp_path):
    writer = write(tmp_path / "run.lba", steps=5000)
    steps = Recording(tmp_path / "run.lba").series(max_points=100)["walker"]["step"]
    writer.close()
    assert 50 <= len(steps) <= 102 and steps[0] == 0 and steps[-1] == 5000


def test_thinning_keeps_the_first_the_newest_and_stays_within_its_bytes():
    connection = sqlite3.connect(":memory:")
    connection.executescript(schema.TABLES)
    for step in range(0, 2001, 100):
        connection.execute("INSERT INTO checkpoints VALUES (?, 'state', '[]', ?)", [step, b"x" * 100])
        thinning.thin(connection, 1000)
    steps = [row[0] for row in connection.execute("SELECT step FROM checkpoints ORDER BY step")]
    assert len(steps) == 10 and steps[0] == 0 and steps[-2:] == [1900, 2000]
