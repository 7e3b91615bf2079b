"""The inside of a run that is still training, and linked widgets in JupyterLab."""

import json
from pathlib import Path

from browser.desk import Desk
from browser.inside import ROOT, canvas, probed, wait_for


def test_the_newest_probe_is_shown_while_it_trains(page, serve, train_elsewhere):
    train_elsewhere("--probe-every", "20")
    page.goto(serve("watch", "run.lba", "--no-browser"))
    desk = Desk(page)
    desk.press("tab-inside")
    for name in ("embedding", "confusion", "neighbors", "layers"):
        desk.wait_until(f"Number({canvas(name)}.dataset.step) >= 0")
    step = page.evaluate(f"Number({canvas('embedding')}.dataset.step)")
    for name in ("embedding", "confusion", "neighbors", "layers"):
        desk.wait_until(f"Number({canvas(name)}.dataset.step) > {step}")
    assert page.evaluate(f"{ROOT}.points().length") == 200  # the validation part of digits


CELL = """
import lbaviz
from pathlib import Path
from lbaviz.views import ConfusionView, EmbeddingView
views = [EmbeddingView("../one.lba"), ConfusionView("../two.lba")]
views[0].observe(lambda change: Path("chosen.json").write_text(str(change.new)), "chosen")
display(lbaviz.link(views), lbaviz.compare("../one.lba", "../two.lba"))
"""


def test_linked_widgets_of_two_runs_in_jupyterlab(page, serve, tmp_path):
    probed(tmp_path / "one.lba")
    probed(tmp_path / "two.lba", steps=40)
    notebook(tmp_path / "lbaviz-notebooks" / "00-first-walk.ipynb", CELL)
    page.goto(serve("lab", "--no-browser"))
    page.get_by_test_id("return-difference").wait_for(timeout=60_000)
    cells = page.get_by_test_id("confusion").first
    cells.scroll_into_view_if_needed()
    wait_for(page, f"{canvas('confusion')}.dataset.classes === '3' && {canvas('embedding')}.dataset.points === '60'")
    box = cells.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 6)
    page.get_by_test_id("embedding-chip").first.filter(has_text="taken <b>null</b> for one").wait_for()
    told = tmp_path / "lbaviz-notebooks" / "chosen.json"
    for _ in range(100):
        if told.exists() and json.loads(told.read_text() or "[]"):
            break
        page.wait_for_timeout(100)
    assert json.loads(told.read_text()) == page.evaluate(f"{ROOT}.hub.view.chosen.positions"), "the kernel knows it"
    steps = "['return-a', 'return-b'].map(id => document.querySelector(`[data-testid=${id}]`).dataset.step).join(' ')"
    wait_for(page, f"{steps} === '20 40'")
    page.get_by_test_id("time").focus()
    page.keyboard.press("Home")
    wait_for(page, f"{steps} === '0 0' && {canvas('embedding')}.dataset.step === '0'")


def notebook(path: Path, cell: str) -> None:
    """Write a notebook of one cell, which `lbaviz lab` keeps and runs in place of its chapter."""
    path.parent.mkdir()
    cells = [{"cell_type": "code", "id": "a", "metadata": {}, "source": cell, "outputs": [], "execution_count": None}]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    path.write_text(json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}))
