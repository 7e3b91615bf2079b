"""What do all probes but projections cost while the MNIST net trains, and how large do file and page become?

    LBAVIZ_DATA=... python benchmarks/probes.py [--steps 300] [--skip-size]

The share is the time of one probing, every 100 steps on the fixed 1,000 images, against the time of 100 steps; PCA,
which is recorded with the other probes, is timed apart. The long recording (2,000 steps, 21 probings) is
written from a state of real size without training in between.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import torch

import lbaviz
from lbaviz.session import loop as loops
from lbaviz.session import prepare
from lbaviz.session.inspecting import inspect
from lbaviz.views.page import write_page

ROUNDS, LONG, EVERY = 5, 2_000, 100


def settings(path: Path) -> dict:
    return {"evaluate_every": 0, "frame_every": 0, "checkpoint_every": 0, "labels_per_class": 10, "record": path}


def share(path: Path, steps: int) -> tuple[float, float, float, float]:
    """Return the per cent of a run's time that probing takes, ms a step, ms a probing, and ms of that for PCA."""
    session = lbaviz.start("association", "mnist", steps=1_000_000, paused=True, probe_every=EVERY, **settings(path))
    loop, spent, planes = session.loop, [], []
    plane = getattr(loop.inspector, "_plane", None)

    def timed(loop) -> None:
        began = time.perf_counter()
        inspect(loop)
        spent.append(time.perf_counter() - began)

    def timed_plane(embeddings) -> bytes:
        began = time.perf_counter()
        found = plane(embeddings)
        planes.append(time.perf_counter() - began)
        return found

    loops.inspect, loop.inspector._plane = timed, timed_plane
    session.step(EVERY)  # warm
    session.wait()
    spent.clear(), planes.clear()
    began = time.perf_counter()
    session.step(steps)
    session.wait()
    passed = time.perf_counter() - began
    loops.inspect = inspect
    session.stop()
    loop.mailbox.wait_for(lambda: session.state == "stopped", 60)
    probing, laying = sum(spent), sum(planes)
    trained = passed - probing
    times = (1000 * trained / steps, 1000 * probing / len(spent), 1000 * laying / len(spent))
    return 100 * (probing - laying) / (passed - laying), *times


def write_long_run(path: Path) -> None:
    """Write a recording of 2,000 steps with frames, checkpoints and probes as a training would."""
    options = {**settings(path), "frame_every": 10, "checkpoint_every": 100}
    loop = prepare("association", "mnist", steps=LONG, probe_every=EVERY, **options).loop
    updates = loop.trainee.steps(loop.knobs.at, 0)
    loop.began(loop)
    for step in range(1, LONG + 1):
        loop.step = step
        if step <= 3:
            terms = {name: float(term) for name, term in next(updates).terms.items()}
        loop.writer.add_metrics(step, terms)
        if step % 10 == 0:
            loop.look(store=True)
        if step % EVERY == 0:
            inspect(loop)
            loop.checkpoint()
    loop.state = "finished"
    loop.publish()
    loop.writer.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=300, help="steps over which the share is taken, 100 or more")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--skip-size", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    with tempfile.TemporaryDirectory() as folder:
        found = [share(Path(folder) / f"{i}.lba", args.steps) for i in range(args.rounds)]
        percent, step, probing, plane = (sorted(column) for column in zip(*found, strict=True))
        print(
            f"probes: {statistics.median(percent):.2f} % of the time ({percent[0]:.2f} to {percent[-1]:.2f} in "
            f"{args.rounds} runs of {args.steps} steps of {statistics.median(step):.0f} ms); one probing takes "
            f"{statistics.median(probing):.0f} ms, {statistics.median(plane):.0f} of them for PCA; at most 10, aim 5"
        )
        if not args.skip_size:
            path = Path(folder) / "long.lba"
            write_long_run(path)
            found = lbaviz.open(path).recording
            each = {name: len(found.probe_bytes(name, LONG)) / 1e3 for name in found.probe_steps()}
            sizes = ", ".join(f"{name} {size:.0f} kB" for name, size in each.items())
            print(f"{LONG} steps: {path.stat().st_size / 1e6:.0f} MB, at most 150; a probing: {sizes}")
            print(write_page(path, Path(folder) / "page.html").sentence(), "At most 10 MB.")


if __name__ == "__main__":
    main()
