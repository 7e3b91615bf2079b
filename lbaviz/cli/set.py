"""`lbaviz set run.lba visit_weight=0.3`: steer a run that trains in another process."""

import time

from lbaviz.errors import BadInput, nearest
from lbaviz.recording import Recording

ANSWER_SECONDS = 10  # how long to wait for the run to take the value


def add_arguments(parser) -> None:
    parser.add_argument("recording", metavar="RUN.lba", help="a recording that is being written")
    parser.add_argument("knobs", nargs="+", metavar="KNOB=VALUE", help="as visit_weight=0.3; KNOB=schedule releases it")


def run(args) -> int:
    """Put the moves into the file, wait until the run has taken them, and say from which step they act."""
    recording = Recording(args.recording)
    names = [knob["name"] for knob in recording.about()["knobs"]]
    orders = [_order(text, names) for text in args.knobs]
    before = len(recording.events())
    for order in orders:
        recording.command(order)
    end = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < end:
        moves = recording.events()[before:]
        if len(moves) >= len(orders):
            for move in moves:
                detail = move.detail
                if "knob" in detail:
                    print(f"{detail['knob']} {detail['from']:g} -> {detail['to']:g} from step {move.step + 1} on")
            return 0
        note = recording.status().get("note")
        if note:
            raise BadInput(note)
        time.sleep(0.05)
    print("asked; the run has not answered yet (it may be training a baseline, or paused in a long step)")
    return 0


def _order(text: str, names: list[str]) -> dict:
    name, equals, value = text.partition("=")
    name = name.replace("-", "_")
    if not equals:
        raise BadInput(f"'{text}' is no move of a knob: write it as visit_weight=0.3")
    if name not in names:
        raise BadInput(f"this run has no knob '{name}'.{nearest(name, names)}")
    if value == "schedule":
        return {"kind": "release", "knob": name}
    try:
        number = float(value)
    except ValueError:
        raise BadInput(f"{name} is a number of at least 0, got '{value}'") from None
    if not 0 <= number < float("inf"):
        raise BadInput(f"{name} is a finite number of at least 0, got {number:g}")
    return {"kind": "set", "knob": name, "value": number}
