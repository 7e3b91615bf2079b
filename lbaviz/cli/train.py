"""`lbaviz train METHOD`: train with a progress bar, record, steer by file, resume."""

import signal
from argparse import ArgumentParser
from pathlib import Path

from lbaviz.cli import knob_options, knobs_file
from lbaviz.errors import BadInput
from lbaviz.knobs import KNOBS, knobs_of
from lbaviz.recording import Recording

NOTE = "A recording contains pictures of the data: share it only where the data may be shared."
MAY_CHANGE = ("method", "resume", "steps", "knobs")  # what --resume takes, besides the values of knobs


def add_arguments(parser) -> None:
    parser.epilog = NOTE
    parser.add_argument("method", nargs="?", metavar="METHOD", help=f"one of: {', '.join(KNOBS)}")
    parser.add_argument("--resume", metavar="RUN.lba", help="go on with a recording instead (no METHOD)")
    parser.add_argument(
        "--data",
        default="digits",
        help="a name that `lbaviz data` lists, a folder, or two: mixed (mnist+notmnist-part) or source:target",
    )
    parser.add_argument("--root", help="folder with the data set's files (else $LBAVIZ_DATA, then the user cache)")
    parser.add_argument("--labels-per-class", help="labelled images of each class, or 'all' (digits: 2, else 10)")
    parser.add_argument(
        "--unlabelled", help="'all' training images, the 'rest' without the labelled ones, a number; of a pair 'target'"
    )
    parser.add_argument("--labelled", help="which domain of a pair has the labels: source or target (source)")
    parser.add_argument("--size", type=int, metavar="N", help="bring both domains of a pair to N x N pixels (32)")
    parser.add_argument("--validation", type=int, help="validation images (the data set's own rule; 0: none)")
    parser.add_argument("--labelled-classes", nargs="+", help="the classes that get labels (all)")
    parser.add_argument("--steps", type=int, help="optimiser steps in all (300; with --resume: as planned)")
    parser.add_argument("--seed", type=int, default=0, help="of split, batches and initial weights (0)")
    parser.add_argument("--model", help="digits-net, mnist-net, svhn-net or stl10-net (by the size of the images)")
    parser.add_argument(
        "--augment",
        help="change the images of training batches at random: svhn, stl10, inversion-paper or inversion-released (no)",
    )
    parser.add_argument("--labelled-per-class", type=int, help="labelled samples of each class in a batch (10)")
    parser.add_argument("--unlabelled-batch", type=int, help="unlabelled samples in a batch (100)")
    parser.add_argument("--growing-steps", type=int, help="of domain-adaptation: from the delay to full weight (1)")
    parser.add_argument("--pretraining-steps", type=int, help="of adda on the source alone (500)")
    parser.add_argument("--similarity", help="dot, cosine or euclidean (dot)")
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda (auto)")
    parser.add_argument("--precision", default="auto", help="auto, float32 or bfloat16 (auto)")
    parser.add_argument("--record", metavar="RUN.lba", help="write the run to this new file")
    parser.add_argument("--baseline", action="store_true", help="train on labels alone first, into the same file")
    parser.add_argument("--evaluate-every", type=int, default=100, metavar="N", help="steps between validations (100)")
    parser.add_argument("--evaluate-test", action="store_true", help="look at the test error at every evaluation too")
    parser.add_argument(
        "--evaluate-association", action="store_true", help="evaluate the prediction by association too"
    )
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
    from lbaviz import data, methods

    _method_of(args)
    known, knobs = {knob.name for knob in knobs_of(args.method)}, knob_options.given(args)
    for name in knobs.keys() - known:
        raise BadInput(f"method '{args.method}' has no knob '{name}': it has {', '.join(sorted(known))}")
    kind = methods.METHODS[args.method]
    structures = ("labelled_per_class", "unlabelled_batch", "growing_steps", "pretraining_steps", "similarity")
    structure = {name: getattr(args, name) for name in structures if getattr(args, name) is not None}
    for name in structure.keys() - set(kind.__dataclass_fields__):
        raise BadInput(f"method '{args.method}' has no {name}: leave --{name.replace('_', '-')} out")
    images = data.find(args.data, args.root, args.size)
    splitting = ("labels_per_class", "unlabelled", "validation", "labelled_classes", "labelled")
    split = {name: _number(getattr(args, name)) for name in splitting if getattr(args, name) is not None}
    record = Path(args.record) if args.record else None
    return session.prepare(
        kind(**structure),
        images,
        model=args.model,
        augment=args.augment,
        steps=300 if args.steps is None else args.steps,
        seed=args.seed,
        device=args.device,
        precision=args.precision,
        record=record,
        evaluate_every=args.evaluate_every,
        frame_every=args.frame_every,
        checkpoint_every=args.checkpoint_every,
        probe_every=args.probe_every,
        evaluate_test=args.evaluate_test,
        evaluate_association=args.evaluate_association,
        baseline=args.baseline,
        **split,
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


def _number(value):
    """Words stay words ("all", "rest"); what reads as an integer becomes one, in lists too."""
    if isinstance(value, list):
        return [_number(item) for item in value]
    try:
        return int(value)
    except ValueError:
        return value


def report(finished) -> str:
    """The errors of an ended run in a few lines: last weights, best by validation, labels alone."""
    about, status = finished.recording.about(), finished.recording.status()
    table = finished.metrics().groupby("name").last()["value"]
    labels = f"{about['n_labelled']} labels, step {status['step']}, seed {about['seed']}"
    head = f"{about['method']} on {about['data']}, {labels}"
    source, target = (f" ({name})" for name in about["domains"]) if about.get("domains") else ("", "")
    rows = [
        (f"validation error{source}", "validation_error", "last weights"),
        (f"test error{source}", "source_test_error", "last weights"),
        (f"test error{target}", "test_error", "last weights"),
        (f"test error{target}", "test_error_best", "best weights by validation error"),
        (f"test error{target}", "association_test_error", "last weights, by association"),
        (f"labels alone: test error{target}", "baseline_test_error", "last weights"),
    ]
    there = [row for row in rows if row[1] in table]
    width = max([26, *(len(label) for label, _, _ in there)])
    lines = [f"  {label:{width}} {table[name]:6.2f} %   {which}" for label, name, which in there]
    return "\n".join([head, *lines])
