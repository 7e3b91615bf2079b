"""Signs that are made here: 43 drawings, their transformations, and the published files."""

import dataclasses

import numpy as np
import pytest
from PIL import Image

from lbaviz import data
from lbaviz.data import parts
from lbaviz.data.catalogue import FILES
from lbaviz.data.generated import pictograms, synth_signs
from lbaviz.data.generated.sampling import FRACTION, counted, places, turned
from lbaviz.data.generated.shapes import arrow, circle, line, polygon
from lbaviz.data.signs import SIGNS

SUM = "658e2ee813c64442ec6e2273aa37c1dc"  # made by one machine: that others make the same is what is promised


def test_the_same_bytes_on_every_machine():
    assert parts.content_hash(*synth_signs.draw(200, 3)) == SUM


def test_seeds_and_labels():
    images, labels = synth_signs.draw(430, 0)
    assert images.shape == (430, 40, 40, 3) and images.dtype == np.uint8 and set(labels) == set(range(43))
    again, other = synth_signs.draw(430, 0)[0], synth_signs.draw(430, 1)[0]
    assert (images == again).all() and (images != other).mean() > 0.9


def test_43_drawings_that_differ():
    drawn = pictograms.drawings().astype(int)
    assert len(drawn) == len(SIGNS) == len(set(SIGNS)) == 43
    assert (drawn[..., :3] <= drawn[..., 3:] + 1).all()  # colours times how much of a pixel is covered
    for edge in (drawn[:, 0], drawn[:, -1], drawn[:, :, 0], drawn[:, :, -1]):
        assert (edge == 0).all()
    small = drawn.reshape(43, 24, 4, 24, 4, 4).mean(axis=(2, 4)).reshape(43, -1).astype(np.float32)
    assert min(np.sort(np.abs(small - one).mean(axis=1))[1] for one in small) > 1


def signs(*names):
    return [pictograms.drawings()[SIGNS.index(name)].astype(int) for name in names]


def test_drawings_have_the_forms_and_colours_of_their_signs():
    red, blue = (
        np.abs(pictograms.drawings()[:, 8:88, 8:88, :3] - np.array(c)).max(axis=3) < 9
        for c in ((200, 25, 35), (20, 75, 165))
    )
    red_share, blue_share = red.mean(axis=(1, 2)), blue.mean(axis=(1, 2))
    warned = range(SIGNS.index("danger"), SIGNS.index("wild animals") + 1)
    assert all(0.05 < red_share[i] < 0.5 for i in [0, 8, SIGNS.index("right of way"), *warned])
    ordered = range(SIGNS.index("turn right"), SIGNS.index("roundabout") + 1)
    assert all(blue_share[i] > 0.4 for i in ordered) and max(np.delete(blue_share, list(ordered))) == 0
    covered = [(sign[..., 3] > 0).sum(axis=1) for sign in signs("yield", "danger", "priority road", "limit 20")]
    assert (np.diff(covered[0][12:70]) <= 0).all() and (
        np.diff(covered[1][15:70]) >= 0
    ).all()  # on its point; on its side
    assert covered[2].argmax() in (47, 48) and covered[3].max() == 88


@pytest.mark.parametrize("one", ["turn", "straight or", "keep"])
def test_left_is_right_in_a_mirror(one):
    right, left = signs(f"{one} right", f"{one} left")
    assert np.abs(right - left[:, ::-1]).max() <= 16 * 8 and np.abs(right - left[:, ::-1]).mean() < 1
    assert np.abs(right - left).mean() > 5


def test_lines_and_arrows():
    assert np.ptp(np.concatenate(line(0.2, (0, 0), (3, 4))), axis=0) == pytest.approx([3.2, 4.2])
    points = np.concatenate(arrow(0.2, 1.0, (0, 0), (0, -3)))
    assert points.min(axis=0) == pytest.approx([-0.7, -3]) and points.max(axis=0) == pytest.approx([0.7, 0.1])
    for shape in (
        circle(0, 0, 1),
        circle(0, 0, 1, 5)[:1],
        polygon((0, 0), (0, 1), (1, 0)),
        polygon((0, 0), (1, 0), (0, 1)),
    ):
        x, y = shape[0].T
        assert (x * np.roll(y, -1) - y * np.roll(x, -1)).sum() > 0  # all turn the same way


@pytest.mark.parametrize(("degrees", "turned_by"), [(0, 0), (90, 1), (180, 2), (270, 3)])
def test_an_image_is_turned_and_scaled(degrees, turned_by):
    source = np.zeros((100, 100), np.uint8)
    source[20:30, 60:80] = 1  # right of the middle and above it
    x, y = places(turned(np.array([float(degrees)]), np.array([2.0])), np.array([[50.0, 50.0]]), 50, 2)
    found = counted(source[y >> FRACTION, x >> FRACTION], 2)[0]
    smaller = source.reshape(50, 2, 50, 2).sum(axis=(1, 3))
    assert (found == np.rot90(smaller, turned_by)).mean() > 0.99 and abs(int(found.sum()) - 200) < 5


def test_an_image_is_moved():
    x, y = places(turned(np.zeros(1), np.ones(1)), np.array([[50.0, 60.0]]), 10, 1)
    assert (x[0, 0] / 2**FRACTION).tolist() == [45.5 + k for k in range(10)]
    assert (y[0, :, 3] / 2**FRACTION).tolist() == [55.5 + k for k in range(10)]


def test_loaded_by_name_from_the_published_files_or_made(tmp_path, cache, monkeypatch):
    monkeypatch.setattr(synth_signs, "TRAIN", 30)
    monkeypatch.setattr(synth_signs, "TEST", 10)
    made = data.load("synth-signs")
    assert made.source == {"name": "synth-signs", "generated": {"seed": 0}} and made.class_names == SIGNS
    monkeypatch.setitem(FILES, "synth-signs", dataclasses.replace(FILES["synth-signs"], train=9, test=1))
    folder = tmp_path / "synth_signs" / "synthetic_data"
    (folder / "train").mkdir(parents=True)
    for i in range(10):
        Image.new("RGB", (50, 60), (20 * i, 0, 255)).save(folder / "train" / f"{i}.png")
    (folder / "train_labelling.txt").write_text("".join(f"train/{i}.png {i + 30} x\n" for i in range(10)))
    loaded = data.load("synth-signs", tmp_path)
    order = list(range(10))
    np.random.seed(314)  # as the released code draws its tenth
    np.random.shuffle(order)
    assert loaded.labels.tolist() == [30 + i for i in order[:9]] and loaded.test_labels.tolist() == [30 + order[9]]
    assert (loaded.images[:, 7, 9, 0] == [20 * i for i in order[:9]]).all() and loaded.images.shape == (9, 40, 40, 3)
    assert data.load_again(made.source).checksum() == made.checksum()
