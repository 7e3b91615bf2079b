import re

import numpy as np
import pytest
from PIL import Image

from lbaviz import data
from lbaviz.errors import BadInput


def put(path, value=0, size=(4, 3), mode="L"):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new(mode, size, value).save(path)


def test_one_folder_a_class(tmp_path):
    for name, value in (("10", 30), ("9", 20)):
        put(tmp_path / name / "a.png", value)
        put(tmp_path / name / "b.PNG", value + 1)
    (tmp_path / "9" / "notes.txt").write_text("not an image")
    (tmp_path / ".hidden").mkdir()
    made = data.from_folder(tmp_path)
    assert made.class_names == ("9", "10")
    assert made.images.shape == (4, 3, 4, 1)
    assert made.images[:, 0, 0, 0].tolist() == [20, 21, 30, 31] and made.labels.tolist() == [0, 0, 1, 1]
    assert made.source == {"own": True} and len(made.test_images) == 0


@pytest.mark.parametrize("train", ["", "train"])
def test_unlabelled_train_and_test_are_honoured(tmp_path, train):
    put(tmp_path / train / "cat" / "a.png", 1)
    put(tmp_path / train / "dog" / "a.png", 2)
    put(tmp_path / "test" / "dog" / "a.png", 3)
    put(tmp_path / "unlabelled" / "deep" / "a.png", 4)
    made = data.from_folder(str(tmp_path))
    assert made.class_names == ("cat", "dog")
    assert made.labels.tolist() == [0, 1, -1] and made.images[:, 0, 0, 0].tolist() == [1, 2, 4]
    assert made.test_labels.tolist() == [1] and made.test_images[0, 0, 0, 0] == 3


def test_a_class_may_be_called_train(tmp_path):
    put(tmp_path / "train" / "a.png")
    put(tmp_path / "ship" / "a.png")
    assert data.from_folder(tmp_path).class_names == ("ship", "train")


def test_one_colour_image_makes_all_three_channels(tmp_path):
    put(tmp_path / "x" / "a.png", 7)
    put(tmp_path / "x" / "b.jpg", (200, 200, 200), mode="RGB")
    made = data.from_folder(tmp_path)
    assert made.images.shape == (2, 3, 4, 3) and made.images[0, 0, 0].tolist() == [7, 7, 7]


def test_a_size_takes_the_middle_square_of_pictures_of_any_size(tmp_path):
    wide = np.zeros((6, 10, 3), np.uint8)
    wide[:, :2], wide[:, 8:] = 255, 255  # what is not of the middle square
    wide[:3, 2:8], wide[3:, 2:8] = (40, 80, 120), (60, 100, 140)
    for name, pixels in (("wide", wide), ("high", wide.swapaxes(0, 1)), ("small", wide[2:4, 4:6])):
        (tmp_path / "anna").mkdir(exist_ok=True)
        Image.fromarray(pixels).save(tmp_path / "anna" / f"{name}.png")
    made = data.from_folder(tmp_path, size=4).images
    assert made.shape == (3, 4, 4, 3) and made.max() < 150
    high, small, squeezed = made
    assert (high == squeezed.swapaxes(0, 1)).all() and squeezed[0, 0].tolist() == [40, 80, 120]
    assert small[0, 0].tolist() == [40, 80, 120] and small[3, 3].tolist() == [60, 100, 140]
    with pytest.raises(BadInput, match="the size of a folder's pictures is 2, expected an integer of at least 4"):
        data.from_folder(tmp_path, size=2)


def refuse(path, text):
    with pytest.raises(BadInput, match=re.escape(text)) as caught:
        data.from_folder(path)
    assert "\n" not in str(caught.value)


def test_bad_folders_get_one_sentence(tmp_path):
    refuse(tmp_path / "nowhere", "nowhere is not a folder")
    refuse(tmp_path, "holds no images")
    put(tmp_path / "a" / "1.png")
    (tmp_path / "b").mkdir()
    refuse(tmp_path, "b holds no png or jpg image")
    put(tmp_path / "b" / "1.png", size=(5, 3))
    refuse(tmp_path, "1.png has 5 x 3 pixels, but")
    refuse(tmp_path, "bring all images to one size, or load the folder by itself with size=32 or so")
    (tmp_path / "b" / "1.png").write_bytes(b"no image")
    refuse(tmp_path, "1.png cannot be read as an image")
    (tmp_path / "b" / "1.png").write_bytes((tmp_path / "a" / "1.png").read_bytes()[:45])
    refuse(tmp_path, "1.png is damaged")
    put(tmp_path / "b" / "1.png", 70, mode="I;16")
    refuse(tmp_path, "more than 8 bits")
    put(tmp_path / "b" / "1.png")
    put(tmp_path / "test" / "c" / "1.png")
    refuse(tmp_path, "a class without training images")
    put(tmp_path / "train" / "c" / "1.png")
    refuse(tmp_path, "holds train/ and also a/")


def test_pictures_come_back_as_written(tmp_path):
    pixels = np.random.RandomState(0).randint(0, 256, (6, 5, 3), np.uint8)
    (tmp_path / "a").mkdir()
    Image.fromarray(pixels).save(tmp_path / "a" / "1.png")
    assert (data.from_folder(tmp_path).images[0] == pixels).all()
