"""What does it cost a training to be watched? MNIST net, 100 + 100, a live session behind the server of `watch`.

    LBAVIZ_DATA=... python benchmarks/looking.py [--steps 100] [--viewer client|chromium|both]

client: a process that reads every frame, says every 2 s that it is visible, and draws nothing. chromium: the dashboard
in headless Chromium, drawing on the same cores. Five interleaved pairs, unwatched and watched in turn; the frame rate
is what reached the client, or what the canvas showed.
"""

import argparse
import http.client
import multiprocessing
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import torch
from legs import ROUNDS, ratio

import lbaviz
from lbaviz.views.feed import ALIVE_SECONDS, Feed
from lbaviz.views.server import Server

BOUNDS = {"client": "at least 0.93, aim 0.97", "chromium": "at least 0.75, aim 0.85"}
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
COUNT = """() => {
  const canvas = document.querySelector("[data-testid=edges]");
  window.drawn = 0;
  new MutationObserver(() => { window.drawn += 1; }).observe(canvas, { attributeFilter: ["data-shown"] });
}"""
Viewer = tuple[Callable[[], None], Callable[[], None], Callable[[], int]]  # arrive, leave, frames seen since arrival


@contextmanager
def client(address: str) -> Iterator[Viewer]:
    """A viewer that does not draw, in a process of its own."""
    spawn = multiprocessing.get_context("spawn")
    seen, here = spawn.Value("i", 0), []

    def arrive() -> None:
        seen.value = 0
        here.append(spawn.Process(target=_read, args=(address, seen), daemon=True))
        here[-1].start()

    def leave() -> None:
        here[-1].terminate()
        here.pop().join()

    yield arrive, leave, lambda: seen.value


def _read(address: str, seen) -> None:
    url = urlsplit(address)
    cookie = {"Cookie": f"lbaviz-{url.port}={url.query.removeprefix('token=')}"}
    stream = http.client.HTTPConnection(url.hostname, url.port)
    stream.request("GET", "/events", headers=cookie)
    answer, said = stream.getresponse(), 0.0
    while line := answer.readline():
        if time.monotonic() - said > 2:
            said = time.monotonic()
            voice = http.client.HTTPConnection(url.hostname, url.port)
            voice.request("POST", "/command", '{"kind": "visible"}', {**cookie, "Content-Type": "application/json"})
            voice.getresponse().read()
            voice.close()
        seen.value += line.startswith(b"event: frame")


@contextmanager
def chromium(address: str) -> Iterator[Viewer]:
    """The dashboard in a headless browser."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 768})

        def arrive() -> None:
            page.goto(address)
            page.wait_for_selector("[data-testid=edges]")
            page.evaluate(COUNT)

        yield arrive, lambda: page.goto("about:blank"), lambda: page.evaluate("window.drawn")
        browser.close()


VIEWERS = {"client": client, "chromium": chromium}


def measure(session, viewer: Viewer, steps: int) -> list[dict[str, float]]:
    """Return unwatched and watched steps/s, and the frames per second seen, of each round."""
    arrive, leave, frames = viewer
    rounds = []
    for _ in range(ROUNDS):
        unwatched = rate(session, steps)
        arrive()
        rate(session, steps // 2)  # until the budget has settled
        before, began = frames(), time.perf_counter()
        watched = rate(session, steps)
        shown = (frames() - before) / (time.perf_counter() - began)
        looking = session.status()["looking_percent"]
        leave()
        time.sleep(ALIVE_SECONDS + 1)  # then nobody counts as looking
        rounds.append({"unwatched": unwatched, "watched": watched, "frames": shown, "looking": looking})
    return rounds


def rate(session, steps: int) -> float:
    began = time.perf_counter()
    session.step(steps)
    session.wait()
    return steps / (time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=100, help="steps of a leg")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--viewer", choices=[*BOUNDS, "both"], default="both")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    with tempfile.TemporaryDirectory() as folder:
        settings = {"evaluate_every": 0, "labels_per_class": 10, "record": f"{folder}/run.lba", "paused": True}
        session = lbaviz.start("association", "mnist", steps=1_000_000, **settings)
        server = Server(Feed(session))
        server.start()
        rate(session, 10)
        for name in BOUNDS if args.viewer == "both" else [args.viewer]:
            with VIEWERS[name](server.address) as viewer:
                rounds = measure(session, viewer, args.steps)
            print(
                f"{name}: {ratio(rounds, 'watched', 'unwatched')} of unwatched, "
                f"{statistics.median(each['frames'] for each in rounds):.1f} frames/s, looking "
                f"{statistics.median(each['looking'] for each in rounds):.1f} %; {BOUNDS[name]}",
                flush=True,
            )
        server.close()
        session.stop()
        session.loop.mailbox.wait_for(lambda: session.state == "stopped", 60)


if __name__ == "__main__":
    main()
