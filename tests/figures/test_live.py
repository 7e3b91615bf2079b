import ipywidgets
import numpy as np
import pytest

from lbaviz import figures
from lbaviz.errors import BadInput
from lbaviz.figures import style


def picture(scale=1.0, metric="dot", steps=300):
    figure = style.new_figure(3, 1)
    figure.text(0.1, 0.5, f"{scale:.1f} {metric} {steps}")
    return figure


CHOICES = {"scale": (0.0, 2.0), "metric": ["dot", "cosine"], "steps": [0, 30, 300]}


def test_a_figure_is_drawn_again_when_a_control_moves():
    shown = figures.live(picture, **CHOICES)
    controls, image = shown.children
    slider, buttons, stages = controls.children
    assert isinstance(buttons, ipywidgets.ToggleButtons) and isinstance(stages, ipywidgets.SelectionSlider)
    assert (slider.value, buttons.value, stages.value) == (1.0, "dot", 300)
    seen = {bytes(image.value)}
    for control, value in ((slider, 1.5), (buttons, "cosine"), (stages, 0)):
        control.value = value
        seen.add(bytes(image.value))
    assert len(seen) == 4 and bytes(image.value) == style.png(picture(1.5, "cosine", 0), dpi=144, colours=256)


def test_where_no_kernel_runs_there_is_a_picture_of_its_natural_width():
    data, metadata = figures.live(picture, steps=[0, 300])._repr_mimebundle_()
    assert {"image/png", "application/vnd.jupyter.widget-view+json"} <= set(data)
    assert metadata == {"image/png": {"width": 288}}


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ({"step": [1]}, "picture has no argument 'step' with a default"),
        ({"steps": [1, 2]}, r"steps starts at 300: give \(low, high\), or a list"),
        ({"metric": np.array([1.0])}, "metric starts at 'dot'"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_with_a_sentence(choices, sentence):
    with pytest.raises(BadInput, match=sentence):
        figures.live(picture, **choices)
