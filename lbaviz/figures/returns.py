"""Where walkers return, class by class, and how that differs between two pictures, for print."""

import numpy as np

from lbaviz.chosen import domains_crossed, return_difference
from lbaviz.figures import class_matrix, page
from lbaviz.pictures import picture_of
from lbaviz.records import WalkPicture
from lbaviz.records.base import names_of


def draw(picture: WalkPicture, ax=None, *, width: str | float | None = None):
    """Return the Figure of the probability of returning to each class (columns), by class of departure (rows)."""
    return _matrix(picture, picture.return_matrix(), ax, width, "probability", f"step {picture.frame.step:,}")


def draw_difference(pictures: list, ax=None, *, width: str | float | None = None):
    """Return the Figure of the second minus the first, in percentage points: red is more, blue less, white the same."""
    values, words = return_difference(pictures)
    return _matrix(picture_of(pictures[1]), values, ax, width, "difference", words)


def _matrix(picture: WalkPicture, values: np.ndarray, ax, width, kind: str, words: str):
    wide = page.width(ax, width or "one-column")
    titles = {"probability": "Where walkers return", "difference": "Where walkers return: difference"}
    unit = {"probability": "probability in per cent", "difference": "percentage points; red is more, blue is less"}
    lines = page.wrapped(f"{words}{domains_crossed(picture)} · {unit[kind]}", wide - 2 * page.MARGIN)
    top = page.heading_height(lines) + 0.04
    plan = class_matrix.plan(names_of(len(values), picture.class_names), wide - 2 * page.MARGIN, kind)
    ax = page.begin(ax, wide, top + plan.high + 0.02)
    page.heading(ax, titles[kind], lines)
    class_matrix.draw(ax, values, plan, page.MARGIN, top, rows="class of departure", columns="class of arrival")
    return ax.figure
