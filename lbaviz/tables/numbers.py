"""How a number stands in a table: with its standard deviation, and between two domains with its coverage."""

from lbaviz.records.coverage import coverage
from lbaviz.tables.nouns import Entry, Table
from lbaviz.tables.results import Result


def number(table: Table, results: list[Result], result: Result, selection: str) -> str:
    """Return ours by a selection: with the standard deviation, and of a table that has the ends, coverage."""
    found = result.spread(selection)
    if found is None or not table.pairs:
        return str(found or "–")
    digits = 4 if result.entry.value == "mmd" else 2
    return found.between(_coverage(table, results, result, selection), digits)


def published(table: Table, entry: Entry) -> str:
    """Return the paper's number as its table prints it."""
    paper = entry.paper
    if paper is None or not table.pairs:
        return str(paper or "–")
    text = f"{paper.percent} ± {paper.sd}" if paper.sd else paper.percent
    return f"{text} ({paper.coverage} %)" if paper.coverage else text


def _coverage(table: Table, results: list[Result], result: Result, selection: str) -> float | None:
    if table.ends is None or result.entry.row.startswith(table.ends):
        return None
    found = {other.entry.row: other.spread(selection) for other in results if other.entry.column == result.entry.column}
    source_only, target_only = (found.get(end) for end in table.ends)
    if not (source_only and target_only):
        return None
    return coverage(result.spread(selection).centre, source_only.centre, target_only.centre)
