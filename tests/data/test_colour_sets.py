"""SVHN, CIFAR-10 and STL-10 whole: small files in their formats, read as torchvision reads them."""

import dataclasses
import io
import pickle
import re
import tarfile

import numpy as np
import pytest

from lbaviz import data
from lbaviz.data import cifar10, places
from lbaviz.data.catalogue import FILES
from lbaviz.errors import BadInput

RANDOM = np.random.RandomState(0)
SIZES = {"svhn": (6, 4, 0, 32), "cifar10": (10, 2, 0, 32), "stl10": (5, 3, 7, 96)}


def svhn(folder):
    from scipy.io import savemat

    for part, n in (("train", 6), ("test", 4)):
        labels = 10 - np.arange(n)[:, None] % 3  # 10 is the digit 0
        savemat(folder / f"{part}_32x32.mat", {"X": RANDOM.randint(0, 256, (32, 32, 3, n), np.uint8), "y": labels})


def cifar(folder):
    for i, name in enumerate(FILES["cifar10"].forms[0]):
        batch = {"data": RANDOM.randint(0, 256, (2, 3072), np.uint8), "labels": [i, 9 - i], "batch_label": "x"}
        (folder / name).write_bytes(pickle.dumps(batch, protocol=2))


def stl(folder):
    for name, n in (("train", 5), ("test", 3), ("unlabeled", 7)):
        (folder / f"{name}_X.bin").write_bytes(RANDOM.bytes(n * 3 * 96 * 96))
    for name, n in (("train", 5), ("test", 3)):
        (folder / f"{name}_y.bin").write_bytes(bytes(range(1, n + 1)))


WRITERS = {"svhn": svhn, "cifar10": cifar, "stl10": stl}


@pytest.fixture(params=list(WRITERS))
def small(request, cache, tmp_path, monkeypatch):
    """A root with a small set of that name, and the catalogue with its sizes."""
    return made(request.param, tmp_path, monkeypatch)


def made(name, tmp_path, monkeypatch):
    train, test, unlabelled, side = SIZES[name]
    monkeypatch.setitem(
        FILES, name, dataclasses.replace(FILES[name], train=train, test=test, unlabelled=unlabelled, side=side)
    )
    folder = tmp_path / "root" / FILES[name].folder
    folder.mkdir(parents=True)
    WRITERS[name](folder)
    return name, tmp_path / "root"


def with_torchvision(name, root, monkeypatch):
    """Images (n, h, w, c) and labels of the training and the test set, as torchvision gives them."""
    datasets = pytest.importorskip("torchvision.datasets")
    kind = {"svhn": datasets.SVHN, "cifar10": datasets.CIFAR10, "stl10": datasets.STL10}[name]
    for module in (datasets.svhn, datasets.cifar, datasets.stl10):
        monkeypatch.setattr(module, "check_integrity", lambda *a: True)
    if name == "cifar10":
        monkeypatch.setattr(kind, "_load_meta", lambda self: None)
        sets = [kind(root, train=train) for train in (True, False)]
        return [(each.data, np.array(each.targets)) for each in sets]
    place = root / "svhn" if name == "svhn" else root
    sets = [kind(place, split=part) for part in ("train+unlabeled" if name == "stl10" else "train", "test")]
    turned = (0, 2, 3, 1)
    return [(each.data.transpose(turned), np.asarray(each.labels)) for each in sets]


def test_what_is_read_is_what_torchvision_reads(small, monkeypatch):
    name, root = small
    loaded = data.load(name, root)
    (images, labels), (test_images, test_labels) = with_torchvision(name, root, monkeypatch)
    assert (loaded.images == images).all() and (loaded.labels == labels).all()
    assert (loaded.test_images == test_images).all() and (loaded.test_labels == test_labels).all()
    assert loaded.images.dtype == np.uint8 and loaded.labels.dtype == np.int64 and len(loaded.class_names) == 10
    assert loaded.images.flags.c_contiguous and loaded.source == {"name": name, "root": str(root)}


def test_the_unlabelled_images_of_stl10_are_unlabelled_and_may_be_drawn(small):
    name, root = small
    loaded = data.load(name, root)
    if name != "stl10":
        assert loaded.labels.min() >= 0
        return
    assert loaded.labels.tolist() == [0, 1, 2, 3, 4] + [-1] * 7
    split = loaded.split(1, labelled_classes=[0, 1], unlabelled=6, seed=3)  # of all 12, as the original's 20,000
    assert len(split.unlabelled) == 6 and len(split.validation) == 0 and split.labelled.labels.tolist() == [0, 1]


def test_damaged_files_are_named(small):
    name, root = small
    for file in FILES[name].forms[0]:
        path = root / FILES[name].folder / file
        whole = path.read_bytes()
        for content in (whole[:-1], whole[: len(whole) // 2], b"", b"<html>404</html>"):
            path.write_bytes(content)
            with pytest.raises(BadInput, match=re.escape(str(path))) as caught:
                data.load(name, root)
            assert "\n" not in str(caught.value) and "put a good copy there" in str(caught.value)
        path.write_bytes(whole)
    data.load(name, root)


def test_another_number_of_images_is_refused(small, monkeypatch):
    name, root = small
    monkeypatch.setitem(FILES, name, dataclasses.replace(FILES[name], train=FILES[name].train * 2))
    with pytest.raises(BadInput, match="expected"):
        data.load(name, root)


def test_labels_that_are_none_are_refused(tmp_path, cache, monkeypatch):
    from scipy.io import savemat

    path = tmp_path / "x.mat"
    savemat(path, {"X": np.zeros((32, 32, 3, 2), np.uint8), "y": np.array([[0], [1]])})
    from lbaviz.data.stl10 import read_labels
    from lbaviz.data.svhn import read_svhn

    with pytest.raises(BadInput, match="holds the label 0, expected 1 to 10"):
        read_svhn(path, (2, 32, 32, 3))
    (tmp_path / "y.bin").write_bytes(bytes([1, 0, 11]))
    with pytest.raises(BadInput, match=r"y\.bin holds labels from 0 to 11, expected 1 to 10"):
        read_labels(tmp_path / "y.bin", 3, 10)


class Trap:
    def __reduce__(self):
        return (print, ("this code ran",))


def test_a_pickle_with_code_in_it_is_refused_and_does_not_run(tmp_path, capsys):
    path = tmp_path / "data_batch_1"
    path.write_bytes(pickle.dumps({"data": Trap(), "labels": []}, protocol=2))
    with pytest.raises(BadInput, match=r"data_batch_1 cannot be read \(it asks for .*print\)"):
        cifar10.read_batches([path], (2, 32, 32, 3))
    assert capsys.readouterr().out == ""


def archive(folder, files, path):
    with tarfile.open(path, "w:gz") as tar:
        for file in ("readme.html", *files):
            content = (folder / file).read_bytes() if (folder / file).exists() else b"hello"
            member = tarfile.TarInfo(f"../{folder.name}/{file}")  # a name that would lead out of the folder
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))


@pytest.fixture(params=["cifar10", "stl10"])
def packed(request, cache, tmp_path, monkeypatch):
    """The same with the archive alone in the root."""
    name, root = made(request.param, tmp_path, monkeypatch)
    spec = FILES[name]
    archive(root / spec.folder, spec.forms[0], root / spec.archive)
    expected = data.load(name, root).checksum()
    for file in spec.forms[0]:
        (root / spec.folder / file).unlink()
    (root / spec.folder).rmdir()
    return name, root, expected


def test_an_archive_put_by_hand_is_unpacked_into_the_cache(packed, cache, monkeypatch):
    name, root, expected = packed
    before = sorted(root.rglob("*"))
    assert data.load(name, root).checksum() == expected and sorted(root.rglob("*")) == before
    assert sorted(file.name for file in (cache / FILES[name].folder).iterdir()) == sorted(FILES[name].forms[0])
    assert data.load(name).checksum() == expected  # from the cache, where it lies now


def test_a_cut_archive_leaves_nothing_half_there(packed, cache):
    name, root, _ = packed
    path = root / FILES[name].archive
    path.write_bytes(path.read_bytes()[:9000])
    with pytest.raises(BadInput, match=f"{re.escape(str(path))} cannot be unpacked"):
        data.load(name, root)
    written = [file.name for file in (cache / FILES[name].folder).iterdir()]
    assert not [file for file in written if file.startswith(".")]
    archive(root / "nowhere", FILES[name].forms[0][:1], path)
    with pytest.raises(BadInput, match=f"holds no {sorted(FILES[name].forms[0][1:])[0]}"):
        data.load(name, root)


def test_a_downloaded_archive_is_unpacked_and_removed(packed, cache, monkeypatch):
    name, root, expected = packed
    spec, content = FILES[name], (root / FILES[name].archive).read_bytes()
    asked = []

    def fetch(addresses, path, md5):
        asked.append((addresses[0], md5))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    monkeypatch.setattr(places, "fetch", fetch)
    assert data.load(name).checksum() == expected
    assert asked == [(f"http://127.0.0.1:9/{spec.folder}/{spec.archive}", spec.md5[spec.archive])]
    assert spec.archive not in [file.name for file in (cache / spec.folder).iterdir()]
