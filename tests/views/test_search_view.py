import threading

import numpy as np
import pytest
from fake_searches import FakeSearch

import lbaviz
from lbaviz.errors import BadInput
from lbaviz.views import SearchView


@pytest.fixture
def search():
    return FakeSearch(0)


@pytest.fixture
def view(search):
    view = SearchView(search)
    yield view
    view.close()


def test_charts_fill_up_and_what_a_person_marked_in_them_stays(search, view):
    line, empty = view.children
    assert "0 of 80 trials finished (&lt;search.log&gt;)" in line.value
    assert "no trial is finished yet" in empty.layout.annotations[0].text
    search.finished = 40
    assert view.refresh()
    _, lines, ablation = view.children
    lines.data[0].dimensions[0].constraintrange = [0.1, 0.3]
    search.finished = 60
    view.refresh()
    assert view.children[1] is lines and len(lines.data[0].dimensions[1]["values"]) == 60
    assert lines.data[0].dimensions[0].constraintrange == (0.1, 0.3)
    assert lines.layout.title.text == "60 trials: weights and test_error"
    np.testing.assert_allclose(ablation.data[0].y, search.record().scores)
    assert "60 trials" in ablation.layout.title.text


def test_it_looks_by_itself_until_all_trials_are_finished(search, monkeypatch):
    monkeypatch.setattr("lbaviz.views.search_view.LOOK_SECONDS", 0.01)
    view = SearchView(search)
    search.finished = 80
    view.thread.join(60)
    assert not view.thread.is_alive() and "80 of 80" in view.children[0].value


def test_closed_it_looks_no_more(view):
    view.close()
    view.thread.join(60)
    assert view.thread not in threading.enumerate()


def test_a_search_as_the_last_line_of_a_cell_shows_its_view(search, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    monkeypatch.delattr(lbaviz, "search")  # imported by other means before: now as in a notebook
    lbaviz.search.Search._ipython_display_(search)
    assert isinstance(shown[0], SearchView)
    shown[0].close()


def test_its_page_is_written_whole_or_not_at_all(view, tmp_path):
    assert "Plotly.newPlot" in view.to_html(tmp_path / "search.html").read_text(encoding="utf-8")
    with pytest.raises(BadInput, match=r"search.html cannot be written \(No such file or directory\)"):
        view.to_html(tmp_path / "nowhere" / "search.html")
    assert [path.name for path in tmp_path.iterdir()] == ["search.html"]
