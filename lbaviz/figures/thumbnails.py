"""A row of samples as thumbnails, in one picture and one collection of frames."""

import numpy as np
from jaxtyping import Float, UInt8
from matplotlib.collections import PatchCollection
from matplotlib.patches import Rectangle

GAP = 0.18  # least space between two thumbnails, as a share of their width
FINE = 64  # pixels across a thumbnail at least: the gap is a whole number of pixels, off by less than 1 %
DIMMED = 0.22  # opacity of what steps back


def draw_row(
    ax,
    images: UInt8[np.ndarray, "n h w c"] | None,
    centres: Float[np.ndarray, " n"],
    middle: float,
    size: float,
    colour: str,
    bright: set[int],
) -> None:
    """Draw samples at evenly spaced centres, `size` wide, framed in colour; those not in bright step back."""
    visible = np.array([1.0 if i in bright else DIMMED for i in range(len(centres))])
    boxes = [Rectangle((x - size / 2, middle - size / 2), size, size) for x in centres]
    fill = "none" if images is not None else [(colour, 0.35 * v) for v in visible]
    edge = [(colour, v) for v in visible]
    ax.add_collection(PatchCollection(boxes, facecolor=fill, edgecolor=edge, linewidth=0.8, zorder=4))
    if images is None:
        return
    pitch = centres[1] - centres[0] if len(centres) > 1 else size
    pixels = strip(images, pitch / size, visible)
    left = centres[0] - size / 2
    box = (left, left + len(centres) * pitch, middle - size / 2, middle + size / 2)
    ax.imshow(pixels, extent=box, interpolation="nearest", aspect="equal", zorder=3)


def strip(
    images: UInt8[np.ndarray, "n h w c"], pitch: float, visible: Float[np.ndarray, " n"]
) -> UInt8[np.ndarray, "h_fine width 4"]:
    """Return images side by side as RGBA, `pitch` image widths apart, transparent between and where dimmed."""
    n, h, w, c = images.shape
    times = -(-FINE // w)
    fine = images.repeat(times, axis=1).repeat(times, axis=2)
    row = np.zeros((h * times, n, max(w * times, round(pitch * w * times)), 4), np.uint8)
    row[:, :, : w * times, :3] = (fine if c == 3 else fine[..., :1]).transpose(1, 0, 2, 3)
    row[:, :, : w * times, 3] = np.round(255 * visible).astype(np.uint8)[:, None]
    return row.reshape(h * times, -1, 4)
