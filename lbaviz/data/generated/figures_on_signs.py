"""What is painted on traffic signs: vehicles, people, animals, arrows; in a square from (-1, -1) to (1, 1)."""

from lbaviz.data.generated.shapes import Shape, arc, arrow, box, circle, line, moved, on_circle, polygon


def car() -> Shape:
    """A car from behind."""
    body = box(-0.55, -0.05, 0.55, 0.35) + polygon((-0.38, -0.4), (0.38, -0.4), (0.5, 0.0), (-0.5, 0.0))
    return body + box(-0.5, 0.3, -0.27, 0.58) + box(0.27, 0.3, 0.5, 0.58)


def truck() -> Shape:
    """A truck from its side, driving to the left."""
    load = box(-0.28, -0.5, 0.85, 0.25)
    cab = polygon((-0.35, -0.25), (-0.62, -0.25), (-0.85, 0.02), (-0.85, 0.33), (-0.35, 0.33))
    wheels = circle(-0.58, 0.38, 0.17) + circle(0.28, 0.38, 0.17) + circle(0.62, 0.38, 0.17)
    return load + cab + box(-0.4, 0.2, 0.85, 0.33) + wheels


def skid_marks() -> Shape:
    """A car and the wavy tracks behind it."""
    tracks = [line(0.1, (x, 0.1), (x + 0.18, 0.3), (x - 0.12, 0.55), (x + 0.1, 0.85)) for x in (-0.32, 0.22)]
    return moved(car(), -0.02, -0.3, 0.75) + tracks[0] + tracks[1]


def walker(stride: float = 0.42) -> Shape:
    """Somebody who walks to the left."""
    head = circle(-0.05, -0.75, 0.17)
    trunk = line(0.24, (0.0, -0.42), (0.05, 0.1))
    legs = line(0.16, (0.04, 0.1), (-0.18, 0.45), (-stride, 0.9)) + line(0.16, (0.06, 0.1), (0.22, 0.5), (stride, 0.85))
    arms = line(0.11, (0.0, -0.45), (-0.32, -0.1), (-0.42, 0.05)) + line(0.11, (0.02, -0.42), (0.34, -0.05))
    return head + trunk + legs + arms


def digger() -> Shape:
    """Somebody with a shovel at a heap."""
    body = circle(0.08, -0.72, 0.17) + line(0.26, (0.12, -0.4), (0.28, 0.1))
    legs = line(0.15, (0.28, 0.1), (0.1, 0.5), (0.12, 0.85)) + line(0.15, (0.3, 0.1), (0.5, 0.5), (0.55, 0.85))
    shovel = line(0.1, (0.12, -0.35), (-0.15, 0.0), (0.2, 0.0)) + line(0.09, (0.3, -0.15), (-0.55, 0.4))
    return body + legs + shovel + polygon((-1.0, 0.92), (-0.6, 0.35), (-0.42, 0.4), (-0.1, 0.92))


def bicycle() -> list[Shape]:
    """A bicycle: what is filled, and the insides of its wheels."""
    wheels, insides = [], []
    for x in (-0.52, 0.52):
        wheels += circle(x, 0.3, 0.44)
        insides += circle(x, 0.3, 0.31)
    frame = line(0.11, (-0.52, 0.3), (-0.22, -0.3), (0.3, -0.3), (0.0, 0.3), (-0.52, 0.3))
    frame += line(0.11, (0.0, 0.3), (-0.28, -0.45)) + line(0.11, (0.52, 0.3), (0.25, -0.55), (0.48, -0.6))
    return [wheels, insides, frame + line(0.13, (-0.42, -0.46), (-0.14, -0.46))]


def snowflake() -> Shape:
    """Six arms with a fork at each end."""
    shape = []
    for degrees in range(0, 360, 60):
        shape += line(0.13, (0.0, 0.0), on_circle(0, 0, 0.9, degrees + 30))
        for turned in (-17, 17):
            shape += line(0.1, on_circle(0, 0, 0.5, degrees + 30), on_circle(0, 0, 0.82, degrees + 30 + turned))
    return shape


def deer() -> Shape:
    """A deer that jumps to the left."""
    body = line(0.34, (-0.2, -0.05), (0.45, 0.1)) + line(0.2, (-0.25, -0.1), (-0.52, -0.5))
    head = line(0.2, (-0.52, -0.55), (-0.78, -0.45))
    antlers = line(0.08, (-0.5, -0.6), (-0.42, -0.98)) + line(0.08, (-0.46, -0.75), (-0.22, -0.9))
    front = line(0.11, (-0.3, 0.05), (-0.68, 0.25), (-0.82, 0.02)) + line(0.11, (-0.2, 0.05), (-0.5, 0.45))
    back = line(0.13, (0.5, 0.15), (0.55, 0.5), (0.95, 0.75)) + line(0.13, (0.45, 0.15), (0.38, 0.55), (0.72, 0.85))
    return body + head + antlers + front + back


def bumps() -> Shape:
    """Two bumps of a road."""
    one = polygon(*arc(-0.42, 0.45, 0.4, 180, 360))
    return box(-0.95, 0.4, 0.95, 0.6) + one + moved(one, mirror=True)


def narrows() -> Shape:
    """A road whose right side comes closer."""
    return line(0.2, (-0.42, 0.9), (-0.42, -0.9)) + line(0.2, (0.55, 0.9), (0.55, 0.3), (0.12, -0.1), (0.12, -0.9))


def crossing() -> Shape:
    """The way ahead, broad, across a smaller one."""
    return arrow(0.42, 0.6, (0.0, 0.9), (0.0, -0.95)) + box(-0.62, 0.05, 0.62, 0.3)


def bend() -> Shape:
    """An arrow that bends to the left."""
    return arrow(0.24, 0.5, (0.35, 0.95), (0.35, 0.35), (0.2, -0.05), (-0.15, -0.3), (-0.75, -0.35))


def double_bend() -> Shape:
    """An arrow to the left, then to the right."""
    return arrow(0.24, 0.45, (0.2, 0.95), (0.2, 0.5), (-0.3, 0.1), (-0.3, -0.1), (0.15, -0.4), (0.15, -1.0))


def turn() -> Shape:
    """An arrow that goes up and then to the right."""
    return arrow(0.3, 0.55, (-0.35, 0.75), (-0.35, 0.0), (-0.2, -0.2), (0.75, -0.2))


def straight() -> Shape:
    """An arrow upwards."""
    return arrow(0.3, 0.55, (0.0, 0.8), (0.0, -0.8))


def straight_or_turn() -> Shape:
    """An arrow upwards with a branch to the right."""
    upward = arrow(0.25, 0.45, (-0.25, 0.75), (-0.25, -0.8))
    return upward + arrow(0.25, 0.45, (-0.25, 0.35), (-0.05, 0.12), (0.72, 0.12))


def keep() -> Shape:
    """An arrow down to the right."""
    return arrow(0.3, 0.6, (-0.55, -0.55), (0.6, 0.6))


def roundabout() -> Shape:
    """Three arrows in a circle."""
    arrows = []
    for start in (100, 220, 340):
        way = arc(0, 0, 0.58, start, start + 68)
        arrows += arrow(0.22, 0.4, *way[:-1], on_circle(0, 0, 0.58, start + 96))
    return arrows
