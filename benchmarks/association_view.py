"""How many frames a second does AssociationView draw? 120 samples, at least 2,000 edges, headless Chromium.

    python benchmarks/association_view.py [--seconds 2] [--windows 5]

Every animation frame of the browser gets a new walk frame; counted are the frames that were drawn completely. Made-up
walks (tests/js/fake_run.js), the committed bundle. Nothing else should run: Chromium draws on the CPU here.
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
SMALLEST_EDGES, FLOOR, AIM = 2_000, 20, 30  # frames a second
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
PAGE = """<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><main id="here"></main>
<script type="module">
  import { mount } from "/lbaviz/views/lbaviz.js";
  import { fakeSource } from "/tests/js/fake_source.js";
  const source = fakeSource({ nA: 60, nB: 60, k: 17, size: 28, step: 40, interval: 1e9 });
  const here = document.getElementById("here");
  mount(here, source, { view: "association" });
  here.__lbaviz.hub.set({ k: 17 });
  const frames = Array.from({ length: 40 }, (_, i) => source.run.frame(10 + 5 * i));
  const canvas = here.querySelector("[data-testid=edges]");
  let next = 0;
  let drawn = 0;
  let last = canvas.dataset.shown;
  const tick = () => {
    if (canvas.dataset.shown !== last) drawn += 1;
    last = canvas.dataset.shown;
    source.put("frame", frames[next++ % frames.length]);
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  window.measure = (ms) => new Promise((resolve) => {
    const [began, before] = [performance.now(), drawn];
    const rate = () => ((drawn - before) / (performance.now() - began)) * 1000;
    setTimeout(() => resolve([rate(), Number(canvas.dataset.edges)]), ms);
  });
</script>"""


class Handler(SimpleHTTPRequestHandler):
    """Serves the repository's files, and the page of this benchmark at /."""

    def do_GET(self) -> None:
        if self.path != "/":
            return super().do_GET()
        body = PAGE.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_) -> None:
        """Say nothing."""


def rates(windows: int, seconds: float) -> tuple[list[float], int]:
    """Return the frame rate of each window after a warm-up, and the edges drawn in a frame."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(ROOT)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.wait_for_function("window.measure")
        page.evaluate("measure(1000)")
        measured = [page.evaluate(f"measure({seconds * 1000})") for _ in range(windows)]
        browser.close()
    server.shutdown()
    return [rate for rate, _ in measured], int(measured[-1][1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=2.0, help="length of a window (2)")
    parser.add_argument("--windows", type=int, default=5, help="number of windows (5)")
    options = parser.parse_args()
    found, edges = rates(options.windows, options.seconds)
    median = statistics.median(found)
    print(
        f"AssociationView, 120 samples, {edges:,} edges, headless Chromium: {median:.0f} frames/s "
        f"({min(found):.0f} to {max(found):.0f} in {len(found)} windows of {options.seconds:g} s); "
        f"at least {FLOOR}, aim {AIM}"
    )
    return 0 if median >= FLOOR and edges >= SMALLEST_EDGES else 1


if __name__ == "__main__":
    raise SystemExit(main())
