import os
import signal
import socket
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from urllib.request import urlopen

import nbformat
import pytest
from nbformat.sign import NotebookNotary

import lbaviz
from lbaviz.cli import lab
from lbaviz.errors import BadInput
from lbaviz.labextension import server


@pytest.mark.parametrize("wanted", ["00", "0", "first-walk", "00-first-walk", "00-First-Walk.ipynb"])
def test_a_chapter_is_found_by_number_name_or_file(wanted):
    assert lab.find_chapter(wanted).name == "00-first-walk.ipynb"


def test_an_unknown_chapter_names_the_nearest():
    with pytest.raises(BadInput, match=r"there is no chapter 'frist-walk'\. Did you mean 'first-walk'\?"):
        lab.find_chapter("frist-walk")


def test_a_chapter_is_copied_once_and_a_changed_copy_is_kept_and_named(tmp_path, capsys):
    source = lab.find_chapter("00")
    copy = lab.copy_chapter(source, tmp_path / "lbaviz-notebooks")
    assert copy.read_bytes() == source.read_bytes()
    changed = copy.read_text().replace("First walk", "My walk")
    copy.write_text(changed)
    assert capsys.readouterr().out == ""
    lab.copy_chapter(source, tmp_path / "lbaviz-notebooks")
    assert copy.read_text() == changed
    assert "it is kept. For a fresh one, rename it and start again." in capsys.readouterr().out


def test_a_copy_that_only_ran_is_not_called_changed(tmp_path, capsys):
    source = lab.find_chapter("00")
    copy = lab.copy_chapter(source, tmp_path)
    copy.write_text(copy.read_text().replace('"execution_count": null', '"execution_count": 7'))
    lab.copy_chapter(source, tmp_path)
    assert capsys.readouterr().out == ""


def test_a_damaged_copy_is_refused_and_kept(tmp_path):
    source = lab.find_chapter("00")
    (tmp_path / source.name).write_text("{")
    with pytest.raises(BadInput, match="cannot be read as a notebook: rename it for a fresh one"):
        lab.copy_chapter(source, tmp_path)
    assert (tmp_path / source.name).read_text() == "{"


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match=r"cannot write .* start lbaviz lab in a folder that can be written"):
        lab.copy_chapter(lab.find_chapter("00"), tmp_path / "file" / "lbaviz-notebooks")


def test_views_of_a_kernel_that_is_gone_are_taken_out_and_their_pictures_stay(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    notebook = lab.copy_chapter(lab.find_chapter("00"), tmp_path)
    server.make_ready(notebook)
    assert notebook.read_bytes() == lab.find_chapter("00").read_bytes()
    content = nbformat.read(notebook, as_version=4)
    picture = {"image/png": "iVBORw0KGgo=", "text/plain": "Dashboard()"}
    content.cells[0].outputs = [
        nbformat.v4.new_output("display_data", {**picture, server.VIEW: {"model_id": "4711", "version_major": 2}}),
        nbformat.v4.new_output("stream", text="said"),
    ]
    nbformat.write(content, notebook)
    server.make_ready(notebook)
    kept = nbformat.read(notebook, as_version=4)
    assert [output.get("data", output.get("text")) for output in kept.cells[0].outputs] == [picture, "said"]
    assert NotebookNotary().check_signature(kept)


def test_an_occupied_port_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BadInput, match=f"port {port} is in use on this machine: choose another with --port"):
            run("--port", str(port), "--no-browser")
        assert server.free_port() != port


@pytest.mark.parametrize("port", ["0", "-1", "65536"])
def test_what_is_no_port_is_refused(port, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadInput, match=f"port {port} is not between 1 and 65535"):
        run("--port", port)


@pytest.mark.skipif(sys.platform == "win32", reason="signals: run it on Linux or macOS")
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_it_serves_on_loopback_behind_a_token_and_ends_cleanly(tmp_path, sent, code):
    (tmp_path / "private").mkdir()
    package = str(Path(lbaviz.__file__).parents[1])  # in a clone that is not installed
    surroundings = {**os.environ, "HOME": str(tmp_path), "TMPDIR": str(tmp_path / "private"), "PYTHONPATH": package}
    process = subprocess.Popen(
        [sys.executable, "-c", "import sys, lbaviz.cli; sys.exit(lbaviz.cli.main())", "lab", "--no-browser"],
        cwd=tmp_path,
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        address = next(line.strip() for line in process.stdout if "http" in line)
        assert address.startswith("http://127.0.0.1:")
        assert "00-first-walk" in urlopen(address, timeout=30).read().decode()
        assert "login" in urlopen(address.partition("?")[0], timeout=30).url  # without the token
        process.send_signal(sent)
        said, _ = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == code
    assert said.strip().endswith("lbaviz lab has ended.")
    assert not list((tmp_path / "private").glob("lbaviz-lab-*"))


def run(*arguments: str) -> int:
    parser = ArgumentParser()
    lab.add_arguments(parser)
    return lab.run(parser.parse_args(arguments))
