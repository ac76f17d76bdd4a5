"""A browser that shows a page we have already, so that its scripts make the text.

scrapy-playwright (extra ``browser``) drives a Chromium.  The browser has no way to the
network: its proxy does not exist.  What a page asks for is fetched by the crawl itself and
handed to it, so that every rule of the crawl holds for pages' scripts as well: hosts' gates,
robots.txt, private addresses refused literal or resolved, redirects included, bounds.

Nothing is imported and no program started before the first page that needs it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from scrapy import Request, signals
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.settings import Settings

from newsarchive.crawl.causes import TOO_LARGE
from newsarchive.crawl.chromium import launch_options
from newsarchive.crawl.hosts import Interrupted
from newsarchive.crawl.rendering import FLAG, PLAIN
from newsarchive.crawl.session import session_of
from newsarchive.urls import same_site

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_T = TypeVar("_T")

PAGES_AT_ONCE = 2
MAX_ASKED = 60  # scripts and data of one page; what it asks beyond is refused
STARTING = 30.0  # seconds the browser may take to start
REST = 5.0  # seconds more to come to rest once all it asked for is there or refused
MAX_KEPT_BYTES = 32_000_000  # scripts kept for the next pages of the same site
_WANTED = frozenset(["script", "xhr", "fetch"])
_KEPT_BACK = frozenset(  # ours to say, or untrue
    ["accept-encoding", "connection", "content-length", "cookie", "host", "user-agent"]
)
_UNTRUE = frozenset(  # of an answer that was unpacked
    ["content-encoding", "content-length", "transfer-encoding", "connection", "set-cookie"]
)


class Browser:
    """Shows pages, two at a time, each in a profile of its own that is then forgotten."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._stopping = session_of(crawler).hosts.stopping
        self._program: str = crawler.settings["NEWSARCHIVE_BROWSER"]
        self._patience = crawler.settings.getfloat("NEWSARCHIVE_BROWSER_PATIENCE")
        self._context = {
            "user_agent": crawler.settings["USER_AGENT"],  # what scripts are told
            "accept_downloads": False,
            "service_workers": "block",  # what they ask for would not be seen
        }
        self._handler: Any = None
        self._starting = asyncio.Lock()
        self._places = asyncio.Semaphore(PAGES_AT_ONCE)
        self._numbers = count(1)
        self._scripts = _Scripts()

    async def show(self, request: Request) -> Response:
        """Return the page as HTML once its scripts have come to rest.

        Args:
            request: With the server's answer as ``PLAIN`` in its ``meta``.

        Raises:
            Interrupted: The crawl ends.
            IgnoreRequest: The browser could not show the page; tells why.
        """
        plain: Response = request.meta[PLAIN]
        async with self._places:
            try:
                handler = await self._unless_stopped(self._started(), STARTING)
                showing = self._shown(handler, plain, request.meta.get("source"))
                shown = await self._unless_stopped(showing, self._patience + 2 * REST)
            except Exception as error:  # playwright's, of many kinds
                raise self._refusal(error) from error
        if self._stopping.is_set():  # it was refused what it asked for last
            raise Interrupted
        if len(shown) > self._crawler.settings.getint("DOWNLOAD_MAXSIZE"):
            raise IgnoreRequest(TOO_LARGE)
        return HtmlResponse(
            plain.url,
            status=plain.status,
            headers={"Content-Type": "text/html; charset=utf-8"},
            body=shown,
            encoding="utf-8",
            request=request,
            flags=[FLAG],
        )

    async def _unless_stopped(self, work: Coroutine[Any, Any, _T], seconds: float) -> _T:
        """Wait for something, but neither beyond its time nor beyond the crawl's end."""
        task = asyncio.ensure_future(work)
        stop = asyncio.ensure_future(self._stopping.wait())
        first = asyncio.FIRST_COMPLETED
        await asyncio.wait((task, stop), timeout=seconds, return_when=first)
        stop.cancel()
        if not task.done():
            task.cancel()
            await asyncio.wait((task,), timeout=2 * REST)  # what it began is closed
            raise TimeoutError
        return task.result()

    def _refusal(self, error: Exception) -> IgnoreRequest:
        if self._stopping.is_set():
            return Interrupted()
        if type(error).__name__ == "TimeoutError":  # Python's, and playwright's own
            return IgnoreRequest("the page came to no rest in time")
        return IgnoreRequest(str(error).partition("\n")[0] or repr(error))

    async def _shown(self, handler: Any, plain: Response, source: str | None) -> bytes:
        name = f"page-{next(self._numbers)}"
        visit = _Visit(self._crawler, plain, source, self._patience, self._scripts)
        asked = Request(
            plain.url,
            meta={
                "playwright": True,
                "playwright_context": name,
                "playwright_context_kwargs": self._context,
                "playwright_page_init_callback": visit.begin,
                "playwright_page_goto_kwargs": {"wait_until": "commit"},
                # waited for here: a page that was kept from going elsewhere may never
                # tell that it is loaded, which the handler's own methods wait for
                "playwright_include_page": True,
            },
        )
        try:
            await handler.download_request(asked)
            page = asked.meta["playwright_page"]
            await visit.settle(page)
            text: str = await page.content()
            if not same_site(page.url, plain.url):
                raise IgnoreRequest("its scripts lead elsewhere")
            return text.encode("utf-8", "replace")
        finally:
            wrapper = handler.context_wrappers.get(name)
            if wrapper is not None:  # takes along a page that hangs
                with suppress(Exception):
                    await asyncio.wait_for(wrapper.context.close(), 10)

    async def _started(self) -> Any:
        """scrapy-playwright's download handler, with its browser running."""
        async with self._starting:
            if self._handler is None:
                logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)  # prints tracebacks
                from scrapy_playwright.handler import Config, ScrapyPlaywrightDownloadHandler

                handler = ScrapyPlaywrightDownloadHandler.from_crawler(self._crawler)
                # the user's own PLAYWRIGHT_ settings might let it out
                handler.config = Config.from_settings(_settings(self._program))
                self._crawler.signals.connect(self._close, signals.engine_stopped)
                # what it does on a signal that was sent before it was made
                await handler._maybe_launch_in_thread()
                self._handler = handler
            await self._handler._maybe_launch_browser()  # also after a crash
            return self._handler

    async def _close(self) -> None:
        with suppress(Exception):  # a browser that is gone already
            await asyncio.wait_for(self._handler.close(), 20)


class _Scripts:
    """Scripts that were fetched, for the next pages: of a site they are mostly the same."""

    def __init__(self) -> None:
        self._kept: dict[str, Response] = {}
        self._bytes = 0

    def get(self, url: str) -> Response | None:
        return self._kept.get(url)

    def keep(self, url: str, response: Response) -> None:
        if response.status != 200 or url in self._kept:
            return
        self._kept[url] = response
        self._bytes += len(response.body)
        while self._bytes > MAX_KEPT_BYTES:
            oldest = next(iter(self._kept))
            self._bytes -= len(self._kept.pop(oldest).body)


class _Visit:
    """One page in the browser, and what it may ask for."""

    def __init__(
        self,
        crawler: Crawler,
        plain: Response,
        source: str | None,
        patience: float,
        scripts: _Scripts,
    ) -> None:
        self._crawler = crawler
        self._plain = plain
        self._source = source
        self._scripts = scripts
        self._begun = False
        self._asked = 0
        self._patience = patience
        self._until = 0.0  # by the loop's clock: nothing is answered any more

    async def begin(self, page: Any, request: Request) -> None:
        """Take over what the page asks for; called before it goes anywhere."""
        self._until = asyncio.get_running_loop().time() + self._patience
        page.on("popup", lambda popup: asyncio.ensure_future(_closed(popup)))
        await page.route("**/*", self._answer)

    async def settle(self, page: Any) -> None:
        """Wait until the page has asked for nothing for half a second."""
        left = self._until - asyncio.get_running_loop().time()
        with suppress(Exception):  # one that goes on asking is taken as it is
            await page.wait_for_load_state("networkidle", timeout=max(left, 0.1) * 1000)

    async def _answer(self, route: Any) -> None:
        """Hand the page what it asks for, or refuse."""
        with suppress(Exception):  # playwright's, where the page is gone meanwhile
            try:
                left = self._until - asyncio.get_running_loop().time()
                await asyncio.wait_for(self._judged(route, route.request), max(left, 0.01))
            except Exception:  # noqa: BLE001 - of the fetch: refused, failed, too slow
                await route.abort("aborted")

    async def _judged(self, route: Any, asked: Any) -> None:
        kind = asked.resource_type
        if kind == "document" and not self._begun and asked.is_navigation_request():
            self._begun = True
            await _fulfil(route, self._plain, status=200)
        elif kind == "stylesheet":  # unseen, but some scripts wait for it
            await route.fulfill(status=200, content_type="text/css", body="")
        elif kind in _WANTED and self._may(asked):
            await _fulfil(route, await self._fetched(asked, keep=kind == "script"))
        else:  # "aborted": a page that would go elsewhere stays, others show an error
            await route.abort("aborted")

    def _may(self, asked: Any) -> bool:
        """Reading is allowed anywhere; POST, as GraphQL asks, at the page's own site."""
        if asked.method == "POST":
            return same_site(asked.url, self._plain.url)
        return bool(asked.method == "GET")

    async def _fetched(self, asked: Any, *, keep: bool) -> Response:
        if keep and (known := self._scripts.get(asked.url)):
            return known
        self._asked += 1
        if self._asked > MAX_ASKED:
            raise IgnoreRequest("the page asks for too much")
        assert self._crawler.engine is not None
        response = await self._crawler.engine.download_async(
            Request(
                asked.url,
                method=asked.method,
                body=asked.post_data_buffer or b"",
                headers={
                    name: value
                    for name, value in asked.headers.items()
                    if name not in _KEPT_BACK and not name.startswith("sec-")
                },
                callback=NO_CALLBACK,
                dont_filter=True,
                meta={"source": self._source},
            )
        )
        if keep:
            self._scripts.keep(asked.url, response)
        return response


def _settings(browser: str) -> Settings:
    return Settings(
        {
            "PLAYWRIGHT_BROWSER_TYPE": "chromium",
            "PLAYWRIGHT_LAUNCH_OPTIONS": launch_options(browser),
            "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 1,
            "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": STARTING * 1000,
        }
    )


async def _fulfil(route: Any, response: Response, status: int | None = None) -> None:
    headers = {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
        if name.decode("latin-1").lower() not in _UNTRUE
    }
    if status is not None:  # the document: its policies would only forbid what is handed over
        headers = {"content-type": headers.get("content-type", "text/html")}
    await route.fulfill(status=status or response.status, headers=headers, body=response.body)


async def _closed(page: Any) -> None:
    with suppress(Exception):
        await page.close()
