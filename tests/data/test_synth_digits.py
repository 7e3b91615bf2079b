"""Digits that are made here: the label is what stands in the middle, and the same seed gives the same bytes."""

import dataclasses
import os
import subprocess
import sys

import numpy as np
import pytest
from scipy.io import savemat

from lbaviz import data
from lbaviz.data import parts
from lbaviz.data.catalogue import FILES
from lbaviz.data.generated import fonts, scenery, synth_digits

MADE = "from lbaviz.data import parts; from lbaviz.data.generated import synth_digits as s; "
MADE += "print(parts.content_hash(*s.draw(200, 3)))"
SUM = "963778e3cc1b4718918ffcb6dd723e8c"  # made by one machine: that others make the same is what is promised


def test_the_same_bytes_in_every_process_on_every_machine():
    assert parts.content_hash(*synth_digits.draw(200, 3)) == SUM
    without = {**os.environ, "NPY_DISABLE_CPU_FEATURES": "AVX512F AVX512CD AVX512_SKX AVX2 FMA3"}  # of the processor
    run = subprocess.run([sys.executable, "-W", "ignore", "-c", MADE], env=without, capture_output=True, text=True)
    assert run.stdout.strip() == SUM, run.stderr


def test_seeds_and_labels():
    images, labels = synth_digits.draw(200, 0)
    assert images.shape == (200, 32, 32, 3) and images.dtype == np.uint8 and (np.bincount(labels) > 9).all()
    again, other = synth_digits.draw(200, 0)[0], synth_digits.draw(200, 1)[0]
    assert (images == again).all() and (images != other).mean() > 0.9
    assert len({image.tobytes() for image in images}) == 200


def test_the_middle_shows_the_label(monkeypatch):
    for name, value in {"DEGREES": 0.0, "SHIFT": 0.0, "HEIGHT": (26.0, 26.0), "GAP": (2.0, 2.0)}.items():
        monkeypatch.setattr(synth_digits, name, value)
    labels = np.arange(60) % 10
    ink = synth_digits._numbers(labels, np.random.RandomState(0)).astype(np.float32) / 9
    steps = ((np.arange(32) + 0.5 - 16) * fonts.HEIGHT / 26 + fonts.SIDE / 2).astype(int)
    shapes = fonts.digit_shapes()[:, steps][:, :, steps].astype(np.float32)
    distance = np.abs(ink[:, None] - shapes[None]).sum(axis=(2, 3))
    assert (distance.argmin(axis=1) % 10 == labels).mean() > 0.98
    assert len(set(distance.argmin(axis=1) // 10)) > 12


def test_neighbours_stand_beside_it_in_every_second_image(monkeypatch):
    monkeypatch.setattr(synth_digits, "DEGREES", 0.0)
    monkeypatch.setattr(synth_digits, "SHIFT", 0.0)
    monkeypatch.setattr(synth_digits, "HEIGHT", (13.0, 13.0))
    ink = synth_digits._numbers(np.zeros(400, int), np.random.RandomState(0))
    left, right = ink[:, :, :4].any(axis=(1, 2)), ink[:, :, -4:].any(axis=(1, 2))
    assert 140 < left.sum() < 240 and 140 < right.sum() < 240 and 60 < (left & right).sum() < 140


def test_digits_stand_out_from_their_background():
    random = np.random.RandomState(0)
    ground = scenery.colours(2000, random)
    stroke = scenery.contrasting(ground, 60, random)
    difference = np.abs((stroke.astype(int) - ground) @ [0.299, 0.587, 0.114])
    assert (difference > 58).mean() > 0.99 and len({tuple(colour) for colour in stroke}) > 1900


def test_backgrounds_go_from_knot_to_knot_in_straight_lines():
    knots = np.random.RandomState(0).randint(-10_000, 10_000, (2, 3, 5, 5))
    found = scenery._between(knots, 32)
    place = np.arange(32) / 8
    lines = np.apply_along_axis(lambda row: np.interp(place, np.arange(5), row), 3, knots)
    expected = np.apply_along_axis(lambda column: np.interp(place, np.arange(5), column), 2, lines)
    np.testing.assert_allclose(found, 64 * expected)


def test_blur_and_noise():
    images = np.zeros((3, 7, 7, 3), np.uint8)
    images[:, 3, 3] = 160
    found = scenery.blurred(images, np.array([0, 1, 2]))
    assert (found[0] == images[0]).all()
    assert (found[1, 2:5, 2:5, 0] == [[10, 20, 10], [20, 40, 20], [10, 20, 10]]).all()
    assert found[2, 3, 3, 0] == 22 or found[2, 3, 3, 0] == 23  # 160 * (6 / 16)^2 = 22.5
    noisy = scenery.noisy(np.full((3, 40, 40, 3), 100, np.uint8), np.array([0, 5, 13]), np.random.RandomState(0))
    assert (
        [int(each.min()) for each in noisy] == [100, 95, 87] and noisy[0].max() == 100 and noisy[2].max() in (112, 113)
    )


def test_loaded_by_name_from_the_published_files_or_made(tmp_path, cache, monkeypatch):
    monkeypatch.setattr(synth_digits, "TRAIN", 30)
    monkeypatch.setattr(synth_digits, "TEST", 10)
    made = data.load("synth-digits")
    assert made.source == {"name": "synth-digits", "generated": {"seed": 0}} and len(made.test_images) == 10
    monkeypatch.setitem(FILES, "synth-digits", dataclasses.replace(FILES["synth-digits"], train=4, test=3))
    for part, n in (("train", 4), ("test", 3)):
        images = np.random.RandomState(n).randint(0, 256, (32, 32, 3, n), np.uint8)
        savemat(tmp_path / f"synth_{part}_32x32.mat", {"X": images, "y": np.array([[0], [9], [10], [3]])[:n]})
    loaded = data.load("synth-digits", tmp_path)
    assert (loaded.test_images == images.transpose(3, 0, 1, 2)).all() and loaded.labels.tolist() == [0, 9, 0, 3]
    assert data.load_again(made.source).checksum() == made.checksum()


@pytest.mark.parametrize("seed", [0, 1])
def test_pixels_use_the_whole_range(seed):
    images, _ = synth_digits.draw(100, seed)
    assert images.min() == 0 and images.max() == 255 and 90 < images.mean() < 165
