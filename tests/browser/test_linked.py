"""Exported pages that look inside, two runs compared, linked views of two runs; all from a file, without a kernel."""

from urllib.parse import quote

import fake_runs
import pytest
from browser.inside import click_cell, opened, probed, wait_for

import lbaviz
from lbaviz.views import ConfusionView, EmbeddingView, TimeAxis
from lbaviz.views.page import write_page


def test_an_exported_page_looks_inside_from_a_stick(new_page, tmp_path):
    write_page(probed(tmp_path / "run.lba"), tmp_path / "run.html")
    page = new_page()
    page.goto("file://" + quote(str(tmp_path / "run.html")))
    desk = opened(page)
    click_cell(page, 1, 2)
    desk.wait_for_text("chip", "taken one for two")


def test_two_runs_are_compared_with_one_time(new_page, tmp_path):
    one, two = fake_runs.finished(tmp_path / "one.lba"), fake_runs.finished(tmp_path / "two.lba", steps=40)
    view = lbaviz.compare(one, two)
    view.to_html(tmp_path / "both.html")
    assert (
        view.difference(20).shape == (3, 3) and abs(view.difference(20)).max() == 0
    )  # frames are a function of the step
    page = new_page()
    page.goto("file://" + quote(str(tmp_path / "both.html")))
    steps = "['return-a', 'return-b'].map(id => document.querySelector(`[data-testid=${id}]`).dataset.step).join(' ')"
    wait_for(page, f"{steps} === '20 40'")
    assert "points" in page.get_by_test_id("return-difference").locator("xpath=ancestor::section").inner_text()
    page.get_by_test_id("time").focus()
    page.keyboard.press("Home")
    wait_for(page, f"{steps} === '0 0'")
    assert page.get_by_test_id("return-difference-home").inner_text() == "±0"
    page.keyboard.press("PageDown")
    wait_for(page, f"{steps} === '20 40'")


def test_linked_views_of_two_runs_share_time_and_selection_without_a_kernel(new_page, tmp_path):
    (tmp_path / "other").mkdir()
    one, two = probed(tmp_path / "run.lba"), probed(tmp_path / "other" / "run.lba", steps=40)  # of one name
    views = [ConfusionView(one), EmbeddingView(two), ConfusionView(two), TimeAxis(one)]
    lbaviz.link(views).to_html(tmp_path / "linked.html")
    page = new_page()
    page.goto("file://" + quote(str(tmp_path / "linked.html")))
    wait_for(page, "[...document.querySelectorAll('[data-testid=confusion]')].every(e => e.dataset.classes)")
    hubs = [f"document.querySelectorAll('[data-lbaviz]')[{i}].__lbaviz.hub" for i in (0, 1, 2)]
    assert page.evaluate(f"{hubs[1]} === {hubs[2]} && {hubs[0]} !== {hubs[1]}"), "two runs, though of one name"
    click_cell(page, 0, 1)
    assert page.get_by_test_id("chip").nth(1).inner_text() == page.get_by_test_id("chip").nth(0).inner_text()
    assert page.get_by_test_id("embedding-chip").is_visible()
    page.get_by_test_id("time").focus()
    page.keyboard.press("Home")
    wait_for(page, "[...document.querySelectorAll('[data-testid=confusion]')].every(e => e.dataset.step === '0')")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_inside_fits_every_window(new_page, tmp_path, screenshots, theme):
    write_page(probed(tmp_path / "run.lba"), tmp_path / "run.html", view="inside")
    lbaviz.compare(tmp_path / "run.lba", probed(tmp_path / "two.lba", steps=40)).to_html(tmp_path / "two.html")
    for name in ("run", "two"):
        page = new_page(color_scheme=theme)
        page.goto("file://" + quote(str(tmp_path / f"{name}.html")))
        for width, height in ((960, 720), (1366, 768), (1920, 1080)):
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(700)  # the layout settles, points have moved
            page.screenshot(path=screenshots / f"inside-{name}-{width}-{theme}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} at {width}"
