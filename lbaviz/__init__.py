"""lbaviz: watch, steer and understand neural networks that learn by association."""

import os
from importlib import import_module

if os.environ.get("LBAVIZ_CHECK_SHAPES") == "1":  # tests, also in the processes that they start: shapes are checked
    from lbaviz import shapes

    shapes.install()

__version__ = "0.1.0"

_MODULES = {
    "alignment",
    "association",
    "augmentation",
    "clustering",
    "data",
    "figures",
    "methods",
    "models",
    "plots",
    "probes",
    "recording",
    "schedules",
    "search",
    "session",
    "tables",
    "views",
}
_VIEWS = ("compare", "link")  # of views, also here
_NAMES = {"fit": "session", "start": "session", "open": "session", "Run": "session", "Session": "session"}
__all__ = [
    "Run",
    "Session",
    "alignment",
    "association",
    "augmentation",
    "clustering",
    "compare",
    "data",
    "figures",
    "fit",
    "link",
]
__all__ += ["methods", "models", "open", "plots", "probes", "recording", "schedules", "search", "session", "start"]
__all__ += ["tables", "views"]


def __getattr__(name: str):
    """Import a part when it is first used, so that `import lbaviz` stays fast."""
    if name == "search":
        module = import_module("lbaviz.search")
        module.Search._ipython_display_ = _show_search
        return module
    if name in _MODULES:
        return import_module(f"lbaviz.{name}")
    if name in _VIEWS:
        return getattr(import_module("lbaviz.views"), name)
    if name in _NAMES:
        module = import_module(f"lbaviz.{_NAMES[name]}")
        module.Run._ipython_display_ = module.Session._ipython_display_ = _show_dashboard
        return getattr(module, name)
    raise AttributeError(f"module 'lbaviz' has no attribute '{name}'")


def _show_dashboard(source) -> None:
    """Show the dashboard of a Session or Run that is a cell's last line; only this module knows both sides."""
    from IPython.display import display

    from lbaviz.views import Dashboard

    display(Dashboard(source))


def _show_search(source) -> None:
    """Show the charts of a Search that is a cell's last line."""
    from IPython.display import display

    from lbaviz.views import SearchView

    display(SearchView(source))


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
