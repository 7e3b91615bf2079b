"""Views that are linked: one time, one selection, one pointer, in the browser and so also without a kernel."""

import uuid
from pathlib import Path

import ipywidgets

from lbaviz.errors import BadInput
from lbaviz.views.base import View


def link(views: list[View], *, step: bool = True, selection: bool = True, hover: bool = True) -> "Linked":
    """Link views of different runs, wherever on the page they are; return them beside each other.

    step: looking back in one looks back in all, each at its own recorded step there or before. selection: inspected
    images that are chosen or asked for in one are marked in all views of runs that inspect the same images. hover: so
    is what the pointer is at. False parts runs, never the views of one run: those always share all three. A view is in
    one group at a time: linking it again takes it out of the earlier one. BadInput for fewer than two views, something
    else than views, or a False that has only views of one run to part.
    """
    views = list(views)
    for view in views:
        if not isinstance(view, View):
            raise BadInput(f"only views can be linked, got a {type(view).__name__}: wrap it, as EmbeddingView(run)")
    if len(views) < 2:
        raise BadInput(f"linking takes two views or more, got {len(views)}: link([EmbeddingView(a), EmbeddingView(b)])")
    rules = {"step": bool(step), "selection": bool(selection), "hover": bool(hover)}
    apart = next((name for name, shared in rules.items() if not shared), None)
    if apart and len({view.about["path"] for view in views}) == 1:
        name = views[0].about["name"]
        raise BadInput(
            f"{apart}=False cannot part these {len(views)} views, all of {name}: views of one run share step, "
            f"selection and pointer; leave it out, or link views of two runs"
        )
    group = {"id": uuid.uuid4().hex, **rules}
    for view in views:
        view.group = group
    return Linked(views)


class Linked(ipywidgets.GridBox):
    """Linked views beside each other, two in a row where there is room."""

    def __init__(self, views: list[View]):
        self.views = tuple(views)
        columns = "repeat(auto-fit, minmax(min(100%, 520px), 1fr))"
        super().__init__(children=views, layout=ipywidgets.Layout(grid_template_columns=columns, width="100%"))

    def to_html(self, path: str | Path):
        """Write the views as one page that needs no kernel and no network; they are linked there as well."""
        from lbaviz.views.page import write_views

        return write_views([view.shown() for view in self.views], path, group=self.views[0].group)
