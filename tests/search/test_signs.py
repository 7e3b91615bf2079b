import json
import subprocess
import sys
import threading
from types import SimpleNamespace

from lbaviz.search import signs


def attempt(owner: dict | None):
    return SimpleNamespace(number=0, user_attrs={signs.OWNER: owner} if owner else {})


BE_A_WORKER = """
import json, signal
from lbaviz.search import signs
with signs.worker() as owner:
    print(json.dumps(owner), flush=True)
    signal.pause()
"""


def test_a_worker_of_this_machine_has_gone_when_its_process_has():
    with subprocess.Popen([sys.executable, "-c", BE_A_WORKER], stdout=subprocess.PIPE, text=True) as process:
        owner, watch = json.loads(process.stdout.readline()), signs.Watch()
        assert not watch.gone(attempt(owner))
        assert watch.gone(attempt({**owner, "started": owner["started"] - 100}))  # another process with that number
        process.kill()
    assert watch.gone(attempt(owner))


def test_a_worker_of_this_process_has_gone_when_it_has_ended():
    with signs.worker() as owner:
        assert not signs.Watch().gone(attempt(owner))
    assert signs.Watch().gone(attempt(owner))


def test_whoever_cannot_be_seen_has_gone_after_two_silent_minutes(monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(signs.time, "monotonic", lambda: clock[0])
    with signs.worker() as owner:
        for seen in (None, {**owner, "host": "elsewhere"}, {**owner, "space": "of another container"}):
            watch, running = signs.Watch(), attempt(seen)
            clock[0] = 0.0
            assert not watch.gone(running)
            clock[0] = 119.0
            assert not watch.gone(running)
            running.user_attrs[signs.BEAT] = 1
            clock[0] = 121.0
            assert not watch.gone(running)
            clock[0] = 242.0
            assert watch.gone(running)


def test_signs_of_life_are_given_until_the_trial_ends(monkeypatch):
    monkeypatch.setattr(signs, "BEAT_SECONDS", 0.001)
    given, thrice = {}, threading.Event()

    def keep(name, value):
        given[name] = value
        if value == 2:
            raise RuntimeError("the storage does not answer")
        if value == 3:
            thrice.set()

    with signs.beating(SimpleNamespace(set_user_attr=keep), {"pid": 1}):
        assert given[signs.OWNER] == {"pid": 1}
        assert thrice.wait(60)
    assert not any(thread.name == "lbaviz search" for thread in threading.enumerate())
