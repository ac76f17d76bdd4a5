"""Scrapy's downloader, behind the hosts' gates."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.core.downloader import Downloader, Slot
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response

from newsarchive.crawl.browser import Browser
from newsarchive.crawl.hosts import Host
from newsarchive.crawl.rendering import PLAIN
from newsarchive.crawl.session import session_of
from newsarchive.urls import host_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class _Slot(Slot):
    """A slot that keeps nothing back; the delay AutoThrottle gives it is the gate's."""

    def __init__(self, host: Host, delay: float) -> None:
        self.host = host
        super().__init__(host.limit, delay, 0.0)

    @property
    def delay(self) -> float:
        return self.host.throttle

    @delay.setter
    def delay(self, seconds: float) -> None:
        self.host.throttle = seconds

    def download_delay(self) -> float:
        return 0.0

    def free_transfer_slots(self) -> int:
        return 1


class HostDownloader(Downloader):
    """Sends a request when its host's gate lets it, whatever waits for other hosts."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._hosts = session_of(crawler).hosts
        self._note = session_of(crawler).note_rest
        self._browser = Browser(crawler)
        self.handed: Counter[str] = Counter()  # host → requests taken on and not yet answered

    def needs_backout(self) -> bool:
        return False  # the scheduler hands over no more than each host may be sent

    def get_slot_key(self, request: Request) -> str:
        return host_of(request.url)  # a redirect's request still names the first host's

    def _get_slot(self, request: Request, spider: Any = None) -> tuple[str, Slot]:
        key = self.get_slot_key(request)
        if key not in self.slots:
            self.slots[key] = _Slot(self._hosts[key], self._delay)
            self._start_slot_gc()
        return key, self.slots[key]

    def fetch(self, request: Request, spider: Any = None) -> Any:
        """Count the request for its host until it is answered; the rest is Scrapy's."""
        key = self.get_slot_key(request)
        self.handed[key] += 1
        return super().fetch(request).addBoth(self._answered, key)

    def _answered(self, result: Any, key: str) -> Any:
        self.handed[key] -= 1
        if not self.handed[key]:
            del self.handed[key]
        return result

    async def _enqueue_request(self, request: Request) -> Response:
        if PLAIN in request.meta:  # what the browser asks for passes the gates itself
            return await self._browser.show(request)
        host = self._hosts[self.get_slot_key(request)]
        async with host.turn():
            try:
                response = await super()._enqueue_request(request)
            except DownloadTimeoutError:
                host.missed()
                raise
        told = {
            name: (response.headers.get(name) or b"").decode("latin-1")
            for name in ("Retry-After", "Date")
        }
        until = host.heard(response.status, told["Retry-After"], told["Date"])
        if until is not None:
            await self._note(host.name, until)
        return response
