"""GTSRB in its published form, small; and its part, whose tracks are never on both sides of a split."""

import dataclasses
import re

import numpy as np
import pytest
from PIL import Image

from lbaviz import data
from lbaviz.data import gtsrb
from lbaviz.data.catalogue import FILES
from lbaviz.errors import BadInput

HEAD = "Filename;Width;Height;Roi.X1;Roi.Y1;Roi.X2;Roi.Y2;ClassId"
RANDOM = np.random.RandomState(0)


def picture(path, box):
    """A frame with a sign of one colour in its box, noise around it."""
    left, upper, right, lower = box
    pixels = RANDOM.randint(0, 256, (60, 50, 3)).astype(np.uint8)
    pixels[upper:lower, left:right] = colour = RANDOM.randint(0, 256, 3)
    Image.fromarray(pixels).save(path)
    return colour


@pytest.fixture(params=["GTSRB/Final_Training/Images", "GTSRB/Training"])
def small(request, tmp_path, cache, monkeypatch):
    """A root with 2 tracks of 2 frames of each of 43 classes, 3 test images, and their colours."""
    monkeypatch.setitem(
        FILES, "gtsrb", dataclasses.replace(FILES["gtsrb"], train=172, test=3, side=8, validation_last=43)
    )
    colours, base = {"train": [], "test": []}, tmp_path / "root" / "gtsrb"
    for label in range(43):
        folder = base / request.param / f"{label:05}"
        folder.mkdir(parents=True)
        names = [f"{track:05}_{frame:05}.ppm" for track in (0, 1) for frame in (0, 1)]
        colours["train"] += [picture(folder / name, (5, 6, 41, 50)) for name in names]
        rows = [f"{name};50;60;5;6;41;50;{label}" for name in names]
        (folder / f"GT-{label:05}.csv").write_text("\n".join([HEAD, *rows, ""]))
    images = base / "GTSRB" / "Final_Test" / "Images"
    images.mkdir(parents=True)
    colours["test"] = [picture(images / f"{i:05}.ppm", (10, 20, 30, 55)) for i in range(3)]
    rows = [f"{i:05}.ppm;50;60;10;20;30;55;{i * 20}" for i in range(3)]
    (base / "GT-final_test.csv").write_text("\n".join([HEAD, *rows, ""]))
    return tmp_path / "root", base / request.param, colours


def test_images_are_cut_to_the_box_and_validated_on_whole_tracks(small, monkeypatch):
    root, _, colours = small
    monkeypatch.setattr(gtsrb, "LEAST", 1)
    loaded = data.load("gtsrb", root)
    assert loaded.images.shape == (172, 8, 8, 3) and loaded.test_images.shape == (3, 8, 8, 3)
    assert loaded.test_labels.tolist() == [0, 20, 40] and len(loaded.class_names) == 43
    assert (loaded.test_images == np.array(colours["test"])[:, None, None]).all()
    expected = np.array(colours["train"]).reshape(43, 2, 2, 3).swapaxes(0, 1).reshape(172, 3)  # first tracks first
    assert (loaded.images == expected[:, None, None]).all()
    assert (loaded.labels == np.tile(np.arange(43).repeat(2), 2)).all()


def test_what_is_damaged_is_named(small):
    root, training, _ = small
    table = training / "00007" / "GT-00007.csv"
    whole = table.read_text()
    for content, text in (
        (whole.replace("Roi.X1", "X"), f"{table} is not a table of GTSRB"),
        (whole.replace(";5;", ";five;"), f"{table} is not a table of GTSRB"),
        (whole[: whole.index("00001_00001")], f"the tables in {training} list 171 images, expected 172 or 26640"),
        (whole.replace(";7\n", ";43\n"), f"{training} holds uint8 images and int64 labels from 0 to 43"),
        (whole.replace("00001_00001", "gone"), f"{training / '00007' / 'gone.ppm'} cannot be read"),
    ):
        table.write_text(content)
        with pytest.raises(BadInput, match=re.escape(text)):
            data.load("gtsrb", root)


def test_tracks_stay_together_and_the_last_ones_of_each_class_stand_last():
    labels = np.repeat([0, 1, 2], [90, 50, 5])
    tracks = np.concatenate([np.arange(90) // 30, np.arange(50) // 8, np.zeros(5, int)])
    mixed = RANDOM.permutation(145)
    order = mixed[gtsrb.tracks_last(labels[mixed], tracks[mixed])]
    validated = order[-(30 + 26 + 5) :]
    assert np.bincount(labels[validated]).tolist() == [30, 26, 5] and sorted(order) == list(range(145))
    assert set(tracks[validated[:30]]) == {2} and set(tracks[validated[30:56]]) == {3, 4, 5, 6}


def test_the_part_shares_no_sign_between_training_and_validation(real_data):
    part = data.load("gtsrb-part")
    assert part.images.shape == (8600, 32, 32, 3) and part.test_images.shape == (2500, 32, 32, 3)
    assert (np.bincount(part.labels) == 200).all() and len(set(part.class_names)) == 43
    with np.load(real_data / "gtsrb" / "gtsrb_train_8600.npz") as file:
        images, names = file["images"], file["names"]
    track = {image.tobytes(): name.rsplit("_", 1)[0] for image, name in zip(images, names, strict=True)}
    split = part.split(labels_per_class="all")
    found = [{track[image.tobytes()] for image in each.images} for each in (split.unlabelled, split.validation)]
    assert not found[0] & found[1] and len(found[0]) > 1000
    assert np.bincount(split.validation.labels).min() >= 20 and len(split.validation) == 1099


def test_the_whole_set_points_at_its_part(real_data):
    with pytest.raises(BadInput, match=r"GTSRB is not on this machine.*'gtsrb-part', which is here"):
        data.load("gtsrb")
