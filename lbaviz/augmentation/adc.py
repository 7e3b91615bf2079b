"""The augmentation tau of associative deep clustering (ADC sec. 2.2), by a table of numbers for each data set.

Numbers and order are those of jplapp/associative_deep_clustering@e4b157d:semisup/augment.py and tools/*.py (SEMANTICS
55): rotation, crop and resize, flip, saturation, brightness, contrast, hue, noise, clip. A shift stands first there,
but no set has a number for it: images move because a crop lies anywhere in them.

Ours differs in four things. Rotation, crop, resize and flip are one bilinear map (there the resize takes the nearest
pixel). What a rotation brings in is mid-grey, as there (zero on a scale of -1...1), but black for "adc-mnist": grey
corners on a black ground would tell the network which images were turned. Saturation and hue are changed on a scale of
0...255 (there of -1...1, where neither is defined). Images keep their size: there an STL-10 crop of 64 to 96 pixels is
shrunk to 64 x 64, here it is brought back to 96 x 96, from which the network "resnet-stl10" then cuts its 64 x 64.
"""

from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float
from torch import Generator, Tensor

from lbaviz.augmentation.colours import saturated, turned
from lbaviz.augmentation.fitting import check_crop
from lbaviz.augmentation.warping import crops, warp

UNIT = 128.0  # grey levels: the sources count in (x - 128) / 128
GREY = 128.0


@dataclass(frozen=True)
class Parameters:
    """What one batch draws."""

    back: Float[np.ndarray, "n 2 3"]  # result -> source, (x, y) in pixels
    colours: Float[np.ndarray, "4 n"]  # saturation (factor), brightness (grey levels), contrast (factor), turn of hue
    noise_seed: int


@dataclass(frozen=True)
class Recipe:
    """What may happen to an image of one data set; angle, crop and the four of colour are drawn uniformly."""

    name: str
    degrees: float  # at most, either way
    crop: float  # share of each side that is cut off, at most
    flip: bool  # left to right, every second image
    brightness: float  # at most, added, either way; in units of 128 grey levels
    saturation: tuple[float, float] | None = None  # factor, from and to
    contrast: tuple[float, float] | None = None  # factor of the distance to the image's mean in each channel
    hue: float | None = None  # at most, either way; share of the circle of colours
    noise: float = 0.05  # standard deviation of each pixel and channel, in units of 128 grey levels
    outside: float = GREY  # what a rotation brings in

    def check(self, image_shape: tuple[int, int, int]) -> None:
        """Raise BadInput where images (h, w, c) are too small, or lack the colours that would be changed."""
        check_crop(self.name, image_shape, colours=self.hue is not None)

    def draw(self, n: int, size: tuple[int, int], random: np.random.RandomState) -> Parameters:
        """Draw for n images of this size (h, w)."""
        u = random.random_sample((9, n))
        back = crops(self.degrees * (2 * u[0] - 1), self.crop * u[1], u[2:4].T, u[4] < (0.5 if self.flip else 0), size)
        most, hue = UNIT * self.brightness, self.hue or 0.0
        ranges = (self.saturation or (1, 1), (-most, most), self.contrast or (1, 1), (-hue, hue))
        colours = np.stack([low + (high - low) * v for (low, high), v in zip(ranges, u[5:], strict=True)])
        return Parameters(back, colours.astype(np.float32), int(random.randint(2**31)))

    def apply(self, images: Float[Tensor, "n c h w"], parameters: Parameters) -> Float[Tensor, "n c h w"]:
        """Return the images changed by these parameters, in 0...255."""
        columns = torch.as_tensor(parameters.colours).to(images.device)[:, :, None, None]
        saturation, brightness, contrast, hue = columns
        x = warp(images.contiguous(), parameters.back, outside=self.outside)  # rows: twice as fast as channels last
        if self.saturation:
            x = saturated(x, saturation)
        x = x + brightness[:, None]
        if self.contrast:
            mean = x.mean(dim=(2, 3), keepdim=True)
            x = torch.addcmul(mean, x - mean, contrast[:, None])
        if self.hue:
            x = turned(x, hue)
        return x.add_(self._noise(x, parameters.noise_seed)).clamp_(0, 255)

    def _noise(self, like: Tensor, seed: int) -> Tensor:
        """Return noise drawn on the CPU, the same for every device and memory format."""
        drawn = torch.empty(like.shape).normal_(0, UNIT * self.noise, generator=Generator().manual_seed(seed))
        return drawn.to(like.device)


PHOTOGRAPHS = {"saturation": (0.7, 1.3), "contrast": (0.4, 1.8)}
RECIPES = {
    recipe.name: recipe
    for recipe in (
        Recipe("adc-mnist", degrees=15, crop=0.2, flip=False, brightness=0.5, outside=0.0),
        Recipe("adc-svhn", degrees=15, crop=0.3, flip=False, brightness=0.5, hue=0.5, **PHOTOGRAPHS),
        Recipe("adc-cifar10", degrees=10, crop=0.2, flip=True, brightness=0.5, hue=0.2, **PHOTOGRAPHS),
        Recipe(
            "adc-stl10",
            degrees=15,
            crop=0.33,
            flip=True,
            brightness=1.3,
            hue=0.1,
            saturation=(0.7, 1.2),
            contrast=(0.2, 1.8),
        ),
        Recipe("adc-frgc", degrees=10, crop=0.2, flip=True, brightness=0.5, hue=0.2, **PHOTOGRAPHS),
    )
}
