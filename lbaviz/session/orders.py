"""What a person may ask of a run in training, and what then happens between two steps."""

from lbaviz.errors import BadInput, nearest
from lbaviz.recording import Recording, naming
from lbaviz.session.checks import check_pace

KINDS = ("pause", "resume", "step", "set", "release", "undo", "pace", "stop", "reset", "show_test_error")
KINDS += naming.KINDS


def check_order(order: dict) -> None:
    """Raise BadInput for what is no order; values of knobs are checked where they act."""
    kind = order.get("kind")
    if kind not in KINDS:
        raise BadInput(f"a run cannot be asked to '{kind}'.{nearest(str(kind), KINDS)}")
    n, seed, drag = order.get("n", 1), order.get("seed"), order.get("drag")
    if kind == "step" and not _is_whole(n, 1):
        raise BadInput(f"step takes a number of steps of at least 1, got {n!r}")
    if kind == "pace":
        check_pace(order.get("value"))
    if kind == "reset" and seed is not None and not _is_whole(seed, 0):
        raise BadInput(f"a reset takes a seed of at least 0, got {seed!r}")
    if kind in ("set", "release") and not isinstance(order.get("knob"), str):
        raise BadInput(f"which knob? Its name is needed, got {order.get('knob')!r}")
    if drag is not None and not isinstance(drag, str | int):
        raise BadInput(f"a drag has a name of its own, got {drag!r}")


def _is_whole(value, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def obey(loop, order: dict) -> None:
    """Do what was asked; a sentence that refuses it is shown, and the run goes on."""
    try:
        check_order(order)
        loop.note = None
        ORDERS[order["kind"]](loop, order)
    except BadInput as error:
        loop.note = str(error)
    loop.publish()


def _pause(loop, order: dict) -> None:
    loop.until = None
    if loop.state == "running":
        loop.pause()


def _resume(loop, order: dict) -> None:
    loop.until, loop.state = None, "running"


def _step(loop, order: dict) -> None:
    base = loop.step if loop.until is None else loop.until
    loop.until, loop.state = base + order.get("n", 1), "running"


def _set(loop, order: dict) -> None:
    name, drag = order.get("knob"), order.get("drag")
    value = loop.knobs.check({name: order.get("value")}, loop.step)[name]
    before = loop.knobs.at(loop.step)[name]
    loop.knobs.set(name, value, drag)
    _write_move(loop, name, before, drag)


def _release(loop, order: dict) -> None:
    name = order.get("knob")
    before = loop.knobs.at(loop.step).get(name)
    loop.knobs.release(name, loop.step)
    _write_move(loop, name, before, None)


def _undo(loop, order: dict) -> None:
    before = loop.knobs.at(loop.step)
    name = loop.knobs.undo(loop.step)
    if name is None:
        raise BadInput("there is nothing to undo: no knob was moved")
    _write_move(loop, name, before[name], None)


def _write_move(loop, name: str, before: float, drag: str | None) -> None:
    """Record the value that acts from the next update on; within one step of one drag only the last one acts."""
    detail = {"knob": name, "from": before, "to": loop.knobs.at(loop.step)[name], "moved": loop.knobs.moved(name)}
    if drag is not None:
        detail["drag"] = drag
        if loop.drag and loop.drag[1:4] == (name, drag, loop.step):
            detail["from"] = loop.drag[4]
            loop.writer.change_event(loop.drag[0], detail)
            loop.watchers.tell("events")
            return
    event = loop.writer.add_event(loop.step, "knob", detail)
    loop.drag = (event, name, drag, loop.step, before)
    loop.watchers.tell("events")


def _pace(loop, order: dict) -> None:
    loop.pace = order.get("value")


def _stop(loop, order: dict) -> None:
    reached = loop.plan.open_end and loop.step >= loop.plan.steps
    loop.ending = "finished" if reached else "stopped"


def _reset(loop, order: dict) -> None:
    if not loop.can_reset:
        raise BadInput("this run trains in the foreground of its process and cannot be reset: start it there again")
    seed = order.get("seed")
    loop.successor_seed = loop.plan.seed if seed is None else seed
    loop.ending = "stopped"


def _show_test_error(loop, order: dict) -> None:
    if not len(loop.plan.split.test):
        raise BadInput("this data has no test images, so there is no test error to show")
    error = loop.judge.error("test")
    loop.writer.add_metrics(loop.step, {"test_error": error})
    loop.writer.add_event(loop.step, "test_error_shown", {"test_error": error})
    loop.test_error_shown = True
    loop.watchers.tell("events")


def _keep(loop, order: dict) -> None:
    """Record a cluster's name or an image's mark."""
    detail = naming.check(Recording(loop.writer.path).about(), order)
    loop.writer.add_event(loop.step, order["kind"], detail)
    loop.watchers.tell("events")


ORDERS = {
    "pause": _pause,
    "resume": _resume,
    "step": _step,
    "set": _set,
    "release": _release,
    "undo": _undo,
    "pace": _pace,
    "stop": _stop,
    "reset": _reset,
    "show_test_error": _show_test_error,
    **{kind: _keep for kind in naming.KINDS},
}
