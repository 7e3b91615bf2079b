"""What is installed and what the README promises about it."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

import nbformat
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import lbaviz
from lbaviz.cli.lab import chapters

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = dict(
    line.split("==")
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if "==" in line and not line.startswith("#")
)


@pytest.mark.parametrize(("name", "ends"), [("install", "lbaviz lab"), ("test", "pytest")])
def test_the_readme_has_the_two_commands_each_one_line_with_its_own_environment(name, ends):
    command = re.search(rf"<!-- command: {name} -->\n```sh\n(.*)\n```\n", README)[1]
    assert command.startswith("python3 -m venv .venv")
    assert "-c constraints.txt" in command
    assert command.endswith(ends)


def test_the_constraints_name_everything_that_an_installation_brings():
    pins = {canonicalize_name(name): pin for name, pin in PINS.items()}
    extras = [text for extra in ("search", "test") for text in PROJECT["optional-dependencies"][extra]]
    for name in needed([text for text in PROJECT["dependencies"] + extras if Requirement(text).name != "lbaviz"]):
        assert name in pins, f"constraints.txt does not pin {name}"


def needed(requirements: list[str]) -> set[str]:
    """Return the names of the requirements and of theirs, for this machine."""
    from importlib.metadata import requires

    found: set[str] = set()
    waiting = [Requirement(text) for text in requirements]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        extras = [*requirement.extras, ""]
        if requirement.marker and not any(requirement.marker.evaluate({"extra": extra}) for extra in extras):
            continue
        if name in found and not requirement.extras:
            continue
        found.add(name)
        for text in requires(name) or []:
            below = Requirement(text)
            if not below.marker or any(below.marker.evaluate({"extra": extra}) for extra in extras):
                below.marker = None
                waiting.append(below)
    return found


def test_the_readmes_small_torch_is_the_pinned_one():
    for package in ("torch", "torchvision"):
        assert f"{package}=={PINS[package]} " in README


def test_conda_gets_the_constraints_and_the_project_as_two_entries():
    lines = [line.strip() for line in (ROOT / "environment.yml").read_text().splitlines()]
    assert lines[-3:] == ["- pip:", "- -c constraints.txt", "- ."]


def test_one_version_everywhere():
    assert PROJECT["version"] == lbaviz.__version__
    assert f"\nversion: {lbaviz.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\n## {lbaviz.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_what_is_no_python_comes_with_the_package():
    package = Path(str(files("lbaviz")))
    assert (package / "views" / "lbaviz.js").stat().st_size < 300_000
    assert (package / "labextension" / "lbaviz-start" / "package.json").exists()
    assert (package / "labextension" / "lbaviz-start" / "static" / "start.js").exists()
    try:
        version("lbaviz")
    except PackageNotFoundError:  # run from a clone that is not installed
        return
    assert {path.name for path in (ROOT / "notebooks").glob("*.ipynb")} <= {path.name for path in chapters().values()}


@pytest.mark.parametrize("path", chapters().values(), ids=chapters())
def test_a_chapter_is_a_valid_notebook_that_names_nobodys_machine(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    text = next(cell for cell in notebook.cells[:2] if cell.cell_type == "markdown")
    assert text.source.startswith("# ")  # at the top, or below the dashboard that the reader came for
    assert not re.search(r"/(home|work|root|Users|tmp)/", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", list(chapters().values())[1:], ids=list(chapters())[1:])  # 00 is there to be played
def test_a_chapter_shows_its_pictures_where_nothing_runs(path):
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))  # top to bottom, in one go
    outputs = [output for cell in cells for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"]
    pictures = sum("image/png" in output.get("data", {}) for output in outputs)
    findings = sum("assert " in cell.source for cell in cells)
    assert pictures >= findings > 3
    assert path.stat().st_size < 1_000_000
