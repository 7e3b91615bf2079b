"""Pytest plugin: the last line says which tests were left out and how to run them; LBAVIZ_REQUIRE_ALL=1 lets none be.

A test that needs something says so as its skip reason, "real data: set LBAVIZ_DATA to ...". Tests marked `gpu` are
not collected on a machine without one.
"""

import os
from collections import Counter

import pytest

REQUIRE_ALL = os.environ.get("LBAVIZ_REQUIRE_ALL") == "1"
left_out: Counter[str] = Counter()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "gpu: needs a CUDA device; not collected where there is none")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    marked = [item for item in items if item.get_closest_marker("gpu")]
    if not marked or _has_gpu():
        return
    left_out["a GPU: run pytest -m gpu on a machine that has one"] += len(marked)
    config.hook.pytest_deselected(items=marked)
    items[:] = [item for item in items if item not in marked]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    return _count((yield), item.nodeid)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector):
    return _count((yield), collector.nodeid)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session):
    result = yield
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if left_out and reporter:
        reasons = "; ".join(f"{count} for want of {reason}" for reason, count in left_out.items())
        reporter.write_line(f"left out: {reasons}")
    return result


def _count(report, name: str):
    """Count a skipped test or file by its reason; where all are required, make a failure of it."""
    if not report.skipped or hasattr(report, "wasxfail"):
        return report
    _, _, reason = report.longrepr
    if REQUIRE_ALL:
        report.outcome = "failed"
        report.longrepr = f"{name} was left out, and LBAVIZ_REQUIRE_ALL=1 forbids it. {reason}"
    else:
        left_out[reason.removeprefix("Skipped: ")] += 1
    return report


def _has_gpu() -> bool:
    import torch

    return torch.cuda.is_available()
