"""The figures of "Associative Domain Adaptation" (Haeusser et al. 2017): trainings on a pair, seen side by side."""

from dataclasses import replace

import numpy as np

from lbaviz.cli.figure_recipes import PaperFigure, Recipe
from lbaviz.errors import BadInput

PERPLEXITY = 35  # and so many samples of both test sets: caption of ADA Figure 2
SAMPLES = 1000
SOURCE = "after {} of Haeusser, Frerix, Mordvintsev and Cremers, Associative Domain Adaptation (2017), arXiv:1708.00938"
WORDS = {"supervised": "source only", "association": "associative", "domain-adaptation": "associative", "mmd": "MMD"}
PROBED = {"evaluate_every": 100, "probe_every": 100}


def trainings(data: str, steps: int, rate: str, associative: dict, growing=1, size=None, **settings) -> tuple:
    """Return source only (by association within the source, as in ADA 3.4.1), associative and MMD on one budget.

    associative: knobs of domain adaptation; growing: its growing_steps. Batches are the methods' own; the authors' held
    1,000 of each domain.
    """
    settings = {**PROBED, **settings}
    one = Recipe(data, steps, settings, rate, size=size)
    adapting = replace(one, method="domain-adaptation", structure={"growing_steps": growing})
    return (
        replace(one, settings=settings | {"unlabelled": "source"}, name="source-only"),
        replace(adapting, settings=settings | associative, name="associative"),
        replace(one, method="mmd", name="mmd"),
    )


SCALES = {
    "small": trainings("mnist:usps", 1500, "0.0003", {"delay": 300}, 600, 16),  # as `lbaviz tables ada-2`
    "fast": trainings("mnist:usps", 40, "0.0003", {"delay": 10}, 1, 16, evaluate_every=20, probe_every=20),
    "full": trainings(
        "synth-digits:svhn",
        20_000,
        "staircase:0.0001:0.33:9000:0",
        {"delay": 2000, "visit_weight": 0.2},
        evaluate_every=500,
        probe_every=500,
    ),
}


def embeddings(*runs) -> tuple:
    """ADA Figure 2: both test sets as each network embeds them, by t-SNE; source red, target blue."""
    from lbaviz import figures

    records, images = zip(*(_projection(run) for run in runs), strict=True)
    titles = [_title(run) for run in runs]
    source, target = runs[0].recording.about()["domains"]
    n = len(records[0].positions)
    perplexity = records[0].settings["perplexity"]
    ends = "; ".join(f"{title}: target error {_target_error(run)}" for title, run in zip(titles, runs, strict=True))
    caption = (
        f"t-SNE embeddings with perplexity {perplexity:g} of {n:,} {images[0]} of {source} (source, red) and "
        f"{target} (target, blue). {ends}."
    )
    figure = figures.draw(list(records), titles=titles, width="two-columns" if len(runs) > 1 else None)
    return figure, f"{caption} Drawn by lbaviz, {SOURCE.format('Figure 2')}."


def plane(*runs) -> tuple:
    """ADA 1.1: each run's way through the plane of assimilation and discrimination."""
    from lbaviz import figures
    from lbaviz.records import Plane

    record = Plane.of(dict(zip(_distinct([_title(run) for run in runs]), (run.metrics() for run in runs), strict=True)))
    caption = (
        f"Ways of {len(runs)} trainings on {runs[0].recording.about()['data']} through the plane of assimilation and "
        "discrimination. The paper names these two aims and gives no axes; here assimilation is the squared MMD "
        "between embeddings of source and target images (biased, bandwidths 2 to 80; small to the right), "
        "discrimination the accuracy on the source's validation images. Target errors chose nothing."
    )
    return figures.draw(record), f"{caption} Drawn by lbaviz, {SOURCE.format('section 1.1')}."


FIGURES = {
    "ada-2": PaperFigure(
        "embeddings of two domains: source only, associative, MMD, on MNIST → USPS (--full: Synthetic Digits → SVHN)",
        SCALES, embeddings, domains=True,
    ),
    "ada-plane": PaperFigure(
        "assimilation and discrimination while the three of ada-2 train", SCALES, plane, domains=True
    ),
}  # fmt: skip


def _projection(run) -> tuple:
    """Lay out test images, or, where the network cannot be built again, those that probes looked at; say which."""
    from lbaviz import probes
    from lbaviz.records.projection import told_apart

    try:
        return run.ask("projection", images=SAMPLES, perplexity=PERPLEXITY), "test images"
    except BadInput as error:
        recording = run.recording
        if "embeddings" not in recording.probe_steps():
            raise BadInput(f"{error}; or record the run with --probe-every 100, which is enough for ada-2") from None
        about = recording.about()
        x = recording.probe("embeddings", run.steps)
        found = probes.project(x, perplexity=min(PERPLEXITY, (len(x) - 1) // 3))
        known = {"labels": np.array(about["inspected"]["labels"]), "class_names": tuple(about["class_names"])}
        known |= {"domains": np.array(about["inspected"]["domains"]), "domain_names": told_apart(about["domains"])}
        return replace(found, step=run.steps, **known), "inspected images"


def _title(run) -> str:
    """Return what the paper calls a training."""
    about = run.recording.about()
    within = about["method"] in ("supervised", "association") and about["sides"] in (["source"] * 2, ["target"] * 2)
    return f"{about['sides'][0]} only" if within else WORDS.get(about["method"], about["method"])


def _target_error(run) -> str:
    last = run.recording.last_values()
    found = last.get("test_error", last.get("target_validation_error"))
    return "not recorded" if found is None else f"{found:.1f} %"


def _distinct(names: list[str]) -> list[str]:
    """Number names that come more than once."""
    return [name if names.count(name) == 1 else f"{name} {i + 1}" for i, name in enumerate(names)]
