"""What a browser may ask for that takes a moment: a branch, another run, an exported page."""

from pathlib import Path

from lbaviz.errors import BadInput, nearest
from lbaviz.views import page, runs

SLOW = ("branch", "open", "export")


def perform(feed, command: dict) -> str | None:
    """Do one of SLOW for a feed; return a sentence for the person, or None. BadInput if it cannot be done."""
    return {"branch": _branch, "open": _open, "export": _export}[command["kind"]](feed, command)


def _branch(feed, command: dict) -> None:
    """Start a branch in this process and show it."""
    about, step, knobs = feed.get("about"), command.get("step"), command.get("knobs") or {}
    names = [knob["name"] for knob in about.get("knobs", [])]
    if not isinstance(step, int) or step < 0:
        raise BadInput(f"a branch starts at a step, a whole number from 0 on, got {step!r}")
    for name, value in knobs.items():
        if name not in names:
            raise BadInput(f"{about['name']} has no knob '{name}'.{nearest(name, names)}")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadInput(f"{name} takes a number, got {value!r}")
    feed.say(f"branching from step {step:,}: the steps up to there are repeated ...")
    feed.follow(feed.run.branch(step, knobs))


def _open(feed, command: dict) -> None:
    """Show another run of the family; no other file is opened on a browser's word."""
    paths = [entry["path"] for entry in feed.get("branches")]
    if command.get("path") not in paths:
        raise BadInput("only this run's parent and branches can be opened here: open others with `lbaviz watch`")
    path = Path(command["path"])
    known = feed.followed.get(path)
    feed.follow(known if known is not None else runs.File(path, feed.brancher))


def _export(feed, command: dict) -> str:
    """Write a stand-alone page beside the recording, never over another one."""
    recording = feed.run.recording.path
    out, number = recording.with_suffix(".html"), 1
    while out.exists():
        number += 1
        out = recording.with_name(f"{recording.stem}-{number}.html")
    written = page.write_page(recording, out)
    return f"{written.sentence()} It contains pictures of the data."
