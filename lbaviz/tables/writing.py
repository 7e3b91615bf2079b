"""A table as Markdown, CSV and LaTeX: the paper's number, ours that was chosen as the paper's, then our others."""

import csv
import io
from pathlib import Path

from lbaviz.errors import BadInput
from lbaviz.tables import paper
from lbaviz.tables.choosing import STEPS
from lbaviz.tables.grid import grid, steps_grid
from lbaviz.tables.nouns import SCALES, Table
from lbaviz.tables.numbers import number, published
from lbaviz.tables.results import Result, selections

MEASURES = {"error": "Test error", "accuracy": "Clustering accuracy on the test images (one to one)"}
DAGGER = "† chosen on the test set, as in the paper; no honest estimate."


def columns(table: Table) -> list[str]:
    """Return the selections in the order of the table: the one to hold against the paper's first."""
    return [table.selection, *(name for name in selections(table) if name != table.selection)]


def head(table: Table) -> list[str]:
    first, *others = [selections(table)[name] for name in columns(table)]
    return [table.row_title, table.column_title, "paper", f"ours, as the paper: {first}", *others, "seeds"]


def lines(table: Table, results: list[Result], absent: dict[str, str]) -> list[list[str]]:
    """Return the cells of every row; absent: {data set: why it is not here}."""
    return [_line(table, results, result, absent) for result in results]


def _line(table: Table, results: list[Result], result: Result, absent: dict[str, str]) -> list[str]:
    entry = result.entry
    numbers = [number(table, results, result, name) for name in columns(table)]
    done, wanted = len(result.seeds), entry.seeds if entry.cell else 0
    seeds = str(done) if done == wanted else f"{done} of {wanted}"
    if not done:
        seeds = entry.why or (f"{entry.cell.data} is not here" if entry.cell.data in absent else f"0 of {wanted}")
    row = f"{entry.row} (on {entry.cell.data})" if _elsewhere(entry) else entry.row
    return [row, entry.column, published(table, entry), *numbers, seeds]


def _elsewhere(entry) -> bool:
    """Was ours trained on a part of the paper's data set? Then its row says so."""
    return bool(entry.cell) and entry.cell.data.endswith("-part") and "part" not in entry.row


def notes(table: Table, results: list[Result], scale: str, absent: dict[str, str]) -> list[str]:
    """Return what has to be said of the numbers: statistic, scale, lessons, other methods, missing data."""
    steps = sorted({result.entry.cell.steps for result in results if result.entry.cell})
    counted = f"{' or '.join(f'{step:,}' for step in steps)} steps"
    sd = "after ±" if table.pairs else "in parentheses"
    said = [
        f"{MEASURES[table.measure]} in per cent, {table.statistic} over seeds, standard deviation {sd}; {counted}, "
        f"{SCALES[scale]}. {table.note}".strip(),
        DAGGER,
    ]
    said += table.lessons(results) if table.lessons else []
    if others := paper.others(table.name):
        said.append("The paper also quotes: " + "; ".join(map(_quoted, others)) + ".")
    return said + [f"Not computed: {why}" for why in absent.values()]


def _quoted(number: paper.Number) -> str:
    note = f", {number.note}" if number.note else ""
    return f"{number.method} {number} ({number.setting}{note})"


def markdown(table: Table, results: list[Result], scale: str, absent: dict[str, str]) -> str:
    rows = [head(table), *lines(table, results, absent)]
    text = [f"| {' | '.join(row)} |" for row in rows]
    text.insert(1, f"|{'---|' * 2}{'---:|' * (len(rows[0]) - 2)}")
    said = "\n".join(f"- {note}" for note in notes(table, results, scale, absent))
    compact = [grid(table, results), steps_grid(table, results)] if table.in_shape else []
    return (
        f"**{table.title}**\n\n" + "\n".join(text) + f"\n\n{said}\n" + "".join(f"\n{each}" for each in compact if each)
    )


def latex(table: Table, results: list[Result], scale: str, absent: dict[str, str]) -> str:
    """Return a table environment; it needs the packages booktabs and inputenc's UTF-8 (the default)."""
    rows = [[_tex(cell) for cell in row] for row in [head(table), *lines(table, results, absent)]]
    first, *others = [" & ".join(row) + r" \\" for row in rows]
    said = " ".join(_tex(note) for note in notes(table, results, scale, absent))
    return "\n".join(
        [
            r"% needs \usepackage{booktabs}",
            r"\begin{table}",
            rf"\caption{{{_tex(table.title)}. {said}}}",
            rf"\begin{{tabular}}{{ll{'r' * (len(rows[0]) - 2)}}}",
            r"\toprule",
            first,
            r"\midrule",
            *others,
            r"\bottomrule",
            r"\end{tabular}",
            r"\end{table}",
            "",
        ]
    )


def _tex(text: str) -> str:
    for plain, escaped in (("\\", r"\textbackslash{}"), *((sign, f"\\{sign}") for sign in "%&#_$")):
        text = text.replace(plain, escaped)
    signs = {"†": r"\dag{}", "–": "--", "“": "``", "”": "''", "±": r"$\pm$"}
    return "".join(signs.get(letter, letter) for letter in text)


def comma_separated(table: Table, results: list[Result]) -> str:
    """Return one line an entry, numbers apart from their standard deviations; the steps chosen where `in_shape`."""
    stepped = set(STEPS) if table.in_shape else set()
    names = [
        f"{selection}{kind}"
        for selection in selections(table)
        for kind in ("", "_sd", "_n", *(["_steps"] if selection in stepped else []))
    ]
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(["row", "column", "data", "steps", "statistic", "paper", "paper_sd", *names])
    for result in results:
        entry = result.entry
        where = [entry.cell.data, entry.cell.steps] if entry.cell else ["", ""]
        published = [entry.paper.percent, entry.paper.sd] if entry.paper else ["", ""]
        numbers = []
        for selection in selections(table):
            found = result.spread(selection)
            sd = "" if found is None or found.sd is None else f"{found.sd:.4f}"
            numbers += [f"{found.centre:.4f}", sd, found.n] if found else ["", "", 0]
            if selection in stepped:
                numbers.append(" ".join(map(str, result.chosen_steps(selection))))
        writer.writerow([entry.row, entry.column, *where, result.statistic, *published, *numbers])
    return written.getvalue()


def write(table: Table, results: list[Result], scale: str, absent: dict[str, str], folder: Path) -> list[Path]:
    """Write NAME.md, NAME.tex and NAME-table.csv (with the scale, where it is not the small one); return the paths."""
    stem = stem_of(table.name, scale)
    texts = {
        f"{stem}.md": markdown(table, results, scale, absent),
        f"{stem}.tex": latex(table, results, scale, absent),
        f"{stem}-table.csv": comma_separated(table, results),
    }
    for name, text in texts.items():
        try:
            (folder / name).write_text(text, encoding="utf-8")
        except OSError as error:
            raise BadInput(
                f"{folder / name} cannot be written ({error.strerror}): name another folder with --out"
            ) from None
    return [folder / name for name in texts]


def stem_of(name: str, scale: str) -> str:
    """Return how the files of a table are called: scales do not overwrite each other."""
    return name if scale == "small" else f"{name}-{scale}"
