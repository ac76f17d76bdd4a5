"""Downloader middlewares: every answer that counts → WARC → ``request.meta["capture"]``.

What a request was asked for stands in its ``meta["keep"]``: True or ``article``, ``listing``,
``robots``, ``media``; without it nothing is kept.  ``CaptureResponses`` stands next to the
downloader, where a body is as the server sent it, and sees redirects and what is tried again;
``SettleCaptures`` stands where bodies are unpacked and a request's last answer is known:

* A page of a source that is heeded (``heed``) is kept, with all that led to it, only once it
  is seen not to ask otherwise; else nothing of it is.
* A listing is kept where its state changed, with all that led to it.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Self

from scrapy import Request
from scrapy.http import Response
from scrapy.utils.asyncio import run_in_thread

from newsarchive.crawl.headers import header, header_fields
from newsarchive.crawl.rendering import FLAG
from newsarchive.crawl.session import CrawlSession, now, session_of
from newsarchive.errors import ArchiveError
from newsarchive.extraction import read_directives, stated_in
from newsarchive.model import Capture
from newsarchive.page import Page
from newsarchive.warc import Answer, Sent, digest
from newsarchive.warc.records import Cut, sent_fields

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

HELD = "newsarchive_held"  # in a request's meta: its answers so far that are not kept yet
_ADDRESSED = ("robots", "newsarchive")  # names of meta tags that speak to us
_FROM_ENVIRONMENT = re.compile(r"\benv:")  # marks what the user keeps secret
_CUTS: dict[str, Cut] = {"download_stopped": "length", "dataloss": "disconnect"}


class CaptureResponses:
    """Keeps an answer before anything reads it, or holds it until it may be kept."""

    def __init__(self, session: CrawlSession) -> None:
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(session_of(crawler))

    async def process_response(self, request: Request, response: Response) -> Response:
        if FLAG in response.flags:
            if original := request.meta.get("capture"):
                async with self._session.keeping:
                    request.meta["capture"] = await run_in_thread(
                        self._session.archive.keep_rendered,
                        original,
                        payload=response.body,
                        made_at=now(),
                    )
        elif purpose := _purpose(request):
            answer = self._answer(request, response, purpose)
            if purpose == "article" and 200 <= response.status < 300:
                request.meta["robots"] = _asked_by_header(response)
            if purpose == "listing" or request.meta.get("heed"):
                request.meta.setdefault(HELD, []).append(answer)
            else:
                await self._keep(request, answer)
        return response

    async def _keep(self, request: Request, answer: Answer) -> None:
        try:
            async with self._session.keeping:
                capture = await run_in_thread(self._session.archive.keep, answer)
        except ArchiveError as error:
            if answer.purpose != "robots":
                raise
            # what it says is heeded all the same; the page that is asked next will tell
            logger.error("%s could not be kept: %s", answer.final_url, error)
            return
        _hand_on(request, capture)

    def _answer(self, request: Request, response: Response, purpose: str) -> Answer:
        proxied = bool(request.meta.get("proxy"))
        address = "" if proxied or response.ip_address is None else str(response.ip_address)
        return Answer(
            url=request.meta.get("redirect_urls", [request.url])[0],
            final_url=response.url,
            fetched_at=now(),
            status=response.status,
            headers=tuple(header_fields(response)),
            payload=response.body,
            protocol=response.protocol or "HTTP/1.1",
            address=address,
            cut=next((_CUTS[flag] for flag in response.flags if flag in _CUTS), ""),
            purpose=purpose,
            sent=Sent(
                method=request.method,
                headers=sent_fields(_sent(request), self._secrets(request)),
                body=request.body,
            ),
        )

    def _secrets(self, request: Request) -> list[str]:
        """Names of header fields whose values the user keeps in the environment."""
        source = self._session.sources.get(request.meta.get("source") or "")
        if source is None:
            return []
        told = {**source.settings.headers, "User-Agent": source.settings.user_agent}
        return [name for name, value in told.items() if _FROM_ENVIRONMENT.search(value)]


class SettleCaptures:
    """Keeps the answers that were held, or lets them go, once the last one is there."""

    def __init__(self, session: CrawlSession, again: list[int]) -> None:
        self._session = session
        self._again = again  # statuses after which a request may be tried again

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        again = [int(code) for code in crawler.settings.getlist("RETRY_HTTP_CODES")]
        return cls(session_of(crawler), again)

    async def process_response(self, request: Request, response: Response) -> Response:
        held: list[Answer] | None = request.meta.get(HELD)
        if not held or FLAG in response.flags or response.status in self._again:
            return response
        del request.meta[HELD]
        heeded = set(request.meta.get("heed") or ())
        async with self._session.keeping:
            capture = await run_in_thread(self._settle, held, response, heeded)
        if capture is not None:
            _hand_on(request, capture)
        return response

    def _settle(self, held: list[Answer], response: Response, heeded: set[str]) -> Capture | None:
        if heeded and heeded & {*_asked_by_header(response), *_asked_by_page(response)}:
            return None  # the pipeline tells why there is no article
        archive = self._session.archive
        last = held[-1]
        if last.purpose == "listing":
            if response.status == 304:
                return None
            with archive.reading() as rows:
                known = rows.captures.newest(last.url, "listing")
            if known is not None and (known.status, known.digest) == (
                last.status,
                digest(last.payload),
            ):
                return None
        return [archive.keep(answer) for answer in held][-1]


def _purpose(request: Request) -> str:
    keep = request.meta.get("keep")
    return keep if isinstance(keep, str) else "article" if keep else ""


def _hand_on(request: Request, capture: Capture) -> None:
    if 200 <= capture.status < 300:
        request.meta["capture"] = capture


def _sent(request: Request) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in request.headers.items()
        for value in values
    ]


def _asked_by_header(response: Response) -> list[str]:
    return read_directives(
        value.decode("latin-1") for value in response.headers.getlist("X-Robots-Tag")
    )


def _asked_by_page(response: Response) -> list[str]:
    """What a page asks of robots: first by a look, then as its reader will see it."""
    if seen := stated_in(response.body):
        return seen
    kind = header(response, "Content-Type")
    page = Page(url=response.url, body=response.body, content_type=kind)
    return read_directives(
        meta.get("content", "")
        for meta in page.tree.iter("meta")
        if meta.get("name", "").strip().lower() in _ADDRESSED
    )
