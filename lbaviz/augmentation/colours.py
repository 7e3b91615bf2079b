"""Saturation and hue of a batch of colour images, changed as in the hexagonal model of colours (HSV, Smith 1978)."""

import torch
from jaxtyping import Float
from torch import Tensor

GREY = (0.2989, 0.587, 0.114)  # how bright red, green and blue are (ITU-R BT.601)
CORNERS = ((3, -1), (2, 1), (4, 1))  # of red, green and blue on a circle of 6: where each is least (-1) or most (1)


def saturated(images: Float[Tensor, "n 3 h w"], factor: Float[Tensor, "n 1 1"]) -> Float[Tensor, "n 3 h w"]:
    """Return images whose saturation is multiplied, up to 1; hue and value stay. Of numbers from 0 on."""
    chroma, value = _range(images)
    kept = torch.minimum(factor, value / chroma.clamp_min(1e-6))  # saturation is chroma / value
    return torch.addcmul(value[:, None], images - value[:, None], kept[:, None]).clamp_min_(0)


def turned(images: Float[Tensor, "n 3 h w"], share: Float[Tensor, "n 1 1"]) -> Float[Tensor, "n 3 h w"]:
    """Return images whose hue is turned by a share of the circle of colours, of any sign; numbers may be below 0.

    The largest and the smallest of each pixel's three numbers stay.
    """
    hue, chroma, value = to_hue(images)
    return from_hue(hue + share, chroma, value)


def to_hue(
    images: Float[Tensor, "n 3 h w"],
) -> tuple[Float[Tensor, "n h w"], Float[Tensor, "n h w"], Float[Tensor, "n h w"]]:
    """Return hue in -1/6...5/6, 0 for grey; chroma, a pixel's largest number minus its smallest; value, the largest.

    Without torch.where, which takes ten times as long as arithmetic on a CPU.
    """
    red, green, blue = images.unbind(1)
    chroma, value = _range(images)
    sixth = 1 / (6 * chroma.clamp_min(1e-6))
    if_red = (green - blue) * sixth
    if_green, if_blue = (blue - red) * sixth + 2 / 6, (red - green) * sixth + 4 / 6
    otherwise = torch.addcmul(if_green, (value - green).sign(), if_blue - if_green)
    return torch.addcmul(if_red, (value - red).sign(), otherwise - if_red), chroma, value


def from_hue(
    hue: Float[Tensor, "n h w"], chroma: Float[Tensor, "n h w"], value: Float[Tensor, "n h w"]
) -> Float[Tensor, "n 3 h w"]:
    """Return red, green and blue in the unit of chroma and value; hue counts modulo 1."""
    place = (hue - hue.floor()) * 6
    least = value - chroma
    shares = ((0.5 + sign * (1.5 - (place - corner).abs())).clamp(0, 1) for corner, sign in CORNERS)
    return torch.stack([torch.addcmul(least, chroma, share) for share in shares], dim=1)


def _range(images: Float[Tensor, "n 3 h w"]) -> tuple[Float[Tensor, "n h w"], Float[Tensor, "n h w"]]:
    red, green, blue = images.unbind(1)
    value = torch.maximum(torch.maximum(red, green), blue)
    return value - torch.minimum(torch.minimum(red, green), blue), value
