"""The 43 German traffic signs of GTSRB, drawn: counterparts to be told apart, not the official drawings."""

from functools import cache

import numpy as np
from jaxtyping import UInt8

from lbaviz.data.generated import figures_on_signs as figures
from lbaviz.data.generated.outlines import covered
from lbaviz.data.generated.shapes import Shape, box, circle, line, moved, polygon

RED, WHITE, BLUE, YELLOW = (200, 25, 35), (240, 240, 240), (20, 75, 165), (250, 190, 20)
BLACK, GREY, GREEN = (20, 20, 20), (120, 120, 120), (20, 150, 70)
SIDE, RADIUS = 96, 44  # pixels: of a drawing, which is empty at its edges; of a round sign, whose radius is 1 below
FONT = "DejaVuSans-Bold"
Layers = list[tuple[tuple[int, int, int], Shape]]  # what is painted, in this order


@cache
def drawings() -> UInt8[np.ndarray, "43 side side 4"]:
    """Return the signs in the order of GTSRB: red, green, blue, times how much of a pixel is covered, and that."""
    return np.stack([_painted(layers) for layers in _signs()])


def _painted(layers: Layers) -> UInt8[np.ndarray, "side side 4"]:
    picture = np.zeros((SIDE, SIDE, 4))
    for colour, shape in layers:
        share = covered(moved(shape, SIDE / 2, SIDE / 2, RADIUS), SIDE)[..., None]
        picture += (np.array([*colour, 255]) - picture) * share
    return np.rint(picture).astype(np.uint8)


def _signs() -> list[Layers]:
    limits = [_forbidden((BLACK, _text(str(speed)))) for speed in (20, 30, 50, 60, 70, 80, 100, 120)]
    car, truck = moved(figures.car(), 0.3, 0.0, 0.48), moved(figures.truck(), -0.32, 0.0, 0.5)
    red_car = moved(figures.car(), -0.3, 0.0, 0.48)
    end_80, end_cars, end_trucks = (
        _end(*((GREY, shape) for shape in shapes)) for shapes in ([_text("80")], [car, red_car], [car, truck])
    )
    return [
        *limits[:6],
        end_80,
        *limits[6:],
        _forbidden((BLACK, car), (RED, red_car)),
        _forbidden((BLACK, car), (RED, truck)),
        _warning(figures.crossing()),
        [(WHITE, _diamond(1.0)), (BLACK, _diamond(0.93)), (WHITE, _diamond(0.88)), (YELLOW, _diamond(0.68))],
        [(RED, _triangle(-1.0)), (WHITE, _triangle(-0.62))],
        [(WHITE, _octagon(1.0)), (RED, _octagon(0.94)), (WHITE, _text("STOP", 0.48))],
        _forbidden(),
        _forbidden((BLACK, moved(figures.truck(), 0.0, 0.0, 0.68))),
        [(RED, circle(0, 0, 1.0)), (WHITE, box(-0.75, -0.2, 0.75, 0.2))],
        _warning(polygon((-0.22, -0.9), (0.22, -0.9), (0.11, 0.35), (-0.11, 0.35)) + circle(0.0, 0.75, 0.2)),
        _warning(figures.bend()),
        _warning(moved(figures.bend(), mirror=True)),
        _warning(figures.double_bend()),
        _warning(figures.bumps()),
        _warning(figures.skid_marks()),
        _warning(figures.narrows()),
        _warning(figures.digger()),
        [
            *_warning(box(-0.3, -1.0, 0.3, 0.95)),
            *((colour, circle(0.0, y, 0.1)) for colour, y in ((RED, -0.12), (YELLOW, 0.2), (GREEN, 0.5))),
        ],
        _warning(figures.walker() + box(-0.95, 0.9, -0.5, 1.0) + box(0.5, 0.9, 0.95, 1.0)),
        _warning(moved(figures.walker(), -0.4, 0.15, 0.8) + moved(figures.walker(0.3), 0.45, 0.3, 0.65)),
        _bicycles(),
        _warning(figures.snowflake()),
        _warning(figures.deer()),
        _end(),
        _order(figures.turn()),
        _order(moved(figures.turn(), mirror=True)),
        _order(figures.straight()),
        _order(figures.straight_or_turn()),
        _order(moved(figures.straight_or_turn(), mirror=True)),
        _order(figures.keep()),
        _order(moved(figures.keep(), mirror=True)),
        _order(moved(figures.roundabout(), mirror=True)),
        end_cars,
        end_trucks,
    ]


def _forbidden(*layers) -> Layers:
    return [(WHITE, circle(0, 0, 1.0)), (RED, circle(0, 0, 0.96)), (WHITE, circle(0, 0, 0.72)), *layers]


def _warning(figure: Shape) -> Layers:
    figure = moved(figure, 0.0, 0.2, 0.45)
    return [(WHITE, _triangle(1.0)), (RED, _triangle(0.95)), (WHITE, _triangle(0.7)), (BLACK, figure)]


def _bicycles() -> Layers:
    wheels, insides, frame = (moved(shape, 0.0, 0.2, 0.46) for shape in figures.bicycle())
    return [*_warning(wheels)[:3], (BLACK, wheels), (WHITE, insides), (BLACK, frame)]


def _order(figure: Shape) -> Layers:
    return [(WHITE, circle(0, 0, 1.0)), (BLUE, circle(0, 0, 0.95)), (WHITE, moved(figure, scale=0.86))]


def _end(*layers) -> Layers:
    stripes = [
        c for k in range(-2, 3) for c in line(0.05, (k * 0.11 - 0.6, k * 0.11 + 0.6), (k * 0.11 + 0.6, k * 0.11 - 0.6))
    ]
    return [
        (WHITE, circle(0, 0, 1.0)),
        (BLACK, circle(0, 0, 0.96)),
        (WHITE, circle(0, 0, 0.91)),
        *layers,
        (BLACK, stripes),
    ]


def _text(characters: str, height: float | None = None) -> Shape:
    from lbaviz.data.generated.fonts import text

    height = height or (0.68 if len(characters) == 2 else 0.6)
    narrow = 0.8 if len(characters) == 2 else 0.68
    return [contour * (height * narrow, height) for contour in text(FONT, characters)]


def _triangle(size: float) -> Shape:
    """Return a triangle around its middle; it stands on its point where size is negative."""
    return moved(polygon((0.0, -1.12), (1.0, 0.6), (-1.0, 0.6)), 0.0, 0.2 if size > 0 else -0.2, size)


def _diamond(size: float) -> Shape:
    return circle(0, 0, size, 4)


def _octagon(size: float) -> Shape:
    return circle(0, 0, size, 8, 22.5)
