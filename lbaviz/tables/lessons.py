"""Do our numbers support what a paper concludes from its table? A sentence for each lesson."""

import statistics
from collections.abc import Callable

from lbaviz.tables.results import SELECTIONS_OF_PAIRS, Result


def compare(
    claim: str, better: Result | None, worse: Result | None, selection: str = "last", accuracy: bool = False
) -> str:
    """Say whether `better` has the lower test error than `worse`, or the higher accuracy, as the claim has it.

    Paired by seed. Supported or contradicted where the mean difference is more than two standard errors from 0; with
    fewer than three seeds that is not known, and said.
    """
    if better is None or worse is None:
        return f"{claim}: not tested at this scale."
    pairs = [
        (worse.numbers[selection][seed], better.numbers[selection][seed])
        for seed in sorted(worse.numbers[selection].keys() & better.numbers[selection].keys())
    ]
    if not pairs:
        return f"{claim}: no data yet."
    gaps = [here - there if accuracy else there - here for there, here in pairs]
    gap, n = statistics.mean(gaps), len(gaps)
    seen = (
        f"{_name(better, worse)} {statistics.mean(here for _, here in pairs):.2f} % against {_name(worse, better)} "
        f"{statistics.mean(there for there, _ in pairs):.2f} %"
    )
    direction = "points the same way" if gap > 0 else "points the other way" if gap < 0 else "shows no difference"
    if n < 3:
        seeds = "one seed" if n == 1 else f"{n} seeds"
        return f"{claim}: our data ({seeds}) {direction} ({seen}), but so few seeds cannot support or contradict it."
    error = statistics.stdev(gaps) / n**0.5
    verdict = (
        "supports" if gap > 2 * error else "contradicts" if gap < -2 * error else "neither supports nor contradicts"
    )
    return (
        f"{claim}: our data {verdict} it ({seen}; mean difference {gap:+.2f} points, standard error {error:.2f}, "
        f"{n} seeds paired)."
    )


def _name(result: Result, other: Result) -> str:
    return result.entry.row if result.entry.column == other.entry.column else result.entry.column


def of_unlabelled_data(results: list[Result]) -> list[str]:
    """The two lessons of LBA Table 3 (sec. 4.4): its first row and its last."""
    find = finder(results)
    return [
        compare(
            "“With 20 labels, more unlabelled data hurts” (81.00 (3.01) to 82.10 (1.91) in the paper)",
            find("20 labels", "0 unlabelled"),
            find("20 labels", "all unlabelled"),
        ),
        compare(
            "“With all labels, association still helps” (3.09 (0.06) to 2.69 (0.05) in the paper)",
            find("all labels", "all unlabelled"),
            find("all labels", "0 unlabelled"),
        ),
    ]


def of_the_visit_loss(results: list[Result]) -> list[str]:
    """What LBA sec. 4.5 says of its Table 4: without the visit loss it is worst."""
    rows = dict.fromkeys(result.entry.row for result in results if result.entry.cell)
    find = finder(results)
    return [
        compare(
            f"“The visit loss is crucial on MNIST” ({row})",
            find(row, "visit weight 0.5"),
            find(row, "visit weight 0"),
            selection="test",
        )
        for row in rows
        if row.startswith("MNIST")
    ]


def of_association_across_domains(results: list[Result]) -> list[str]:
    """Is association better than source only on each pair (ADA Table 2), and what is better than association?"""
    find, said = finder(results), []
    for pair in dict.fromkeys(result.entry.column for result in results):
        ours = find("DA_assoc", pair)
        said.append(compare(f"“Association adapts” ({pair})", ours, find("Source only", pair)))
        known = [result for result in results if result.entry.column == pair and result.spread("last")]
        if ours and (mine := ours.spread("last")):
            lower = [result for result in known if result.spread("last").centre < mine.centre and result is not ours]
            names = [f"{each.entry.row} {each.spread('last')}" for each in lower if each.entry.row != "Target only"]
            said.append(
                f"On {pair}, DA_assoc has {mine} % (last weights); of {len(known) - 1} other rows lower: "
                f"{', '.join(names) or 'none'}."
            )
    return said + of_model_selection(results)


def of_model_selection(results: list[Result]) -> list[str]:
    """What it costs on each pair to choose weights without the target's labels: points above the lowest test error."""
    said = []
    for pair in dict.fromkeys(result.entry.column for result in results):
        gaps = [gap for result in results if result.entry.column == pair for gap in _gaps(result)]
        if gaps:
            means = {name: statistics.mean(gap[name] for gap in gaps) for name in gaps[0]}
            costs = ", ".join(f"{SELECTIONS_OF_PAIRS[name]} {mean:.2f}" for name, mean in means.items())
            trainings = "one training" if len(gaps) == 1 else f"{len(gaps)} trainings"
            said.append(f"Above the lowest test error of {trainings} on {pair}, mean in points: {costs}.")
    return said


def _gaps(result: Result) -> list[dict[str, float]]:
    """Return for each seed how far each honest selection is above the minimum; none of what learns target labels."""
    honest = [name for name in SELECTIONS_OF_PAIRS if name != "test"]
    if result.entry.cell is None or result.entry.cell.labelled == "target":
        return []
    lowest = result.numbers["test"]
    seeds = [seed for seed in lowest if all(seed in result.numbers[name] for name in honest)]
    return [{name: result.numbers[name][seed] - lowest[seed] for name in honest} for seed in seeds]


def of_the_losses(results: list[Result]) -> list[str]:
    """What ADC sec. 3.2 says of its Table 2: each term makes the clusters better."""
    find = finder(results)
    claims = "Associations of augmented images help", "The transformation loss helps"
    columns = ("L_assoc,c + L_norm", "L_assoc,c + L_norm + L_assoc,aug", "all")
    return [
        compare(f"“{claim}” ({row})", find(row, more), find(row, less), accuracy=True)
        for row in dict.fromkeys(result.entry.row for result in results if result.entry.cell)
        for claim, less, more in zip(claims, columns, columns[1:], strict=False)
    ]


def finder(results: list[Result]) -> Callable[[str, str], Result | None]:
    """Return a look-up of results that have trainings, by row and column."""
    found = {(result.entry.row, result.entry.column): result for result in results if result.entry.cell}
    return lambda row, column: found.get((row, column))
