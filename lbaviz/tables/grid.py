"""A table in the paper's shape: rows and columns as there, one number of ours a field, the paper's after it."""

from lbaviz.tables.nouns import Table
from lbaviz.tables.numbers import number, published
from lbaviz.tables.results import SELECTIONS, Result


def grid(table: Table, results: list[Result], selection: str = "last") -> str:
    """Return it as Markdown; what is not trained and has no published number is left empty."""
    rows = list(dict.fromkeys(result.entry.row for result in results))
    columns = list(dict.fromkeys(result.entry.column for result in results))
    found = {(result.entry.row, result.entry.column): result for result in results}
    head = f"{table.row_title} ({SELECTIONS[selection][1]}; in brackets the paper's)"
    lines = [[head, *columns]]
    for row in rows:
        fields = [found.get((row, column)) for column in columns]
        lines.append([row, *(_field(table, results, each, selection) if each else "" for each in fields)])
    text = [f"| {' | '.join(line)} |" for line in lines]
    return "\n".join([text[0], "|---|" + "---:|" * len(columns), *text[1:]]) + "\n"


def _field(table: Table, results: list[Result], result: Result, selection: str) -> str:
    ours = number(table, results, result, selection) if result.spread(selection) else ""
    return " ".join(filter(None, [ours, f"[{published(table, result.entry)}]" if result.entry.paper else ""]))
