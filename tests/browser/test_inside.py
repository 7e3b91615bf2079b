"""A person looks inside a recorded run: cells, lassos, neighbours, time; by mouse and by keyboard."""

from urllib.parse import quote

import fake_runs
import pytest
from browser.inside import ROOT, N, buttons, canvas, chosen, click_cell, lasso_everything, opened, probed, wait_for

from lbaviz.recording import Recording
from lbaviz.records.packing import unpack
from lbaviz.views.page import write_page


@pytest.fixture
def inside(page, serve, tmp_path):
    """The tab "Inside" of `lbaviz watch`."""
    probed(tmp_path / "run.lba")
    page.goto(serve("watch", "run.lba", "--no-browser"))
    return opened(page)


def test_a_click_on_a_cell_shows_its_images_and_a_chip_that_can_be_removed(inside):
    page = inside.page
    click_cell(page, 0, 1)
    inside.wait_for_text("chip", "taken <b>null</b> for one · ")
    wrong = [i for i in range(N) if i % 3 == 0 and (i + (i % 4 == 3)) % 3 == 1]
    assert sorted(chosen(page)) == wrong
    inside.wait_until(f"{buttons('image')} === {len(wrong)}")
    assert page.get_by_test_id("embedding-chip").inner_text() == page.get_by_test_id("chip").inner_text()
    inside.wait_until(f"{buttons('query')} === {len(wrong)}")  # offered to the neighbours as well
    inside.press("chip")
    assert chosen(page) == [] and page.get_by_test_id("chip").is_hidden()
    assert page.locator("b").count() == 0, "markup of the data has acted"


def test_a_click_on_an_image_shows_its_neighbours_and_their_neighbours(inside):
    page = inside.page
    inside.press("image-0")
    asked = page.evaluate(f"{ROOT}.hub.view.query")
    inside.wait_until(f"{canvas('neighbors')}.dataset.query === '{asked}'")
    tiles = page.get_by_test_id("neighbors").locator(".lba-tile")
    assert tiles.count() == 6
    right = [tile.get_attribute("data-i") for tile in page.locator(".lba-tile.is-right").all()]
    assert all(int(i) % 3 == asked % 3 for i in right)
    assert page.locator(".lba-tile.is-right").count() + page.locator(".lba-tile.is-wrong").count() == 5
    assert [text for text in page.locator(".lba-tile.is-wrong .lba-verdict").all_inner_texts() if text != "✗"] == []
    neighbour = page.get_by_test_id("neighbor-1").get_attribute("data-i")
    inside.press("neighbor-1")
    inside.wait_until(f"{canvas('neighbors')}.dataset.query === '{neighbour}'")


def test_a_lasso_marks_its_points_in_every_view(inside):
    page = inside.page
    lasso_everything(page)
    inside.wait_for_text("embedding-chip", f"by lasso · {N} images")
    assert sorted(chosen(page)) == list(range(N))
    inside.wait_until(f"{buttons('image', '.is-chosen')} === {N}")
    inside.wait_for_text("chip", f"by lasso · {N} images")
    page.get_by_test_id("cloud").focus()
    page.keyboard.press("Escape")
    assert chosen(page) == []


def test_pointing_at_a_point_shows_its_image_and_a_click_its_neighbours(inside):
    page = inside.page
    box = page.get_by_test_id("cloud").bounding_box()
    points = page.evaluate(f"{ROOT}.points()")
    lonely = max(points, key=lambda p: min(abs(p["x"] - q["x"]) + abs(p["y"] - q["y"]) for q in points if q is not p))
    assert box["x"] <= lonely["x"] <= box["x"] + box["width"] and box["y"] <= lonely["y"] <= box["y"] + box["height"]
    page.mouse.move(lonely["x"], lonely["y"])
    tip = page.get_by_test_id("sample-tip")
    tip.wait_for()
    assert ("<b>null</b>", "one", "two")[lonely["i"] % 3] in tip.inner_text() and tip.locator("canvas").count() == 1
    page.mouse.click(lonely["x"], lonely["y"])
    inside.wait_until(f"{canvas('neighbors')}.dataset.query === '{lonely['i']}'")


def test_time_moves_the_points_and_every_view(inside):
    page = inside.page
    before = page.evaluate(f"{ROOT}.points()")
    page.get_by_test_id("time").focus()
    page.keyboard.press("Home")
    for name in ("embedding", "confusion", "neighbors", "layers", "visits"):
        inside.wait_until(f"{canvas(name)}.dataset.step === '0'")
    inside.wait_until(f"{canvas('embedding')}.dataset.moving === 'false'")
    after = page.evaluate(f"{ROOT}.points()")
    assert max(abs(p["x"] - q["x"]) for p, q in zip(before, after, strict=True)) > 20
    inside.press("back-to-live")
    inside.wait_until(f"{canvas('embedding')}.dataset.step === '20'")


def test_zooming_in_turns_points_into_pictures_and_moves_no_page(inside):
    page = inside.page
    box = page.get_by_test_id("cloud").bounding_box()
    seen = f"{ROOT}.points().filter(p => Math.abs(p.x - {box['x'] + box['width'] / 2}) < {box['width'] / 2}"
    seen += f" && Math.abs(p.y - {box['y'] + box['height'] / 2}) < {box['height'] / 2}).length"
    share = f"Number({canvas('embedding')}.dataset.pictures) / {seen}"
    before = page.evaluate(share)
    assert 0 < before < 0.9, "points in a crowd have no room"
    page.get_by_test_id("cloud").focus()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for _ in range(4):
        page.keyboard.press("+")
    inside.wait_until(f"{share} >= 1")
    points = page.evaluate(f"{ROOT}.points()")
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 40, box["y"] + box["height"] / 2 + 10, steps=4)
    page.mouse.up()
    inside.wait_until(f"Math.abs({ROOT}.points()[0].x - {points[0]['x'] + 40}) < 1")
    assert chosen(page) == []
    inside.press("zoom-all")
    inside.wait_until(f"{ROOT}.points().every(p => p.x >= {box['x']} && p.x <= {box['x'] + box['width']})")


def test_who_is_hardly_visited_stands_in_a_strip_and_can_be_selected(inside):
    page = inside.page
    p = N * inside.recording().probe("visits", 20).p_visit
    few = [i for i in range(N) if p[i] < 0.1]
    inside.wait_for_text("visits", f"{len(few)} of {N}")
    drawn = [
        int(each.get_attribute("data-i")) for each in page.get_by_test_id("visits").locator(".lba-inspected").all()
    ]
    assert drawn == sorted(range(N), key=lambda i: p[i])[: len(drawn)] and len(drawn) > 10
    assert f"{p[drawn[-1]]:.2f}" in page.get_by_test_id(f"visit-{len(drawn) - 1}").get_attribute("aria-label")
    inside.press("visits-few")
    assert sorted(chosen(page)) == few
    page.get_by_test_id("visit-0").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.evaluate(f"{ROOT}.hub.view.query") == drawn[1]


def test_the_inside_by_keyboard(inside):
    page = inside.page
    page.get_by_test_id("tab-inside").focus()
    page.get_by_test_id("confusion").focus()
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    inside.wait_for_text("chip", "taken <b>null</b> for one")
    page.keyboard.press("Escape")
    assert chosen(page) == []
    inside.wait_until(f"{buttons('query')} === {N}")  # drawn anew: all are offered again
    page.get_by_test_id("query-0").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.evaluate(f"{ROOT}.hub.view.query") == int(page.get_by_test_id("query-1").get_attribute("data-i"))
    page.get_by_test_id("cloud").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.evaluate(f"{ROOT}.hub.view.query") == page.evaluate(f"{ROOT}.hub.view.pointed")


def test_the_walk_marks_what_is_chosen_and_asks_for_what_is_followed(inside):
    page = inside.page  # the first 14 inspected images are the samples of the walk
    click_cell(page, 0, 0)
    inside.wait_for_text("chip", "rightly taken for <b>null</b>")
    picked = chosen(page)
    inside.press("tab-walk")
    marked = page.evaluate("[...document.querySelectorAll('.lba-sample.is-a.is-chosen')].map(e => Number(e.dataset.i))")
    assert sorted(set(marked)) == [i for i in range(6) if i in picked] != []
    inside.press("sample-b-1")
    assert page.evaluate(f"{ROOT}.hub.view.query") == 7
    inside.press("tab-inside")
    inside.wait_until(f"{canvas('neighbors')}.dataset.query === '7'")


def test_vanishing_gradients_are_flagged_with_advice(inside):
    inside.wait_for_text("layers-flag", "vanishing gradients in linear")
    assert "lower the learning rate" in inside.text("layers-flag")
    assert inside.page.get_by_test_id("kernels").locator("canvas").count() == 4
    inside.press("layers-histograms")
    inside.wait_until("document.querySelectorAll('.lba-bars').length === 6")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080)])
def test_the_inside_fits_a_laptop_and_a_projector_without_scrolling(inside, width, height):
    page = inside.page
    page.set_viewport_size({"width": width, "height": height})
    bottoms = "[...document.querySelectorAll('.lba-part, .lba-timeline')].map(e => e.getBoundingClientRect().bottom)"
    inside.wait_until("document.documentElement.scrollHeight === innerHeight")
    inside.wait_until(f"Math.max(...{bottoms}) <= innerHeight && Math.min(...{bottoms}) > 0")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    strip = page.get_by_test_id("image").bounding_box()
    clipped = page.locator(".lba-confusion").bounding_box()
    assert strip["y"] + strip["height"] <= clipped["y"] + clipped["height"], "the images of a cell are cut off"


def test_who_wants_no_motion_sees_none(new_page, tmp_path):
    write_page(probed(tmp_path / "run.lba"), tmp_path / "run.html", view="embedding")
    page = new_page(reduced_motion="reduce")
    page.goto("file://" + quote(str(tmp_path / "run.html")))
    shown = f"{canvas('embedding')}.dataset"
    wait_for(page, f"{shown}.step === '20'")
    page.evaluate(f"{ROOT}.hub.look(0)")
    wait_for(page, f"{shown}.step === '0'")
    assert page.evaluate(f"{shown}.moving") == "false"


def test_two_domains_have_their_colours_and_can_be_selected(new_page, tmp_path):
    write_page(probed(tmp_path / "run.lba", pair=["<i>mnist</i>", "svhn"]), tmp_path / "run.html", view="embedding")
    page = new_page()
    page.goto("file://" + quote(str(tmp_path / "run.html")))
    wait_for(page, f"{canvas('embedding')}.dataset.step === '20'")
    by = page.get_by_test_id("colour")
    assert by.input_value() == "domain" and page.get_by_test_id("domain-0").inner_text() == "<i>mnist</i>"
    page.get_by_test_id("domain-1").click()
    assert sorted(chosen(page)) == list(range(N // 2, N))
    by.select_option("class")
    page.get_by_test_id("class-1").click()
    assert sorted(chosen(page)) == [i for i in range(N) if i % 3 == 1]
    page.get_by_test_id("domain-0").click()
    assert sorted(chosen(page)) == list(range(N // 2))
    assert page.locator("i").count() == 0, "markup of the data has acted"


def test_beside_the_walk_of_two_domains_coverage_distance_and_gauges_take_turns(new_page, tmp_path):
    write_page(probed(tmp_path / "run.lba", pair=["mnist", "svhn"]), tmp_path / "run.html")
    page = new_page()
    page.goto("file://" + quote(str(tmp_path / "run.html")))
    coverage, distance, gauges = (
        page.get_by_label(name, exact=True).first
        for name in ("Coverage", "Distance of the domains", "Target without labels")
    )
    coverage.get_by_text("this run 80.0 %").wait_for()
    assert coverage.get_by_text("target only").is_visible() and coverage.get_by_text("source only").is_visible()
    assert not distance.is_visible() and not gauges.is_visible()
    page.get_by_test_id("turn-to-2").press("Enter")
    distance.get_by_text("MMD² 0.25").wait_for()
    page.keyboard.press("Enter")  # the way on has the focus
    gauges.get_by_text("walks home 50 %").wait_for()
    assert not distance.is_visible() and not coverage.is_visible()
    page.get_by_test_id("tab-inside").click()
    wait_for(page, f"{canvas('visits')}.dataset.step === '20'")
    first = page.get_by_test_id("visit-0").get_attribute("data-i")
    visits = unpack(Recording(tmp_path / "run.lba").probe_bytes("visits", 20))["p_visit"]
    assert int(first) == N // 2 + visits.argmin()  # of the target, whose images come after the source's


def test_a_run_without_probes_says_how_to_record_them(new_page, tmp_path):
    write_page(fake_runs.finished(tmp_path / "run.lba"), tmp_path / "run.html")
    page = new_page()
    page.goto("file://" + quote(str(tmp_path / "run.html")))
    page.get_by_test_id("tab-inside").click()
    assert "lbaviz train --probe-every 100" in page.get_by_test_id("inside-empty").inner_text()
    page.get_by_test_id("tab-walk").click()
    assert page.get_by_test_id("edges").is_visible()


def test_a_person_names_clusters_and_marks_wrong_images_and_a_page_shows_that(page, new_page, serve, tmp_path):
    path = fake_runs.clustered(tmp_path / "run.lba")
    page.goto(serve("watch", "run.lba", "--no-browser"))
    page.get_by_test_id("tab-inside").click()
    name = page.get_by_test_id("cluster-name-1")
    name.fill(" <i>sevens</i>  ")
    name.press("Enter")
    wait_for(page, f"{ROOT}.hub.get('about').class_names[1] === '<i>sevens</i>'")
    for events, image in ((2, "cluster-2-0"), (3, "cluster-2-1"), (4, "cluster-2-1")):  # the last one takes it back
        page.get_by_test_id(image).click()
        wait_for(page, f"{ROOT}.hub.get('events').length === {events}")
    told = [(event.kind, event.detail.get("wrong")) for event in Recording(path).events()]
    assert told == [("name_cluster", None), ("mark_wrong", True), ("mark_wrong", True), ("mark_wrong", False)]
    write_page(path, tmp_path / "run.html", view="exemplars")
    alone = new_page()
    alone.goto("file://" + quote(str(tmp_path / "run.html")))
    shown = alone.get_by_test_id("cluster-name-1")
    shown.wait_for()
    assert shown.input_value() == "<i>sevens</i>" and not shown.is_editable()
    alone.get_by_test_id("cluster-0-0").click()  # does nothing here
    pressed = [mark.get_attribute("data-testid") for mark in alone.locator("[aria-pressed=true]").all()]
    assert pressed == ["cluster-2-0"] and alone.get_by_test_id("exemplars-marked").inner_text() == "1 marked as wrong"
    assert alone.locator("i, b").count() == page.locator("i, b").count() == 0, "markup of a name has acted"
