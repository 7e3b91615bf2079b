"""A figure that is drawn again when a control moves, in a notebook; where no kernel runs, it is a picture."""

import base64
import inspect

from lbaviz.errors import BadInput
from lbaviz.figures import style

DPI = 144  # half as fine again as the screen's 96: sharp on fine screens too


def live(function, **choices):
    """Return a widget: what function(**values) draws, under a control for each of its named arguments.

    choices: for each, a list of values to choose from, or (low, high) for a slider. The function's defaults are the
    start, and what is shown where widgets do not run. BadInput for arguments without default or another choice.
    """
    from ipywidgets import HBox, Image, Layout

    start = {name: p.default for name, p in inspect.signature(function).parameters.items()}
    for name in choices:
        if start.get(name, inspect.Parameter.empty) is inspect.Parameter.empty:
            raise BadInput(f"{function.__name__} has no argument '{name}' with a default, which is where it starts")
    controls = {name: _control(name, choice, start[name]) for name, choice in choices.items()}
    picture = Image(format="png")

    def redraw(_=None) -> None:
        figure = function(**{name: control.value for name, control in controls.items()})
        picture.width = round(figure.get_figwidth() * 96)
        picture.value = style.png(figure, dpi=DPI, colours=256)

    redraw()
    for control in controls.values():
        control.observe(redraw, "value")
    stack = {"align_items": "flex-start"}
    return _live_box()([HBox(list(controls.values())), picture], layout=Layout(**stack))


def _control(name: str, choice, start):
    """Return buttons for words, a stepped slider for a list of numbers, a smooth one for (low, high)."""
    import ipywidgets

    shared = {"description": name.replace("_", " "), "value": start, "style": {"description_width": "initial"}}
    if isinstance(choice, tuple) and len(choice) == 2:
        low, high = choice
        step = (high - low) / 100
        return ipywidgets.FloatSlider(min=low, max=high, step=step, readout_format=".3g", **shared)
    if not isinstance(choice, list) or start not in choice:
        raise BadInput(f"{name} starts at {start!r}: give (low, high), or a list of values that holds it")
    words = any(isinstance(value, str) for value in choice)
    return (ipywidgets.ToggleButtons if words else ipywidgets.SelectionSlider)(options=choice, **shared)


def _live_box():
    """Return the box's class; ipywidgets takes its time to import, so only here."""
    from ipywidgets import VBox

    class LiveFigure(VBox):
        """Controls above a picture, which also stands in the notebook's file."""

        def _repr_mimebundle_(self, **options):
            data = super()._repr_mimebundle_(**options)
            picture = self.children[-1]
            image = base64.b64encode(picture.value).decode()
            return {**data, "image/png": image}, {"image/png": {"width": int(picture.width)}}

    return LiveFigure
