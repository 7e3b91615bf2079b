import numpy as np
import pytest
import torch

from lbaviz.augmentation.warping import blur, inverted, warp

IMAGE = torch.arange(20.0).reshape(1, 1, 4, 5)  # 4 rows, 5 columns


def shift(dx, dy):
    """The map from the result's pixels that moves an image by dx to the right and dy down."""
    return inverted(np.array([[[1.0, 0, dx], [0, 1, dy]]]))


def moved(image, dx, dy, mode):
    """The same with NumPy, for whole numbers of pixels; wide borders are made first."""
    wide = np.pad(image.numpy(), ((0, 0), (0, 0), (9, 9), (9, 9)), mode=mode)
    h, w = image.shape[2:]
    return torch.as_tensor(wide[:, :, 9 - dy : 9 - dy + h, 9 - dx : 9 - dx + w].copy())


@pytest.mark.parametrize("wraps", [None, np.array([True]), np.array([False])])
def test_no_map_changes_nothing(wraps):
    torch.testing.assert_close(warp(IMAGE, shift(0, 0), wraps), IMAGE, atol=1e-4, rtol=0)


@pytest.mark.parametrize(("wraps", "mode"), [(True, "wrap"), (False, "symmetric"), (None, "constant")])
@pytest.mark.parametrize(("dx", "dy"), [(1, 0), (-2, 1), (4, -3), (7, 6), (-9, 9)])
def test_a_shift_moves_pixels_and_the_border_goes_on(wraps, mode, dx, dy):
    found = warp(IMAGE, shift(dx, dy), None if wraps is None else np.array([wraps]))
    torch.testing.assert_close(found, moved(IMAGE, dx, dy, mode), atol=1e-4, rtol=0)


@pytest.mark.parametrize("wraps", [True, False])
def test_half_a_pixel_is_the_mean_of_two_also_at_the_border(wraps):
    found = warp(IMAGE, shift(0.5, 0), np.array([wraps]))[0, 0, 0]
    expected = [2.0 if wraps else 0.0, 0.5, 1.5, 2.5, 3.5]  # left of the first pixel is the last one, or itself
    torch.testing.assert_close(found, torch.tensor(expected), atol=1e-4, rtol=0)


def test_each_image_has_its_own_map_and_border():
    images = IMAGE.expand(3, 2, 4, 5)
    back = np.concatenate([shift(1, 0), shift(1, 0), shift(0, -1)])
    found = warp(images, back, np.array([True, False, True]))
    for image, (dx, dy, mode) in zip(found, [(1, 0, "wrap"), (1, 0, "symmetric"), (0, -1, "wrap")], strict=True):
        torch.testing.assert_close(image, moved(IMAGE, dx, dy, mode)[0].expand(2, 4, 5), atol=1e-4, rtol=0)


def test_a_quarter_turn():
    square = torch.arange(9.0).reshape(1, 1, 3, 3)
    turn = np.array([[[0.0, -1, 2], [1, 0, 0]]])  # (x, y) -> (2 - y, x), about the middle pixel
    torch.testing.assert_close(warp(square, inverted(turn)), square.rot90(-1, (2, 3)), atol=1e-4, rtol=0)


def test_blur_is_the_outer_product_of_its_weights_and_keeps_the_mean_of_a_flat_image():
    point = torch.zeros(1, 1, 11, 11)
    point[0, 0, 5, 5] = 1024
    weights = torch.tensor([0, 0, 2, 7, 14, 18, 14, 7, 2, 0, 0]) / 2
    torch.testing.assert_close(blur(point)[0, 0], weights[:, None] * weights)
    flat = torch.full((2, 3, 4, 9), 200.0)
    torch.testing.assert_close(blur(flat), flat)
