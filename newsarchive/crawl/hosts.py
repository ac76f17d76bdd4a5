"""What each server may be asked, and when: requests under way, the gap between them, rests.

Scrapy counts a host's requests before its downloader's queue and was seen to overshoot, and
knows neither Retry-After nor Crawl-delay.  Here every request passes its host's gate right
before it is sent, robots.txt included; nothing else decides when.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from scrapy.exceptions import IgnoreRequest

MAX_RETRY_AFTER = timedelta(days=7)  # a server that asks for more is asked again after that
UNTOLD_REST = timedelta(seconds=5)  # after 429 without Retry-After; doubles with each in a row
SILENT_REST = timedelta(hours=1)  # of a host that was given up
# A connection made anew takes longer than one kept, so that two requests sent a second apart
# can arrive closer.  Seconds; loopback and a LAN need 1 to 3 ms.
MARGIN = 0.01


class Interrupted(IgnoreRequest):
    """The crawl ended before the request was sent: no failure, the frontier keeps its URL."""


class HostRests(IgnoreRequest):
    """A server asked to be left alone for longer than this crawl would wait."""

    def __init__(self, host: str, until: datetime) -> None:
        super().__init__(host, until)
        self.host = host
        self.until = until

    def __str__(self) -> str:
        return f"the server asked to wait until {self.until.astimezone():%Y-%m-%d %H:%M}"


class HostSilent(HostRests):
    """A server let one answer after the other run into its deadline: this crawl gives it up."""

    def __init__(self, host: str, until: datetime, times: int) -> None:
        super().__init__(host, until)
        self.args = (host, until, times)
        self.times = times

    def __str__(self) -> str:
        return f"the host did not answer in time {self.times} times in a row (max_timeouts)"


class Host:
    """One server: a name with its port, and the gate to it."""

    def __init__(self, name: str, hosts: Hosts) -> None:
        self.name = name
        self.limit = hosts.limit
        self.delay = hosts.delay  # seconds, the user's
        self.throttle = 0.0  # seconds, what AutoThrottle found to suit it
        self.crawl_delay = 0.0  # seconds, what its robots.txt asks for
        self.rests_until: datetime | None = None
        self._hosts = hosts
        self._places: asyncio.Semaphore | None = None
        self._order = asyncio.Lock()
        self._sent_at = float("-inf")
        self._untold = 0  # answers in a row that asked for a rest without saying how long
        self._missed = 0  # deadlines in a row

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until a request may be sent, and hold its place until it is answered.

        Raises:
            HostRests: The server wants to be left alone for longer than ``Hosts.max_rest``.
            Interrupted: The crawl ends.
        """
        if self._places is None:  # the limit may be set until the first request
            self._places = asyncio.Semaphore(self.limit)
        async with self._places:
            async with self._order:
                await self._wait()
                await self._hosts.everywhere.acquire()
                try:
                    await self._wait()  # meanwhile another answer may have asked for a rest
                except BaseException:
                    self._hosts.everywhere.release()
                    raise
                self._sent_at = self._hosts.clock()
            try:
                yield
            finally:
                self._hosts.everywhere.release()

    async def _wait(self) -> None:
        while not self._hosts.stopping.is_set():
            if self._missed >= self._hosts.max_timeouts:
                raise HostSilent(self.name, self._hosts.now() + SILENT_REST, self._missed)
            rest = self.rest()
            if rest > self._hosts.max_rest and self.rests_until is not None:
                raise HostRests(self.name, self.rests_until)
            gap = max(self.delay, self.throttle, self.crawl_delay)
            since = self._hosts.clock() - self._sent_at
            wait = max(rest, gap + MARGIN - since if gap else 0.0)
            if wait <= 0:
                return
            with suppress(TimeoutError):  # not longer, since what is waited for may change
                await asyncio.wait_for(self._hosts.stopping.wait(), min(wait, 1.0))
        raise Interrupted

    def rest(self) -> float:
        """Return for how many seconds it wants to be left alone still."""
        if self.rests_until is None:
            return 0.0
        return max(0.0, (self.rests_until - self._hosts.now()).total_seconds())

    def missed(self) -> None:
        """Take note of an answer that did not come in time."""
        self._missed += 1

    def heard(self, status: int, retry_after: str = "", date: str = "") -> datetime | None:
        """Take note of an answer; return until when it asks to be left alone, if it does.

        Rules: RFC 9110, 10.2.3 (Retry-After) and RFC 6585, 4 (429).

        Args:
            status: Of the answer; only 429 and 503 ask for rests.
            retry_after: The header of that name: seconds or a date.
            date: The Date header: what a date in ``retry_after`` counts from, where the
                server's clock is wrong.
        """
        self._missed = 0
        if status not in (429, 503):
            self._untold = 0
            return None
        now = self._hosts.now()
        wait = read_retry_after(retry_after, date=date, now=now)
        if wait is None and status == 429:
            wait = UNTOLD_REST * 2**self._untold
            self._untold += 1
        if not wait:
            return None
        until = now + min(wait, MAX_RETRY_AFTER)
        if self.rests_until is None or until > self.rests_until:
            self.rests_until = until
        return until


class Hosts:
    """The servers of one crawl, by name and port."""

    def __init__(
        self,
        *,
        limit: int,
        delay: float,
        total: int = 32,
        max_rest: float = 120.0,
        max_timeouts: int = 10,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Args:
        limit: Requests under way to one host.
        delay: Seconds from one request to the next to one host.
        total: Requests under way to all hosts together; 0 for any number.
        max_rest: Seconds a request waits for a host that rests; for longer rests it fails.
        max_timeouts: Deadlines in a row after which a host is asked no more.
        """
        self.limit = limit
        self.delay = delay
        self.max_rest = max_rest
        self.max_timeouts = max_timeouts
        self.clock = clock
        self.now = now
        self.everywhere = asyncio.Semaphore(total or 1_000_000)
        self.stopping = asyncio.Event()  # set: nothing more is sent
        self._hosts: dict[str, Host] = {}

    def __getitem__(self, name: str) -> Host:
        """The host with this name and port, made on first use."""
        if name not in self._hosts:
            self._hosts[name] = Host(name, self)
        return self._hosts[name]


def read_retry_after(value: str, *, date: str = "", now: datetime) -> timedelta | None:
    """Return how long a Retry-After header asks to wait; None where it says nothing usable.

    >>> read_retry_after("120", now=datetime.now(UTC))
    datetime.timedelta(seconds=120)
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:12]), 10**9))
    try:
        until = _instant(value)
        sent = _instant(date) if date else now
    except (ValueError, TypeError, OverflowError):
        return None
    return max(until - sent, timedelta())


def _instant(text: str) -> datetime:
    found = parsedate_to_datetime(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
