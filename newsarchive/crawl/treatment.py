"""Downloader middleware: requests of a source are sent as its settings say."""

from __future__ import annotations

import os
import re
from functools import cached_property
from http.cookiejar import MozillaCookieJar
from typing import TYPE_CHECKING, Self
from urllib.request import Request as CookieRequest

from scrapy import Request

from newsarchive.crawl.session import session_of
from newsarchive.errors import UsageError
from newsarchive.model import Source
from newsarchive.urls import host_of, same_site

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_REFERENCE = re.compile(r"\benv:([A-Za-z_]\w*)")


class Treatment:
    """How one source's requests are sent, with its secrets looked up."""

    def __init__(self, source: Source) -> None:
        """Raises:
        UsageError: A setting refers to an environment variable that is not set.
        """
        settings = source.settings
        self.source = source
        self.headers = {
            name: self._resolved(f"header.{name}", value)
            for name, value in settings.headers.items()
        }
        if settings.user_agent:
            self.headers["User-Agent"] = self._resolved("user_agent", settings.user_agent)
        self.proxy = self._resolved("proxy", settings.proxy)

    @cached_property
    def cookies(self) -> MozillaCookieJar | None:
        if not self.source.settings.cookies:
            return None
        jar = MozillaCookieJar(self.source.settings.cookies)
        try:
            jar.load(ignore_discard=True, ignore_expires=True)
        except OSError as error:
            raise UsageError(f"{jar.filename}: the cookies cannot be read: {error}") from error
        for cookie in jar:
            cookie.expires = cookie.expires or None  # extensions write 0 for "with the session"
        return jar

    def cookie(self, url: str) -> str:
        """Return the Cookie header for a URL, or ""."""
        if self.cookies is None:
            return ""
        asked = CookieRequest(url)  # noqa: S310 - not sent
        self.cookies.add_cookie_header(asked)
        return asked.get_header("Cookie") or ""

    def _resolved(self, key: str, value: str) -> str:
        def look(match: re.Match[str]) -> str:
            if match[1] not in os.environ:
                raise UsageError(
                    f"source '{self.source.slug}': {key} needs the environment variable "
                    f"{match[1]}, which is not set"
                )
            return os.environ[match[1]]

        return _REFERENCE.sub(look, value)


class TreatSources:
    """Sends headers, cookies and proxy of a source to its own site, and keeps its limits there."""

    def __init__(self, crawler: Crawler) -> None:
        self._session = session_of(crawler)
        self._treatments: dict[str, Treatment] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        source = self._session.sources.get(request.meta.get("source") or "")
        if source is None:
            return
        if source.slug not in self._treatments:
            self._treatments[source.slug] = Treatment(source)
        treatment = self._treatments[source.slug]
        if treatment.proxy:
            request.meta["proxy"] = treatment.proxy
        if not same_site(request.url, source.home):  # redirected elsewhere: nothing of it leaks
            for name in (*treatment.headers, "Cookie"):
                request.headers.pop(name, None)
            return
        for name, value in treatment.headers.items():
            request.headers[name] = value
        cookie = treatment.cookie(request.url)
        if cookie:
            request.headers["Cookie"] = cookie
        host = self._session.hosts[host_of(request.url)]
        if source.settings.delay is not None:
            host.delay = source.settings.delay
        if source.settings.concurrency is not None:
            host.limit = source.settings.concurrency
