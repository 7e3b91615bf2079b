"""What rows of a recording mean: where the run stands, and which moves its knob events are."""

from lbaviz.records import Event

BUSY_STATES = ("running", "paused")
BEFORE = {  # the status of a run that has not written any yet
    "state": "running",
    "step": 0,
    "phase": "training",
    "error": None,
    "steps_per_second": 0.0,
    "looking_percent": 0.0,
    "knobs": {},
    "test_error_shown": False,
    "version": 0,
}


def as_it_stands(written: dict, alive: bool) -> dict:
    """Return the status as the owner wrote it last; a run whose owner has gone is interrupted."""
    status = {**BEFORE, **written, "alive": alive}
    return {**status, "state": "interrupted"} if status["state"] in BUSY_STATES and not alive else status


def moves_of(events: list[Event]) -> list[Event]:
    """Return the moves of knobs, one a drag: its first step, the value before, the value after.

    detail["values"] lists every value that acted as [step, value], in order.
    """
    moves: list[Event] = []
    for event in events:
        if event.kind != "knob":
            continue
        acted = [event.step, event.detail["to"]]
        drag, knob = event.detail.get("drag"), event.detail["knob"]
        last = next((move for move in reversed(moves) if move.detail["knob"] == knob), None)
        if drag is not None and last is not None and last.detail.get("drag") == drag:
            last.detail["to"] = event.detail["to"]
            last.detail["values"].append(acted)
        else:
            moves.append(Event(event.id, event.step, "knob", {**event.detail, "values": [acted]}))
    return moves
