"""Closed outlines to draw signs with: lists of contours, points (x, y), x to the right and y down.

All turn the same way, so that what overlaps in one shape stays full (`outlines.inside`).
"""

from itertools import pairwise

import numpy as np
from jaxtyping import Float

Contour = Float[np.ndarray, "_ 2"]
Shape = list[Contour]
CORNERS = 48  # of what is to look like a circle
HEAD_WIDTH = 1.4  # of an arrow, in its lengths


def polygon(*points: tuple[float, float]) -> Shape:
    """Return a polygon with these corners."""
    corners = np.array(points, float)
    ahead = np.roll(corners, -1, axis=0)
    turns_right = (corners[:, 0] * ahead[:, 1] - corners[:, 1] * ahead[:, 0]).sum() > 0
    return [corners if turns_right else corners[::-1].copy()]


def box(left: float, top: float, right: float, bottom: float) -> Shape:
    """Return an upright rectangle."""
    return polygon((left, top), (right, top), (right, bottom), (left, bottom))


def circle(x: float, y: float, radius: float, corners: int = CORNERS, start: float = 0.0) -> Shape:
    """Return a regular polygon, the first corner `start` degrees clockwise from the right."""
    return polygon(*(on_circle(x, y, radius, start + 360 * k / corners) for k in range(corners)))


def line(width: float, *points: tuple[float, float]) -> Shape:
    """Return a thick line through these points, with round ends."""
    shape = [contour for x, y in points for contour in circle(x, y, width / 2, 16)]
    for (x0, y0), (x1, y1) in pairwise(points):
        length = np.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2)
        across, up = (y1 - y0) / length * width / 2, (x0 - x1) / length * width / 2
        corners = ((x0 + across, y0 + up), (x1 + across, y1 + up), (x1 - across, y1 - up), (x0 - across, y0 - up))
        shape += polygon(*corners)
    return shape


def arrow(width: float, head: float, *points: tuple[float, float]) -> Shape:
    """Return a thick line through these points whose last one is the tip of a head, `head` long."""
    (x0, y0), (x1, y1) = points[-2:]
    length = np.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2)
    x, y = (x1 - x0) / length * head, (y1 - y0) / length * head  # the way along the head
    foot, half = (x1 - x, y1 - y), HEAD_WIDTH / 2
    tip = polygon((x1, y1), (foot[0] - y * half, foot[1] + x * half), (foot[0] + y * half, foot[1] - x * half))
    return line(width, *points[:-1], foot) + tip


def arc(x: float, y: float, radius: float, start: float, stop: float, pieces: int = 12) -> list[tuple[float, float]]:
    """Return points on a circle from start to stop, degrees clockwise from the right."""
    return [on_circle(x, y, radius, start + (stop - start) * k / pieces) for k in range(pieces + 1)]


def moved(shape: Shape, x: float = 0.0, y: float = 0.0, scale: float = 1.0, mirror: bool = False) -> Shape:
    """Return the shape, mirrored left to right, scaled about (0, 0), then moved."""
    if mirror:
        shape = [contour[::-1] * (-1, 1) for contour in shape]
    return [contour * scale + (x, y) for contour in shape]


def on_circle(x: float, y: float, radius: float, degrees: float) -> tuple[float, float]:
    """Return a point of a circle, degrees clockwise from the right; sines are rounded, as libraries differ there."""
    angle = np.deg2rad(degrees)
    return x + radius * round(float(np.cos(angle)), 9), y + radius * round(float(np.sin(angle)), 9)
