"""One visit to a dashboard, step by step; the notebook and `lbaviz watch` must both pass it."""

from urllib.parse import quote

from browser.desk import TOPIC, Desk


def press_play_and_see_the_edges_change(desk: Desk) -> None:
    before, start = desk.edges(), desk.step()
    assert before, "no edges are drawn before the start"
    desk.press("play")
    desk.wait_for_step(f"> {start}")
    assert [edge["p"] for edge in desk.edges()] != [edge["p"] for edge in before]


def move_the_visit_weight_while_it_trains(desk: Desk) -> None:
    assert desk.topic("status")["state"] == "running"
    step = desk.topic("status")["step"]
    desk.drag("knob-visit_weight", 0.5)
    desk.wait_until(f"{TOPIC}('events').some(event => event.kind === 'knob')")
    desk.wait_for_step(f"> {step}")
    desk.page.wait_for_timeout(2000)  # the drag has settled, and the file was flushed
    assert desk.topic("status")["state"] == "running"
    changes = [event for event in desk.recording().events() if event.kind == "knob"]  # every value that acted
    assert {event.detail["knob"] for event in changes} == {"visit_weight"}
    assert len({event.detail["drag"] for event in changes}) == 1, "one drag is one intervention"
    assert changes[0].step >= step
    assert changes[0].detail["from"] == 1.0
    assert abs(changes[-1].detail["to"] - 2.5) < 0.3
    assert desk.page.get_by_test_id("mark").count() == 1


def undo_the_move(desk: Desk) -> None:
    desk.press("undo")
    desk.wait_until(f"{TOPIC}('status').knobs.visit_weight === 1")


def pause(desk: Desk) -> None:
    if desk.topic("status")["state"] == "running":
        desk.press("play")
    desk.wait_until(f"{TOPIC}('status').state !== 'running'")
    desk.page.wait_for_timeout(700)  # of a run in another process the last frame comes half a second after its state


def hover_an_edge_and_read_its_probability(desk: Desk) -> None:
    desk.canvas.scroll_into_view_if_needed()
    edge = desk.edges()[-1]
    middle = (edge["x0"] + edge["x1"]) / 2, (edge["y0"] + edge["y1"]) / 2
    desk.page.mouse.move(*middle)
    tooltip = desk.page.get_by_test_id("tooltip")
    tooltip.wait_for()
    said = tooltip.inner_text()
    told = float(said.split("=")[1].split("%")[0])
    assert any(abs(100 * other["p"] - told) < 1e-2 for other in desk.edges()), said
    assert tooltip.locator("canvas").count() == 2  # both images
    desk.page.mouse.move(2, 2)


def click_a_sample_and_follow_its_walk(desk: Desk) -> None:
    desk.press("sample-a-0")
    desk.wait_for_text("walk", "walks home:")
    desk.press("sample-a-0")


def scrub_back_and_return(desk: Desk) -> None:
    newest = desk.step()
    assert newest > 0
    desk.page.get_by_test_id("time").focus()
    desk.page.keyboard.press("Home")
    desk.wait_for_step("=== 0")
    assert "step 0" in desk.text("time-text")
    desk.press("back-to-live")
    desk.wait_for_step(f">= {newest}")


def branch_from_an_earlier_step(desk: Desk) -> None:
    parent = desk.topic("about")["name"]
    desk.page.get_by_test_id("time").focus()
    desk.page.keyboard.press("Home")
    desk.wait_for_step("=== 0")
    desk.page.keyboard.press("ArrowRight")
    step = desk.wait_for_step("> 0")
    desk.drag("knob-visit_weight", 0.0)
    desk.press("branch")
    desk.wait_until(f"{TOPIC}('about').name !== '{parent}'")
    about = desk.topic("about")
    assert about["name"].startswith(parent.removesuffix(".lba") + f"-branch-{step}")
    assert (about["parent"]["name"], about["parent"]["step"]) == (parent, step)
    assert {branch["name"] for branch in desk.topic("branches")} >= {parent, about["name"]}


def export_a_page_that_works_without_a_server(desk: Desk, new_page) -> None:
    pause(desk)
    folder = desk.recording().path.parent
    before = set(folder.glob("*.html"))
    desk.press("export")
    desk.page.get_by_test_id("note").filter(has_text=".html").wait_for()
    [written] = set(folder.glob("*.html")) - before
    page = new_page()
    page.goto("file://" + quote(str(written)))
    exported = Desk(page)
    assert exported.edges()
    assert page.get_by_test_id("play").is_disabled()
