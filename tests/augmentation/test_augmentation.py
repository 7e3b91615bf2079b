import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from lbaviz import augmentation
from lbaviz.augmentation import svhn
from lbaviz.errors import BadInput

IMAGES = torch.as_tensor(np.random.RandomState(0).randint(0, 256, (6, 3, 32, 32))).float()
WARPING = ("svhn", "stl10", "adc-mnist", "adc-svhn", "adc-cifar10", "adc-stl10")
SAME = IMAGES[:1].repeat(50, 1, 1, 1)


def augmented(name="svhn", images=IMAGES, seed=3, step=7, role="a"):
    return augmentation.augment(name, images, seed=seed, step=step, role=role)


def test_without_a_name_the_images_are_as_they_were():
    assert augmentation.augment(None, IMAGES, seed=0, step=0) is IMAGES


@pytest.mark.parametrize("name", WARPING)
def test_every_sample_gets_its_own_change(name):
    found = augmented(name, SAME)
    differences = (found[:, None] - found[None]).abs().amax(dim=(2, 3, 4)) + 99 * torch.eye(50)
    assert differences.min() > 1 and found.shape == SAME.shape and found.dtype == torch.float32
    assert found.min() >= 0 and found.max() <= 255.01
    assert found.is_contiguous(memory_format=torch.channels_last)


@pytest.mark.parametrize("name", augmentation.NAMES)
def test_seed_step_and_role_decide_alone(name):
    before, state = SAME.clone(), torch.get_rng_state()
    first = augmented(name, SAME)
    np.random.seed(5)
    assert torch.equal(first, augmented(name, SAME)) and torch.equal(SAME, before)
    assert torch.equal(torch.get_rng_state(), state)
    for other in ({"seed": 4}, {"step": 8}, {"role": "b"}):
        assert not torch.equal(first, augmented(name, SAME, **other))


def test_another_process_draws_the_same():
    code = (
        "import hashlib, torch; from lbaviz import augmentation; torch.set_num_threads(1)\n"
        "x = torch.arange(6 * 3072.).reshape(6, 3, 32, 32) % 256\n"
        "y = [augmentation.augment(n, x, seed=3, step=7) for n in augmentation.NAMES]\n"
        "print(hashlib.md5(torch.stack(y).contiguous().numpy().tobytes()).hexdigest())"
    )
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(2)]
    assert runs[0].stdout == runs[1].stdout and len(runs[0].stdout) > len(hashlib.md5().hexdigest())


def test_autocast_does_not_touch_the_pixels():
    with torch.autocast("cpu", torch.bfloat16):
        assert torch.equal(augmented(), augmented())
        found = augmented()
    assert torch.equal(found, augmented())


def test_svhn_draws_what_the_original_draws():
    drawn = svhn.draw(20_000, (32, 32), np.random.RandomState(1))
    square, moved = drawn.matrices[:, :, :2], drawn.matrices @ [16, 16, 1] - 16
    assert np.abs(square.mean(axis=0) - np.eye(2)).max() < 0.01 and np.abs(square.std(axis=0) - 0.15).max() < 0.005
    assert np.abs(moved.mean(axis=0)).max() < 0.06 and np.abs(moved.std(axis=0) - 2).max() < 0.05
    assert abs(drawn.wraps.mean() - 0.5) < 0.02 and abs(drawn.blurred.mean() - 0.5) < 0.02
    assert abs(np.corrcoef(drawn.wraps, drawn.blurred)[0, 1]) < 0.03


def test_svhn_with_nothing_drawn_changes_nothing_and_the_blur_is_for_the_chosen():
    still = np.concatenate([np.eye(2), np.zeros((2, 1))], axis=1)[None].repeat(6, axis=0)
    wraps, blurred = np.arange(6) % 2 == 0, np.arange(6) == 4
    found = svhn.apply(IMAGES, svhn.Parameters(still, wraps, blurred & False))
    torch.testing.assert_close(found, IMAGES, atol=0.01, rtol=0)
    one = svhn.apply(IMAGES, svhn.Parameters(still, wraps, blurred))
    changed = (one - IMAGES).abs().amax(dim=(1, 2, 3)) > 1
    assert changed.tolist() == blurred.tolist()


def test_svhn_gives_the_pixels_of_opencv():
    golden = np.load(Path(__file__).parents[1] / "golden" / "svhn_augmentation.npz", allow_pickle=False)
    images = torch.as_tensor(golden["images"]).permute(0, 3, 1, 2).float()
    found = svhn.apply(images, svhn.Parameters(golden["matrices"], golden["wraps"], golden["blurred"]))
    torch.testing.assert_close(found.permute(0, 2, 3, 1), torch.as_tensor(golden["expected"]), atol=1e-3, rtol=0)


def test_names_and_sizes_are_checked():
    assert augmentation.check(None, (8, 8, 1)) is None and augmentation.check("svhn", (8, 8, 1)) == "svhn"
    with pytest.raises(BadInput, match=r"there is no augmentation 'svnh'. Did you mean 'svhn'\?"):
        augmentation.check("svnh", (32, 32, 3))
    with pytest.raises(BadInput, match="which blurs, but the images are 3x8: 4x4 at least"):
        augmentation.check("svhn", (3, 8, 1))
