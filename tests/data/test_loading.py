import bz2
import gzip
import re
import shutil

import numpy as np
import pytest

from lbaviz import data
from lbaviz.data import usps
from lbaviz.errors import BadInput


def sizes(split):
    return [len(part) for part in (split.labelled, split.unlabelled, split.validation, split.test)]


def test_digits_need_nothing(cache):
    digits = data.load("digits")
    assert digits.images.shape == (1297, 8, 8, 1) and digits.images.max() == 255
    split = digits.split()
    assert sizes(split) == [20, 1097, 200, 500]
    assert (split.validation.images == digits.images[-200:]).all()
    assert (split.unlabelled.images == digits.images[:1097]).all()
    assert sizes(digits.split(validation=0, unlabelled="rest"))[1:3] == [1277, 0]
    assert sizes(digits.split(validation=50))[1:3] == [1247, 50]
    assert not cache.exists()


@pytest.mark.parametrize(("name", "text"), [("mnits", "Did you mean 'mnist'?"), ("qqqq", "Choose one of"), (3, "'3'")])
def test_unknown_names_name_the_nearest(name, text):
    with pytest.raises(BadInput, match=re.escape(text)):
        data.load(name)


@pytest.mark.parametrize(("name", "first"), [("mnist", [5, 0, 4, 1, 9]), ("fashion-mnist", [9, 0, 0, 3, 0])])
def test_mnist_and_fashion_mnist(real_data, name, first):
    loaded = data.load(name)
    assert loaded.images.shape == (60_000, 28, 28, 1) and loaded.test_images.shape == (10_000, 28, 28, 1)
    assert loaded.labels[:5].tolist() == first and loaded.source == {"name": name}
    split = loaded.split()
    assert sizes(split) == [100, 55_000, 5_000, 10_000]
    assert np.shares_memory(split.unlabelled.images, loaded.images)  # 43 MB once, not twice
    assert (split.validation.labels == loaded.labels[-5000:]).all()
    assert loaded.class_names[9] == ("9" if name == "mnist" else "Ankle boot")


def test_both_forms_of_usps_are_equal(real_data, cache, tmp_path):
    sums = set()
    for form in ("usps_*.npz", "zip.*.gz"):
        root = tmp_path / form.replace("*", "x")
        (root / "USPS").mkdir(parents=True)
        for file in (real_data / "USPS").glob(form):
            (root / "USPS" / file.name).symlink_to(file)
        loaded = data.load("usps", root)
        sums.add(loaded.checksum())
        assert loaded.images.shape == (7291, 16, 16, 1) and len(loaded.test_images) == 2007
        assert loaded.labels[:6].tolist() == [6, 5, 4, 7, 3, 6]
    assert len(sums) == 1
    split = loaded.split()
    assert sizes(split)[0] == 100 and len(split.validation) + len(split.unlabelled) == 7291
    assert len(split.validation) == (np.bincount(loaded.labels) // 10).sum()


def test_the_libsvm_form_of_usps(tmp_path):
    values = np.random.RandomState(0).uniform(-1, 1, (3, 256)).round(6)
    lines = [f"{label} " + " ".join(f"{i + 1}:{v}" for i, v in enumerate(row)) for label, row in enumerate(values, 1)]
    path = tmp_path / "usps.bz2"
    path.write_bytes(bz2.compress("\n".join(lines).encode()))
    images, labels = usps.read_usps(path, 3)
    assert labels.tolist() == [0, 1, 2]
    assert (images.reshape(3, 256) == np.rint((values + 1) / 2 * 255)).all()


def test_a_root_comes_before_the_environment_and_files_may_lie_in_it(real_data, cache, tmp_path, monkeypatch):
    flat = tmp_path / "flat"
    flat.mkdir()
    for file in (real_data / "MNIST" / "raw").iterdir():
        (flat / file.name).symlink_to(file)
    before = sorted(flat.iterdir())
    monkeypatch.setenv("LBAVIZ_DATA", str(tmp_path / "gone"))
    loaded = data.load("mnist", flat)
    assert loaded.source == {"name": "mnist", "root": str(flat)}
    assert data.load_again(loaded.source).checksum() == loaded.checksum()
    with pytest.raises(BadInput, match="Fashion-MNIST is not on this machine"):  # its files have the same names
        data.load("fashion-mnist", flat)
    assert sorted(flat.iterdir()) == before
    shutil.rmtree(flat)
    monkeypatch.setenv("LBAVIZ_DATA", str(real_data))
    assert data.load_again(loaded.source).checksum() == loaded.checksum()
    with pytest.raises(BadInput, match=r"root is .*flat, which is not a folder"):
        data.load("mnist", flat)


def test_unpacked_files_are_read_too(real_data, cache, tmp_path):
    folder = tmp_path / "MNIST" / "raw"
    folder.mkdir(parents=True)
    for file in (real_data / "MNIST" / "raw").iterdir():
        (folder / file.name.removesuffix(".gz")).write_bytes(gzip.decompress(file.read_bytes()))
    assert data.load("mnist", tmp_path).checksum() == data.load("mnist", real_data).checksum()


def test_own_data_cannot_be_loaded_again():
    with pytest.raises(BadInput, match="pass data="):
        data.load_again({"own": True})
