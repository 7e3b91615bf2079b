"""Recordings with probes and what a person does with the views of the inside, for tests."""

import time

import fake_runs
from browser.desk import Desk

ROOT = "document.querySelector('.lbaviz').__lbaviz"
N, STEPS = 60, [0, 10, 20]


def probed(path, *, steps=20, pair=None, **options):
    """Write an ended recording with probes at STEPS; the name of class 0 is markup that must never act.

    pair: the names of two domains.
    """
    writer = fake_runs.begin(path, **options)
    fake_runs.inspect(writer, STEPS, n=N, pair=pair)
    fake_runs.advance(writer, range(steps + 1), state="finished")
    writer.close()
    return path


def opened(page) -> Desk:
    desk = Desk(page)
    desk.press("tab-inside")
    desk.wait_until(f"{ROOT}.points().length === {N} && {canvas('embedding')}.dataset.moving === 'false'")
    desk.wait_until(f"{canvas('confusion')}.dataset.classes === '3'")
    return desk


def canvas(name: str) -> str:
    return f"document.querySelector('[data-testid={name}]')"


def wait_for(page, expression: str, seconds: float = 20) -> None:
    """Wait until a JavaScript expression is true; asked from outside, because the page's policy forbids eval."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"waited {seconds} s for {expression}"
        page.wait_for_timeout(50)


def buttons(name: str, which: str = "") -> str:
    return f"document.querySelectorAll('[data-testid={name}] button{which}').length"


def click_cell(page, row: int, column: int, which: int = 0, classes: int = 3) -> None:
    cells = page.get_by_test_id("confusion").nth(which)
    cells.scroll_into_view_if_needed()
    box = cells.bounding_box()
    page.mouse.click(
        box["x"] + box["width"] * (column + 0.5) / classes, box["y"] + box["height"] * (row + 0.5) / classes
    )


def lasso_everything(page) -> None:
    page.get_by_test_id("tool-lasso").click()
    box = page.get_by_test_id("cloud").bounding_box()
    left, top = box["x"] + 2, box["y"] + 2
    right, bottom = left + box["width"] - 4, top + box["height"] - 4
    page.mouse.move(left, top)
    page.mouse.down()
    for x, y in ((right, top), (right, bottom), (left, bottom), (left, top)):
        page.mouse.move(x, y, steps=4)
    page.mouse.up()


def chosen(page) -> list[int]:
    return page.evaluate(f"{ROOT}.hub.view.chosen?.positions ?? []")
