"""Two runs side by side, and the signed difference of where their walkers return."""

import numpy as np
import traitlets

from lbaviz.chosen import return_difference
from lbaviz.pictures import picture_of
from lbaviz.views.base import View
from lbaviz.views.feed import Feed
from lbaviz.views.feeds import feed_of

OTHER = "other_"  # before the second run's traits and messages (views/js/sources/anywidget.js)


def compare(run_a, run_b, **options) -> "CompareView":
    """Return a view of two runs, sessions or recordings: matrices of return of both, B - A, errors, one time axis."""
    return CompareView(run_a, run_b, **options)


class CompareView(View):
    """Where the walkers of two runs return, class by class, and the signed difference B - A, at one step."""

    view = traitlets.Unicode("compare").tag(sync=True)
    other_about = traitlets.Dict().tag(sync=True)
    other_images = traitlets.Bytes().tag(sync=True)
    other_status = traitlets.Dict().tag(sync=True)
    other_curves = traitlets.Dict().tag(sync=True)
    other_events = traitlets.List().tag(sync=True)
    other_frame = traitlets.Bytes().tag(sync=True)
    other_frames = traitlets.List().tag(sync=True)
    other_inspected_images = traitlets.Bytes().tag(sync=True)
    other_probe_steps = traitlets.Dict().tag(sync=True)
    other_branches = traitlets.List().tag(sync=True)
    other_capabilities = traitlets.Dict().tag(sync=True)

    def __init__(self, run_a, run_b, **options):
        self._other = feed_of(run_b)
        super().__init__(run_a, **options)
        unsubscribe, unsubscribe_other = self._unsubscribe, self._other.subscribe(self._take_other)
        self._unsubscribe = lambda: (unsubscribe(), unsubscribe_other())

    def difference(self, step: int | None = None) -> np.ndarray:
        """Return the return matrix of B minus A's at the shown step or at `step`: float (classes, classes).

        BadInput where a run has recorded no walk, or their classes differ.
        """
        return return_difference(self._pictures(step))[0]

    def figure(self, *, step: int | None = None, **options):
        """Return the signed difference at the shown step or at `step` as a Matplotlib Figure."""
        from lbaviz.figures import returns

        return returns.draw_difference(self._pictures(step), **options)

    def shown(self):
        """Return what a page shows of this view: a `page.Shown`."""
        from lbaviz.views.page import Shown

        return Shown(self._feed.run.recording, self.view, self._other.run.recording)

    def _pictures(self, step: int | None) -> list:
        at = self.step if step is None else step
        return [picture_of(feed.run.recording, at) for feed in (self._feed, self._other)]

    def _topics(self) -> dict:
        return {**super()._topics(), **_renamed(self._other.values())}

    def _take_other(self, news: dict) -> None:
        self._take(_renamed(news))

    def _feed_for(self, message: dict) -> Feed:
        return self._other if message.get("run") == OTHER else self._feed


def _renamed(news: dict) -> dict:
    return {f"{OTHER}{topic}": value for topic, value in news.items()}
