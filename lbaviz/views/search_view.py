"""A search in a notebook: its charts in a cell, redrawn as this or any other worker finishes trials."""

import threading
from html import escape
from pathlib import Path

from ipywidgets import HTML, VBox
from plotly.graph_objects import FigureWidget

from lbaviz.views.search_page import charts_of, write_search_page

LOOK_SECONDS = 2.0  # between two looks into the storage


class SearchView(VBox):
    """Parallel coordinates and ADC Figure 5 of an `lbaviz.search.Search`, live until all of its trials are finished."""

    def __init__(self, search):
        super().__init__()
        self._search, self._shown, self._ended = search, None, threading.Event()
        self._line = HTML()
        self.refresh()
        self.thread = threading.Thread(target=self._follow, name="lbaviz search view", daemon=True)
        self.thread.start()

    def refresh(self) -> bool:
        """Show the search as it stands; return whether it goes on."""
        standing = self._search.standing()
        if standing != self._shown:
            self._shown = standing
            self._line.value = "<br>".join(escape(line) for line in self._search.sentence().splitlines())
            self._draw(charts_of(self._search))
        return standing.finished < standing.total

    def _draw(self, charts: list) -> None:
        """Put new numbers into charts that are there, so that what a person has marked in them stays."""
        old = self.children[1:]
        kinds = [[trace.type for trace in chart.data] for chart in charts]
        if kinds != [[trace.type for trace in chart.data] for chart in old]:
            self.children = (self._line, *map(FigureWidget, charts))
            return
        for shown, new in zip(old, charts, strict=True):
            with shown.batch_update():
                for trace, numbers in zip(shown.data, new.data, strict=True):
                    trace.update(numbers)
                shown.layout.title.text = new.layout.title.text

    def _follow(self) -> None:
        while not self._ended.wait(LOOK_SECONDS) and self.refresh():
            pass

    def close(self) -> None:
        """Look no more."""
        self._ended.set()
        super().close()

    def to_html(self, path: str | Path) -> Path:
        """Write the search as it stands as a page that needs no kernel and no network."""
        return write_search_page(self._search, path)
