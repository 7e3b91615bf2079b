"""Start a run: `fit` in the calling thread, `start` in one of the library's own."""

import tempfile
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from lbaviz.recording import Writer, free_path
from lbaviz.recording.schema import as_path
from lbaviz.session.baseline import begin
from lbaviz.session.inspecting import prepare_file
from lbaviz.session.interrupts import interruptible
from lbaviz.session.looking import probe_set
from lbaviz.session.loop import Loop
from lbaviz.session.plan import Plan, environment, make_plan
from lbaviz.session.progress import show_progress
from lbaviz.session.run import Run
from lbaviz.session.session import Session, running_sessions, stop_all
from lbaviz.session.trainee import Trainee


def prepare(
    method,
    data,
    *,
    model=None,
    steps: int,
    seed: int = 0,
    device: str = "auto",
    precision: str = "auto",
    record: str | Path | None = None,
    evaluate_every: int = 100,
    frame_every: int = 10,
    checkpoint_every: int = 100,
    probe_every: int = 0,
    evaluate_test: bool = False,
    evaluate_association: bool = False,
    baseline: bool = False,
    pace: float | None = None,
    open_end: bool = False,
    augment: str | None = None,
    **options,
) -> Session:
    """Return a session that does not train yet; the arguments are those of `fit`."""
    settings = {
        "evaluate_every": evaluate_every,
        "frame_every": frame_every,
        "checkpoint_every": checkpoint_every,
        "probe_every": probe_every,
        "evaluate_test": evaluate_test,
        "evaluate_association": evaluate_association,
        "baseline": baseline,
        "pace": pace,
        "open_end": open_end,
        "augment": augment,
    }
    plan = make_plan(method, data, model, steps, seed, device, precision, options, **settings)
    keep = tempfile.TemporaryDirectory(prefix="lbaviz-") if record is None else None
    path = record if record is not None else Path(keep.name) / "run.lba"
    return _session(plan, as_path(path), keep)


def _session(plan: Plan, path: Path, keep, predecessor: Path | None = None) -> Session:
    samples = probe_set(plan)
    meta = {"about": plan.about(), "config": plan.config(), "environment": environment()}
    trainee = Trainee(plan)  # before the file: a network that does not fit leaves none behind
    writer = Writer.create(path, meta, samples)
    try:
        prepare_file(writer, plan)
        loop = Loop(trainee, writer, samples, partial(begin, predecessor=predecessor))
    except BaseException:
        writer.discard()
        raise

    def again(seed: int) -> Session:
        same = path if seed == plan.seed else None  # its baseline serves again
        return _session(plan.reseeded(seed), free_path(path), keep, same).start_thread()

    return Session(loop, keep=keep, again=again)


def fit(method, data, *, steps: int, progress: bool = True, **settings) -> Run:
    """Train and return the Run; Ctrl-C keeps everything that was recorded, then raises KeyboardInterrupt.

    method: a name or an instance; data: a name, folder, data set or split; model: a name or an own nn.Module (its copy
    is trained). Every `evaluate_every` steps the validation error, every `frame_every` a walk frame, every
    `checkpoint_every` a checkpoint, every `probe_every` what the probes find on up to 1,000 validation images; 0 =
    never. record: the new file (None: a temporary one that lives as long as the Run). baseline=True trains Supervised
    first, into the same file; of a pair source only and, where the target's training images have labels, target only,
    and every evaluation then has the "coverage" in per cent: 0 is source only, 100 target only.
    evaluate_association=True adds the errors by association. augment: a name of lbaviz.augmentation.NAMES changes the
    images of training batches at random. progress=False shows no progress bar. Other keywords: labels_per_class,
    unlabelled, validation, labelled_classes of the split; preset, settings of the method by name; and its knobs, each a
    number or a schedule. Raises BadInput for what cannot be, RunFailed when a term becomes infinite or NaN.
    """
    session = prepare(method, data, steps=steps, **settings)
    return train_in_foreground(session, progress)


def train_in_foreground(session: Session, progress: bool = True) -> Run:
    """Train here with a progress bar; an interrupt ends the run between two steps and is raised afterwards."""
    session.loop.state = "running"
    with interruptible(session) as interrupt, show_progress(session) if progress else nullcontext():
        session.train_here()
    if interrupt.came:
        session.interrupted = interrupt.came
        raise KeyboardInterrupt
    return session.wait()


def start(method, data, *, steps: int, paused: bool = False, **settings) -> Session:
    """Start training in a thread and return its Session at once; arguments as `fit`, and:

    pace: steps per second at most (None: as fast as possible); open_end: go on past `steps` until paused or stopped.
    Another session that still trains in this process is stopped first, and that is said.
    """
    session = prepare(method, data, steps=steps, **settings)
    others = running_sessions()
    if others:
        stop_all()
        names = ", ".join(f"{other.run.path.name} at step {other.loop.step}" for other in others)
        print(f"lbaviz: stopped {names}; what it recorded is kept")
    session.loop.state = "paused" if paused else "running"
    return session.start_thread()
