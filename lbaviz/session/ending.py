"""How a run ends: as planned, stopped by a person, or by a failure; its file is closed in every case."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from lbaviz.errors import BadInput, RunFailed
from lbaviz.session import collapse
from lbaviz.session.inspecting import inspect
from lbaviz.session.status import disk_sentence


def finish(loop) -> None:
    """Evaluate what the end calls for, save the last state, and leave a plain file."""
    loop.state = loop.ending
    if loop.ending == "finished":
        loop.writer.add_metrics(loop.step, loop.judge.final(loop.step))
        collapse.watch(loop)
        loop.test_error_shown = True
    loop.look(store=bool(loop.plan.frame_every) and loop.ending == "finished", anyway=True)
    if loop.ending == "finished" and loop.plan.probe_every and loop.step % loop.plan.probe_every:
        inspect(loop)
    loop.checkpoint()
    loop.publish()
    loop.writer.close()
    loop.watchers.tell("status", {**loop.status(), "alive": False})


@contextmanager
def failures_end(loop) -> Iterator[None]:
    """Turn whatever goes wrong into state "failed" and a sentence; only a second Ctrl-C goes through."""
    try:
        yield
    except (BadInput, RunFailed) as error:
        _fail(loop, error)
    except (sqlite3.Error, OSError) as error:
        _fail(loop, BadInput(disk_sentence(loop.writer.path, loop.step, error)), error)
    except Exception as error:
        sentence = f"the run failed at step {loop.step}: {type(error).__name__}: {error}"
        _fail(loop, RunFailed(" ".join(sentence.split())), error)
    except BaseException:
        loop.failure = RunFailed(f"ended at once at step {loop.step}; what was recorded is kept")
        loop.state, loop.error = "failed", str(loop.failure)
        loop.writer.abandon()
        raise


def _fail(loop, failure: BadInput | RunFailed, cause: Exception | None = None) -> None:
    failure.__cause__ = cause
    loop.state, loop.error, loop.failure = "failed", str(failure), failure
    loop.terms.forget()
    try:
        loop.writer.set_status(loop.status())
        loop.writer.close()
    except (sqlite3.Error, OSError):
        pass  # the disk that failed the run: what was committed before is still there
    loop.watchers.tell("status", {**loop.status(), "alive": False})
