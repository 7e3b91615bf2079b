"""Every chapter runs from top to bottom, in its short form, on the data that comes with the packages."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from lbaviz.cli.lab import chapters


@pytest.mark.parametrize("path", chapters().values(), ids=chapters())
def test_a_chapter_runs(path: Path, tmp_path, monkeypatch):
    monkeypatch.setenv("FAST", "1")
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=240, kernel_name="python3", resources={"metadata": {"path": tmp_path}}).execute()
