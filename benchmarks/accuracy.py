"""How accurate is a network after learning by association, against labels alone, and does bfloat16 cost anything?

    python benchmarks/accuracy.py [EXPERIMENT ...] [--seeds 0 1 ...] [--tables]

EXPERIMENT: digits, digits-precision, mnist, mnist-precision (all, in this order). Each finished training appends a row
to results/accuracy.csv; what stands there is not trained again, so the command goes on where it was stopped. Then
(with --tables: only) the tables are printed, as Markdown. Errors in per cent: test_error of the last weights,
test_error_best of those with the lowest validation error. MNIST is looked for in $LBAVIZ_DATA. On two cores with
bfloat16 units a digits training takes 5 s, an MNIST one 3 minutes, and 7 in float32.
"""

import argparse
import statistics
from itertools import chain
from pathlib import Path

from lbaviz.tables import Cell, Store
from lbaviz.tables.store import key
from lbaviz.tables.training import train

RESULTS = Path(__file__).resolve().parents[1] / "results" / "accuracy.csv"
TRAINED = ("data", "method", "labels_per_class", "steps", "seed", "precision", "visit_weight")
FOUND = ("validation_error", "test_error", "test_error_best", "seconds", "command", "commit", "date")
COLUMNS = ("experiment", *TRAINED, *FOUND)

DIGITS = {"data": "digits", "labels_per_class": 2, "steps": 300}
MNIST = {"data": "mnist", "labels_per_class": 10, "steps": 2000}
ARMS = {
    "association": {"method": "association", "precision": "bfloat16", "visit_weight": "1"},
    "association, visit weight 0": {"method": "association", "precision": "bfloat16", "visit_weight": "0"},
    "labels alone": {"method": "supervised", "precision": "bfloat16"},
    "association, float32": {"method": "association", "precision": "float32", "visit_weight": "1"},
}
EXPERIMENTS = {  # name: (setting, arms, seeds fixed beforehand)
    "digits": (DIGITS, ("association", "association, visit weight 0", "labels alone"), range(5)),
    "digits-precision": (DIGITS, ("association", "association, float32"), range(20)),
    "mnist": (MNIST, ("association", "labels alone"), range(3)),
    "mnist-precision": (MNIST, ("association", "association, float32"), range(3)),
}


def cells(experiment: str) -> dict[str, list[Cell]]:
    """Return the trainings of an experiment, by arm, in the order of their seeds."""
    setting, arms, seeds = EXPERIMENTS[experiment]
    return {arm: [Cell(seed=seed, **setting, **ARMS[arm]) for seed in seeds] for arm in arms}


def store(path: Path = RESULTS) -> Store:
    """Return the file of finished trainings."""
    return Store(path, COLUMNS)


def errors(experiment: str, done: dict[tuple, dict], column: str = "test_error") -> dict[str, dict[int, float]]:
    """Return what is finished of an experiment: {arm: {seed: error}}."""
    rows = {
        arm: {cell.seed: done.get(key(cell.text())) for cell in arm_cells}
        for arm, arm_cells in cells(experiment).items()
    }
    return {arm: {seed: float(row[column]) for seed, row in found.items() if row} for arm, found in rows.items()}


def table(experiment: str, done: dict[tuple, dict]) -> str:
    """Return the Markdown table of an experiment: test error of the last weights, a row an arm, a column a seed."""
    setting, _, seeds = EXPERIMENTS[experiment]
    head = ["test error, last weights (%)", "median", "mean", "median, best by validation", *map(str, seeds)]
    lines = [f"**{experiment}**: {setting['labels_per_class']} labels per class, {setting['steps']:,} steps", ""]
    lines += [f"| {' | '.join(head)} |", f"|---|{'---:|' * (len(head) - 1)}"]
    by_arm, best = errors(experiment, done), errors(experiment, done, "test_error_best")
    for arm, last in by_arm.items():
        each = [f"{last[seed]:.2f}" if seed in last else "–" for seed in seeds]
        middle = f"{mid(last.values())} | {mean(last.values())} | {mid(best[arm].values())}"
        lines.append(f"| {arm} | {middle} | {' | '.join(each)} |")
    return "\n".join([*lines, "", *sentences(experiment, by_arm)])


def sentences(experiment: str, by_arm: dict[str, dict[int, float]]) -> list[str]:
    """Return what the targets ask about, in words, once every training it needs is there."""
    first, *others = by_arm.values()
    if any(len(arm) < len(EXPERIMENTS[experiment][2]) for arm in by_arm.values()):
        return ["(not all trainings are finished)"]
    if experiment.endswith("-precision"):
        gaps = [first[seed] - others[0][seed] for seed in first]
        margin = 2 if experiment == "digits-precision" else 0.4
        spread = statistics.stdev(gaps) / len(gaps) ** 0.5
        return [
            f"bfloat16 minus float32, paired by seed: mean {statistics.mean(gaps):+.2f} points (standard error "
            f"{spread:.2f}; allowed ±{margin})."
        ]
    goal = "at most 23 %" if experiment == "digits" else "at most 1.9 %"
    words = [f"Association: median {mid(first.values())} % (target {goal})."]
    for name, arm in list(by_arm.items())[1:]:
        worse = sum(arm[seed] > first[seed] for seed in first)
        words.append(f"{name.capitalize()}: median {mid(arm.values())} %, worse on {worse} of {len(first)} seeds.")
    return [" ".join(words)]


def mid(values) -> str:
    return f"{statistics.median(values):.2f}" if len(values) else "–"


def mean(values) -> str:
    return f"{statistics.mean(values):.2f}" if len(values) else "–"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("experiments", nargs="*", metavar="EXPERIMENT", help="which (all)")
    parser.add_argument("--seeds", type=int, nargs="+", help="only these of the experiments' seeds")
    parser.add_argument("--tables", action="store_true", help="print the tables of what is finished; train nothing")
    args = parser.parse_args()
    chosen = args.experiments or list(EXPERIMENTS)
    if unknown := set(chosen) - set(EXPERIMENTS):
        parser.error(f"no experiment {', '.join(sorted(unknown))}: choose from {', '.join(EXPERIMENTS)}")
    results = store()
    for experiment in [] if args.tables else chosen:
        for cell in chain(*cells(experiment).values()):
            if not results.has(cell) and (args.seeds is None or cell.seed in args.seeds):
                row = train(cell)
                results.append(cell, row | {"experiment": experiment})
                print(f"{row['test_error']:>6} %  {row['seconds']:>4} s  {row['command']}", flush=True)
    print("\n\n".join(table(experiment, results.finished()) for experiment in chosen))


if __name__ == "__main__":
    main()
