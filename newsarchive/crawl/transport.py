"""Scrapy's HTTP client with bounds of ours: how large a head may be, and where a body ends.

Twisted reads fields for as long as they come, and takes the first bytes of a body that is
longer than its Content-Length for the whole of it.  The deadline of a whole answer, from
connecting to its last byte, is Scrapy's (DOWNLOAD_TIMEOUT).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from twisted.python.failure import Failure
from twisted.web._newclient import BODY, ResponseFailed
from twisted.web.http import _DataLoss

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IAddress
    from twisted.web._newclient import Request
    from twisted.web.iweb import IResponse


class HeadTooLarge(Exception):
    """An answer's status line and header fields go beyond a bound; the message says which."""


class LongerThanStated(_DataLoss):
    """A body goes on behind its Content-Length: where it ends is anybody's guess."""


class _Parser(_LenientHTTPClientParser):
    """Counts what comes before a body, interim answers (1xx) included."""

    max_bytes: int
    max_fields: int
    bytes_left: int
    fields_left: int
    overrun = False

    def bound(self, max_bytes: int, max_fields: int) -> None:
        """Say how much may come before the body."""
        self.MAX_LENGTH = self.max_bytes = self.bytes_left = max_bytes
        self.max_fields = self.fields_left = max_fields

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        self.bytes_left -= len(line) + 1
        if self.bytes_left < 0:
            self.lineLengthExceeded(line)
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: N802
        raise HeadTooLarge(
            f"the answer's head is larger than {self.max_bytes:,} bytes (max_head_bytes)"
        )

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802
        self.fields_left -= 1
        if self.fields_left < 0:
            raise HeadTooLarge(
                f"the answer has more than {self.max_fields:,} header fields (max_head_fields)"
            )
        super().headerReceived(name, value)  # type: ignore[no-untyped-call]

    def _finished(self, rest: bytes) -> None:
        # chunks say themselves where they end; some servers send a line break too many
        stated = self.state == BODY and b"chunked" not in self._coding()
        self.overrun = stated and bool(rest.strip())
        super()._finished(rest)  # type: ignore[no-untyped-call]

    def _coding(self) -> bytes:
        return b",".join(self.connHeaders.getRawHeaders(b"Transfer-Encoding", ())).lower()

    def connectionLost(self, reason: Failure | None = None) -> None:  # noqa: N802
        if self.overrun:
            lost = ResponseFailed([Failure(LongerThanStated())], self.response)  # type: ignore[no-untyped-call]
            self.response._bodyDataFinished(Failure(lost))  # type: ignore[no-untyped-call]
        else:
            super().connectionLost(reason)


class _Protocol(_LenientHTTP11ClientProtocol):
    bounds: tuple[int, int]

    def request(self, request: Request) -> Deferred[IResponse]:
        answer = super().request(request)
        assert self._parser is not None
        # as Scrapy does it: Twisted makes the parser itself
        self._parser.__class__ = _Parser
        self._parser.bound(*self.bounds)  # type: ignore[attr-defined]
        return answer


class BoundedHandler(HTTP11DownloadHandler):
    """Downloads ``http`` and ``https`` URLs; settings: NEWSARCHIVE_MAX_HEAD_BYTES, …_FIELDS."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        bounds = (
            crawler.settings.getint("NEWSARCHIVE_MAX_HEAD_BYTES"),
            crawler.settings.getint("NEWSARCHIVE_MAX_HEAD_FIELDS"),
        )

        class Factory(_LenientHTTP11ClientFactory):
            def buildProtocol(self, addr: IAddress | None) -> Any:  # noqa: N802
                protocol = _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
                protocol.bounds = bounds
                return protocol

        self._pool._factory = Factory
