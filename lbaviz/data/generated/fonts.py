"""The digits 0 to 9 in the fonts that Matplotlib ships, as filled shapes.

The outlines are read from the font files themselves and filled here (`outlines`): a font renderer differs from version
to version, these files do not.
"""

import logging
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from fontTools.ttLib import TTFont
from jaxtyping import Bool, Float

from lbaviz.data.generated.outlines import inside
from lbaviz.errors import BadInput

FONTS = (
    *(f"DejaVuSans{style}" for style in ("", "-Bold", "-Oblique", "-BoldOblique")),
    *(f"DejaVuSansMono{style}" for style in ("", "-Bold", "-Oblique", "-BoldOblique")),
    *(f"DejaVuSerif{style}" for style in ("", "-Bold", "-Italic", "-BoldItalic")),
    *(f"STIXGeneral{style}" for style in ("", "Bol", "Italic", "BolIta")),
    *("cmb10", "cmr10", "cmss10", "cmtt10"),
)
SIDE, HEIGHT = 128, 80  # pixels of a shape's square, and of an eight in it, which stands in the middle
PIECES = 8  # straight pieces for one curve


def digit_shapes() -> Bool[np.ndarray, "fonts_10 side side"]:
    """Return digit 0 to 9 of the first font, then of the next; BadInput where Matplotlib's fonts are not found."""
    return np.stack([inside(contours, (SIDE, SIDE)) for font in FONTS for contours in _digits(font)])


def text(font: str, characters: str) -> list[Float[np.ndarray, "_ 2"]]:
    """Return outlines of a line of text, points (x, y) with y down, as high as 1 and with (0, 0) in its middle."""
    glyphs, advances = _outlines(font, characters)
    starts = np.cumsum([0, *advances])
    contours = [c + np.array([start, 0]) for glyph, start in zip(glyphs, starts, strict=False) for c in glyph]
    points = np.concatenate(contours)
    low, high = points.min(axis=0), points.max(axis=0)
    return [(c - (low + high) / 2) / (high - low)[1] * (1, -1) for c in contours]


def _digits(font: str) -> list[list[np.ndarray]]:
    """Return the contours of the ten digits, points (x, y) in pixels of the square, y down."""
    digits, _ = _outlines(font, "0123456789")
    eight = np.concatenate(digits[8])
    scale, bottom = HEIGHT / np.ptp(eight[:, 1]), eight[:, 1].min()
    placed = []
    for contours in digits:
        x = np.concatenate(contours)[:, 0]
        corner = ((x.min() + x.max()) / 2, bottom)
        placed.append([(c - corner) * (scale, -scale) + (SIDE / 2, (SIDE + HEIGHT) / 2) for c in contours])
    return placed


def _outlines(font: str, characters: str) -> tuple[list[list[np.ndarray]], list[int]]:
    """Return the contours of each character, points (x, y) in the font's units, y up; and how wide each is set."""
    logging.getLogger("fontTools.ttLib.tables._h_e_a_d").setLevel(logging.ERROR)  # odd dates in cm*.ttf
    path = Path(find_spec("matplotlib").origin).parent / "mpl-data" / "fonts" / "ttf" / f"{font}.ttf"
    if not path.is_file():
        raise BadInput(f"{path}, a font that Matplotlib ships, is missing: install Matplotlib again.")
    with TTFont(path, lazy=True) as file:
        glyphs, names = file["glyf"], [file.getBestCmap()[ord(character)] for character in characters]
        return [_contours(glyphs, name) for name in names], [file["hmtx"][name][0] for name in names]


def _contours(glyphs, name: str) -> list[np.ndarray]:
    """Return the closed outlines of a glyph of a TrueType table, in the font's units."""
    points, ends, on_curve = glyphs[name].getCoordinates(glyphs)
    cuts = zip([0, *(end + 1 for end in ends)], [end + 1 for end in ends], strict=False)
    return [_straight(np.array(points[start:stop], float), on_curve[start:stop]) for start, stop in cuts]


def _straight(points: Float[np.ndarray, "k 2"], on_curve) -> Float[np.ndarray, "m 2"]:
    """Return a contour in straight pieces; between two bends of quadratic curves lies a point in their middle."""
    ring = []
    for i, point in enumerate(points):
        if not on_curve[i - 1] and not on_curve[i]:
            ring.append(((points[i - 1] + point) / 2, True))
        ring.append((point, bool(on_curve[i])))
    first = next(i for i, (_, on) in enumerate(ring) if on)
    ring = ring[first:] + ring[: first + 1]
    found = []
    for (start, _), (point, on), (end, _) in zip(ring, ring[1:], ring[2:] + ring[-1:], strict=False):
        if on:
            found.append(point)
        else:
            found += [
                ((PIECES - k) ** 2 * start + 2 * k * (PIECES - k) * point + k**2 * end) / PIECES**2
                for k in range(1, PIECES)
            ]
    return np.array(found)
