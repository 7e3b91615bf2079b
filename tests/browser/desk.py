"""What a person does at a dashboard, for tests: press, drag, point, look. All waits end with what was waited for."""

import time
from pathlib import Path

from lbaviz.recording import Recording

STEP = "Number(document.querySelector('[data-testid=edges]')?.dataset.frameStep ?? -1)"
TOPIC = "document.querySelector('.lbaviz').__lbaviz.hub.get"


class Desk:
    """A dashboard on a page, whose walk has been drawn."""

    def __init__(self, page) -> None:
        self.page = page
        self.canvas = page.get_by_test_id("edges")
        self.canvas.wait_for(timeout=60_000)  # JupyterLab, kernel and torch, on a busy machine
        self.wait_for_step(">= 0")

    def press(self, name: str) -> None:
        """Click the button with this data-testid."""
        self.page.get_by_test_id(name).click()

    def text(self, name: str) -> str:
        """Return what stands in the element with this data-testid."""
        return self.page.get_by_test_id(name).inner_text()

    def topic(self, name: str):
        """Return a topic of the run as the page knows it: about, status, events, frames, branches."""
        return self.page.evaluate(f"{TOPIC}('{name}')")

    def edges(self) -> list[dict]:
        """Return the drawn edges, weakest first: kind, from, to, p, x0, y0, x1, y1 in client coordinates."""
        return self.page.evaluate("document.querySelector('.lbaviz').__lbaviz.edges()")

    def step(self) -> int:
        """Return the step of the drawn frame."""
        return self.page.evaluate(STEP)

    def wait_until(self, expression: str, seconds: float = 90) -> None:
        """Wait until a JavaScript expression is true; asked from outside, because the page's policy forbids eval."""
        end = time.monotonic() + seconds
        while not self.page.evaluate(expression):
            assert time.monotonic() < end, f"waited {seconds} s for {expression}; status {self.topic('status')}"
            self.page.wait_for_timeout(50)

    def wait_for_step(self, test: str) -> int:
        """Wait until the drawn frame's step fulfils a test such as "> 20"; return it."""
        self.wait_until(f"{STEP} {test}")
        return self.step()

    def wait_for_text(self, name: str, text: str) -> None:
        """Wait until the element with this data-testid contains the text."""
        self.page.get_by_test_id(name).filter(has_text=text).wait_for()

    def drag(self, name: str, share: float) -> None:
        """Drag the slider with this data-testid, by the mouse, to a share (0 to 1) of its width."""
        slider = self.page.get_by_test_id(name)
        slider.scroll_into_view_if_needed()
        box, value = slider.bounding_box(), slider.evaluate("e => (e.value - e.min) / (e.max - e.min)")
        y, thumb = box["y"] + box["height"] / 2, 8
        at = [box["x"] + thumb + (box["width"] - 2 * thumb) * x for x in (value, (value + share) / 2, share)]
        self.page.mouse.move(at[0], y)
        self.page.mouse.down()
        for x in at[1:]:
            self.page.mouse.move(x, y, steps=3)
        self.page.mouse.up()

    def recording(self) -> Recording:
        """Open the recording that is shown, as another program would."""
        return Recording(Path(self.topic("about")["path"]))
