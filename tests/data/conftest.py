"""Real data where $LBAVIZ_DATA has it, small made-up data elsewhere, and a cache of its own for every test."""

import os
from pathlib import Path

import numpy as np
import pytest

from lbaviz import data
from lbaviz.data import places

REAL_DATA = os.environ.get("LBAVIZ_DATA")


@pytest.fixture
def real_data() -> Path:
    """The folder of $LBAVIZ_DATA; without it the test is left out."""
    if not REAL_DATA or not Path(REAL_DATA).is_dir():
        pytest.skip("real data: set LBAVIZ_DATA to a folder with MNIST/raw, FashionMNIST/raw, USPS, svhn, ...")
    return Path(REAL_DATA).resolve()


@pytest.fixture
def cache(tmp_path, monkeypatch) -> Path:
    """An empty cache, no $LBAVIZ_DATA, and a mirror that does not answer."""
    folder = tmp_path / "cache"
    monkeypatch.setattr(places, "cache_folder", lambda: folder)
    monkeypatch.delenv("LBAVIZ_DATA", raising=False)
    monkeypatch.setenv("LBAVIZ_MIRROR", "http://127.0.0.1:9")  # the discard port: nobody listens
    return folder


@pytest.fixture
def own() -> data.DataSet:
    """60 images of 3 classes, one grey level an image, with a test set of 6."""
    images = np.arange(60, dtype=np.uint8).repeat(20).reshape(60, 4, 5)
    labels = np.arange(60) % 3
    return data.from_arrays(images, labels, test=(images[:6] + 100, labels[:6]), class_names=["ant", "bee", "cat"])
