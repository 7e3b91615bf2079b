"""The dashboard of `lbaviz watch` in a plain browser window, on a run that trains in another process."""

import pytest
from browser import walkthrough
from browser.desk import Desk


def test_a_visit_to_a_run_that_trains_elsewhere(new_page, serve, train_elsewhere):
    train_elsewhere()
    page = new_page()
    page.goto(serve("watch", "run.lba", "--no-browser"))
    desk = Desk(page)
    walkthrough.pause(desk)
    walkthrough.press_play_and_see_the_edges_change(desk)
    walkthrough.move_the_visit_weight_while_it_trains(desk)
    walkthrough.undo_the_move(desk)
    walkthrough.pause(desk)
    walkthrough.hover_an_edge_and_read_its_probability(desk)
    walkthrough.click_a_sample_and_follow_its_walk(desk)
    walkthrough.scrub_back_and_return(desk)
    walkthrough.branch_from_an_earlier_step(desk)
    walkthrough.export_a_page_that_works_without_a_server(desk, new_page)


def test_on_a_run_that_has_ended_time_branch_and_export_are_live_and_the_rest_is_grey(page, serve, finished):
    page.goto(serve("watch", "run.lba", "--no-browser"))
    desk = Desk(page)
    for name in ("play", "step", "stepn", "reset", "stop", "knob-visit_weight"):
        assert page.get_by_test_id(name).is_disabled(), name
    assert desk.text("reason")
    walkthrough.scrub_back_and_return(desk)
    assert page.get_by_test_id("branch").is_enabled()
    assert page.get_by_test_id("export").is_enabled()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [960, 1366, 1920])
def test_it_fits_the_window(new_page, serve, finished, screenshots, width, theme):
    page = new_page(width=width, height=round(width * 9 / 16), color_scheme=theme)
    page.goto(serve("watch", "run.lba", "--no-browser"))
    desk = Desk(page)
    desk.press("sample-a-0")
    page.wait_for_timeout(500)  # the tween
    page.screenshot(path=screenshots / f"watch-{width}-{theme}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"


@pytest.fixture(scope="session")
def finished_run(tmp_path_factory):
    """A short run on digits with a baseline and an intervention, as a plain finished file."""
    import lbaviz

    path = tmp_path_factory.mktemp("finished") / "run.lba"
    lbaviz.fit("association", "digits", steps=60, seed=0, baseline=True, evaluate_every=10, record=path)
    return path


@pytest.fixture
def finished(finished_run, tmp_path):
    """A copy of it in the folder in which commands start."""
    (tmp_path / "run.lba").write_bytes(finished_run.read_bytes())
