"""What stands in words around a printed walk: its heading, the classes, the key."""

import numpy as np

from lbaviz.chosen import name_of
from lbaviz.figures import page, style
from lbaviz.records import WalkPicture

NARROW = 6.2  # inches: below this the heading and the key take two lines each
DASHES = (0, (3.0, 1.6))
KEY = (0.05, 0.2, 0.5, 1.0)  # probabilities whose darkness the key shows


def thickness(opacity):
    return 0.35 + 0.95 * opacity


def heading(ax, picture: WalkPicture, width: float, height: float) -> None:
    """Write which walk this is, and how much of it comes home."""
    ax.text(0, height - 0.16, "The walk", fontsize=9.5, weight="bold", color=style.INK, va="center")
    home = "" if width < NARROW else comes_home(picture)
    room = width - 0.72 - page.measure(home, 8) - 0.1
    subtitle = next((words for words in _subtitles(picture) if page.measure(words, 7.5) <= room), "")
    ax.text(0.72, height - 0.165, subtitle, fontsize=7.5, color=style.QUIET, va="center")
    place = (0, height - 0.37, "left") if width < NARROW else (width, height - 0.16, "right")
    ax.text(*place[:2], comes_home(picture), fontsize=8, color=style.INK, va="center", ha=place[2])


def comes_home(picture: WalkPicture) -> str:
    """Say how probable it is that a walk ends in the class in which it began; "" where labels are not known."""
    frame, labels, n_a = picture.frame, picture.labels, len(picture.frame.p_ab)
    if labels is None or labels[:n_a].min() < 0:
        return ""
    home = frame.p_class[np.arange(n_a), labels[:n_a]]
    one = picture.selected is not None and picture.selected < n_a
    comes = float(home[picture.selected] if one else home.mean())
    whose = f"“{name_of(int(labels[picture.selected]), picture.class_names)}” comes home: " if one else "comes home: "
    chance = "" if one else f" (by chance {percent(1 / frame.p_class.shape[1])})"
    return f"{whose}{percent(comes)}{chance}"


def class_names(ax, picture: WalkPicture, centres, y: float, side: str) -> None:
    """Write the name of each class once above (side "bottom") or below ("top") its run of samples."""
    labels = picture.labels[: len(centres)]
    edges = [0, *(np.flatnonzero(np.diff(labels)) + 1).tolist(), len(labels)]
    pitch = centres[1] - centres[0] if len(centres) > 1 else 1.0
    names = [name_of(int(labels[start]), picture.class_names) for start in edges[:-1]]
    tight = any(
        len(name) * 0.062 > (end - start) * pitch for name, start, end in zip(names, edges, edges[1:], strict=False)
    )
    if tight and ax.get_xlim()[1] < NARROW:
        pairs = zip(names, edges, edges[1:], strict=False)
        names, tight = [page.fitted(name, (end - start) * pitch - 0.03, 6.5) for name, start, end in pairs], False
    for name, start, end in zip(names, edges, edges[1:], strict=False):
        middle = centres[start:end].mean()
        turn = {"rotation": 35, "ha": "left" if side == "bottom" else "right"} if tight else {"ha": "center"}
        ax.text(middle, y, name, fontsize=6.5, color=style.QUIET, va=side, rotation_mode="anchor", **turn)


def key(ax, picture: WalkPicture, width: float, share: float, opacity) -> None:
    """Draw which darkness is which probability, and say what is drawn."""
    y = 0.34 if width < NARROW else 0.17
    x, arrivals = 0.0, picture.selected is not None and picture.labels is not None
    for p in KEY[1:] if arrivals and width < NARROW else KEY:  # room for one more word
        ink = float(opacity(np.array([p]))[0])
        ax.plot([x, x + 0.24], [y, y], color=(style.INK, ink), linewidth=thickness(ink))
        ax.text(x + 0.29, y, percent(p), fontsize=6.5, color=style.QUIET, va="center")
        x += 0.64
    if arrivals:
        ax.plot([x, x + 0.24], [y, y], color=style.WRONG_INK, linewidth=1.1, linestyle=DASHES)
        words = "another class" if width < NARROW else "arrives in another class"
        ax.text(x + 0.29, y, words, fontsize=6.5, color=style.QUIET, va="center")
    place = (0, 0.17, "left") if width < NARROW else (width, 0.17, "right")
    words = _drawn(picture, share)
    size = min(6.5, 6.3 * width / page.measure(words, 6.5))
    ax.text(*place[:2], words, fontsize=size, color=style.QUIET, va="center", ha=place[2])


def _subtitles(picture: WalkPicture) -> tuple[str, ...]:
    """Return what this walk is in many words and in fewer, for where there is no room."""
    step = f"step {picture.frame.step:,}"
    a, b = picture.sides
    ways = f"{a} A → {b} B → {a} A"
    return f"{step} · {ways} · darker = more probable", f"{step} · darker = more probable", step


def _drawn(picture: WalkPicture, share: float) -> str:
    if picture.selected is not None and picture.selected < len(picture.frame.p_ab):
        return f"drawn: {percent(share)} of its walks"
    steps = "the strongest step" if picture.top_k == 1 else f"the {picture.top_k} strongest steps"
    least = f" above {percent(picture.threshold)}" if picture.threshold > 0 else ""
    return f"drawn: {steps} of each sample{least}, {percent(share)} of the probability"


def percent(share: float) -> str:
    """Return "84 %", and one decimal below ten per cent where it says something."""
    value = 100 * share
    return f"{value:.0f} %" if value >= 9.95 or value == round(value) else f"{value:.1f} %"
