import base64
import time

import pytest
from fake_runs import FakeSession, finished, frame, inspect, probe_bytes

from lbaviz import figures, views
from lbaviz.errors import BadInput
from lbaviz.views.topics import step_of


@pytest.fixture
def session(tmp_path):
    return FakeSession(tmp_path / "run.lba")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Dashboard", "dashboard"),
        ("AssociationView", "association"),
        ("ControlPanel", "controls"),
        ("CurvesView", "curves"),
        ("TimeAxis", "time"),
    ],
)
def test_every_view_says_its_kind_and_carries_the_run(session, name, kind):
    view = getattr(views, name)(session)
    assert view.view == kind and view.about["name"] == "run.lba"
    assert len(view.images) == 14 * 64 and view.frames == [0, 10]
    view.close()


def test_unknown_names_are_refused_with_the_nearest(session):
    with pytest.raises(BadInput, match=r"a Dashboard has no 'top_kk'\. Did you mean 'top_k'\?"):
        views.Dashboard(session, top_kk=3)
    view = views.Dashboard(session, top_k=3)
    with pytest.raises(BadInput, match=r"Did you mean 'threshold'\?"):
        view.treshold = 0.1
    view.close()


def test_what_the_training_thread_tells_arrives_in_the_traits(session):
    view = views.AssociationView(session)
    view._receive(view, {"kind": "visible"}, [])
    session.tell("frame", frame(12).pack())
    assert step_of(view.frame) == 12 and view.status["step"] == 12
    view.close()
    session.tell("frame", frame(13).pack())
    assert step_of(view.frame) == 12


def test_setting_the_traits_of_a_frame_costs_the_training_thread_little(session):
    view = views.AssociationView(session)
    view._receive(view, {"kind": "visible"}, [])
    packed = [frame(step, 60, 60, 10).pack() for step in range(100, 120)]
    start = time.perf_counter()
    for data in packed:
        session.tell("frame", data)
    assert (time.perf_counter() - start) / len(packed) < 0.01  # 0.4 ms without the shape checks of the tests
    view.close()


def test_messages_of_the_browser_reach_the_session_and_frames_are_answered(session, monkeypatch):
    view, sent = views.Dashboard(session), []
    monkeypatch.setattr(view, "send", lambda content, buffers=None: sent.append((content, buffers)))
    view._receive(view, {"kind": "pause"}, [])
    assert session.commands == [{"kind": "pause"}]
    view._receive(view, {"kind": "frame", "step": 7, "request": 5}, [])
    (content, buffers), *_ = sent
    assert content == {"kind": "frame", "request": 5, "step": 0} and step_of(buffers[0]) == 0
    view._receive(view, {"kind": "frame", "step": None, "request": 6}, [])
    assert sent[1][0]["step"] == -1
    view.close()


def test_views_of_one_run_share_a_feed_and_switch_together(session):
    walk, panel = views.AssociationView(session), views.ControlPanel(session)
    assert walk._feed is panel._feed and len(session.watchers) == 1
    panel._receive(panel, {"kind": "branch", "step": 5, "knobs": {}}, [])
    end = time.monotonic() + 30
    while {walk.about["name"], panel.about["name"]} != {"run-branch-5.lba"} and time.monotonic() < end:
        time.sleep(0.01)
    assert walk.about["name"] == panel.about["name"] == "run-branch-5.lba"
    parent = views.AssociationView(session)
    assert parent.about["name"] == "run.lba"
    for view in (walk, panel, parent):
        view.close()


@pytest.mark.parametrize("ending", ["pdf", "svg", "png"])
def test_what_is_shown_is_saved(tmp_path, ending):
    view = views.Dashboard(str(finished(tmp_path / "run.lba")))
    view.step, view.selected, view.top_k = 10, 2, 3
    assert (view.picture().frame.step, view.picture().selected, view.picture().top_k) == (10, 2, 3)
    view.savefig(tmp_path / f"figure.{ending}")
    assert (tmp_path / f"figure.{ending}").stat().st_size > 5000
    assert figures.draw(view)._repr_png_() == view.figure()._repr_png_()
    with pytest.raises(BadInput, match="cannot be written"):
        view.savefig(tmp_path / "nowhere" / f"figure.{ending}")
    view.close()


def test_curves_are_saved_as_curves(tmp_path):
    view = views.CurvesView(str(finished(tmp_path / "run.lba")))
    assert [axes.get_ylabel() for axes in view.figure().axes] == ["error (%)", "loss (nats)"]
    view.close()


def test_a_page_shows_the_view_alone(tmp_path):
    view = views.AssociationView(str(finished(tmp_path / "run.lba")))
    assert view.to_html(tmp_path / "figure.html").frames == 3
    assert 'data-view="association"' in (tmp_path / "figure.html").read_text()
    view.close()


def test_a_cell_shows_the_widget_and_carries_a_picture_for_where_widgets_do_not_run(session):
    view = views.Dashboard(session)
    session.go_to(20)  # nobody looks, yet the picture is of the newest frame
    data, _ = view._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == view.model_id
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert view.frames == [0, 10, 20]
    assert "image/png" not in views.ControlPanel(session)._repr_mimebundle_()[0]
    view.close()


def test_probes_are_answered_as_messages(session, monkeypatch):
    inspect(session.writer, [0, 10])
    view, sent = views.Dashboard(session), []
    assert view.probe_steps["layers"] == [0, 10] and len(view.inspected_images) == 20 * 64
    monkeypatch.setattr(view, "send", lambda content, buffers=None: sent.append((content, buffers)))
    view._receive(view, {"kind": "probe", "name": "layers", "step": 10, "request": 7}, [])
    assert sent == [({"kind": "probe", "request": 7, "name": "layers", "step": 10}, [probe_bytes(10)["layers"]])]
    view._receive(view, {"kind": "probe", "name": "projection-umap", "step": 10, "request": 8}, [])
    assert sent[1] == ({"kind": "probe", "request": 8, "name": "projection-umap", "step": -1}, [b""])
    view.close()
