"""A thread for what takes a moment; it lives only while somebody looks or a job is left."""

import queue
import threading
from collections.abc import Callable

TICK_SECONDS = 0.2


class Worker:
    """Does jobs one after the other, and `tick` after each and five times a second; neither may raise."""

    def __init__(self, tick: Callable[[], None], wanted: Callable[[], bool]):
        self._tick, self._wanted = tick, wanted
        self._jobs: queue.SimpleQueue = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def do(self, job: Callable[[], None]) -> None:
        """Put a job into the queue; returns at once."""
        with self._lock:
            self._jobs.put(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="lbaviz feed", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while True:
            try:
                self._jobs.get(timeout=TICK_SECONDS)()
            except queue.Empty:
                with self._lock:
                    if not self._wanted() and self._jobs.empty():
                        self._thread = None
                        return
            self._tick()
