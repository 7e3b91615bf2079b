"""Which feed a notebook view draws from: views of one run share it."""

import weakref
from pathlib import Path

from lbaviz.views.feed import Feed

_feeds: "weakref.WeakSet[Feed]" = weakref.WeakSet()


def feed_of(source) -> Feed:
    """Return the feed that shows this session, run or path already, or a new one: views of one run share it."""
    for feed in list(_feeds):
        if feed.shows(source):
            return feed
    feed = Feed(source, brancher=(getattr(source, "start_branch", None) and _branch_of(source)) or branch_from_file)
    _feeds.add(feed)
    return feed


def _branch_of(run):
    """Return a brancher for a Run that may hold a network and data of the person's own."""

    def brancher(path: Path, step: int, knobs: dict):
        own = path.resolve() == Path(run.path).resolve()
        return run.start_branch(step, **knobs) if own else branch_from_file(path, step, knobs)

    return brancher


def branch_from_file(path: Path, step: int, knobs: dict):
    """Start a session that branches from a recording; only here do views need what trains (and torch)."""
    import lbaviz

    return lbaviz.open(path).start_branch(step, **knobs)
