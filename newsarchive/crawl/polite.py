"""Private addresses are refused, for links and redirects alike, before anything is sent.

A page could otherwise make us ask machines behind our own firewall, or a cloud's metadata
service.  Literal addresses are judged by the middleware, names by what they resolve to.
Hosts that the user named on purpose (``add --allow-private``) are let through.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self, cast

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred, fail
from twisted.internet.error import DNSLookupError

from newsarchive.crawl.session import CrawlSession, session_of
from newsarchive.urls import MAX_URL_CHARS, host_of, is_private_host

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.crawler import Crawler, CrawlerRunnerBase
    from twisted.internet.base import ReactorBase

REFUSAL = (
    "is at a private address; add its source with --allow-private, or crawl with "
    "-s NEWSARCHIVE_ALLOW_PRIVATE=1, if you mean it"
)


class RefusedAddress(IgnoreRequest):
    """The URL leads to a private address, or is not http(s)."""


class PublicAddresses:
    """Refuses other schemes than http(s), and literal private addresses."""

    def __init__(self, session: CrawlSession, *, allow_private: bool) -> None:
        self._session = session
        self._allow_private = allow_private

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(
            session_of(crawler),
            allow_private=crawler.settings.getbool("NEWSARCHIVE_ALLOW_PRIVATE"),
        )

    def process_request(self, request: Request) -> None:
        if len(request.url) > MAX_URL_CHARS:
            raise RefusedAddress(
                f"the address has {len(request.url):,} characters; those of more than "
                f"{MAX_URL_CHARS:,} are not asked"
            )
        host = host_of(request.url)
        if not host:
            raise RefusedAddress(f"{request.url} is no http(s) address")
        if self._allow_private or host in self._session.private_hosts:
            return
        if is_private_host(host):
            raise RefusedAddress(f"{host} {REFUSAL}")


class PublicResolver(CachingThreadedResolver):
    """Refuses names that resolve to private addresses."""

    process: CrawlerRunnerBase
    allow_private: bool

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        resolver = super().from_crawler(crawler, reactor)
        # Scrapy hands over the whole process: there is one resolver for all its crawlers
        resolver.process = cast("CrawlerRunnerBase", crawler)
        resolver.allow_private = crawler.settings.getbool("NEWSARCHIVE_ALLOW_PRIVATE")
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802
        resolved = super().getHostByName(name, timeout)
        if self.allow_private or name in self._named():
            return resolved
        return resolved.addCallback(self._judge, name)

    def _named(self) -> set[str]:
        """The names of hosts that a running crawl was told to ask, without ports."""
        hosts = (session_of(crawler).private_hosts for crawler in self.process.crawlers)
        return {re.sub(r":\d+$", "", host) for host in set().union(*hosts)}

    @staticmethod
    def _judge(address: str, name: str) -> str | Deferred[str]:
        if is_private_host(address):
            return fail(DNSLookupError(f"{name} {REFUSAL}"))
        return address
