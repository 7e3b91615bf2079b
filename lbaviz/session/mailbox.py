"""Orders to the training thread: anybody puts, the loop takes between two steps."""

import threading
import time
from collections import deque
from collections.abc import Callable


class Mailbox:
    """A queue that can be waited on without losing time between an order and the next step."""

    def __init__(self):
        self._orders: deque[dict] = deque()
        self._arrived = threading.Event()
        self._busy = False  # orders were taken and are being obeyed

    def put(self, order: dict) -> None:
        self._orders.append(order)
        self._arrived.set()

    def take(self) -> list[dict]:
        """Return what has arrived, oldest first; `done` must follow when all that it asked for is so."""
        self._busy = True
        self._arrived.clear()
        taken = []
        while self._orders:
            taken.append(self._orders.popleft())
        return taken

    def done(self) -> None:
        self._busy = False

    def idle(self) -> bool:
        """Say whether every order that was put has been obeyed."""
        return not self._orders and not self._busy

    def wait(self, seconds: float) -> None:
        """Let the loop sleep until an order arrives or the time is over."""
        if seconds > 0:
            self._arrived.wait(seconds)

    @staticmethod
    def wait_for(condition: Callable[[], bool], timeout: float | None) -> bool:
        """Block the caller, not the loop, until condition holds; False after timeout seconds."""
        end = None if timeout is None else time.monotonic() + timeout
        while not condition():
            if end is not None and time.monotonic() >= end:
                return False
            time.sleep(0.005)
        return True

    def waiting(self) -> list[dict]:
        """Return the orders that wait, without taking them."""
        return list(self._orders)

    def asked(self, kind: str) -> bool:
        """Say whether an order of this kind waits, without taking it."""
        return any(order["kind"] == kind for order in self.waiting())
