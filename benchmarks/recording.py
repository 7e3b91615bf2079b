"""What does recording cost, how large do file and page become, and how soon is a long run on the screen? MNIST net.

    LBAVIZ_DATA=... python benchmarks/recording.py [--steps 300] [--skip-browser]

The share of the step time counts SQLite, packing and checking of checkpoints; a frame's forward pass counts as looking.
The long run (2,000 steps, 200 frames, 21 checkpoints with best weights) is written from a state of real size without
training in between; the first drawn frame is that of the `watch` page in headless Chromium, from `lbaviz.open` on.
"""

import argparse
import shutil
import statistics
import tempfile
import time
from pathlib import Path

import torch

import lbaviz
from lbaviz.session import prepare
from lbaviz.session.judge import Best
from lbaviz.views.feed import Feed
from lbaviz.views.page import write_page
from lbaviz.views.server import Server

ROUNDS, LONG = 5, 2_000
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


def share(path: Path, steps: int) -> tuple[float, float]:
    """Return the per cent of a run's time that went into its file, and the time of a step in ms."""
    session = lbaviz.start("association", "mnist", steps=1_000_000, paused=True, **settings(path))
    loop = session.loop
    spent = {"checkpoint": 0.0, "inside": 0.0}
    checkpoint = loop.checkpoint

    def timed() -> None:
        began, inside = time.perf_counter(), loop.writer.seconds
        checkpoint()
        spent["checkpoint"] += time.perf_counter() - began
        spent["inside"] += loop.writer.seconds - inside

    loop.checkpoint = timed
    session.step(20)
    session.wait()
    spent.update(checkpoint=0.0, inside=0.0)
    began, before = time.perf_counter(), loop.writer.seconds
    session.step(steps)
    session.wait()
    passed = time.perf_counter() - began
    written = loop.writer.seconds - before - spent["inside"] + spent["checkpoint"]
    session.stop()
    loop.mailbox.wait_for(lambda: session.state == "stopped", 60)
    return 100 * written / passed, 1000 * passed / steps


def settings(path: Path) -> dict:
    return {"evaluate_every": 0, "labels_per_class": 10, "record": path}


def write_long_run(path: Path) -> int:
    """Write a recording of 2,000 steps as a training would; return the largest size on the way, log included."""
    loop = prepare("association", "mnist", steps=LONG, **settings(path)).loop
    updates = loop.trainee.steps(loop.knobs.at, 0)
    loop.began(loop)
    largest = 0
    for step in range(1, LONG + 1):
        loop.step = step
        if step <= 3:
            terms = {name: float(term) for name, term in next(updates).terms.items()}
        loop.writer.add_metrics(step, terms)
        if step % 10 == 0:
            loop.look(store=True)
        if step % 100 == 0:
            weights = {name: value.detach().clone() for name, value in loop.trainee.weights().items()}
            loop.judge.best = Best(step - 50, 3.0, weights)
            loop.writer.add_metrics(step, {"validation_error": 3.0})
            loop.checkpoint()
            largest = max(largest, sum(part.stat().st_size for part in path.parent.glob(path.name + "*")))
    loop.state = "finished"
    loop.publish()
    loop.writer.close()
    return largest


def seconds_to_first_frame(path: Path) -> list[float]:
    """Open the recording, serve it and load its page in a running browser, five times and once to warm up."""
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for _ in range(ROUNDS + 1):
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            began = time.perf_counter()
            server = Server(Feed(lbaviz.open(path)))
            server.start()
            page.goto(server.address, wait_until="commit")
            page.wait_for_selector("[data-testid=edges][data-shown]:not([data-shown='0'])")
            found.append(time.perf_counter() - began)
            page.close()
            server.close()
        browser.close()
    return found[1:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=300, help="steps over which the share is taken")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--skip-browser", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.lba"
        shares = [share(Path(folder) / f"{i}.lba", args.steps) for i in range(ROUNDS)]
        percent = sorted(each[0] for each in shares)
        print(
            f"recording: {statistics.median(percent):.2f} % of the time ({percent[0]:.2f} to {percent[-1]:.2f} in "
            f"{ROUNDS} runs of {args.steps} steps of {statistics.median(each[1] for each in shares):.0f} ms); "
            "at most 3, aim 1"
        )
        largest = write_long_run(path)
        print(f"{LONG} steps: {path.stat().st_size / 1e6:.0f} MB, {largest / 1e6:.0f} MB at most on the way (150)")
        print(write_page(path, Path(folder) / "page.html").sentence(), "At most 10 MB.")
        if not args.skip_browser:
            times = sorted(seconds_to_first_frame(path))
            print(
                f"from open to the first drawn frame: {statistics.median(times):.2f} s ({times[0]:.2f} to "
                f"{times[-1]:.2f} in {ROUNDS}); at most 1, aim 0.3"
            )


if __name__ == "__main__":
    main()
