"""Which checkpoints a long run keeps: the first, the newest, and fewer and fewer in between."""

import sqlite3


def thin(connection: sqlite3.Connection, most_bytes: int) -> None:
    """Delete checkpoints until they fit, each time the one that leaves the smallest relative gap behind."""
    sizes = dict(connection.execute("SELECT step, sum(length(data)) FROM checkpoints GROUP BY step ORDER BY step"))
    steps = sorted(sizes)
    while sum(sizes[step] for step in steps) > most_bytes and len(steps) > 3:
        newest = steps[-1]
        inner = range(1, len(steps) - 2)  # the first and the two newest stay
        if not inner:
            break
        victim = min(inner, key=lambda i: (steps[i + 1] - steps[i - 1]) / (newest - steps[i]))
        connection.execute("DELETE FROM checkpoints WHERE step = ?", [steps.pop(victim)])
