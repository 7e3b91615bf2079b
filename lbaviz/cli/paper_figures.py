"""The figures of "Learning by Association" (Haeusser et al. 2017): what to train, what to ask, what to say below."""

from dataclasses import replace

from lbaviz.cli import ada_figures, adc_figures
from lbaviz.cli.figure_recipes import EARLY, PaperFigure, Recipe, what
from lbaviz.errors import BadInput
from lbaviz.recording import Recording

NEW_CLASSES = ("cat", "horse", "truck")  # of CIFAR-10's part: animals and a vehicle that are never labelled
ASKED = 2000  # unlabelled images among which neighbours are looked for
SOURCE = "after Figure {} of Haeusser, Mordvintsev and Cremers, Learning by Association (2017), arXiv:1706.00909"


MNIST = Recipe("mnist", 2000, {"labels_per_class": 10})
KNOWN = [0, 1, 2, 4, 5, 6, 8]  # the classes of CIFAR-10 without NEW_CLASSES
CIFAR = Recipe(
    "cifar10-part", 1000,
    {"labels_per_class": 100, "labelled_classes": KNOWN, "unlabelled": "rest", "visit_weight": 0.0},
)  # fmt: skip
STL = Recipe(
    "stl10", 1_000_000, {"labels_per_class": 100, "visit_weight": 0.0, "augment": "stl10", "evaluate_every": 10_000}
)
MNIST_SCALES = {
    "small": (MNIST,),
    "fast": (replace(MNIST, steps=40, settings={**MNIST.settings, "evaluate_every": 40}),),
    "full": (replace(MNIST, steps=20_000, learning_rate="staircase:0.001:0.33:5000:0"),),
}


def before_and_after(run) -> tuple:
    """LBA Figure 2: the walk after a few steps and at the end. BadInput for a recording without frames."""
    from lbaviz import figures
    from lbaviz.pictures import picture_of

    recording = run.recording
    steps = recording.frame_steps()
    if len(steps) < 2:
        raise BadInput(
            f"{recording.path.name} has {len(steps) or 'no'} walk frames, and lba-2 shows an early and a late one: "
            "record the run with --frame-every 10"
        )
    early = next((step for step in steps[:-1] if step >= EARLY), steps[0])
    pair = [picture_of(recording, step=step) for step in (early, steps[-1])]
    a, b = pair[0].sides
    caption = (
        f"Evolution of associations on {what(recording)}: after {early:,} steps (top) and {steps[-1]:,} (bottom). "
        f"{a.capitalize()} samples are green, above and below, {b} ones red; darker lines are more probable steps."
    )
    return figures.draw(pair, width="two-columns"), f"{caption} Drawn by lbaviz, {SOURCE.format(2)}."


def confusion(run) -> tuple:
    """LBA Figure 3: the labelled samples, the mistakes on the test set, and the confusion matrix."""
    from lbaviz import figures

    record = _asked(run, "confusion", "predictions", "lba-3", images=None)
    caption = (
        f"Classification on {what(run.recording)}. Top left: labelled samples of the training. Right: confusion "
        f"matrix, error {record.error:.2f} % of {len(record.labels):,} images. Bottom left: misclassified ones."
    )
    return figures.draw(record, width="two-columns"), f"{caption} Drawn by lbaviz, {SOURCE.format(3)}."


def neighbors(run) -> tuple:
    """LBA Figure 4: nearest neighbours of unlabelled samples, also of classes that were never labelled."""
    from lbaviz import figures

    record = _asked(run, "neighbors", "neighbors", "lba-4", part="unlabelled", images=ASKED)
    new = _never_labelled(run.recording) if record.query_labels is not None and (record.query_labels >= 0).any() else ()
    caption = (
        f"Nearest neighbours of unlabelled samples on {what(run.recording)}, by cosine similarity (in the corner) "
        f"among {len(record.indices):,} images: the sample left, its five neighbours beside it."
    )
    if new:
        caption += f" Samples of {', '.join(new)} stand below: these classes were never labelled."
    return figures.draw(record, never_labelled=new), f"{caption} Drawn by lbaviz, {SOURCE.format(4)}."


def _asked(run, question: str, probe: str, figure: str, **options):
    """Ask the network; where it cannot be built again, take what was recorded. BadInput says which probe to record."""
    try:
        return run.ask(question, **options)
    except BadInput as error:
        if probe in run.recording.probe_steps():
            return run.recording.probe(probe, run.steps)
        raise BadInput(
            f"{error}; or record the run with --probe-every 100, whose probe '{probe}' is enough for {figure}"
        ) from None


def _never_labelled(recording: Recording) -> tuple[str, ...]:
    labelled = recording.meta["config"]["split"]["settings"].get("labelled_classes")
    names = recording.about()["class_names"]
    return () if labelled is None else tuple(name for i, name in enumerate(names) if i not in labelled)


FIGURES = {
    "lba-2": PaperFigure("associations before and after training, on MNIST", MNIST_SCALES, before_and_after),
    "lba-3": PaperFigure("labelled samples, mistakes and confusion matrix, on MNIST", MNIST_SCALES, confusion),
    "lba-4": PaperFigure(
        "nearest neighbours, also of classes never labelled, on CIFAR-10's part (--full: STL-10)",
        {"small": (CIFAR,), "fast": (replace(CIFAR, steps=20),), "full": (STL,)},
        neighbors,
    ),
    **ada_figures.FIGURES,
    **adc_figures.FIGURES,
}
