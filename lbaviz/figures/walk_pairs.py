"""Two walks, before and after, in one figure (LBA, arXiv:1706.00909, Figure 2)."""

from lbaviz.chosen import pair
from lbaviz.errors import BadInput
from lbaviz.figures import page, returns, style, walks

APART = 0.25  # inches between the two


def draw(pictures: list, ax=None, *, what: str = "walk", arrange: str = "stacked", width: str | float | None = None):
    """Return the Figure of two walks: the first above the second ("stacked", as in LBA), or to its left ("beside").

    what: "walk", or "difference": where walkers of the second return more and less often than those of the first.
    width: of the whole. BadInput unless there are two walks.
    """
    pictures = pair(pictures)
    if what not in ("walk", "difference"):
        raise BadInput(f"what='{what}' is not known for two walks: choose 'walk' or 'difference'")
    if arrange not in ("stacked", "beside"):
        raise BadInput(f"arrange='{arrange}' is not known: choose 'stacked' or 'beside'")
    if what == "difference":
        return returns.draw_difference(pictures, ax, width=width)
    if ax is not None:
        wide = page.width(ax, 7)
    else:
        natural = max(walks.natural_width(one) for one in pictures)
        wide = style.inches(width) if width else natural * (2 if arrange == "beside" else 1)
    each = wide if arrange == "stacked" else (wide - APART) / 2
    highs = [walks.height(one, each) for one in pictures]
    high = sum(highs) + APART if arrange == "stacked" else max(highs)
    ax = page.begin(ax, wide, high)
    for i, (one, its) in enumerate(zip(pictures, highs, strict=True)):
        corner = (0, (high - its) * (1 - i)) if arrange == "stacked" else (i * (each + APART), high - its)
        part = ax.inset_axes((*corner, each, its), transform=ax.transData)
        walks.draw(one, part, width=each, scale=page.scale(ax))
    return ax.figure
