"""News of a feed for one slow reader: only the newest value of a topic waits, so that nobody sees old pictures."""

import threading

from lbaviz.views.feed import Feed

KEEP_ALIVE_SECONDS = 5.0


class Stream:
    """Collects what has changed since it was asked last."""

    def __init__(self, feed: Feed):
        self._news: dict = {}
        self._arrived = threading.Condition()
        self._unsubscribe = feed.subscribe(self._take)

    def _take(self, changed: dict) -> None:
        with self._arrived:
            self._news.update(changed)
            self._arrived.notify()

    def wait(self) -> list[tuple]:
        """Return [(topic, value)] as soon as there is some; an empty list after 5 s without any."""
        with self._arrived:
            self._arrived.wait_for(lambda: self._news, KEEP_ALIVE_SECONDS)
            news, self._news = self._news, {}
        return list(news.items())

    def close(self) -> None:
        self._unsubscribe()
