"""Views of a run: notebook widgets, a loopback server, a stand-alone page. No torch; widgets are imported when used."""

from importlib import import_module

_BASE = ("AssociationView", "ControlPanel", "CurvesView", "Dashboard", "TimeAxis", "View")
_INSIDE = ("ConfusionView", "EmbeddingView", "ExemplarsView", "LayersView", "LookInside", "NeighborsView")
_WIDGETS = {name: "base" for name in _BASE} | {name: "inside" for name in _INSIDE}
_WIDGETS |= {"CompareView": "comparison", "compare": "comparison", "link": "links", "SearchView": "search_view"}
__all__ = [*_WIDGETS, "feed", "page", "server"]


def __getattr__(name: str):
    """Import anywidget only for those who want a widget."""
    if name in _WIDGETS:
        return getattr(import_module(f"lbaviz.views.{_WIDGETS[name]}"), name)
    if name in __all__:
        return import_module(f"lbaviz.views.{name}")
    raise AttributeError(f"module 'lbaviz.views' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
