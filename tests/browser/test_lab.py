"""A newcomer opens chapter 00 in JupyterLab."""

import json
from urllib.parse import urlsplit

import pytest
from browser import walkthrough
from browser.desk import Desk


def test_newcomer_finds_the_dashboard_at_step_0_and_presses_play(page, lab):
    page.goto(lab)
    desk = Desk(page)
    assert desk.topic("status")["state"] == "paused"
    assert desk.step() == 0
    walkthrough.press_play_and_see_the_edges_change(desk)


def test_a_reload_shows_the_same_run_and_does_not_run_the_cell_again(page, lab):
    page.goto(lab)
    run = Desk(page).topic("about")["path"]
    assert executions(page, lab) == [1]
    page.reload()
    assert Desk(page).topic("about")["path"] == run
    assert page.get_by_test_id("play").count() == 1
    assert executions(page, lab) == [1]


def test_the_next_day_the_kept_notebook_runs_its_first_cell_again(page, serve):
    for _ in range(2):
        address = serve("lab", "--no-browser")
        page.goto(address)
        desk = Desk(page)
        assert executions(page, address) == [1]
        assert desk.topic("status")["state"] == "paused"
        page.goto("about:blank")
        serve.end()


def test_a_visit_to_chapter_00(new_page, lab):
    page = new_page()
    page.goto(lab)
    desk = Desk(page)
    walkthrough.press_play_and_see_the_edges_change(desk)
    walkthrough.move_the_visit_weight_while_it_trains(desk)
    walkthrough.undo_the_move(desk)
    walkthrough.pause(desk)
    walkthrough.hover_an_edge_and_read_its_probability(desk)
    walkthrough.click_a_sample_and_follow_its_walk(desk)
    walkthrough.scrub_back_and_return(desk)
    walkthrough.branch_from_an_earlier_step(desk)
    walkthrough.export_a_page_that_works_without_a_server(desk, new_page)


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_it_fits_the_cell(new_page, serve, screenshots, tmp_path, theme):
    settings = tmp_path / ".jupyter" / "lab" / "user-settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "themes.jupyterlab-settings").write_text(json.dumps({"theme": f"JupyterLab {theme}"}))
    page = new_page()
    page.goto(serve("lab", "--no-browser"))
    Desk(page)
    for width, height in ((960, 720), (1366, 768), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(500)  # the layout settles
        page.screenshot(path=screenshots / f"lab-{width}-{theme.lower()}.png")
        dashboard = page.locator(".lbaviz").first
        dashboard.screenshot(path=screenshots / f"lab-{width}-{theme.lower()}-dashboard.png")
        assert dashboard.evaluate("e => e.scrollWidth <= e.clientWidth"), f"it scrolls sideways at {width} px"


def executions(page, lab: str) -> list[int]:
    """Return the execution counts in the saved notebook, waiting for it to be saved once."""
    parts = urlsplit(lab)
    name = parts.path.rsplit("/", 1)[1]
    address = f"{parts.scheme}://{parts.netloc}/api/contents/{name}?{parts.query}"
    for _ in range(50):
        answer = page.request.get(address)
        cells = answer.json()["content"]["cells"] if answer.ok else []  # not while it is just being saved
        if counts := [cell["execution_count"] for cell in cells if cell.get("execution_count")]:
            return counts
        page.wait_for_timeout(200)
    return []
