"""A session becomes topics that views show, and commands of views reach it."""

import pytest
from fake_runs import FakeSession, frame, inspect, probe_bytes, until

from lbaviz.errors import BadInput
from lbaviz.recording import Recording
from lbaviz.views import feed as feeds
from lbaviz.views.feed import Feed
from lbaviz.views.topics import TOPICS, happened, step_of


@pytest.fixture
def session(tmp_path):
    return FakeSession(tmp_path / "run.lba")


def test_a_session_becomes_topics(session):
    feed = Feed(session)
    assert set(feed.values()) == set(TOPICS)
    assert feed.get("about")["name"] == "run.lba" and feed.get("frames") == [0, 10]
    assert step_of(feed.get("frame")) == 10
    may = {name: True for name in ("steer", "reset", "branch", "export", "naming")}
    assert feed.get("capabilities") == {**may, "reason": ""}
    assert feed.get("curves")["walker"]["step"][-1] == 10
    assert [entry["current"] for entry in feed.get("branches")] == [True]


def test_commands_go_to_the_session_and_a_refusal_comes_back_as_a_sentence(session):
    feed = Feed(session)
    feed.send({"kind": "set", "knob": "visit_weight", "value": 0.3, "drag": "d1"})
    assert session.commands == [{"kind": "set", "knob": "visit_weight", "value": 0.3, "drag": "d1"}]

    def refuse(command):
        raise BadInput("there is no knob 'visits'. Did you mean 'visit_weight'?")

    session.command = refuse
    feed.send({"kind": "set", "knob": "visits", "value": 1})
    assert feed.get("status")["note"] == "there is no knob 'visits'. Did you mean 'visit_weight'?"


def test_frames_are_shown_live_with_their_step_and_nobody_looking_costs_nothing(session, monkeypatch):
    feed, news = Feed(session), []
    feed.subscribe(news.append)
    (_, alive), *_ = session.watchers
    assert not alive()
    session.tell("status", {**session.status(), "step": 11})
    assert news == []
    feed.send({"kind": "visible"})
    assert alive()
    session.tell("frame", frame(12).pack())
    until(lambda: any("frame" in changed for changed in news))
    assert feed.get("status")["step"] == 12 and step_of(feed.get("frame")) == 12
    monkeypatch.setattr(feeds, "ALIVE_SECONDS", 0.0)
    assert not alive()


def test_the_thread_ends_when_nobody_looks_any_more(session, monkeypatch):
    feed = Feed(session)
    feed.send({"kind": "visible"})
    assert feed._worker._thread is not None
    monkeypatch.setattr(feeds, "ALIVE_SECONDS", 0.0)
    until(lambda: feed._worker._thread is None)


def test_a_change_of_state_is_shown_even_if_nobody_looks(session):
    feed = Feed(session)
    session.go_to(20, "running")
    session.go_to(30, "paused")
    until(lambda: feed.get("frames") == [0, 10, 20, 30])
    assert feed.get("status")["state"] == "paused" and step_of(feed.get("frame")) == 30


def test_curves_follow_while_somebody_looks(session):
    feed = Feed(session)
    feed.send({"kind": "visible"})
    session.go_to(15)
    until(lambda: feed.get("curves")["walker"]["step"][-1] == 15)


def test_a_branch_is_shown_beside_its_parent_and_one_can_go_back(session):
    feed = Feed(session)
    feed.send({"kind": "branch", "step": 5, "knobs": {"visit_weight": 0.0}})
    until(lambda: feed.get("about")["name"] == "run-branch-5.lba")
    assert session.branches == [(5, {"visit_weight": 0.0})]
    family = {entry["name"]: entry for entry in feed.get("branches")}
    assert family["run-branch-5.lba"]["current"] and family["run-branch-5.lba"]["step"] == 5
    assert family["run.lba"]["series"]["walker"]["step"][-1] == 10
    assert session.watchers == []
    feed.send({"kind": "open", "path": family["run.lba"]["path"]})
    until(lambda: feed.get("about")["name"] == "run.lba")
    feed.send({"kind": "resume"})
    assert session.commands[-1] == {"kind": "resume"}


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ({"kind": "branch", "step": "x"}, "a whole number from 0 on, got 'x'"),
        ({"kind": "branch", "step": 5, "knobs": {"steps": 9}}, "has no knob 'steps'"),
        ({"kind": "branch", "step": 5, "knobs": {"visit_weight": "a"}}, "visit_weight takes a number"),
        ({"kind": "open", "path": "/etc/passwd"}, "only this run's parent and branches"),
    ],
)
def test_what_a_browser_must_not_ask_is_refused(session, command, sentence):
    feed = Feed(session)
    feed.send(command)
    until(lambda: sentence in (feed.get("status").get("note") or ""))
    assert session.branches == []


def test_a_reset_is_followed(session, tmp_path):
    feed = Feed(session)
    successor = FakeSession(tmp_path / "run-2.lba")
    session.successor = successor
    session.go_to(11, "stopped")
    until(lambda: feed.get("about")["name"] == "run-2.lba")
    assert {entry["name"] for entry in feed.get("branches")} == {"run.lba", "run-2.lba"}
    assert successor.watchers


def test_probes_are_told_as_they_grow_and_answered_by_name_and_step(session):
    feed, news = Feed(session), []
    assert feed.get("about")["inspected"] is None and feed.get("inspected_images") == b""
    inspect(session.writer, [0])
    feed.refresh()  # filled in while it was shown: the samples are told too
    assert feed.get("about")["inspected"]["part"] == "validation" and len(feed.get("inspected_images")) == 20 * 64
    feed.subscribe(news.append)
    feed.send({"kind": "visible"})
    until(lambda: any("status" in changed or "branches" in changed for changed in news) or feed._worker._thread)
    inspect(session.writer, [10])
    session.tell("probes")
    until(lambda: feed.get("probe_steps")["visits"] == [0, 10])
    assert feed.probe("layers", 7) == probe_bytes(0)["layers"]
    with pytest.raises(BadInput, match="has no 'projection-umap'"):
        feed.probe("projection-umap", 10)


def test_an_ended_run_of_this_process_can_be_reset_where_its_session_can(session):
    feed = Feed(session)
    assert feed.get("capabilities")["reset"] and feed.get("capabilities")["steer"]
    session.go_to(11, "finished")
    until(lambda: not feed.get("capabilities")["steer"])
    assert not feed.get("capabilities")["reset"]
    session.can_reset = True
    feed.refresh()
    assert feed.get("capabilities")["reset"] and not feed.get("capabilities")["steer"]
    assert feed.get("capabilities")["reason"].startswith("this run has ended: reset it to start anew, or branch")


def test_only_a_clusters_name_makes_an_event_tell_about_the_run_again(session):
    recording = Recording(session.run.path)
    session.writer.add_event(10, "knob", {"knob": "visit_weight", "from": 1.0, "to": 0.5})
    session.writer.flush()
    assert set(happened(recording)) == {"events"}
    session.writer.add_event(10, "name_cluster", {"cluster": 0, "name": "zeros"})
    session.writer.flush()
    told = happened(recording)
    assert set(told) == {"events", "about"} and told["about"]["class_names"][0] == "zeros"
