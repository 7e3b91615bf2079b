"""A search in a notebook: its charts in a cell, redrawn as this or any other worker finishes trials."""

import json
import threading
from html import escape
from pathlib import Path

from ipywidgets import HTML

from lbaviz.views.search_page import charts_of, write_search_page

LOOK_SECONDS = 2.0  # between two looks into the storage
NOTHING = {"text/plain": ""}


class SearchView:
    """Parallel coordinates and ADC Figure 5 of an `lbaviz.search.Search`, live until all of its trials are finished.

    Charts that are replaced, not Plotly's widget, which stays empty in a box (plotly 7.1, JupyterLab 4.6). It looks
    from when it is displayed.
    """

    def __init__(self, search):
        self._search, self._shown, self._ended = search, None, threading.Event()
        self.line, self.charts, self._places = HTML(), [], []
        self.thread = threading.Thread(target=self._follow, name="lbaviz search view", daemon=True)
        self.refresh()

    def refresh(self) -> bool:
        """Show the search as it stands; return whether it goes on."""
        standing = self._search.standing()
        if standing != self._shown:
            self._shown = standing
            self.line.value = "<br>".join(escape(line) for line in self._search.sentence().splitlines())
            self.charts = charts_of(self._search)
            for place, chart in zip(self._places, self.charts, strict=False):
                place.update(NOTHING, raw=True)  # JupyterLab draws a chart in place of a chart only when it is new
                place.update(_shown(chart), raw=True)
        return standing.finished < standing.total

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.line)
        both = [*map(_shown, self.charts), NOTHING][:2]  # before a trial is finished there is one
        self._places = [display(each, raw=True, display_id=True) for each in both]
        if not self.thread.ident:
            self.thread.start()

    def _follow(self) -> None:
        while not self._ended.wait(LOOK_SECONDS) and self.refresh():
            pass

    def close(self) -> None:
        """Look no more."""
        self._ended.set()

    def to_html(self, path: str | Path) -> Path:
        """Write the search as it stands as a page that needs no kernel and no network."""
        return write_search_page(self._search, path)


def _shown(chart) -> dict:
    """Return a chart as a notebook keeps it; by itself it would ignore that it is to replace another."""
    return {"application/vnd.plotly.v1+json": json.loads(chart.to_json()), "text/plain": chart.layout.title.text}
