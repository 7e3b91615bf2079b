"""Filled outlines against other programs: Matplotlib's test of points, and Pillow's drawing of the same fonts."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from matplotlib import path as matplotlib_path
from PIL import Image, ImageDraw, ImageFont

from lbaviz.data.generated import fonts
from lbaviz.data.generated.outlines import covered, inside

RANDOM = np.random.RandomState(0)


def test_a_polygon_holds_the_points_that_matplotlib_says_it_holds():
    rows, columns = np.mgrid[:20, :30] + 0.5
    points = np.stack([columns.ravel(), rows.ravel()], axis=1)
    for _ in range(20):
        corners = RANDOM.uniform(-5, 32, (3, 2))  # a triangle: no overlaps, where rules differ
        expected = matplotlib_path.Path(np.concatenate([corners, corners[:1]]), closed=True).contains_points(points)
        assert (inside([corners], (20, 30)).ravel() == expected).all()


def test_a_hole_turns_the_other_way_and_what_overlaps_stays_full():
    outer = np.array([[0.0, 0.0], [8.0, 0.0], [8.0, 8.0], [0.0, 8.0]])
    inner = outer / 2 + 2
    assert inside([outer, inner[::-1]], (8, 8)).sum() == 64 - 16
    assert inside([outer, inner], (8, 8)).sum() == 64
    assert inside([outer + 0.5], (8, 8)).sum() == 64 and inside([outer + 0.6], (8, 8)).sum() == 64 - 15
    assert inside([outer + 100], (8, 8)).sum() == 0
    np.testing.assert_allclose(covered([outer + 0.5], 9), covered([outer + 0.5], 9).T)
    assert covered([outer + 0.5], 9)[0, 0] == 0.25 and covered([outer + 0.5], 9)[4, 0] == 0.5


@pytest.mark.parametrize("font", [0, 5, 11, 12, 18])
def test_digits_are_those_of_the_font(font, monkeypatch):
    monkeypatch.setattr(fonts, "FONTS", fonts.FONTS[font : font + 1])
    folder = Path(importlib.util.find_spec("matplotlib").origin).parent / "mpl-data" / "fonts" / "ttf"
    drawer = ImageFont.truetype(str(folder / f"{fonts.FONTS[0]}.ttf"), 400)
    for digit, shape in enumerate(fonts.digit_shapes()):
        image = Image.new("L", (800, 800))
        ImageDraw.Draw(image).text((200, 100), str(digit), font=drawer, fill=255)
        reference = image.crop(image.getbbox())
        rows, columns = (np.flatnonzero(shape.any(axis=axis)) for axis in (1, 0))
        found = shape[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        reference = np.asarray(reference.resize(found.shape[::-1], Image.BOX)) > 127
        assert (found & reference).sum() / (found | reference).sum() > 0.85
        assert abs(rows[-1] - rows[0] - fonts.HEIGHT) < 35 and abs(columns.min() + columns.max() - 127) <= 2
