"""Views as notebook widgets: Python hands over topics, lbaviz.js draws (views/js/sources/anywidget.js)."""

import base64
import threading
import time
from pathlib import Path

import anywidget
import traitlets

from lbaviz.errors import BadInput, nearest
from lbaviz.records import WalkFrame, WalkPicture
from lbaviz.views import topics
from lbaviz.views.document import BUNDLE
from lbaviz.views.feed import Feed
from lbaviz.views.feeds import feed_of

LOST_SECONDS = 600.0  # a view that has shown no sign of life for so long is on no page any more: nothing is sent to it


class View(anywidget.AnyWidget):
    """A live view of a session, a run or a recording's path. BadInput for trait names that do not exist."""

    _esm = BUNDLE
    view = traitlets.Unicode("dashboard").tag(sync=True)
    about = traitlets.Dict().tag(sync=True)
    images = traitlets.Bytes().tag(sync=True)
    status = traitlets.Dict().tag(sync=True)
    curves = traitlets.Dict().tag(sync=True)
    events = traitlets.List().tag(sync=True)
    frame = traitlets.Bytes().tag(sync=True)
    frames = traitlets.List().tag(sync=True)
    inspected_images = traitlets.Bytes().tag(sync=True)  # of the samples that probes look at, about["inspected"]
    probe_steps = traitlets.Dict().tag(sync=True)  # at which steps each probe was recorded
    branches = traitlets.List().tag(sync=True)
    capabilities = traitlets.Dict().tag(sync=True)
    step = traitlets.Int(None, allow_none=True).tag(sync=True)  # the step looked back at; None: the newest
    selected = traitlets.Int(None, allow_none=True).tag(sync=True)  # position among about["samples"]
    top_k = traitlets.Int(5, min=1, max=16).tag(sync=True)  # edges drawn per sample
    threshold = traitlets.Float(0.0, min=0.0, max=1.0).tag(sync=True)  # least probability of an edge
    chosen = traitlets.List(traitlets.Int()).tag(sync=True)  # positions among the inspected images, as lassoed
    query = traitlets.Int(None, allow_none=True).tag(sync=True)  # the inspected image whose neighbours are asked for
    group = traitlets.Dict().tag(sync=True)  # what `link` links

    _unsubscribe = staticmethod(lambda: None)

    def __init__(self, source, **options):
        for name in options:
            self._check(name)
        self._lock, self._seen = threading.RLock(), time.monotonic()
        self._feed = feed_of(source)
        super().__init__(**options, **self._topics())
        self._unsubscribe = self._feed.subscribe(self._take)
        self.on_msg(self._receive)

    def __setattr__(self, name: str, value) -> None:
        if not name.startswith("_") and not hasattr(type(self), name):
            self._check(name)
        super().__setattr__(name, value)

    def _check(self, name: str) -> None:
        known = [trait for trait in self.class_trait_names(sync=True) if not trait.startswith("_")]
        if name not in known:
            raise BadInput(f"a {type(self).__name__} has no '{name}'.{nearest(name, known)}")

    def _topics(self) -> dict:
        """Return every topic of what is shown, by the name of its trait."""
        return self._feed.values()

    def _feed_for(self, message: dict) -> Feed:
        """Return the feed that a browser's message is for."""
        return self._feed

    def picture(self, **options) -> WalkPicture:
        """Return what the view shows now, for `figures.draw`; options override step, selected, top_k, threshold."""
        from lbaviz.pictures import picture_from

        step = options.pop("step", self.step)
        frame = self.frame if step is None else self._feed.frame(step)
        if not frame:
            raise BadInput(f"{self.about['name']} has no frames yet: let it train a step, then draw")
        shown = {"selected": self.selected, "top_k": self.top_k, "threshold": self.threshold, **options}
        images = self._feed.run.recording.images()
        return picture_from(self.about, images, WalkFrame.unpack(frame), **shown)

    def figure(self, **options):
        """Return the view's present state as a Matplotlib Figure; options as for `picture`."""
        from lbaviz import figures

        if self.view != "curves":
            return figures.draw(self.picture(**options))
        runs = {entry["name"]: Path(entry["path"]) for entry in self.branches}
        tables = {name: type(self._feed.run.recording)(path).metrics() for name, path in runs.items()}
        return figures.draw(tables if len(tables) > 1 else next(iter(tables.values())), **options)

    def savefig(self, path: str | Path, **options) -> None:
        """Write the view's present state as PDF, SVG or PNG, by the ending of the path; BadInput as `figures.save`."""
        from lbaviz import figures

        figures.save(self.figure(**options), path)

    def to_html(self, path: str | Path):
        """Write this view as a page that needs no kernel and no network; return what `page.write_page` says of it."""
        from lbaviz.views.page import write_views

        return write_views([self.shown()], path)

    def shown(self):
        """Return what a page shows of this view: a `page.Shown`."""
        from lbaviz.views.page import Shown

        return Shown(self._feed.run.recording, self.view)

    def close(self) -> None:
        """Take the view off every page."""
        self._unsubscribe()
        super().close()

    def _take(self, news: dict) -> None:
        """Hand news on to the browser; called from any thread."""
        if time.monotonic() - self._seen < LOST_SECONDS:
            with self._lock, self.hold_sync():
                if news.get("about", self.about).get("path") != self.about.get("path"):
                    self.step = None  # another run is shown from its newest frame on
                for topic, value in news.items():
                    setattr(self, topic, value)

    def _receive(self, _, message: dict, buffers) -> None:
        """Take a browser's message: a frame or a probe is answered here, everything else is the feed's."""
        lost, self._seen = time.monotonic() - self._seen >= LOST_SECONDS, time.monotonic()
        if lost:
            self._take(self._topics())
        feed, kind = self._feed_for(message), message.get("kind")
        if kind not in ("frame", "probe"):
            return feed.send(message)
        answer = {"kind": kind, "request": message.get("request")}
        try:
            step = int(message["step"])
            found = feed.frame(step) if kind == "frame" else feed.probe(str(message["name"]), step)
        except (BadInput, KeyError, TypeError, ValueError):
            step, found = -1, b""
        answer |= {"step": topics.step_of(found)} if kind == "frame" else {"name": message.get("name"), "step": step}
        return self.send(answer, buffers=[found])

    def _repr_mimebundle_(self, **options):
        """Add a picture of the current frame, which shows where widgets do not run (GitHub, a printed notebook)."""
        self._feed.refresh()
        bundle = super()._repr_mimebundle_(**options)
        if bundle is None or self.view in ("controls", "time"):
            return bundle
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        try:
            image = base64.b64encode(self.figure()._repr_png_()).decode()
        except BadInput:  # no frame yet
            return data, metadata
        return {**data, "image/png": image}, metadata


class Dashboard(View):
    """Everything on one desk: the walk, its controls, curves and time."""

    view = traitlets.Unicode("dashboard").tag(sync=True)


class AssociationView(View):
    """The walk A -> B -> A over the probe set."""

    view = traitlets.Unicode("association").tag(sync=True)


class ControlPanel(View):
    """Play, pause, step, reset, and a slider for every knob."""

    view = traitlets.Unicode("controls").tag(sync=True)


class CurvesView(View):
    """Losses and errors over the steps, beside parent, branches and the supervised baseline."""

    view = traitlets.Unicode("curves").tag(sync=True)


class TimeAxis(View):
    """Look back over the recorded frames, see what was changed when, branch off."""

    view = traitlets.Unicode("time").tag(sync=True)
