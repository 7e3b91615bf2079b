"""The view of clusters draws the recorded exemplars; names and marks go into the file and come to every view."""

import json
import re

import fake_runs
import pytest

from lbaviz.records import Exemplars
from lbaviz.views import ExemplarsView
from lbaviz.views.feed import Feed
from lbaviz.views.page import write_page


@pytest.fixture
def run(tmp_path):
    return fake_runs.clustered(tmp_path / "run.lba")


def test_the_view_of_clusters_gives_and_prints_the_exemplars(run):
    view = ExemplarsView(run)
    assert isinstance(view.record(), Exemplars) and view.record(step=15).step == 10
    assert view.figure().axes[0].texts and view.capabilities["naming"]


def test_a_name_from_a_browser_reaches_the_file_and_every_view(run):
    feed = Feed(run)
    feed.send({"kind": "visible"})
    feed.send({"kind": "name_cluster", "cluster": 1, "name": "sevens"})
    fake_runs.until(lambda: feed.get("about")["class_names"][1] == "sevens")
    feed.send({"kind": "mark_wrong", "cluster": 1, "image": 4, "wrong": True})
    fake_runs.until(lambda: [event["kind"] for event in feed.get("events")] == ["name_cluster", "mark_wrong"])
    feed.send({"kind": "name_cluster", "cluster": 7, "name": "sevens"})
    assert feed.get("status")["note"] == "there is no cluster 7: run.lba has clusters 0 to 2"
    feed.close()


def test_the_owner_of_a_live_run_is_asked_to_keep_a_name(tmp_path):
    names = ["cluster 0", "cluster 1"]
    writer = fake_runs.begin(tmp_path / "live.lba", sides=["centroids", "images"], class_names=names)
    fake_runs.advance(writer, range(11))
    Feed(tmp_path / "live.lba").send({"kind": "name_cluster", "cluster": 1, "name": " sevens "})
    assert writer.new_commands() == [{"kind": "name_cluster", "cluster": 1, "name": "sevens"}]
    writer.close()


def test_an_exported_page_holds_names_marks_and_exemplars(run, tmp_path):
    feed = Feed(run)
    feed.send({"kind": "name_cluster", "cluster": 1, "name": "sevens"})
    feed.send({"kind": "mark_wrong", "cluster": 1, "image": 4, "wrong": True})
    write_page(run, tmp_path / "page.html")
    text = (tmp_path / "page.html").read_text()
    page = json.loads(re.search(r'<script type="application/json" id="lbaviz-data">(.*?)</script>', text)[1])
    assert page["about"]["class_names"][1] == "sevens" and list(page["probe_bytes"]["exemplars"]) == ["10", "20"]
    assert [event["detail"] for event in page["events"]][1] == {"cluster": 1, "image": 4, "wrong": True}
    assert "capabilities" not in page
