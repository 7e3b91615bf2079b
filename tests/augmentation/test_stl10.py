import colorsys

import numpy as np
import pytest
import torch

from lbaviz import augmentation
from lbaviz.augmentation import colours, stl10
from lbaviz.errors import BadInput

IMAGES = torch.as_tensor(np.random.RandomState(0).randint(0, 256, (4, 3, 20, 24))).float()
STILL = np.tile(np.array([[1.0, 0, 0], [0, 1, 0]], np.float32), (4, 1, 1))


def applied(back=STILL, brightness=1.0, saturation=1.0, hue=0.0, grey=0.0, images=IMAGES):
    return stl10.apply(images, stl10.Parameters(back, np.tile(np.float32([brightness, saturation, hue, grey]), (4, 1))))


def test_nothing_drawn_changes_nothing():
    torch.testing.assert_close(applied(), IMAGES, atol=0.02, rtol=0)


def test_hue_saturation_and_value_are_those_of_the_standard_library():
    pixels = torch.cat(
        [IMAGES, torch.tensor([[0.0, 0, 0], [9, 9, 9], [255, 0, 255]]).T.reshape(1, 3, 1, 3).repeat(1, 1, 20, 8)]
    )
    hue, chroma, value = colours.to_hue(pixels)
    found = torch.stack([hue % 1, chroma / value.clamp_min(1e-6), value], dim=1).permute(0, 2, 3, 1).reshape(-1, 3)
    for hsv, rgb in zip(found[::37].tolist(), pixels.permute(0, 2, 3, 1).reshape(-1, 3)[::37].tolist(), strict=True):
        expected = colorsys.rgb_to_hsv(*rgb)
        assert hsv == pytest.approx(expected, abs=1e-4)
    torch.testing.assert_close(colours.from_hue(*colours.to_hue(pixels)), pixels, atol=0.01, rtol=0)


def test_each_colour_change_does_what_it_says():
    torch.testing.assert_close(applied(brightness=0.8), IMAGES * 0.8, atol=0.02, rtol=0)
    assert applied(brightness=1.3).max() <= 255.01
    dull = applied(saturation=0.5)
    torch.testing.assert_close(dull.amax(1), IMAGES.amax(1), atol=0.02, rtol=0)  # the value stays
    torch.testing.assert_close(dull.amin(1), (IMAGES.amin(1) + IMAGES.amax(1)) / 2, atol=0.02, rtol=0)
    torch.testing.assert_close(applied(hue=1 / 3), IMAGES[:, [2, 0, 1]], atol=0.05, rtol=0)  # red becomes green
    grey = applied(grey=1.0)
    assert torch.equal(grey[:, 0], grey[:, 1]) and torch.equal(grey[:, 0], grey[:, 2])
    torch.testing.assert_close(
        grey[:, 0], (IMAGES * torch.tensor(colours.GREY)[:, None, None]).sum(1), atol=0.05, rtol=0
    )


def test_the_numbers_are_those_of_the_source():
    drawn = stl10.draw(20_000, (96, 96), np.random.RandomState(2))
    factor, saturation, hue, grey = drawn.colours.T
    for values, low, high in ((factor, 1 / 1.3, 1.3), (saturation, 0.5, 1.2), (hue, -0.1, 0.1)):
        assert low <= values.min() < low + 0.001 and high - 0.001 < values.max() <= high + 1e-6
    assert abs(grey.mean() - 0.5) < 0.02
    square = drawn.back[:, :, :2]
    size = np.sqrt(np.abs(np.linalg.det(square)))
    assert 0.8 <= size.min() < 0.801 and 0.999 < size.max() <= 1.0001
    assert abs((np.linalg.det(square) < 0).mean() - 0.5) < 0.02  # mirrored
    angle = np.rad2deg(np.arctan2(-square[:, 0, 1], square[:, 1, 1]))
    assert -10 <= angle.min() < -9.99 and 9.99 < angle.max() <= 10.001
    corners = np.array([[0, 0, 1], [95, 0, 1], [0, 95, 1], [95, 95, 1.0]])
    straight = np.abs(angle) < 0.05
    places = np.einsum("nij,kj->nki", drawn.back[straight], corners)
    assert places.min() > -0.2 and places.max() < 95.2  # a crop lies inside the image, in all corners of it
    assert places[:, :, 0].max() > 94 and places[:, :, 1].min() < 1


def test_a_flip_and_a_crop():
    back = STILL.copy()
    back[:, 0] = [-1, 0, 23]
    torch.testing.assert_close(applied(back), IMAGES.flip(3), atol=0.02, rtol=0)
    ramp = torch.arange(24.0).expand(4, 3, 20, 24)
    back[:, 0] = [0.5, 0, 4]
    torch.testing.assert_close(
        applied(back, images=ramp), (0.5 * torch.arange(24.0) + 4).expand(4, 3, 20, 24), atol=0.01, rtol=0
    )


def test_grey_and_small_images_are_refused():
    with pytest.raises(BadInput, match=r"augment is 'stl10', which changes colours, but the images have 1 channel"):
        augmentation.check("stl10", (96, 96, 1))
    with pytest.raises(BadInput, match="which crops, but the images are 7x9: 8x8 at least"):
        augmentation.check("stl10", (7, 9, 3))
