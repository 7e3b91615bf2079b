"""tau of associative deep clustering: its numbers, its order, and its pixels against a slow form in plain Python."""

import colorsys
from dataclasses import replace

import numpy as np
import pytest
import torch

from lbaviz import augmentation
from lbaviz.augmentation import adc
from lbaviz.errors import BadInput

STILL = np.array([[1.0, 0, 0], [0, 1, 0]], np.float32)
# degrees, crop, brightness, saturation, contrast, hue, flip: SEMANTICS 55
SOURCE = {
    "adc-mnist": (15, 0.2, 0.5, None, None, None, False),
    "adc-svhn": (15, 0.3, 0.5, (0.7, 1.3), (0.4, 1.8), 0.5, False),
    "adc-cifar10": (10, 0.2, 0.5, (0.7, 1.3), (0.4, 1.8), 0.2, True),
    "adc-stl10": (15, 0.33, 1.3, (0.7, 1.2), (0.2, 1.8), 0.1, True),
    "adc-frgc": (10, 0.2, 0.5, (0.7, 1.3), (0.4, 1.8), 0.2, True),
}


def images(n=3, c=3, h=12, w=10, low=0, high=256):
    return torch.as_tensor(np.random.RandomState(n + c).randint(low, high, (n, c, h, w))).float()


def still(n, *, saturation=1.0, brightness=0.0, contrast=1.0, hue=0.0, seed=1):
    colours = np.tile(np.array([[saturation], [brightness], [contrast], [hue]], np.float32), (1, n))
    return adc.Parameters(np.tile(STILL, (n, 1, 1)), colours, seed)


@pytest.mark.parametrize("name", SOURCE)
def test_the_numbers_are_those_of_the_source(name):
    degrees, crop, brightness, saturation, contrast, hue, flip = SOURCE[name]
    drawn = adc.RECIPES[name].draw(20_000, (32, 32), np.random.RandomState(2))
    square = drawn.back[:, :, :2]
    cut = 1 - np.sqrt(np.abs(np.linalg.det(square)))
    assert -1e-6 < cut.min() < 0.001 and crop - 0.001 < cut.max() < crop + 1e-6
    angle = np.rad2deg(np.arctan2(-square[:, 0, 1], square[:, 1, 1]))
    assert -degrees - 0.001 < angle.min() < 0.01 - degrees and degrees - 0.01 < angle.max() < degrees + 0.001
    assert (np.linalg.det(square) < 0).mean() == pytest.approx(0.5 * flip, abs=0.02)
    ranges = [saturation or (1, 1), (-128 * brightness, 128 * brightness), contrast or (1, 1), (-(hue or 0), hue or 0)]
    for found, (low, high) in zip(drawn.colours, ranges, strict=True):
        near = 0.001 * (high - low) + 1e-6
        assert low - 1e-4 <= found.min() <= low + near and high - near <= found.max() <= high + 1e-4


@pytest.mark.parametrize("name", SOURCE)
def test_nothing_drawn_leaves_the_noise_alone(name):
    x = images(50, 3, 16, 16, 60, 200)
    noise = adc.RECIPES[name].apply(x, still(50)) - x
    assert noise.mean().abs() < 0.1 and noise.std().item() == pytest.approx(0.05 * 128, rel=0.02)
    assert np.abs(np.corrcoef(noise[:25].flatten(), noise[25:].flatten())[0, 1]) < 0.02
    quiet = replace(adc.RECIPES[name], noise=0.0).apply(x, still(50))
    torch.testing.assert_close(quiet, x, atol=0.01, rtol=0)


def slowly(image, saturation, brightness, contrast, hue):
    """The colours pixel by pixel, with the hexagonal model of the standard library; c h w."""
    pixels = np.stack([_saturated(rgb, saturation) for rgb in image.reshape(3, -1).T]) + brightness
    mean = pixels.mean(axis=0)
    pixels = mean + contrast * (pixels - mean)
    return np.stack([_turned(rgb, hue) for rgb in pixels]).T.reshape(image.shape).clip(0, 255)


def _saturated(rgb, factor):
    hue, saturation, value = colorsys.rgb_to_hsv(*(rgb / 255))
    return 255 * np.array(colorsys.hsv_to_rgb(hue, min(1, factor * saturation), value))


def _turned(rgb, share):
    low = rgb.min() - 1  # the model is for numbers from 0 on; hue depends on differences alone
    hue, saturation, value = colorsys.rgb_to_hsv(*(rgb - low))
    return low + np.array(colorsys.hsv_to_rgb((hue + share) % 1, saturation, value))


@pytest.mark.parametrize(
    ("saturation", "brightness", "contrast", "hue"),
    [(1.3, 0, 1, 0), (1, -50, 1, 0), (1, 0, 0.4, 0), (1, 0, 1, 0.3), (0.7, 60, 1.8, -0.45), (1.2, -160, 0.2, 0.1)],
)
def test_colours_equal_those_of_the_slow_form_in_the_order_of_the_source(saturation, brightness, contrast, hue):
    x = images(2, 3, 8, 9)
    x[0, :, 0, 0], x[0, :, 0, 1] = 0, 77  # black, grey
    quiet = replace(adc.RECIPES["adc-cifar10"], noise=0.0)
    drawn = still(2, saturation=saturation, brightness=brightness, contrast=contrast, hue=hue)
    expected = np.stack([slowly(image, saturation, brightness, contrast, hue) for image in x.double().numpy()])
    torch.testing.assert_close(quiet.apply(x, drawn).double(), torch.as_tensor(expected), atol=0.02, rtol=0)


@pytest.mark.parametrize(("name", "outside"), [("adc-mnist", 0), ("adc-svhn", 128)])
def test_a_rotation_brings_in_black_for_digits_and_grey_for_photographs(name, outside):
    x = torch.full((1, 3, 20, 20), 200.0)
    turn = np.float32([[[0.8, -0.6, 5.7], [0.6, 0.8, -3.8]]])  # 37 degrees about (9.5, 9.5)
    quiet = replace(adc.RECIPES[name], noise=0.0)
    found = quiet.apply(x, replace(still(1), back=turn))[0, 0]
    assert found[5:15, 5:15].min() > 199.9
    assert found[0, 0].item() == found[19, 19].item() == pytest.approx(outside, abs=0.01)


def test_digits_of_8_x_8_stay_digits():
    from sklearn.datasets import load_digits

    digits, labels = load_digits(return_X_y=True)
    x = torch.as_tensor(digits * 255 / 16).float().reshape(-1, 1, 8, 8)
    changed = augmentation.augment("adc-mnist", x[1000:], seed=0, step=1).flatten(1)
    assert changed.min() >= 0 and changed.max() <= 255
    centred = [part - part.mean(1, keepdim=True) for part in (changed, x[:1000].flatten(1))]
    changed, plain = (part / part.norm(dim=1, keepdim=True) for part in centred)
    nearest = (changed @ plain.T).argmax(1).numpy()
    assert (labels[nearest] == labels[1000:]).mean() > 0.8  # of an unchanged one, among other writers, 0.96


def test_copies_of_one_image_in_one_batch_are_changed_differently():
    copies = augmentation.augment("adc-mnist", images(1, 1, 28, 28).repeat(3, 1, 1, 1), seed=0, step=4)
    assert (copies[0] - copies[1]).abs().mean() > 5 and (copies[1] - copies[2]).abs().mean() > 5


def test_images_that_do_not_fit_are_refused_in_a_sentence():
    assert augmentation.check("adc-mnist", (8, 8, 1)) == augmentation.check("adc-mnist", (32, 32, 3)) == "adc-mnist"
    with pytest.raises(BadInput, match=r"'adc-svhn', which changes colours, but the images have 1 channel"):
        augmentation.check("adc-svhn", (28, 28, 1))
    with pytest.raises(BadInput, match="'adc-mnist', which crops, but the images are 7x9: 8x8 at least, or None"):
        augmentation.check("adc-mnist", (7, 9, 1))
    with pytest.raises(BadInput, match=r"there is no augmentation 'adc-cifar'. Did you mean 'adc-cifar10'\?"):
        augmentation.check("adc-cifar", (32, 32, 3))
