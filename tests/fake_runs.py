"""Small recordings and a session that trains nothing, for the tests of everything that draws."""

import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from lbaviz.recording import Recording, Writer, probed
from lbaviz.records import Exemplars, Layers, Neighbors, Projection, Sample, Visits, WalkFrame

KNOB = {"name": "visit_weight", "label": "visit weight", "symbol": "", "low": 0.0, "high": 5.0, "log": False}
N_A, N_B, CLASSES = 6, 8, 3
LABELS_A = [0, 0, 1, 1, 2, 2]


def frame(step: int, n_a: int = N_A, n_b: int = N_B, classes: int = CLASSES) -> WalkFrame:
    """Return a walk with true probabilities, different at every step."""
    rng = np.random.default_rng(step)
    p_ab, p_ba = (rng.dirichlet(np.full(m, 0.3), n) for n, m in ((n_a, n_b), (n_b, n_a)))
    member = np.eye(classes)[np.arange(n_a) * classes // n_a]
    tops = []
    for p in (p_ab, p_ba):
        index = np.argsort(-p, axis=1)[:, :16]
        values = np.take_along_axis(p, index, axis=1)
        tops.append((values.astype("f4"), index.astype("u2"), (1 - values.sum(1)).astype("f4")))
    (ab, index_ab, hidden_ab), (ba, index_ba, hidden_ba) = tops
    ends = (p_ab @ p_ba @ member).astype("f4")
    return WalkFrame(step, ab, index_ab, hidden_ab, ba, index_ba, hidden_ba, ends, p_ab.mean(0).astype("f4"))


def samples(n_a: int = N_A, n_b: int = N_B, side: int = 8, channels: int = 1, classes: int = CLASSES) -> list[Sample]:
    rng = np.random.default_rng(0)
    pictures = rng.integers(0, 256, (n_a + n_b, side, side, channels), np.uint8)
    a = [Sample("a", i, i * classes // n_a, pictures[i]) for i in range(n_a)]
    return a + [Sample("b", i, i % classes, pictures[n_a + i]) for i in range(n_b)]


def about(path: Path, members: list[Sample], parent: dict | None = None, **more) -> dict:
    return {
        "method": "association",
        "data": "digits",
        "model": "digits",
        "seed": 0,
        "steps": 40,
        "knobs": [KNOB],
        "class_names": ["<b>null</b>", "one", "two"],  # markup that must never act
        "n_labelled": 6,
        "n_unlabelled": 100,
        "baseline": False,
        "parent": parent,
        "image_shape": list(members[0].image.shape),
        **more,
    }


def begin(path: Path, *, parent: dict | None = None, members: list[Sample] | None = None, **more) -> Writer:
    """Return the writer of a new recording of this process."""
    members = samples() if members is None else members
    return Writer.create(path, {"about": about(path, members, parent, **more)}, members)


def inspect(
    writer: Writer, steps: list[int], n: int = 20, side: int = 8, classes: int = CLASSES, pair: list[str] | None = None
) -> None:
    """Record every probe of n images at these steps; labels go round, predictions are wrong for every fourth.

    pair: names of two domains, of which the images are half and half.
    """
    rng = np.random.default_rng(0)
    images, labels = rng.integers(0, 256, (n, side, side, 1), np.uint8), np.arange(n) % classes
    samples = [Sample("validation", i, int(labels[i]), images[i]) for i in range(n)]
    two = {"domains": [int(i >= n / 2) for i in range(n)], "domain_names": pair} if pair else {}
    writer.set_inspected({"part": "validation", **two}, samples)
    for step in steps:
        for name, data in probe_bytes(step, n, classes, n // 2 if pair else n).items():
            writer.add_probe(step, name, data)
        if pair:
            gauges = {"walk_consistency": 0.5, "mutual_information": 0.2, "prediction_entropy": 0.9}
            writer.add_metrics(step, {"domain_mmd": 0.25, "coverage": 10.0 * step - 120, **gauges})
    writer.flush()


def probe_bytes(step: int, n: int = 20, classes: int = CLASSES, turned: int | None = None) -> dict[str, bytes]:
    """turned: how many of the images walks turn at (None: all)."""
    rng = np.random.default_rng(step)
    predicted = (np.arange(n) + (np.arange(n) % 4 == 3)) % classes
    near = Neighbors(rng.integers(0, n, (n, 5)), -np.sort(-rng.random((n, 5)), axis=1))
    plane = Projection(rng.normal(size=(n, 2)), "tsne", {"perplexity": 5.0, "seed": 0}, kl=0.5)
    edges = np.linspace(-1, 1, 11, dtype="f4") * np.ones((2, 3, 1), "f4")
    counts, kernels = rng.integers(0, 9, (2, 3, 10)).astype("i4"), rng.normal(size=(4, 3, 3, 1)).astype("f4")
    norms = rng.random((3, 2)).astype("f4")
    layers = Layers(("conv", "linear"), *norms, edges, counts, kernels, kernels / 10, ("", "vanishing"))
    return {
        "predictions": probed.predictions_bytes(predicted, rng.random(n)),
        "neighbors": probed.record_bytes(near),
        "visits": probed.record_bytes(Visits(rng.dirichlet(np.ones(turned or n)))),
        "layers": probed.record_bytes(layers),
        "embeddings": probed.embeddings_bytes(rng.normal(size=(n, 4))),
        "projection-tsne": probed.record_bytes(plane),
    }


def advance(writer: Writer, steps: range, *, state: str = "running", frame_every: int = 10, **frames) -> None:
    for step in steps:
        writer.add_metrics(step, {"walker": 2.0 / (step + 1), "visit": 1.0, "classification": 2.0 / (step + 1)})
        if step % frame_every == 0:
            writer.add_metrics(step, {"validation_error": 60.0 - step, "baseline_validation_error": 50.0})
            writer.add_frame(step, frame(step, **frames).pack())
    writer.set_status(status(state, steps[-1]))
    writer.flush()


def status(state: str, step: int) -> dict:
    return {"state": state, "step": step, "knobs": {"visit_weight": 1.0}, "error": None, "note": None, "version": step}


def finished(path: Path, steps: int = 20, **options) -> Path:
    """Write an ended recording of so many steps."""
    writer = begin(path, **options)
    advance(writer, range(steps + 1), state="finished")
    writer.close()
    return path


def clustered(path: Path, n: int = 20, images: int = 4) -> Path:
    """Write an ended recording of a run without labels: three clusters, of which image i is in i % 3, surest first."""
    names = [f"cluster {cluster}" for cluster in range(CLASSES)]
    writer = begin(path, sides=["centroids", "images"], class_names=names, n_labelled=0)
    inspect(writer, [10, 20], n=n)
    best = np.arange(CLASSES)[:, None] + CLASSES * np.arange(images)
    sure = np.tile(np.linspace(0.9, 0.6, images, dtype="f4"), (CLASSES, 1))
    sizes = np.bincount(np.arange(n) % CLASSES)
    classes = {"labels": best % CLASSES, "majority": np.arange(CLASSES), "class_names": ("<b>null</b>", "one", "two")}
    for step in (10, 20):
        writer.add_probe(step, "exemplars", probed.record_bytes(Exemplars(best, sure, sizes, **classes)))
    advance(writer, range(21), state="finished")
    writer.close()
    return path


class FakeSession:
    """What a view sees of a session: it notes commands and tells what it is told to tell."""

    def __init__(self, path: Path, **options):
        self.writer = begin(path, **options)
        advance(self.writer, range(11), state="paused")
        self.run = SimpleNamespace(path=path)
        self.state, self.at, self.successor, self.can_reset = "paused", 10, None, False
        self.commands, self.branches, self.watchers = [], [], []

    def status(self) -> dict:
        return {**status(self.state, self.at), "alive": self.state in ("paused", "running")}

    def command(self, command: dict) -> None:
        self.commands.append(command)

    def branch(self, step: int, **knobs) -> "FakeSession":
        self.branches.append((step, knobs))
        path = Path(self.run.path)
        parent = {"path": str(path.resolve()), "name": path.name, "step": step}
        return FakeSession(path.with_name(f"{path.stem}-branch-{step}.lba"), parent=parent)

    def subscribe(self, callback, alive):
        self.watchers.append((callback, alive))
        return lambda: self.watchers.remove((callback, alive))

    def tell(self, kind: str, payload=None) -> None:
        for callback, _ in list(self.watchers):
            callback(kind, payload)

    def go_to(self, step: int, state: str = "running") -> None:
        """Train up to a step: write it, then tell of it, as a session does."""
        advance(self.writer, range(self.at + 1, step + 1), state=state)
        self.state, self.at = state, step
        self.tell("status", self.status())
        self.tell("curves")


def read(path: Path) -> Recording:
    return Recording(path)


def until(condition, seconds: float = 5.0) -> None:
    """Wait until something that another thread does is there."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)
