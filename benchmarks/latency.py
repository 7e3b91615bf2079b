"""How long after a knob was moved does the first optimiser step with the new value begin? MNIST net, 100 + 100.

    LBAVIZ_DATA=... python benchmarks/latency.py [--moves 20]

Three ways: `session.set` in this process, a command of the browser to the server of `watch`, and a row in the file as
from another process. The step that is on its way has to end first. Heard is the end of the first step with the new
value; its begin is that less the median time of a step.
"""

import argparse
import http.client
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import torch

import lbaviz
from lbaviz.recording import Recording
from lbaviz.views.feed import Feed
from lbaviz.views.server import Server

LEAST, AIM = 100, 30  # milliseconds, and one step more


class Ear:
    """Hears after each update which visit weight acted in it, and how long the update took."""

    def __init__(self, loop):
        self.loop, self.took, self._last, self._waited = loop, [], None, {}
        loop.trainee.optimizer.register_step_post_hook(self._hear)

    def _hear(self, *_) -> None:
        now, value = time.perf_counter(), self.loop.knobs.at(self.loop.step)["visit_weight"]
        if self._last is not None:
            self.took.append(now - self._last)
        self._last = now
        for wanted, (came, when) in self._waited.items():
            if value == wanted and not came.is_set():
                when.append(now)
                came.set()

    def latency(self, move: Callable[[float], None], value: float) -> float:
        """Move the knob; return the seconds until an update with the value has ended."""
        came, when = threading.Event(), []
        self._waited = {value: (came, when)}
        began = time.perf_counter()
        move(value)
        if not came.wait(60):
            raise RuntimeError(f"no step with visit_weight {value} within a minute")
        return when[0] - began


def over_http(address: str) -> Callable[[float], None]:
    url = urlsplit(address)
    headers = {
        "Cookie": f"lbaviz-{url.port}={url.query.removeprefix('token=')}",
        "Content-Type": "application/json",
    }

    def move(value: float) -> None:
        connection = http.client.HTTPConnection(url.hostname, url.port)
        connection.request("POST", "/command", f'{{"kind":"set","knob":"visit_weight","value":{value}}}', headers)
        connection.getresponse().read()
        connection.close()

    return move


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moves", type=int, default=20, help="moves of each way")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    with tempfile.TemporaryDirectory() as folder:
        settings = {"evaluate_every": 0, "labels_per_class": 10, "record": f"{folder}/run.lba"}
        session = lbaviz.start("association", "mnist", steps=1_000_000, **settings)
        server, ear = Server(Feed(session)), Ear(session.loop)
        server.start()
        recording = Recording(session.run.path)
        ways = {
            "session.set": lambda value: session.set(visit_weight=value),
            "browser's command": over_http(server.address),
            "another process": lambda value: recording.command({"kind": "set", "knob": "visit_weight", "value": value}),
        }
        while len(ear.took) < 10:
            time.sleep(0.1)
        found: dict[str, list[float]] = {name: [] for name in ways}
        for i in range(args.moves):
            for k, (name, move) in enumerate(ways.items()):
                time.sleep(0.037 * (i % 5))  # moves fall anywhere into a step
                found[name].append(ear.latency(move, 0.5 + i / 100 + k / 10_000))
        step = statistics.median(ear.took)
        server.close()
        session.stop()
        session.loop.mailbox.wait_for(lambda: session.state == "stopped", 60)
    print(f"slider moved to the begin of the first step with the new value; one step {step * 1e3:.0f} ms")
    for name, seconds in found.items():
        began = sorted((second - step) * 1e3 for second in seconds)
        print(
            f"{name:18s} {statistics.median(began):3.0f} ms ({began[0]:.0f} to {began[-1]:.0f} in {len(began)} moves); "
            f"at most {LEAST} ms + one step = {LEAST + step * 1e3:.0f}, aim {AIM} + one step = {AIM + step * 1e3:.0f}"
        )


if __name__ == "__main__":
    main()
