"""The training thread: obey, step, look, record, over and over, until the run ends."""

import sqlite3
import time
from collections import deque
from collections.abc import Callable

import torch

from lbaviz.errors import BadInput, RunFailed
from lbaviz.precision import threads
from lbaviz.recording import Writer
from lbaviz.records import Event, Sample
from lbaviz.session import collapse
from lbaviz.session.coverage import know_ends
from lbaviz.session.ending import failures_end, finish
from lbaviz.session.gauges import Rate, Terms
from lbaviz.session.inspecting import inspect, inspector_of
from lbaviz.session.judge import Judge
from lbaviz.session.knobs import Knobs
from lbaviz.session.looking import Ledger, Probe, Watchers
from lbaviz.session.mailbox import Mailbox
from lbaviz.session.orders import obey
from lbaviz.session.status import status_of
from lbaviz.session.trainee import Trainee

FLUSH_STEPS, FLUSH_SECONDS = 50, 1.0  # what a SIGKILL may cost
HEARTBEAT_SECONDS = 15.0  # a paused run says so often that it is still there, for readers on other hosts
POLL_SECONDS = 0.02  # how often the file is asked for commands of other processes


class Loop:
    """One run in training. Only the thread that calls `run` touches it; others read state, step and status.

    began(loop) is what happens before the first step: baseline and evaluation of the start, or going back to a state.
    """

    def __init__(self, trainee: Trainee, writer: Writer, samples: list[Sample], began: Callable):
        self.trainee, self.writer, self.plan = trainee, writer, trainee.plan
        self.watchers, self.mailbox, self.began = Watchers(), Mailbox(), began
        plan = self.plan
        self.probe, self.inspector = Probe(trainee, samples), inspector_of(trainee, samples)
        self.judge = Judge(self.trainee)
        self.knobs = Knobs(plan.method.name, plan.knobs)
        self.ledger = Ledger()
        self.step, self.state, self.phase, self.error, self.note = 0, "paused", "training", None, None
        self.until: int | None = None  # pause when this step is reached
        self.ending: str | None = None  # "stopped" or "finished", once asked for
        self.pace = plan.pace
        self.test_error_shown = False
        self.baseline_step, self.baseline_name = 0, None
        self.successor_seed: int | None = None  # a reset was asked for: the next run starts with this seed
        self.can_reset = False  # only a session with a thread of its own can put another in its place
        self.failure: BadInput | RunFailed | None = None  # what `wait` raises
        self.ready = False  # the start (baseline, replay of a branch) is over
        self.drag: tuple | None = None  # (event id, knob, drag, step) of the last knob event, see orders.py
        self.replay: deque[Event] = deque()  # recorded events that still have to act again
        self.terms, self.rate = Terms(), Rate()
        self._flushed_at, self._polled_at, self._step_began, self._version = 0.0, 0.0, 0.0, 0

    def run(self) -> None:
        """Train until the run ends; state tells how. What goes wrong ends in state "failed" and a sentence."""
        with failures_end(self), threads(self.plan.threads):
            self.began(self)
            know_ends(self)
            self.ready = True
            self.publish()
            steps = self.trainee.steps(self.knobs.at, self.step)
            while self.may_step():
                self._step_began = time.perf_counter()
                log = next(steps)
                self.step = log.step
                self._after(log.terms)
            finish(self)

    def may_step(self) -> bool:
        """Obey what was asked; block while paused; False once the run has ended."""
        while True:
            while self.replay and self.replay[0].step <= self.step:
                self.knobs.replay(self.replay.popleft())
            self._take_orders()
            if self.ending:
                return False
            if self.until is not None and self.step >= self.until and self.state == "running":
                self.until = None
                self.pause()
            if self.state == "running":
                if self.step >= self.plan.steps and not self.plan.open_end and self.until is None:
                    self.ending = "finished"
                    return False
                self.mailbox.done()
                return True
            self.mailbox.done()
            self.mailbox.wait(0.1)
            self.ledger.rest()
            self.rate.rest()
            self._still_here()

    def _take_orders(self) -> None:
        self.poll()
        for order in self.mailbox.take():
            obey(self, order)

    def poll(self) -> None:
        """Put what other processes ask for into the mailbox."""
        now = time.perf_counter()
        if now - self._polled_at >= POLL_SECONDS:
            self._polled_at = now
            for order in self.writer.new_commands():
                self.mailbox.put(order)

    def _still_here(self) -> None:
        if time.perf_counter() - self._flushed_at < HEARTBEAT_SECONDS:
            return
        self._flushed_at = time.perf_counter()
        self.writer.set_status(self.status())
        try:
            self.writer.flush()
        except sqlite3.Error:
            pass  # a full disk does not matter while nothing is trained

    def _after(self, terms: dict[str, torch.Tensor]) -> None:
        plan, now = self.plan, time.perf_counter()
        self.terms.keep(self.step, terms, self.knobs.at(self.step - 1))
        self.rate.tick()
        self.ledger.tick()
        self.look(store=bool(plan.frame_every) and self.step % plan.frame_every == 0)
        if plan.evaluate_every and self.step % plan.evaluate_every == 0:
            self.evaluate(test=plan.evaluate_test)
        if plan.probe_every and self.step % plan.probe_every == 0:
            inspect(self)
        if plan.checkpoint_every and self.step % plan.checkpoint_every == 0:
            self.checkpoint()
        if len(self.terms) >= FLUSH_STEPS or now - self._flushed_at >= FLUSH_SECONDS:
            self.publish()
        if self.pace:
            self.mailbox.wait(1 / self.pace - (time.perf_counter() - self._step_began))

    def look(self, store: bool, anyway: bool = False) -> None:
        """Make a frame if it is to be stored, or if somebody looks and the budget allows it."""
        watched = self.watchers.anybody()
        if not (store or (watched and (anyway or self.ledger.allows()))):
            return
        start = time.perf_counter()
        packed = self.probe.frame(self.step)
        if store:
            self.writer.add_frame(self.step, packed)
        if watched and (anyway or start - self.ledger.last_frame >= 0.1):
            self.ledger.last_frame = start
            self.watchers.tell("frame", packed)
        self.ledger.charge(time.perf_counter() - start)

    def evaluate(self, test: bool = False) -> None:
        """Write the validation error, and the test error where that was asked for."""
        self.writer.add_metrics(self.step, self.judge.evaluate(self.step, test))
        collapse.watch(self)

    def observe(self) -> None:
        """Frame, evaluation, probes and checkpoint of the untouched start."""
        self.look(store=bool(self.plan.frame_every))
        self.evaluate(self.plan.evaluate_test)
        if self.plan.probe_every:
            inspect(self)
        self.checkpoint()

    def checkpoint(self) -> None:
        self.flush_terms()
        if not self.trainee.is_finite():
            raise RunFailed(f"weights became infinite or NaN by step {self.step}: lower the learning rate and go on "
                            "from the last checkpoint")  # fmt: skip
        self.writer.set_status(self.status())
        self.writer.flush()
        self.writer.save_checkpoint(self.step, "state", *self.judge.packed(self.step))

    def pause(self) -> None:
        self.state = "paused"
        self.look(store=False, anyway=True)
        self.publish()

    def flush_terms(self) -> None:
        """Hand the kept terms to the file; RunFailed at the first non-finite one."""
        if len(self.terms) and self.rate.value:
            self.writer.add_metrics(self.step, {"steps_per_second": self.rate.value})
        self.terms.fetch(self.writer.add_metrics)

    def publish(self) -> None:
        """Write what has gathered, and tell who watches."""
        self.flush_terms()
        self._version += 1
        self._flushed_at = time.perf_counter()
        self.writer.set_status(self.status())
        self.writer.flush()
        start = time.perf_counter()
        self.watchers.tell("status", self.status())
        self.watchers.tell("curves")
        self.ledger.charge(time.perf_counter() - start)

    def status(self) -> dict:
        return {**status_of(self), "version": self._version}
