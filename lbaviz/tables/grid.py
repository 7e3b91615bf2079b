"""A table in the paper's shape, one number of ours a field and the paper's after it; and the steps that were chosen."""

from lbaviz.tables.nouns import Table
from lbaviz.tables.numbers import number, published
from lbaviz.tables.results import Result, selections


def grid(table: Table, results: list[Result], selection: str = "last") -> str:
    """Return it as Markdown; what is not trained and has no published number is left empty."""
    rows = list(dict.fromkeys(result.entry.row for result in results))
    columns = list(dict.fromkeys(result.entry.column for result in results))
    found = {(result.entry.row, result.entry.column): result for result in results}
    head = f"{table.row_title} ({selections(table)[selection]}; in brackets the paper's)"
    lines = [[head, *columns]]
    for row in rows:
        fields = [found.get((row, column)) for column in columns]
        lines.append([row, *(_field(table, results, each, selection) if each else "" for each in fields)])
    text = [f"| {' | '.join(line)} |" for line in lines]
    return "\n".join([text[0], "|---|" + "---:|" * len(columns), *text[1:]]) + "\n"


def _field(table: Table, results: list[Result], result: Result, selection: str) -> str:
    ours = number(table, results, result, selection) if result.spread(selection) else ""
    return " ".join(filter(None, [ours, f"[{published(table, result.entry)}]" if result.entry.paper else ""]))


def steps_grid(table: Table, results: list[Result]) -> str:
    """Return the step that each selection chose, by seed, as Markdown; "" before any training has finished."""
    names = [name for name in selections(table) if any(result.chosen_steps(name) for result in results)]
    rows = [
        [result.entry.row, result.entry.column, *(_steps(result, name) for name in names)]
        for result in results
        if any(map(result.chosen_steps, names)) and not result.entry.statistic  # another number of the same trainings
    ]
    if not rows:
        return ""
    head = [f"{table.row_title} (steps chosen, by seed)", table.column_title, *map(selections(table).get, names)]
    text = [f"| {' | '.join(line)} |" for line in [head, *rows]]
    return "\n".join([text[0], "|---|---|" + "---:|" * len(names), *text[1:]]) + "\n"


def _steps(result: Result, selection: str) -> str:
    return ", ".join(map(str, result.chosen_steps(selection)))
