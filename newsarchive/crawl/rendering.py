"""Which pages a browser is to show, and what was learned of their sources.

A source counts from -3 to 3 (``Source.scripted``), kept from crawl to crawl: how many pages
in a row the browser found the text of that the plain page lacked, or, below 0, showed in
vain; each plain page with a text of its own brings it one nearer to 0.

* At 3 a source needs a browser: its pages without much text are shown at once, whatever
  their signs.
* At -3 the browser was of no use: one page a crawl is still tried.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response

from newsarchive.dedup import is_telling
from newsarchive.extraction.scripted import needs_browser
from newsarchive.model import Article, Evidence
from newsarchive.page import Page

if TYPE_CHECKING:
    from newsarchive.crawl.session import CrawlSession

LEARNED = 3  # pages in a row; chosen, not measured
FLAG = "rendered"  # of responses
PLAIN = "newsarchive_plain"  # in a request's meta: the server's answer that is to be shown
READ = "newsarchive_read"  # in a request's meta: the article as read from the plain page
_HANDED_ON = ("source", "heed", "capture", "robots")
MISSING = (
    "its text is made by scripts; install newsarchive[browser] and a Chromium, or set browser=never"
)
SHOWN = Evidence(
    field="capture", position=0, origin="browser", raw="read from the page as scripts made it"
)


class Rendering:
    """Decides for each page that was read, and learns from it."""

    def __init__(self, session: CrawlSession, *, browser: bool) -> None:
        self._session = session
        self._browser = browser  # whether there is one
        self._counts: dict[str, int] = {}  # slug → as ``Source.scripted``
        self._tried: set[str] = set()  # sources at -3 of which a page was shown all the same

    async def judge(
        self, response: Response, page: Page, article: Article
    ) -> Article | Request | str:
        """Return the article to archive, the request that has a browser show the page first,
        or the cause why neither can be.

        Args:
            response: The server's answer, or the page as the browser showed it.
            page: The same, parsed.
            article: What was read from it.
        """
        assert response.request is not None
        if FLAG in response.flags:
            return await self._shown(article, response.request.meta[READ])
        wish = self._wish(article.source)
        if wish == "never" or set(article.robots) & self._session.heeded(article.source):
            return article
        slug = article.source or ""
        if is_telling(article.body):
            await self._learn(slug, _towards_zero(self._count(slug)))
            if wish != "always":
                return article
        elif wish != "always" and not self._worth(slug, page):
            return article
        if not self._browser:
            return article if article.body else MISSING
        asked = response.request.meta
        meta = {name: asked[name] for name in _HANDED_ON if name in asked}
        meta |= {PLAIN: response, READ: article}
        # before pages not asked yet: those shown wait with their bytes in memory
        return response.request.replace(meta=meta, priority=5, dont_filter=True)

    def failed(self, request: Request, cause: str) -> Article | str | None:
        """Return what is left where the browser failed: the plain page's article, or the cause.

        None for a request that was none for the browser.
        """
        if READ not in request.meta:
            return None
        article: Article = request.meta[READ]
        if article.body:
            return article
        return f"its text is made by scripts, and the browser could not show it: {cause}"

    async def _shown(self, article: Article, plain: Article) -> Article:
        found = len(article.body) > len(plain.body)
        slug = article.source or ""
        if not is_telling(plain.body):
            before = self._count(slug)
            after = max(before, 0) + 1 if found else min(before, 0) - 1
            await self._learn(slug, max(-LEARNED, min(LEARNED, after)))
        self._session.count("rendered", source=article.source)
        article.evidence.append(SHOWN)
        return (
            article if found or (self._wish(article.source) == "always" and article.body) else plain
        )

    def _worth(self, slug: str, page: Page) -> bool:
        """Whether a page without much text is worth a browser."""
        count = self._count(slug)
        if count >= LEARNED:
            return True
        if not needs_browser(page):
            return False
        if count <= -LEARNED:
            if slug in self._tried:
                return False
            self._tried.add(slug)
        return True

    def _wish(self, slug: str | None) -> str:
        source = self._session.sources.get(slug or "")
        return source.settings.browser if source is not None else "auto"

    def _count(self, slug: str) -> int:
        source = self._session.sources.get(slug)
        return self._counts.get(slug, source.scripted if source is not None else 0)

    async def _learn(self, slug: str, count: int) -> None:
        """Remember a source's count; pages of no source are each judged by themselves."""
        if not slug or count == self._count(slug):
            return
        self._counts[slug] = count

        def note() -> None:
            with self._session.archive.writing() as rows:
                rows.sources.note_scripted(slug, count)

        source = self._session.sources.get(slug)
        await self._session.attempt(note, source.home if source is not None else slug, slug)


def _towards_zero(count: int) -> int:
    return count - (count > 0) + (count < 0)
