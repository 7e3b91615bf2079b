"""The figures of "Associative Deep Clustering" (Haeusser et al. 2018): most probable images, and an ablation."""

from lbaviz.cli.figure_recipes import PaperFigure, Recipe, SearchRecipe
from lbaviz.errors import BadInput

SOURCE = (
    "Drawn by lbaviz, after Figure {} of Haeusser, Plapp, Golkov, Aljalbout and Cremers, Associative Deep Clustering "
    "(2018)."
)
METHOD = "deep-clustering"
VARIED = {  # all weights but gamma, uniform in [0, 1] (ADC 3.2)
    name: (0.0, 1.0)
    for name in (
        "centroid_association_weight",
        "augmentation_association_weight",
        "transformation_weight",
        "classification_weight",
        "centroid_visit_weight",
        "augmentation_visit_weight",
    )
}


def training(data: str, steps: int, preset: str = "lbaviz", **settings) -> Recipe:
    structure = {"images": 128} if settings.get("model", "").startswith("resnet") else {}
    return Recipe(data, steps, {"preset": preset, **settings}, "", METHOD, "clusters", structure)


def searching(data: str, trials: int, steps: int, **settings) -> SearchRecipe:
    return SearchRecipe(data, trials, {"vary": VARIED, "steps": steps, **settings})


FAST = training("digits", 40, warm_up=10, evaluate_every=20, unlabelled="everything")


def exemplars(number: int):
    """Return what draws ADC Figure 3 or 4: the images with the highest probability to belong to each cluster."""

    def draw(run) -> tuple:
        from lbaviz import figures

        record, about = run.ask("exemplars", images=None), run.recording.about()
        total = int(record.sizes.sum())
        caption = (
            f"Clusters of {about['data']} found without labels ({about['method']}, seed {about['seed']}, step "
            f"{record.step:,}): the most probable of {total:,} test images in each cluster, and how many it holds."
        )
        if record.wrong is not None:
            shown = int((record.indices >= 0).sum())
            caption += (
                " Clusters are named by their most frequent class, for display only; "
                f"{int(record.wrong.sum())} of the {shown} images shown are of another, dashed."
            )
        return figures.draw(record), f"{caption} {SOURCE.format(number)}"

    return draw


def ablation(search) -> tuple:
    """ADC Figure 5: the accuracy by each weight, whatever the others were."""
    from lbaviz import figures
    from lbaviz.records import Ablation

    trials = search.trials()
    if "accuracy" not in trials:
        raise BadInput("adc-5 shows accuracies, and no trial of its search has one: search on data with known classes")
    record = Ablation.from_trials(trials, search.knobs, score="accuracy", ranges=VARIED)
    caption = (
        f"Clustering accuracy (%) of {len(record.scores):,} trainings by each loss weight, all drawn uniformly from 0 "
        f"to 1. A point averages the trainings within a bin of one weight; the bar is their standard deviation, which "
        "comes from all other weights."
    )
    return figures.draw(record), f"{caption} {SOURCE.format(5)}"


FIGURES = {
    "adc-3": PaperFigure(
        "the most probable images of each cluster, on MNIST",
        {"small": (training("mnist", 3000),), "fast": (FAST,), "full": (training("mnist", 200_000, "paper"),)},
        exemplars(3),
        clusters=True,
    ),
    "adc-4": PaperFigure(
        "the most probable images of each cluster, on CIFAR-10's part (--full: STL-10)",
        {
            "small": (training("cifar10-part", 3000),),
            "fast": (training("cifar10-part", 10, warm_up=5, evaluate_every=10),),
            "full": (training("stl10", 200_000, "paper", model="resnet-stl10", augment="adc-stl10"),),
        },
        exemplars(4),
        clusters=True,
    ),
    "adc-5": PaperFigure(
        "ablation: the accuracy by each loss weight, from a random search on MNIST",
        {
            "small": (searching("mnist", 25, 600),),
            "fast": (searching("digits", 3, 20, fix={"warm_up": 5.0}, evaluate_every=20),),
            "full": (searching("mnist", 1061, 20_000),),
        },
        ablation,
        searched=True,
    ),
}
