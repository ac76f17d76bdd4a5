"""Which request goes next: the most urgent of a host that may be asked now.

Scrapy's own scheduler hands over whatever is most urgent, so that a slow or resting host's
requests fill the downloader and keep others waiting.
"""

from __future__ import annotations

import heapq
from itertools import count
from typing import TYPE_CHECKING, Self

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from scrapy.utils.misc import build_from_crawler, load_object

from newsarchive.crawl.downloader import HostDownloader
from newsarchive.crawl.session import session_of
from newsarchive.urls import host_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.dupefilters import BaseDupeFilter


class HostScheduler(BaseScheduler):
    """Keeps a queue per host in memory: what must survive stands in the frontier."""

    def __init__(self, crawler: Crawler, dupefilter: BaseDupeFilter) -> None:
        self._crawler = crawler
        self._hosts = session_of(crawler).hosts
        self._dupefilter = dupefilter
        self._queues: dict[str, list[tuple[int, int, Request]]] = {}  # in turns: first asked last
        self._number = count()
        self._waiting = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        filter_class = load_object(crawler.settings["DUPEFILTER_CLASS"])
        return cls(crawler, build_from_crawler(filter_class, crawler))

    def __len__(self) -> int:
        return self._waiting

    def has_pending_requests(self) -> bool:
        return self._waiting > 0

    def enqueue_request(self, request: Request) -> bool:
        if not request.dont_filter and self._dupefilter.request_seen(request):
            assert self._crawler.spider is not None
            self._dupefilter.log(request, self._crawler.spider)
            return False
        queue = self._queues.setdefault(host_of(request.url), [])
        heapq.heappush(queue, (-request.priority, next(self._number), request))
        self._waiting += 1
        return True

    def next_request(self) -> Request | None:
        assert self._crawler.engine is not None
        downloader = self._crawler.engine.downloader
        assert isinstance(downloader, HostDownloader)
        for name, queue in self._queues.items():
            if downloader.handed[name] >= self._hosts[name].limit:
                continue
            request = heapq.heappop(queue)[-1]
            self._waiting -= 1
            del self._queues[name]
            if queue:
                self._queues[name] = queue  # the others first, the next time
            return request
        return None
