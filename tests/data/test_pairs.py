import warnings

import numpy as np
import pytest
from PIL import Image

from lbaviz import data
from lbaviz.data.resizing import resized
from lbaviz.errors import BadInput

NAMES = ["ant", "bee", "cat"]


def domain(shade: int, names=NAMES, side: int = 8, channels: int = 1, count: int = 60) -> data.DataSet:
    """Images of one grey level each, shade + position, so that every image can be told."""
    images = np.broadcast_to(
        (np.arange(count) + shade).astype(np.uint8)[:, None, None, None], (count, side, side, channels)
    )
    labels = np.arange(count) % len(names)
    return data.from_arrays(images, labels, test=(images[:6], labels[:6]), class_names=names)


def shades(part: data.Part) -> list[int]:
    return part.images[:, 0, 0, 0].tolist()


def test_labels_come_from_the_source_and_images_without_labels_from_the_target():
    split = data.pair(domain(0), domain(100)).split(seed=3)
    assert split.name == "own:own"
    assert sorted(shades(split.labelled) + shades(split.validation)) == list(range(60))
    assert sorted(shades(split.unlabelled) + shades(split.domains.target_validation)) == list(range(100, 160))
    assert shades(split.test) == list(range(100, 106))
    assert shades(split.domains.source_test) == list(range(6))
    assert len(split.validation) == len(split.domains.target_validation) == 6


def test_the_two_ends_of_the_scale():
    pair = data.pair(domain(0), domain(100))
    within = pair.split(unlabelled="source")
    assert max(shades(within.unlabelled)) < 60 and max(shades(within.labelled)) < 60
    target_only = pair.split(labelled="target")
    for part in ("labelled", "unlabelled", "validation", "test"):
        assert min(shades(target_only.part(part))) >= 100, part


def test_as_many_labels_of_a_class_as_are_asked_for():
    split = data.pair(domain(0), domain(100)).split(labels_per_class=4, validation=9)
    assert np.bincount(split.labelled.labels).tolist() == [4, 4, 4]
    assert len(split.validation) == len(split.domains.target_validation) == 9


def test_the_same_arguments_give_the_same_parts_and_another_seed_others():
    pair = data.pair(domain(0), domain(100))
    first, again, other = (pair.split(seed=seed) for seed in (0, 0, 1))
    assert first.checksum() == again.checksum() != other.checksum()
    assert data.pair(domain(0), domain(101)).split(seed=0).checksum() != first.checksum()


def test_classes_are_told_by_their_names_and_not_by_their_numbers():
    pair = data.pair(domain(0), domain(100, ["cat", "ant", "bee"]))
    split = pair.split(validation=0)
    names = [["cat", "ant", "bee"][shade % 3] for shade in (s - 100 for s in shades(split.unlabelled))]
    assert [split.class_names[label] for label in split.unlabelled.labels] == names


def test_a_class_that_one_domain_lacks_is_warned_of():
    with pytest.warns(UserWarning, match=r"the target \(own\) has no image of dog: walks between the domains"):
        pair = data.pair(domain(0, [*NAMES, "dog"]), domain(100))
    assert len(np.unique(pair.split().labelled.labels)) == 4
    with pytest.warns(UserWarning, match=r"the source \(own\) has no image of dog"):
        split = data.pair(domain(0), domain(100, [*NAMES, "dog"])).split()
    assert split.class_names == (*NAMES, "dog")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        unknown = data.from_arrays(domain(100).images, None, class_names=NAMES)
        for validation in (None, 12):
            split = data.pair(domain(0), unknown).split(validation=validation)
            assert len(split.unlabelled) == 60 and len(split.domains.target_validation) == 0
        assert len(split.validation) == 12


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda: data.pair(domain(0), domain(0, side=9)),
            r"source images are 8 x 8 x 1 .* target images 9 x 9 x 1: pass",
        ),
        (lambda: data.pair(domain(0), domain(0, channels=3)), "pass size=32 or so"),
        (lambda: data.pair(domain(0), domain(0, ["x", "y"])), r"have no class in common \(ant, bee, cat .* x, y"),
        (lambda: data.pair(domain(0), "usps"), "the target is str, expected a data set"),
        (lambda: data.pair(domain(0), domain(0), size=2), "the size of a pair's images is 2"),
        (lambda: data.load("digits", size=16), "size=16 is for two domains and for folders, and 'digits' is"),
        (lambda: data.pair(domain(0), domain(0)).split(unlabelled="all"), "unlabelled is 'all', but of a pair it is"),
        (lambda: data.pair(domain(0), domain(0)).split(labelled="sauce"), "Did you mean 'source'"),
    ],
)
def test_what_is_no_pair_is_refused(make, sentence):
    with pytest.raises(BadInput, match=sentence):
        make()


def test_images_are_brought_to_one_size_and_three_channels():
    pair = data.pair(domain(0), domain(100, side=9, channels=3), size=12)
    split = pair.split()
    assert split.image_shape == (12, 12, 3)
    assert len(np.unique(split.labelled.images[0])) == 1


@pytest.mark.parametrize("size", [5, 16, 31])
def test_resizing_is_bilinear_as_pillow_does_it(size):
    images = np.random.RandomState(0).randint(0, 256, (3, 12, 9, 3), np.uint8)
    expected = [np.asarray(Image.fromarray(image).resize((size, size), Image.BILINEAR)) for image in images]
    assert np.abs(resized(images, size, 3).astype(int) - np.stack(expected)).max() <= 1  # Pillow rounds twice


def test_two_folders_are_a_pair(tmp_path):
    for name, shade in (("photos", 10), ("sketches", 200)):
        for label in ("cat", "dog"):
            folder = tmp_path / name / label
            folder.mkdir(parents=True)
            for i in range(12):
                Image.fromarray(np.full((8, 8), shade + i, np.uint8)).save(folder / f"{i}.png")
    where = f"{tmp_path / 'photos'}:{tmp_path / 'sketches'}"
    assert data.find(where).split().class_names == ("cat", "dog")
    assert data.find(where, size=5).split().image_shape == (5, 5, 3)
    assert data.find(tmp_path / "photos", size=5).images.shape == (24, 5, 5, 1)


def test_catalogued_sets_become_32_pixels_and_three_channels(real_data):
    pair = data.load("mnist:usps", real_data)
    split = pair.split(seed=0)
    assert pair.name == "mnist:usps" and split.image_shape == (32, 32, 3)
    assert [len(split.part(part)) for part in split.part_names()] == [55_000, 6_566, 5_000, 2_007, 10_000, 725]
    assert data.load_again(split.source).split(**split.settings).checksum() == split.checksum()
    split = data.load("mnist:usps", real_data, size=16).split(seed=0)
    assert split.image_shape == (16, 16, 3)
    assert data.load_again(split.source).split(**split.settings).checksum() == split.checksum()
