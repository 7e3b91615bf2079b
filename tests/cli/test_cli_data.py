from argparse import Namespace

import pytest

from lbaviz.cli import data as command
from lbaviz.data import places
from lbaviz.errors import BadInput


@pytest.fixture(autouse=True)
def nothing_here(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "cache_folder", lambda: tmp_path / "cache")
    monkeypatch.delenv("LBAVIZ_DATA", raising=False)
    monkeypatch.setenv("LBAVIZ_MIRROR", "http://127.0.0.1:9")


def test_the_table_says_where_a_set_is_or_how_to_get_it(capsys, tmp_path, monkeypatch):
    (tmp_path / "USPS").mkdir()
    for file in ("zip.train.gz", "zip.test.gz"):
        (tmp_path / "USPS" / file).touch()
    monkeypatch.setenv("LBAVIZ_DATA", str(tmp_path))
    assert command.run(Namespace(names=[])) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "digits         comes with scikit-learn"
    assert lines[1] == "mnist          not here; lbaviz data mnist downloads 12 MB"
    assert lines[3] == f"usps           in {tmp_path / 'USPS'}"
    assert lines[5] == "notmnist-part  not here; put by hand"
    assert lines[10] == "stl10          not here; lbaviz data stl10 downloads 2640 MB"
    assert lines[-1].endswith(f"{tmp_path / 'cache'}, where downloads go.")


def test_a_part_says_what_it_is(capsys, tmp_path, monkeypatch):
    (tmp_path / "svhn").mkdir()
    (tmp_path / "svhn" / "svhn_test_first10000.npz").touch()
    monkeypatch.setenv("LBAVIZ_DATA", str(tmp_path))
    command.run(Namespace(names=[]))
    assert (
        f"svhn-part      in {tmp_path / 'svhn'}: SVHN in part: its first 10,000 test images" in capsys.readouterr().out
    )


def test_a_named_set_is_brought(capsys):
    assert command.run(Namespace(names=["digits"])) == 0
    assert capsys.readouterr().out == "digits: 1,297 + 500 test images, comes with scikit-learn\n"


def test_unknown_names_and_no_network_are_refused():
    with pytest.raises(BadInput, match="Did you mean 'mnist'"):
        command.run(Namespace(names=["digits", "minst"]))
    with pytest.raises(BadInput, match="MNIST is not on this machine"):
        command.run(Namespace(names=["mnist"]))
