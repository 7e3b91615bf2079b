"""A run in training, from the outside: every method but `wait` returns at once and only puts an order into a queue."""

import atexit
import threading
import weakref
from collections.abc import Callable

from lbaviz.errors import BadInput, RunFailed
from lbaviz.recording import naming
from lbaviz.session.interrupts import before_sigterm
from lbaviz.session.loop import Loop
from lbaviz.session.orders import check_order
from lbaviz.session.run import Run

ENDED = ("finished", "stopped", "failed")
CLOSING_SECONDS = 20  # that an ended run may take to write its last rows
_alive: "weakref.WeakSet[Session]" = weakref.WeakSet()


class Session:
    """Watch and steer one run. state: "paused", "running", "finished", "stopped" or "failed"; error: its sentence."""

    def __init__(self, loop: Loop, keep=None, again: Callable[[int], "Session"] | None = None):
        self.loop = loop
        self.interrupted: int | None = None  # the signal that ended a run in the foreground
        self.successor: Session | None = None  # the run that a reset started in this one's place
        self.run = Run(loop.writer.path, trainee=loop.trainee, keep=keep)
        self._again = again
        self._thread: threading.Thread | None = None

    @property
    def state(self) -> str:
        return self.loop.state

    @property
    def error(self) -> str | None:
        return self.loop.error

    @property
    def can_reset(self) -> bool:
        """Whether `reset` can start another run in this one's place, also after its end."""
        return self._again is not None

    def status(self) -> dict:
        """Return state, step, rates and knob values as they are now (as Recording.status)."""
        return {**self.loop.status(), "alive": self.state not in ENDED}

    def start_thread(self) -> "Session":
        """Train in a thread of the library's own; interpreter exit and SIGTERM flush and close."""
        _alive.add(self)
        before_sigterm(stop_all)
        self.loop.can_reset = self.can_reset
        self._thread = threading.Thread(target=self.train_here, name=f"lbaviz {self.run.path.name}", daemon=True)
        self._thread.start()
        return self

    def train_here(self) -> None:
        """Train in the calling thread until the run ends."""
        self.loop.run()
        if self.loop.successor_seed is not None and self.state != "failed":
            self._start_again(self.loop.successor_seed)

    def _start_again(self, seed: int) -> None:
        """Put a new run from the same start, paused, in this one's place."""
        try:
            self.successor = self._again(seed)
        except (BadInput, RunFailed) as error:
            self.loop.note = str(error)
        self.loop.watchers.tell("status", self.status())

    def pause(self) -> None:
        self._order(kind="pause")

    def resume(self) -> None:
        self._order(kind="resume")

    def step(self, n: int = 1) -> None:
        """Take n more steps, then pause."""
        self._order(kind="step", n=n)

    def set(self, **knobs: float) -> None:
        """Move knobs; the next optimiser step uses the values. BadInput for unknown knobs and negative values."""
        for name, value in self._checked(knobs).items():
            self._order(kind="set", knob=name, value=value)

    def _checked(self, moves: dict) -> dict[str, float]:
        """Check moves as they will act, after those that still wait for the training thread."""
        knobs, waiting = self.loop.knobs, [order for order in self.loop.mailbox.waiting() if order["kind"] == "set"]
        soon = {order.get("knob"): order.get("value") for order in waiting if knobs.may_be(order)}
        checked = knobs.check({**soon, **moves}, self.loop.step)
        return {name: value for name, value in checked.items() if name in moves}

    def release(self, name: str) -> None:
        """Give a moved knob back to its schedule."""
        self._order(kind="release", knob=name)

    def undo(self) -> None:
        """Take the last move of a knob back."""
        self._order(kind="undo")

    def show_test_error(self) -> None:
        """Evaluate the test set now; the recording keeps that it was looked at."""
        self._order(kind="show_test_error")

    def reset(self, seed: int | None = None) -> None:
        """Close this recording and start another from the same start (or another seed), paused: see `successor`."""
        self._order(kind="reset", seed=seed)

    def stop(self) -> None:
        self._order(kind="stop")

    def command(self, order: dict) -> None:
        """Queue an order as views send them; BadInput if it is none, or an ended run is asked to train."""
        check_order(order)
        if order["kind"] in naming.KINDS:
            return self._keep(order)
        if order["kind"] == "set":
            self._checked({order["knob"]: order.get("value")})
        if order["kind"] == "reset" and self.state in ENDED and self.can_reset:
            seed = order.get("seed")
            threading.Thread(target=self._start_again, args=[self.run.seed if seed is None else seed]).start()
            return
        if self.state in ENDED:
            raise BadInput(f"this run has {self.state}: branch from a step to go on")
        self.loop.mailbox.put(order)

    def _keep(self, order: dict) -> None:
        """Record a cluster's name or an image's mark: in the training thread while there is one."""
        naming.check(self.run.recording.about(), order)
        if self.state not in ENDED:
            return self.loop.mailbox.put(order)
        self.loop.mailbox.wait_for(lambda: not self._closing(), CLOSING_SECONDS)
        naming.write(self.run.recording, order)
        self.loop.watchers.tell("events")

    def branch(self, step: int | None = None, *, steps: int | None = None, paused: bool = False, **knobs) -> "Session":
        """Pause this run and go on from `step` in a new recording, with other knobs; return its session."""
        if self.state not in ENDED:
            self.loop.mailbox.put({"kind": "pause"})  # it may end before it takes that
            self.wait()
        return self.run.start_branch(self.loop.step if step is None else step, steps=steps, paused=paused, **knobs)

    def subscribe(self, callback: Callable, alive: Callable[[], bool] = lambda: True) -> Callable[[], None]:
        """Call callback(kind, payload) from the training thread on news; return the function that ends that."""
        return self.loop.watchers.add(callback, alive)

    def wait(self, timeout: float | None = None) -> Run:
        """Block until the run has ended, or is paused with nothing left to do; return the Run, or raise RunFailed."""
        loop = self.loop

        def quiet() -> bool:
            return self.state in ENDED or (loop.state == "paused" and loop.ready and loop.mailbox.idle())

        loop.mailbox.wait_for(lambda: quiet() and not self._closing(), timeout)
        self._raise_failure()
        return self.run

    def _closing(self) -> bool:
        """An ended run still writes its last rows: wait for its thread, unless that thread itself asks."""
        thread = self._thread
        if self.state in ENDED and thread is not None and thread is not threading.current_thread():
            thread.join(0.05)
            return thread.is_alive()
        return False

    def _order(self, **order) -> None:
        if order["kind"] != "reset":
            self._raise_failure()
        self.command(order)

    def _raise_failure(self) -> None:
        if self.state == "failed":
            kind = type(self.loop.failure)  # a new one each time: a traceback belongs to one call
            raise kind(self.error) from self.loop.failure.__cause__

    def __repr__(self) -> str:
        return f"<lbaviz session {self.run.path.name}: {self.state} at step {self.loop.step}>"


def running_sessions() -> list[Session]:
    """Return the sessions of this process whose thread still trains or pauses."""
    return [session for session in list(_alive) if session.state not in ENDED]


def stop_all() -> None:
    """Flush and close every session: at interpreter exit, and before a second start."""
    for session in running_sessions():
        session.loop.mailbox.put({"kind": "stop"})
    for session in list(_alive):
        if session._thread is not None and session._thread is not threading.current_thread():
            session._thread.join(20)


weakref.finalize(Session, int)  # weakref's exit hook, which removes temporary folders, comes first: so ours runs before
atexit.register(stop_all)
