import dataclasses
import functools
import gzip
import hashlib
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from lbaviz import data
from lbaviz.data import places
from lbaviz.data.catalogue import FILES
from lbaviz.data.files import IDX_FILES
from lbaviz.errors import BadInput


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def mirror(tmp_path, cache, monkeypatch):
    """A web server on 127.0.0.1 with a small MNIST: 30 + 10 images of 4 x 4, 20 to train on."""
    folder = tmp_path / "served" / "MNIST" / "raw"
    folder.mkdir(parents=True)
    random = np.random.RandomState(0)
    arrays = [random.randint(0, 256, (30, 4, 4)), np.arange(30) % 10, random.randint(0, 256, (10, 4, 4)), np.arange(10)]
    for name, array in zip(IDX_FILES, arrays, strict=True):
        head = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
        (folder / name).write_bytes(gzip.compress(head + array.astype(np.uint8).tobytes()))
    md5 = {name: hashlib.md5((folder / name).read_bytes()).hexdigest() for name in IDX_FILES}
    small = dataclasses.replace(FILES["mnist"], md5=md5, train=30, test=10, side=4, validation_last=10)
    monkeypatch.setitem(FILES, "mnist", small)
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp_path / "served")))
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setenv("LBAVIZ_MIRROR", f"http://127.0.0.1:{server.server_port}")
    yield folder
    server.shutdown()
    server.server_close()


def test_a_missing_set_is_downloaded_into_the_cache_once(mirror, cache, monkeypatch, capfd):
    loaded = data.load("mnist")
    assert len(loaded.images) == 30 and loaded.test_labels.tolist() == list(range(10))
    assert sorted(file.name for file in (cache / "MNIST" / "raw").iterdir()) == sorted(IDX_FILES)
    assert "train-images-idx3-ubyte.gz" in capfd.readouterr().err  # the progress bar
    monkeypatch.setenv("LBAVIZ_MIRROR", "http://127.0.0.1:9")
    assert data.load("mnist").checksum() == loaded.checksum()


def test_only_what_is_missing_is_fetched(mirror, cache):
    data.load("mnist")
    (mirror / IDX_FILES[0]).unlink()
    (cache / "MNIST" / "raw" / IDX_FILES[1]).unlink()
    assert len(data.load("mnist").images) == 30


def test_a_root_without_the_set_is_not_written_to(mirror, cache, tmp_path):
    root = tmp_path / "root"
    root.mkdir()
    data.load("mnist", root)
    assert not list(root.iterdir())


def test_a_bad_checksum_is_refused_and_leaves_nothing(mirror, cache):
    (mirror / IDX_FILES[2]).write_bytes(b"another file")
    with pytest.raises(BadInput, match=r"t10k-images-idx3-ubyte.gz could not be downloaded .*its checksum is"):
        data.load("mnist")
    assert sorted(file.name for file in (cache / "MNIST" / "raw").iterdir()) == sorted(IDX_FILES[:2])


def test_a_missing_file_on_the_mirror(mirror):
    (mirror / IDX_FILES[0]).unlink()
    with pytest.raises(BadInput, match=f"MNIST/raw/{IDX_FILES[0]}: File not found"):
        data.load("mnist")


@pytest.mark.parametrize("name", ["mnist", "fashion-mnist", "usps", "svhn", "cifar10", "stl10"])
def test_without_a_network_the_message_says_what_to_do(cache, name):
    with pytest.raises(BadInput) as caught:
        data.load(name)
    message, spec = str(caught.value), FILES[name]
    assert f"{spec.title} is not on this machine" in message and "refused" in message
    assert f"$LBAVIZ_DATA/{spec.folder} or {cache / spec.folder}" in message
    assert all(file in message for form in spec.forms for file in form)
    assert "'digits', which needs nothing" in message and "\n" not in message


def test_an_address_that_is_none(cache, monkeypatch):
    monkeypatch.setenv("LBAVIZ_MIRROR", "nonsense")
    with pytest.raises(BadInput, match="unknown url type"):
        data.load("mnist")


def test_a_cache_that_cannot_be_written(mirror, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(places, "cache_folder", lambda: tmp_path / "file" / "data")
    with pytest.raises(BadInput, match="cannot be written"):
        data.load("mnist")


def test_addresses_and_checksums_are_those_of_torchvision():
    datasets = pytest.importorskip("torchvision.datasets")
    for ours, theirs in ((FILES["mnist"], datasets.MNIST), (FILES["fashion-mnist"], datasets.FashionMNIST)):
        assert list(ours.md5.items()) == theirs.resources and list(ours.mirrors) == theirs.mirrors
    for name, theirs in (("usps", datasets.USPS), ("svhn", datasets.SVHN)):
        for part in ("train", "test"):
            address, file, md5 = theirs.split_list[part]
            assert FILES[name].md5[file] == md5 and FILES[name].mirrors[0] + file == address
    for name, theirs in (("cifar10", datasets.CIFAR10), ("stl10", datasets.STL10)):
        ours = FILES[name]
        assert ours.md5 == {theirs.filename: theirs.tgz_md5} and ours.archive == theirs.filename
        assert ours.mirrors[0] + ours.archive == theirs.url and ours.folder == theirs.base_folder
        assert ours.forms[0] == tuple(file for file, _ in theirs.train_list + theirs.test_list)
