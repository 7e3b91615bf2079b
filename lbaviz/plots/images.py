"""Samples as small pictures in a chart."""

import base64
from io import BytesIO

import numpy as np
import plotly.graph_objects as go
from PIL import Image

from lbaviz.errors import BadInput


def place(
    figure: go.Figure, image: np.ndarray, x: float, y: float, side: float | tuple[float, float], xref="x", yref="y"
) -> None:
    """Put one sample, uint8 (h, w, c), with its centre at (x, y), no larger than `side`, or than (width, height)."""
    wide, high = side if isinstance(side, tuple) else (side, side)
    at = {"x": x, "y": y, "sizex": wide, "sizey": high, "xanchor": "center", "yanchor": "middle"}
    figure.add_layout_image(source=uri(image), xref=xref, yref=yref, sizing="contain", layer="above", **at)


def uri(image: np.ndarray) -> str:
    """Return a sample as a PNG in a data URI, each pixel four wide, so that browsers do not blur it."""
    pixels = image[..., 0] if image.shape[-1] == 1 else image[..., :3]
    out = BytesIO()
    Image.fromarray(pixels.repeat(4, axis=0).repeat(4, axis=1)).save(out, "png")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def needed(images, what: str) -> np.ndarray:
    """Return the images; BadInput if there are none or they have another shape than (n, h, w, 1 or 3)."""
    if images is None:
        raise BadInput(f"{what} shows images and this record has none: make it with images, or chart another record")
    images = np.asarray(images)
    if images.ndim != 4 or images.shape[-1] not in (1, 3) or images.dtype != np.uint8:
        raise BadInput(
            f"images are uint8 of shape (n, h, w, 1 or 3), got {images.dtype} of shape {images.shape}: convert them"
        )
    return images
