"""`lbaviz info run.lba`: what a recording holds, for people and (--json) for programs."""

import json

from lbaviz.recording import Recording


def add_arguments(parser) -> None:
    parser.add_argument("recording", metavar="RUN.lba", help="a recording, also one that is being written")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")


def run(args) -> int:
    """Print the facts of a recording."""
    facts = facts_of(Recording(args.recording))
    if args.json:
        print(json.dumps(facts, indent=2))
        return 0
    knobs = ", ".join(f"{name} {value:g}" for name, value in facts["knobs"].items())
    parent = f"branch of {facts['parent']['name']} at step {facts['parent']['step']}" if facts["parent"] else "none"
    rows = {
        "method": facts["method"],
        "data": facts["data"],
        "seed": facts["seed"],
        "knobs": knobs,
        "augmentation": facts["augment"] or "none",
        "step": f"{facts['step']} of {facts['steps']} ({facts['state']})",
        "validation error": _percent(facts["validation_error"]),
        "test error": _percent(facts["test_error"]),
        "size": f"{facts['bytes'] / 1e6:.1f} MB (with pictures of the data)",
        "parent": parent,
        "written by": "a process that is alive" if facts["alive"] else "nobody at present",
    }
    for name, value in rows.items():
        print(f"{name:17} {value}")
    return 0


def facts_of(recording: Recording) -> dict:
    """Return the keys of the contract, and state."""
    about, status, last = recording.about(), recording.status(), recording.last_values()
    return {
        "method": about["method"],
        "data": about["data"],
        "seed": about["seed"],
        "knobs": status.get("knobs", {}),
        "augment": about.get("augment"),
        "step": status["step"],
        "steps": about["steps"],
        "state": status["state"],
        "validation_error": last.get("validation_error"),
        "test_error": last.get("test_error"),
        "bytes": recording.size(),
        "parent": about["parent"],
        "alive": status["alive"],
    }


def _percent(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.2f} %"
