"""The values of the knobs while a run goes on: numbers, schedules, and what a person has moved."""

from lbaviz.knobs import knob_of
from lbaviz.records import Event
from lbaviz.schedules import Schedule
from lbaviz.session.checks import check_some_weight, check_value


def knobs_before(events: list[Event], plan, step: int) -> dict[str, float]:
    """Return the knobs of a plan as they stood after `step` updates, before anything was moved there."""
    knobs = Knobs(plan.method.name, plan.knobs)
    for event in events:
        if event.kind == "knob" and event.step < step:
            knobs.replay(event)
    return knobs.at(step)


class Knobs:
    """Which value acts at a step. A moved knob replaces its schedule until it is released."""

    def __init__(self, method: str, initial: dict[str, float | Schedule]):
        self.method = method
        self._initial = initial
        self._moved: dict[str, float] = {}
        self._undo: list[tuple[str, float | None, str | None]] = []  # knob, what was moved before, drag

    def at(self, step: int) -> dict[str, float]:
        """Return the value of every knob after `step` updates."""
        moved = self._moved.copy()  # another thread may ask
        return {name: moved[name] if name in moved else self._own(name, step) for name in self._initial}

    def _own(self, name: str, step: int) -> float:
        value = self._initial[name]
        return value(step) if isinstance(value, Schedule) else value

    def scheduled(self) -> list[str]:
        """Return the knobs that follow a schedule at present."""
        return [k for k, v in self._initial.items() if isinstance(v, Schedule) and k not in self._moved]

    def released(self) -> list[str]:
        """Return the moved knobs that have a schedule to go back to."""
        return [k for k, v in self._initial.items() if isinstance(v, Schedule) and k in self._moved]

    def check(self, moves: dict[str, object], step: int) -> dict[str, float]:
        """Return the values as floats, in an order in which they can act one after another.

        BadInput if the method has no such knob, a value cannot be, or nothing would be trained with all of them.
        """
        for name in moves:
            knob_of(self.method, name)
        numbers = {name: check_value(name, value) for name, value in moves.items()}
        check_some_weight({**self.at(step), **numbers}, self._initial)
        return dict(sorted(numbers.items(), key=lambda item: item[1] == 0))  # so that not all weights are 0 on the way

    def may_be(self, order: dict) -> bool:
        """Say whether an order moves one of these knobs to a number; others write orders into the file too."""
        value = order.get("value")
        known = isinstance(order.get("knob"), str) and order["knob"] in self._initial
        return known and isinstance(value, int | float) and 0 <= value < float("inf")

    def set(self, name: str, value: float, drag: str | None = None) -> None:
        """Move a knob; the moves of one drag are undone as one."""
        if drag is None or not self._undo or self._undo[-1][0] != name or self._undo[-1][2] != drag:
            self._undo.append((name, self._moved.get(name), drag))
        self._moved[name] = value

    def release(self, name: str, step: int) -> None:
        """Give a moved knob back to its schedule; BadInput if there is no such knob, or nothing would be trained."""
        knob_of(self.method, name)
        check_some_weight({**self.at(step), name: self._own(name, step)}, self._initial)
        self._undo.append((name, self._moved.get(name), None))
        self._moved.pop(name, None)

    def undo(self, step: int) -> str | None:
        """Take the last move back and return its knob, or None if there is nothing to undo."""
        if not self._undo:
            return None
        name, before, _ = self._undo[-1]
        check_some_weight({**self.at(step), name: self._own(name, step) if before is None else before}, self._initial)
        self._undo.pop()
        if before is None:
            self._moved.pop(name, None)
        else:
            self._moved[name] = before
        return name

    def moved(self, name: str) -> float | None:
        return self._moved.get(name)

    def replay(self, event: Event) -> None:
        """Do again what a recorded event did."""
        name, value = event.detail["knob"], event.detail["moved"]
        if value is None:
            self._moved.pop(name, None)
        else:
            self._moved[name] = value
