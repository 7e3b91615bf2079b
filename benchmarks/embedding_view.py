"""How many frames a second does EmbeddingView draw while it is panned and pointed at? 10,000 points, headless Chromium.

    python benchmarks/embedding_view.py [--points 10000] [--seconds 2] [--windows 5]

Every animation frame of the browser gets one move of the pointer: with the button held (pan; every point is drawn
again), then without (hover; the nearest point is found, ringed and told). Counted are the frames that were drawn
completely. Made-up probes (tests/js/fake_probes.js), the committed bundle. Nothing else should run: Chromium draws on
the CPU here.
"""

import argparse
import functools
import shutil
import statistics
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FLOOR, AIM = 20, 30  # frames a second
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
PAGE = """<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><main id="here"></main>
<script type="module">
  import { mount } from "/lbaviz/views/lbaviz.js";
  import { fakeSource } from "/tests/js/fake_source.js";
  const inspected = { n: POINTS, last: 300, methods: ["pca"] };
  const source = fakeSource({ nA: 4, nB: 4, size: 28, step: 300, interval: 1e9, inspected });
  const here = document.getElementById("here");
  mount(here, source, { view: "embedding" });
  window.ready = () => Number(here.querySelector("[data-testid=embedding]").dataset.points) === POINTS;
  window.measure = (name, ms) => new Promise((resolve) => {
    const box = here.querySelector("[data-testid=cloud]");
    const canvas = here.querySelector(`[data-testid=${name}]`);
    const bounds = box.getBoundingClientRect();
    const [began, before] = [performance.now(), Number(canvas.dataset.shown)];
    let turn = 0;
    const tick = () => {
      const past = performance.now() - began;
      if (past >= ms) return resolve(((Number(canvas.dataset.shown) - before) / past) * 1000);
      turn += 0.05;
      const clientX = bounds.left + bounds.width * (0.5 + 0.3 * Math.cos(turn));
      const clientY = bounds.top + bounds.height * (0.5 + 0.3 * Math.sin(turn));
      box.dispatchEvent(new PointerEvent("pointermove", { clientX, clientY, pointerId: 1, bubbles: true }));
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
</script>"""


class Handler(SimpleHTTPRequestHandler):
    """Serves the repository's files, and the page of this benchmark at /."""

    def __init__(self, *arguments, points: int, **options):
        self.points = points
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:
        if self.path != "/":
            return super().do_GET()
        body = PAGE.replace("POINTS", str(self.points)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_) -> None:
        """Say nothing."""


def rates(points: int, windows: int, seconds: float) -> dict[str, list[float]]:
    """Return the frame rate of each window after a warm-up: panning, panning zoomed in four times, hovering."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(ROOT), points=points))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.wait_for_function("window.ready?.()", timeout=60_000)

        def windows_of(name: str) -> list[float]:
            page.evaluate(f"measure('{name}', 1000)")
            return [page.evaluate(f"measure('{name}', {seconds * 1000})") for _ in range(windows)]

        found = {"hover": windows_of("embedding-over")}
        box = page.get_by_test_id("cloud").bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        found["pan"] = windows_of("embedding")
        page.mouse.up()
        page.get_by_test_id("zoom-all").click()
        for _ in range(3):
            page.get_by_test_id("zoom-in").click()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        found["pan, zoomed in 4 times"] = windows_of("embedding")
        page.mouse.up()
        browser.close()
    server.shutdown()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=10_000, help="number of points (10000)")
    parser.add_argument("--seconds", type=float, default=2.0, help="length of a window (2)")
    parser.add_argument("--windows", type=int, default=5, help="number of windows (5)")
    options = parser.parse_args()
    worst = float("inf")
    for name, found in rates(options.points, options.windows, options.seconds).items():
        median = statistics.median(found)
        worst = min(worst, median)
        print(
            f"EmbeddingView, {options.points:,} points, {name}, headless Chromium: {median:.0f} frames/s "
            f"({min(found):.0f} to {max(found):.0f} in {len(found)} windows of {options.seconds:g} s); "
            f"at least {FLOOR}, aim {AIM}"
        )
    return 0 if worst >= FLOOR else 1


if __name__ == "__main__":
    raise SystemExit(main())
