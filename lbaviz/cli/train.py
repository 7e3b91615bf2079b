"""`lbaviz train METHOD`: train with a progress bar, record, steer by file, resume."""

import signal
from argparse import ArgumentParser
from pathlib import Path

from lbaviz.cli import knob_options, knobs_file, training_options
from lbaviz.errors import BadInput
from lbaviz.knobs import KNOBS, knobs_of
from lbaviz.recording import Recording

BASELINE = "train on labels alone first, into the same file; of two domains both ends: source only and target only"
NOTE = "A recording contains pictures of the data: share it only where the data may be shared."
MAY_CHANGE = ("method", "resume", "steps", "knobs")  # what --resume takes, besides the values of knobs


def add_arguments(parser) -> None:
    parser.epilog = NOTE
    parser.add_argument("method", nargs="?", metavar="METHOD", help=f"one of: {', '.join(KNOBS)}")
    parser.add_argument("--resume", metavar="RUN.lba", help="go on with a recording instead (no METHOD)")
    training_options.add(parser)
    parser.add_argument("--record", metavar="RUN.lba", help="write the run to this new file")
    parser.add_argument("--baseline", action="store_true", help=BASELINE)
    parser.add_argument("--evaluate-test", action="store_true", help="look at the test error at every evaluation too")
    parser.add_argument("--frame-every", type=int, default=10, metavar="N", help="steps between walk frames (10)")
    parser.add_argument(
        "--checkpoint-every", type=int, default=100, metavar="N", help="steps between checkpoints (100)"
    )
    parser.add_argument(
        "--probe-every", type=int, default=0, metavar="N", help="steps between probes of 1,000 images (0: never)"
    )
    parser.add_argument("--knobs", metavar="FILE.json", help='{"visit_weight": 0.3}: read again whenever it changes')
    knob_options.add(parser)


def run(args) -> int:
    """Train to the end and print the errors; 130 after Ctrl-C, which keeps everything."""
    from lbaviz import session

    knobs = knobs_file.first(Path(args.knobs), _method_of(args)) if args.knobs else {}  # before there is a recording
    started = _resumed(args, session) if args.resume else _fresh(args, session)
    if args.knobs:
        knobs_file.follow(started, Path(args.knobs), knobs)
    path = args.resume or args.record
    try:
        finished = session.train_in_foreground(started)
    except KeyboardInterrupt:
        kept = (
            f"kept in {path}; go on with: lbaviz train --resume {path}"
            if path
            else "not recorded (--record was not given)"
        )
        print(f"interrupted at step {started.loop.step}: {kept}")
        return 143 if started.interrupted == signal.SIGTERM else 130
    print(report(finished))
    if path:
        print(f"recorded in {path} ({finished.recording.size() / 1e6:.1f} MB). {NOTE}")
    return 0


def _method_of(args) -> str:
    if args.resume:
        return Recording(args.resume).about()["method"]
    if args.method is None:
        raise BadInput(f"lbaviz train needs a METHOD ({', '.join(KNOBS)}) or --resume RUN.lba")
    return args.method


def _fresh(args, session):
    _method_of(args)
    known, knobs = {knob.name for knob in knobs_of(args.method)}, knob_options.given(args)
    for name in knobs.keys() - known:
        raise BadInput(f"method '{args.method}' has no knob '{name}': it has {', '.join(sorted(known))}")
    record = Path(args.record) if args.record else None
    return session.prepare(
        **training_options.given(args.method, args),
        seed=args.seed,
        device=args.device,
        precision=args.precision,
        record=record,
        frame_every=args.frame_every,
        checkpoint_every=args.checkpoint_every,
        probe_every=args.probe_every,
        evaluate_test=args.evaluate_test,
        baseline=args.baseline,
        **knobs,
    )


def _resumed(args, session):
    """Go on with a recording; knobs that were given are moved where it goes on, other options have no say."""
    if args.method is not None:
        raise BadInput("--resume goes on with the method of the recording: leave METHOD out")
    parser = ArgumentParser()
    add_arguments(parser)
    for name, default in vars(parser.parse_args([])).items():
        if name not in (*MAY_CHANGE, *knob_options.EVERY_KNOB) and getattr(args, name) != default:
            raise BadInput(f"--resume goes on as recorded: leave --{name.replace('_', '-')} out, or start a new run")
    started = session.resume(args.resume, steps=args.steps)
    try:
        started.set(**knob_options.given(args))
    except BadInput:
        started.loop.writer.close()
        raise
    return started


def report(finished) -> str:
    """The errors of an ended run in a few lines: last weights, best by validation, labels alone."""
    about, status = finished.recording.about(), finished.recording.status()
    table = finished.metrics().groupby("name").last()["value"]
    labels = f"{about['n_labelled'] or 'no'} labels, step {status['step']}, seed {about['seed']}"
    head = f"{about['method']} on {about['data']}, {labels}"
    source, target = (f" ({name})" for name in about["domains"]) if about.get("domains") else ("", "")
    alone = f"{about['sides'][0]} only" if about.get("domains") else "labels alone"
    rows = [
        (f"validation error{source}", "validation_error", "last weights"),
        (f"test error{source}", "source_test_error", "last weights"),
        (f"test error{target}", "test_error", "last weights"),
        (f"test error{target}", "test_error_best", "best weights by validation error"),
        (f"test error{target}", "association_test_error", "last weights, by association"),
        ("test accuracy", "test_accuracy", "last weights, best assignment of clusters to classes"),
        (f"{alone}: test error{target}", "baseline_test_error", "last weights"),
        (f"target only: test error{target}", "baseline_target_only_test_error", "last weights"),
        (f"coverage{target}", "coverage", "last weights, validation: 0 % is source only, 100 % target only"),
    ]
    there = [row for row in rows if row[1] in table]
    width = max([26, *(len(label) for label, _, _ in there)])
    lines = [f"  {label:{width}} {table[name]:6.2f} %   {which}" for label, name, which in there]
    return "\n".join([head, *lines])
