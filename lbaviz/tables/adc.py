"""The tables of clustering without labels as data: "Associative Deep Clustering" (2018) Tables 1 and 2.

Numbers are accuracies. Trainings of all rows lie in one file: k-means on pixels and on embeddings is read off the
trainings of ADC. DEC, IMSAT and DEPICT start from scratch, as where the paper's authors ran them again.
"""

from dataclasses import dataclass, replace

from lbaviz.knobs import KNOBS
from lbaviz.tables import lessons
from lbaviz.tables.cells import Cell
from lbaviz.tables.nouns import Entry, Table
from lbaviz.tables.paper import find

METHOD = "deep-clustering"
COLUMNS = {  # data by the paper's name for it
    "fast": {"digits": "digits"},
    "small": {"digits": "digits", "MNIST": "mnist"},
    "full": {"MNIST": "mnist", "FRGC": "frgc", "SVHN": "svhn", "CIFAR-10": "cifar10", "STL-10": "stl10"},
}
SEEDS = {"digits": 5, "MNIST": 3}  # of ADC at the small scale: 0, 1, ..., fixed beforehand
SEEDS_OF_OTHERS = {"digits": 5, "MNIST": 1}  # of its rivals, and of trainings with fewer losses
FULL_SEEDS, LOSSES_SEEDS = 20, 10  # of the tables' trainings at the full scale, as in the paper
SMALL = Cell("digits", METHOD, 0, steps=3000, seed=0, evaluate_test="yes", preset="lbaviz")
FULL = replace(SMALL, steps=200_000, evaluate_every=1000, preset="paper")  # steps: the program's (SEMANTICS 53)
RESNETS = {"stl10": "resnet-stl10", "svhn": "resnet-5", "cifar10": "resnet-5"}  # others: resnet-3 (ADC 3.1)


@dataclass(frozen=True)
class Row:
    """A row of ADC Table 1; value: what of the training it shows; scale: the only one that has it; preset: else its."""

    name: str
    method: str = METHOD
    value: str = ""
    statistic: str = ""
    scale: str = ""
    preset: str = ""


ROWS = (
    Row("k-means on pixels", value="k_means_pixels"),
    Row("k-means on warm-up embeddings", value="k_means_warm_up"),
    Row("DEC", "dec"),
    Row("DEPICT", "depict"),
    Row("IMSAT", "imsat"),
    Row("ADC"),
    Row("ADC, best seed", statistic="best"),
    Row("ADC, the paper's settings", scale="small", preset="paper"),
    Row("ADC, its program's settings", scale="small", preset="released-code"),
    Row("ADC (ResNet)", scale="full"),
    Row("ADC (ResNet), best seed", statistic="best", scale="full"),
    Row("k-means on ADC's embeddings", value="k_means_embeddings"),
)
WITHOUT = {  # columns of ADC Table 2: the weights that are 0
    "L_assoc,c + L_norm": ("augmentation_association_weight", "augmentation_visit_weight", "transformation_weight"),
    "L_assoc,c + L_norm + L_assoc,aug": ("transformation_weight",),
    "all": (),
}
WARMED_UP = {  # and the columns that are read off the end of the warm-up
    "L_assoc,aug; direct classification": "warm_up_accuracy",
    "L_assoc,aug; k-means on embeddings": "k_means_warm_up",
}
RESNET_ROWS = ("CIFAR-10", "STL-10")  # of ADC Table 2


def cell_of(scale: str, data: str, method: str = METHOD, resnet: bool = False) -> Cell:
    """Return the training of a method on a data set."""
    cell = replace(FULL if scale == "full" else SMALL, data=data, method=method)
    if data == "digits":
        cell = replace(cell, unlabelled="everything")  # too few to keep some apart
    if method != METHOD:
        cell = replace(cell, preset="")
    if scale == "fast":
        cell = replace(cell, steps=40, evaluate_every=10, knobs="warm_up=10" if method == METHOD else "")
    return replace(cell, model=RESNETS.get(data, "resnet-3"), images="128") if resnet else cell


def without(cell: Cell, weights: tuple[str, ...]) -> Cell:
    """Return the training with these weights 0; without the copies' association there is nothing to warm up on."""
    if not weights:
        return cell
    knobs = cell.knob_texts() | dict.fromkeys(weights, "0")
    if "augmentation_association_weight" in weights:
        knobs["warm_up"] = "0"
    return replace(cell, knobs=" ".join(f"{name}={value}" for name, value in knobs.items()))


def published(table: str, dataset: str, *settings: str):
    """Return the paper's number for the first of these settings that it has; None without any."""
    for setting in settings:
        try:
            return find(table, dataset, setting)
        except KeyError:
            continue
    return None


def seeds_of(scale: str, column: str, whole: bool = True, full: int = FULL_SEEDS) -> int:
    """Return how many seeds a training gets; whole: it is ADC with all losses."""
    small = SEEDS if whole else SEEDS_OF_OTHERS
    return {"fast": 1, "small": small.get(column), "full": full}[scale]


def rows_table(scale: str) -> tuple[Entry, ...]:
    """Entries of ADC Table 1: methods in rows, data in columns."""
    rows = [row for row in ROWS if row.scale in ("", scale)]
    return tuple(_entry(scale, row, column, data) for row in rows for column, data in COLUMNS[scale].items())


def _entry(scale: str, row: Row, column: str, data: str) -> Entry:
    known, seeds = row.method in KNOBS, seeds_of(scale, column, whole=row.method == METHOD)
    cell = cell_of(scale, data, row.method, "ResNet" in row.name) if known else None
    if row.preset:
        cell, seeds = replace(cell, preset=row.preset), 1
    paper = published("adc-1", column, f"{row.name} from scratch", row.name)
    why = "" if known else f"no method '{row.method}' yet"
    return Entry(row.name, column, cell, seeds, paper, why, row.value, row.statistic)


def losses_table(scale: str) -> tuple[Entry, ...]:
    """Entries of ADC Table 2: data in rows, the losses that act in columns."""
    return tuple(entry for column, data in COLUMNS[scale].items() for entry in _by_losses(scale, column, data))


def _by_losses(scale: str, name: str, data: str) -> list[Entry]:
    whole = cell_of(scale, data, resnet=name in RESNET_ROWS)
    trained = {column: (without(whole, weights), "") for column, weights in WITHOUT.items()}
    columns = {column: (whole, value) for column, value in WARMED_UP.items()} | trained
    return [
        Entry(
            name,
            column,
            cell,
            seeds_of(scale, name, cell == whole, LOSSES_SEEDS),
            published("adc-2", name, column),
            value=value,
        )
        for column, (cell, value) in columns.items()
    ]


NOTE = (
    "Digits: trained and measured on all 1,797 images; else trained on the training and measured on the test images. "
    "No label chooses by silhouette (of the logits) and by walk consistency (the most round trips from centroids over "
    "images that end in their own cluster), among evaluations after the warm-up. k-means sees up to 10,000 training "
    "images, ten starts."
)
TABLES = (
    Table(
        "adc-1",
        "Clustering without labels: accuracy (ADC Table 1)",
        "method",
        "data",
        "mean",
        "last",
        {scale: rows_table(scale) for scale in COLUMNS},
        note=f"{NOTE} ADC has our settings at the small scale, the paper's at the full one. What was chosen how: our "
        "weights by a search on MNIST that saw no label (the preset states it); our warm-up and learning rate, DEC's "
        "warm-up (half of the steps) and the L2 of 0 of DEC, DEPICT and IMSAT by a few trials on digits, judged by the "
        "accuracy of seed 0. “Best seed” looks at the test images to choose one, as in the paper. The "
        "paper's k-means on embeddings is with its ResNet.",
        trainings="clusters",
        measure="accuracy",
    ),
    Table(
        "adc-2",
        "Clustering by the losses that act: accuracy (ADC Table 2)",
        "data",
        "active losses",
        "mean",
        "last",
        {scale: losses_table(scale) for scale in COLUMNS},
        note=f"{NOTE} The first two columns are of the end of the warm-up, before there are centroids. L_classification"
        " of the centroids acts in the other three. Without L_assoc,aug there is no warm-up.",
        lessons=lessons.of_the_losses,
        trainings="clusters",
        measure="accuracy",
    ),
)
