import bz2
import gzip
import re
import shutil

import numpy as np
import pytest

from lbaviz import data
from lbaviz.data import usps
from lbaviz.data.idx import read_idx
from lbaviz.errors import BadInput


def idx(shape, values=None, magic=None):
    head = bytes([0, 0, 8, len(shape)]) if magic is None else magic
    values = bytes(int(np.prod(shape))) if values is None else values
    return head + np.array(shape, ">u4").tobytes() + values


GOOD = gzip.compress(idx((100, 3, 3), np.random.RandomState(0).bytes(900)))
DAMAGED = {
    "cut": (GOOD[:-40], "cannot be read"),
    "cut in the checksum": (GOOD[:-6], "cannot be read"),
    "one byte changed": (GOOD[:300] + bytes([GOOD[300] ^ 255]) + GOOD[301:], ""),
    "no gzip": (b"<html>404</html>", "cannot be read"),
    "empty": (b"", "begins with"),
    "wrong magic number": (
        gzip.compress(idx((100, 3, 3), magic=b"\0\0\x0d\3")),
        "expected the idx magic number 00000803",
    ),
    "labels for images": (gzip.compress(idx((100,))), "begins with 00000801"),
    "another count": (gzip.compress(idx((99, 3, 3))), "is an array of (99, 3, 3), expected (100, 3, 3)"),
    "too short": (gzip.compress(idx((100, 3, 3), bytes(890))), "ends 10 bytes early"),
    "too long": (gzip.compress(idx((100, 3, 3), bytes(901))), "goes on after its 900 values"),
    "head cut": (gzip.compress(idx((100, 3, 3))[:10]), ""),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_damaged_idx_files_are_named(tmp_path, case):
    content, text = DAMAGED[case]
    path = tmp_path / "train-images-idx3-ubyte.gz"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=re.escape(str(path)) + ".*" + re.escape(text) + ".*put a good copy there"):
        read_idx(path, (100, 3, 3))


def test_a_good_idx_file(tmp_path):
    path = tmp_path / "train-images-idx3-ubyte.gz"
    path.write_bytes(GOOD)
    assert read_idx(path, (100, 3, 3)).tobytes() == np.random.RandomState(0).bytes(900)


def test_labels_beyond_the_classes_are_refused(cache, tmp_path):
    folder = tmp_path / "MNIST" / "raw"
    folder.mkdir(parents=True)
    for part, count in (("train", 60_000), ("t10k", 10_000)):
        with gzip.open(folder / f"{part}-images-idx3-ubyte.gz", "wb", 1) as file:
            file.write(idx((count, 28, 28)))
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(idx((count,), bytes([10]) * count))
    with pytest.raises(BadInput, match="train-labels-idx1-ubyte holds the label 10"):
        data.load("mnist", tmp_path)
    (folder / "train-labels-idx1-ubyte").write_bytes(idx((59_999,)))
    with pytest.raises(BadInput, match=r"train-labels-idx1-ubyte is an array of \(59999,\), expected \(60000,\)"):
        data.load("mnist", tmp_path)


def text_form(values):
    return gzip.compress("\n".join(" ".join(map(str, row)) for row in values).encode())


DAMAGED_USPS = {
    "zip.train.gz: cut": ("zip.train.gz", text_form(np.zeros((3, 257)))[:-9], "cannot be read"),
    "zip.train.gz: ragged": ("zip.train.gz", gzip.compress(b"1 2 3\n1 2\n"), "cannot be read"),
    "zip.train.gz: too few": ("zip.train.gz", text_form(np.zeros((2, 257))), "expected (3, 16, 16)"),
    "zip.train.gz: too bright": ("zip.train.gz", text_form(np.full((3, 257), 2.0)), "outside [-1, 1]"),
    "zip.train.gz: bad label": ("zip.train.gz", text_form(np.hstack([[[11]] * 3, np.zeros((3, 256))])), "up to 11"),
    "usps_train.npz: no zip": ("usps_train.npz", b"PK no", "cannot be read"),
    "usps_train.npz: empty": ("usps_train.npz", b"", "cannot be read"),
    "usps.bz2: cut": ("usps.bz2", bz2.compress(b"1 1:0.5 2:0.5")[:-5], "cannot be read"),
    "usps.bz2: other numbers": ("usps.bz2", bz2.compress(b"1 3:0.5 2:0.5"), "cannot be read"),
}


@pytest.mark.parametrize("case", DAMAGED_USPS)
def test_damaged_usps_files_are_named(tmp_path, case):
    name, content, text = DAMAGED_USPS[case]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInput, match=re.escape(str(tmp_path / name)) + ".*" + re.escape(text)) as caught:
        usps.read_usps(tmp_path / name, 3)
    assert "\n" not in str(caught.value)


def test_cut_npz_and_missing_arrays(tmp_path):
    path = tmp_path / "usps_train.npz"
    np.savez(path, images=np.zeros((3, 16, 16), np.uint8), labels=np.arange(3))
    assert usps.read_usps(path, 3)[1].tolist() == [0, 1, 2]
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(BadInput, match=r"usps_train\.npz cannot be read"):
        usps.read_usps(path, 3)
    np.savez(path, images=np.zeros((3, 16, 16), np.uint8))
    with pytest.raises(BadInput, match=r"usps_train\.npz cannot be read"):
        usps.read_usps(path, 3)


def test_one_cut_file_of_real_mnist(real_data, cache, tmp_path):
    folder = tmp_path / "MNIST" / "raw"
    shutil.copytree(real_data / "MNIST" / "raw", folder)
    cut = folder / "train-images-idx3-ubyte.gz"
    cut.chmod(0o644)
    cut.write_bytes(cut.read_bytes()[:5_000_000])
    with pytest.raises(BadInput, match=f"{re.escape(str(cut))} cannot be read"):
        data.load("mnist", tmp_path)
