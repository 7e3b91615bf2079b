import json
import re

import fake_runs
import numpy as np
import pytest
from matplotlib.text import Text

import lbaviz
from lbaviz.errors import BadInput
from lbaviz.records import Confusion, Layers, Neighbors, Projection
from lbaviz.views import (
    AssociationView,
    CompareView,
    ConfusionView,
    EmbeddingView,
    LayersView,
    LookInside,
    NeighborsView,
    TimeAxis,
)
from lbaviz.views.page import write_page


@pytest.fixture
def run(tmp_path):
    return probed(tmp_path / "run.lba")


def probed(path, n=20):
    """Write an ended recording with probes at steps 10 and 20."""
    writer = fake_runs.begin(path)
    fake_runs.inspect(writer, [10, 20], n=n)
    fake_runs.advance(writer, range(21), state="finished")
    writer.close()
    return path


def embedded(path):
    return json.loads(
        re.search(r'<script type="application/json" id="lbaviz-data">(.*?)</script>', path.read_text())[1]
    )


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        (EmbeddingView, Projection),
        (ConfusionView, Confusion),
        (NeighborsView, Neighbors),
        (LayersView, Layers),
        (LookInside, Confusion),
    ],
)
def test_a_view_gives_and_prints_the_record_that_it_shows(run, tmp_path, kind, record):
    view = kind(run)
    assert isinstance(view.record(), record) and view.record().step == 20
    assert view.record(step=15).step == view.record(step=3).step == 10
    view.step = 12
    assert view.record().step == 10
    view.savefig(tmp_path / "view.pdf")
    assert (tmp_path / "view.pdf").read_bytes().startswith(b"%PDF")
    assert "image/png" in view._repr_mimebundle_()[0]


def test_an_embedding_falls_back_to_the_layout_that_was_recorded(run):
    view = EmbeddingView(run, colour="correctness")
    assert view.projection == "pca" and view.record().method == "tsne"
    with pytest.raises(Exception, match="umap"):
        view.projection = "lda"


def test_an_embedding_of_two_domains_is_coloured_by_domain_unless_told(run, tmp_path):
    writer = fake_runs.begin(tmp_path / "pair.lba")
    fake_runs.inspect(writer, [0], pair=["mnist", "svhn"])
    writer.close()
    view = EmbeddingView(tmp_path / "pair.lba")
    assert view.colour is None and shown(view.figure()) >= {"mnist", "svhn"}
    assert {"mnist", "svhn", "one"} <= shown(EmbeddingView(tmp_path / "pair.lba", colour="class").figure())
    assert "one" in shown(EmbeddingView(run).figure())
    with pytest.raises(BadInput, match="colour='domain' needs every sample's domain"):
        EmbeddingView(run, colour="domain").figure()


def shown(figure) -> set[str]:
    return {text.get_text() for text in figure.findobj(Text)}


def test_without_probes_a_view_says_how_to_record_them_and_still_shows(tmp_path):
    view = ConfusionView(fake_runs.finished(tmp_path / "run.lba"))
    with pytest.raises(BadInput, match="--probe-every 100"):
        view.record()
    assert "image/png" not in view._repr_mimebundle_()[0]


def test_probes_reach_the_browser_as_they_were_recorded(run):
    view, sent = NeighborsView(run), []
    view.send = lambda content, buffers=None: sent.append((content, buffers))
    view._receive(view, {"kind": "probe", "name": "neighbors", "step": 19, "request": 4}, [])
    assert sent[0][0]["request"] == 4 and sent[0][1] == [view._feed.probe("neighbors", 10)]
    assert view.probe_steps["layers"] == [10, 20] and len(view.inspected_images) == 20 * 64


def test_linked_views_are_one_group_and_one_page(run, tmp_path):
    other = probed(tmp_path / "other.lba")
    views = [EmbeddingView(run), ConfusionView(other), TimeAxis(run)]
    linked = lbaviz.link(views, hover=False)
    assert all(view.group == views[0].group for view in views)
    assert {name: views[0].group[name] for name in ("step", "selection", "hover")} == {
        "step": True,
        "selection": True,
        "hover": False,
    }
    assert lbaviz.link(views[:2]).views == (views[0], views[1])
    assert views[0].group["id"] != views[2].group["id"]
    written = linked.to_html(tmp_path / "page.html")
    text, page = (tmp_path / "page.html").read_text(), embedded(tmp_path / "page.html")
    assert [one["about"]["path"] for one in page["runs"]] == ["run.lba", "other.lba"]
    assert re.findall(r'data-view="(\w+)" data-run="([\w.]+)" data-group', text) == [
        ("embedding", "run.lba"),
        ("confusion", "other.lba"),
        ("time", "run.lba"),
    ]
    assert (written.frames, written.recorded, written.probed) == (6, 6, 4) and str(tmp_path) not in text


def test_runs_of_one_name_stay_two_on_a_page(tmp_path):
    (tmp_path / "b").mkdir()
    paths = [fake_runs.finished(tmp_path / "run.lba"), fake_runs.finished(tmp_path / "b" / "run.lba")]
    lbaviz.compare(*paths).to_html(tmp_path / "page.html")
    page = embedded(tmp_path / "page.html")
    assert [one["about"]["path"] for one in page["runs"]] == ["run.lba", "run (2).lba"]
    assert 'data-view="compare" data-run="run.lba" data-other="run (2).lba"' in (tmp_path / "page.html").read_text()


def test_what_cannot_be_linked_is_refused(run):
    with pytest.raises(BadInput, match="only views can be linked, got a str: wrap it, as EmbeddingView"):
        lbaviz.link([str(run), str(run)])
    with pytest.raises(BadInput, match="two views or more, got 1"):
        lbaviz.link([EmbeddingView(run)])


@pytest.mark.parametrize("rule", ["step", "selection", "hover"])
def test_views_of_one_run_are_never_parted(run, tmp_path, rule):
    one, two = EmbeddingView(run), EmbeddingView(run)
    with pytest.raises(BadInput, match=f"{rule}=False cannot part these 2 views, all of run.lba: .*views of two runs"):
        lbaviz.link([one, two], **{rule: False})
    assert one.group == two.group == {}
    third = EmbeddingView(probed(tmp_path / "third.lba"))
    lbaviz.link([one, two, third], **{rule: False})
    assert one.group == two.group == third.group and third.group[rule] is False


def test_a_comparison_knows_both_runs_and_answers_for_both(run, tmp_path):
    other = fake_runs.finished(tmp_path / "other.lba", steps=40)
    view, sent = lbaviz.compare(run, other), []
    assert lbaviz.compare(run, other).view == "compare", "the function is found again"
    assert (view.about["name"], view.other_about["name"]) == ("run.lba", "other.lba")
    assert (view.frames, view.other_frames) == ([0, 10, 20], [0, 10, 20, 30, 40])
    view.send = lambda content, buffers=None: sent.append(buffers[0])
    for which in ({}, {"run": "other_"}):
        view._receive(view, {"kind": "frame", "step": 99, "request": 1, **which}, [])
    assert sent == [fake_runs.frame(20).pack(), fake_runs.frame(40).pack()]
    expected = matrix(40) - matrix(20)
    np.testing.assert_allclose(view.difference(), expected, rtol=1e-6)
    assert np.all(view.difference(20) == 0) and view.difference(0).shape == (3, 3)
    view.savefig(tmp_path / "difference.pdf")
    view.close()


def matrix(step: int) -> np.ndarray:
    ends = fake_runs.frame(step).p_class
    return np.stack([ends[np.array(fake_runs.LABELS_A) == c].mean(0) for c in range(3)])


def test_news_of_the_second_run_reach_a_comparison(run, tmp_path):
    session = fake_runs.FakeSession(tmp_path / "live.lba")
    view = CompareView(run, session)
    session.go_to(20)
    view._other.refresh()
    assert view.other_frames == [0, 10, 20] and view.other_status["step"] == 20
    assert view.frames == [0, 10, 20] and view.status["state"] == "finished"
    view.close()
    session.writer.close()


def test_a_page_shows_one_view_of_one_run_as_before(run, tmp_path):
    AssociationView(run).to_html(tmp_path / "a.html")
    write_page(run, tmp_path / "b.html", view="association")
    assert embedded(tmp_path / "a.html")["about"] == embedded(tmp_path / "b.html")["about"]
    assert 'data-view="association"></div>' in (tmp_path / "b.html").read_text()
