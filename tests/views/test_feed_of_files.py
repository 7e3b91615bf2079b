"""A recording becomes topics too, while another process writes it and after it has ended."""

import pytest
from fake_runs import FakeSession, advance, begin, finished, status, until

from lbaviz.errors import BadInput
from lbaviz.recording import Recording
from lbaviz.views.feed import Feed
from lbaviz.views.topics import step_of


def test_a_file_of_another_live_process_is_followed_and_steered_through_the_file(tmp_path):
    writer = begin(tmp_path / "run.lba")
    advance(writer, range(11))
    feed = Feed(tmp_path / "run.lba")
    assert feed.get("capabilities")["steer"]
    feed.send({"kind": "visible"})
    feed.send({"kind": "pause"})
    assert writer.new_commands() == [{"kind": "pause"}]
    advance(writer, range(11, 31), state="paused")
    until(lambda: feed.get("status")["step"] == 30)
    until(lambda: feed.get("frames") == [0, 10, 20, 30])
    writer.close()


def test_a_reset_in_another_process_is_followed_to_its_new_file(tmp_path):
    writer = begin(tmp_path / "run.lba")
    advance(writer, range(11))
    feed = Feed(tmp_path / "run.lba")
    feed.send({"kind": "visible"})
    feed.send({"kind": "reset"})
    advance(writer, range(11, 12), state="stopped")
    writer.close()
    successor = begin(tmp_path / "run-2.lba")
    advance(successor, range(1), state="paused")
    until(lambda: feed.get("about")["name"] == "run-2.lba")
    assert feed.get("capabilities")["steer"] and feed.get("status")["step"] == 0
    successor.close()


def test_an_ended_file_says_what_still_works_and_why(tmp_path):
    path = finished(tmp_path / "run.lba")
    asked = []

    def brancher(parent, step, knobs):
        asked.append((parent.name, step, knobs))
        return FakeSession(tmp_path / "child.lba")

    feed = Feed(path, brancher)
    may = feed.get("capabilities")
    assert not may["steer"] and may["branch"]
    assert may["reason"] == "this run has ended: only time, branch and export work; branch from a step to go on"
    feed.send({"kind": "resume"})
    assert "no process is training run.lba" in feed.get("status")["note"]
    feed.send({"kind": "branch", "step": 10, "knobs": {}})
    until(lambda: feed.get("about")["name"] == "child.lba")
    assert asked == [("run.lba", 10, {})] and feed.get("capabilities")["steer"]
    assert {entry["name"] for entry in feed.get("branches")} == {"run.lba", "child.lba"}


def test_without_a_brancher_the_reason_says_so(tmp_path):
    feed = Feed(finished(tmp_path / "run.lba"))
    assert feed.get("capabilities")["branch"] is False
    assert "`lbaviz watch run.lba` can branch from it" in feed.get("capabilities")["reason"]


def test_export_writes_beside_the_recording_and_never_over_another_page(tmp_path):
    feed = Feed(finished(tmp_path / "run.lba"))
    for name in ("run.html", "run-2.html"):
        feed.send({"kind": "export"})
        until((tmp_path / name).exists)
        until(lambda name=name: name in (feed.get("status").get("note") or ""))
    assert "contains pictures of the data" in feed.get("status")["note"]


def test_frames_are_answered_with_the_nearest_earlier_one(tmp_path):
    feed = Feed(finished(tmp_path / "run.lba"))
    assert [step_of(feed.frame(step)) for step in (-3, 0, 15, 999)] == [0, 0, 10, 20]


def test_what_is_no_run_is_refused():
    with pytest.raises(BadInput, match=r"a view shows a session, a run or a recording's path \(\*.lba\), not a int"):
        Feed(3)


def test_values_that_json_does_not_know_are_left_empty(tmp_path):
    writer = begin(tmp_path / "run.lba")
    writer.add_metrics(1, {"walker": float("inf")})
    writer.add_metrics(2, {"walker": 1.0})
    writer.set_status(status("failed", 2))
    writer.close()
    assert Feed(tmp_path / "run.lba").get("curves")["walker"]["value"] == [None, 1.0]
    assert Recording(tmp_path / "run.lba").status()["state"] == "failed"
