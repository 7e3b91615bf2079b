"""Red, green and blue to hue, saturation and value and back (Smith 1978), for batches."""

import torch
from jaxtyping import Float
from torch import Tensor

GREY = (0.2989, 0.587, 0.114)  # how bright red, green and blue are (ITU-R BT.601)


def to_hsv(
    images: Float[Tensor, "n 3 h w"],
) -> tuple[Float[Tensor, "n h w"], Float[Tensor, "n h w"], Float[Tensor, "n h w"]]:
    """Return hue and saturation in 0...1 and value in the images' unit; grey has hue 0, black saturation 0."""
    red, green, blue = images.unbind(1)
    value, chroma = images.amax(1), images.amax(1) - images.amin(1)
    safe = chroma.clamp_min(1e-6)
    hue = torch.where(
        value == red,
        ((green - blue) / safe) % 6,
        torch.where(value == green, (blue - red) / safe + 2, (red - green) / safe + 4),
    )
    return hue / 6, chroma / value.clamp_min(1e-6), value


def from_hsv(
    hue: Float[Tensor, "n h w"], saturation: Float[Tensor, "n h w"], value: Float[Tensor, "n h w"]
) -> Float[Tensor, "n 3 h w"]:
    """Return red, green and blue in the unit of value."""
    channels = []
    for start in (5, 3, 1):
        k = (start + hue * 6) % 6
        channels.append(value - value * saturation * torch.minimum(k, 4 - k).clamp(0, 1))
    return torch.stack(channels, dim=1)
