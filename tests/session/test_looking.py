"""The cost of looking keeps to its budget, whatever one look costs."""

import pytest

from lbaviz.session import looking


@pytest.mark.parametrize("cost", [0.002, 0.03, 0.2, 1.0])
def test_looking_keeps_to_its_budget(cost, monkeypatch):
    """A made-up clock: steps of 50 ms, and a look whenever the ledger allows one."""
    now = [1000.0]
    monkeypatch.setattr(looking.time, "perf_counter", lambda: now[0])
    ledger, looks, highest = looking.Ledger(last_tick=now[0]), 0, 0.0
    for _ in range(4000):
        now[0] += 0.05
        ledger.tick()
        if ledger.allows():
            ledger.last_frame = now[0]
            now[0] += cost
            ledger.charge(cost)
            looks += 1
        highest = max(highest, ledger.percent if now[0] > 1010 else 0.0)
    share = (looks - 1) * cost / (now[0] - 1000)  # what the first one costs is known afterwards
    assert 0.6 * min(looking.BUDGET, cost * looking.FRAMES_PER_SECOND) <= share <= 1.02 * looking.BUDGET
    if cost < 0.1:
        assert highest <= 100 * looking.BUDGET + 0.1
