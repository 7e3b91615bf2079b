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


class Place:
    """What a cell shows at one place."""

    def __init__(self, shown):
        self.shown = shown

    def update(self, shown, raw):
        assert raw
        self.shown = shown


@pytest.fixture
def cell(monkeypatch) -> list[Place]:
    """The places of a cell, in the order in which something was displayed there."""
    places = []

    def display(shown, raw=False, display_id=None):
        places.append(Place(shown))
        return places[-1]

    monkeypatch.setattr("IPython.display.display", display)
    monkeypatch.setattr("lbaviz.views.search_view.LOOK_SECONDS", 0.01)
    return places


def test_charts_fill_up_as_the_search_goes_on(search, view):
    assert "0 of 80 trials finished (&lt;search.log&gt;)" in view.line.value
    assert "no trial is finished yet" in view.charts[0].layout.annotations[0].text
    search.finished = 60
    assert view.refresh()
    lines, ablation = view.charts
    assert len(lines.data[0].dimensions[1]["values"]) == 60
    np.testing.assert_allclose(ablation.data[0].y, search.record().scores)
    search.finished = 80
    assert not view.refresh()


def test_displayed_it_looks_by_itself_until_all_trials_are_finished(search, cell):
    view = SearchView(search)
    view._ipython_display_()
    search.finished = 80
    view.thread.join(60)
    assert not view.thread.is_alive()
    line, lines, ablation = (place.shown for place in cell)
    assert "80 of 80" in line.value
    assert [trace["type"] for trace in lines["application/vnd.plotly.v1+json"]["data"]] == ["parcoords"]
    assert ablation["text/plain"] == "Ablation: test error of 80 trials"


def test_closed_it_looks_no_more(view, cell):
    view._ipython_display_()
    view.close()
    view.thread.join(60)
    assert not view.thread.is_alive()


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
