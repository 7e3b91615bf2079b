"""`lbaviz train --knobs FILE.json`: knobs move as the file says, at the start and whenever it changes."""

import json
import sys
import threading
import time
from pathlib import Path

from lbaviz.errors import BadInput
from lbaviz.knobs import knob_of

LOOK_SECONDS = 0.1


def first(path: Path, method: str) -> dict:
    """Return the knobs that the file moves at the start; BadInput for a file or a value that cannot be."""
    from lbaviz.session.checks import check_value

    knobs = _read(path)
    for name, value in knobs.items():
        knob_of(method, name)
        if value is not None:
            check_value(name, value)
    return knobs


def follow(session, path: Path, knobs: dict) -> None:
    """Move these knobs now and those that change in the file later; null releases a knob to its schedule."""
    threading.Thread(target=_follow, args=(session, path, knobs, _changed_at(path)), daemon=True).start()


def _follow(session, path: Path, knobs: dict, changed: int) -> None:
    known: dict = {}
    while session.state not in ("finished", "stopped", "failed"):
        for name, value in knobs.items():
            if name not in known or known[name] != value:
                _ask(session, name, value)
        known = dict(knobs)
        time.sleep(LOOK_SECONDS)
        if (now := _changed_at(path)) != changed:
            changed = now
            try:
                knobs = _read(path)
            except BadInput as error:
                print(f"lbaviz: {error}; the knobs stay as they are", file=sys.stderr)


def _changed_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0  # an editor may take the old file away before the new one is there


def _ask(session, name: str, value) -> None:
    order = {"kind": "release", "knob": name} if value is None else {"kind": "set", "knob": name, "value": value}
    try:
        session.command(order)
    except BadInput as error:
        print(f"lbaviz: {error}", file=sys.stderr)


def _read(path: Path) -> dict:
    try:
        knobs = json.loads(path.read_text())
    except OSError as error:
        raise BadInput(f'{path} cannot be read ({error.strerror}): write it as {{"visit_weight": 0.3}}') from None
    except ValueError as error:
        raise BadInput(f'{path} is not JSON ({error}): write it as {{"visit_weight": 0.3}}') from None
    if not isinstance(knobs, dict):
        raise BadInput(f'{path} holds a {type(knobs).__name__}, expected knobs with values: {{"visit_weight": 0.3}}')
    return knobs
