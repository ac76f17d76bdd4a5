"""A page that is kept, read as a crawl would have read it when it was answered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import lru_cache

from newsarchive.dates import parse_date
from newsarchive.extraction import fuller, read_article, read_directives, read_entry
from newsarchive.extraction.rules import RuleBook
from newsarchive.model import Access, Article, Capture, Evidence, Link, Moment, Site
from newsarchive.page import Page
from newsarchive.storage import Archive
from newsarchive.urls import host_of

FROM_FEED = "feed"


class Sites:
    """How to read hosts' pages: what an archive knows of them, and the rules for them."""

    def __init__(self, archive: Archive, rules: RuleBook) -> None:
        self._archive = archive
        self._rules = rules
        self._of_host = lru_cache(maxsize=1_000)(self._known)

    def site(self, url: str, *, imported: bool = False) -> Site:
        """Return how to read a page; ``imported``: known categories part its category lines."""
        return self._rules.site(self._of_host(host_of(url), imported), url)

    def _known(self, host: str, imported: bool) -> Site:
        with self._archive.reading() as rows:
            site = rows.sources.site(host)
            return replace(site, categories=rows.archived.categories(host)) if imported else site


def read_capture(
    page: Page, capture: Capture, site: Site, link: Link | None, before: Article | None = None
) -> Article:
    """Return what a kept page says, read as a crawl reads it.

    Args:
        page: Its bytes, unpacked.
        capture: When and with which header fields it was answered.
        site: What is known of its host, with the rules for it.
        link: What listings say of it; None where they said nothing, or speak of a later state.
        before: An earlier reading of the same bytes.  What it took from a feed counts as said
            in place of ``link``, and its text where a feed had to give it: feeds forget.

    Raises:
        ReaderFailed: The site's rule or reader did.
    """
    if link is None and before is not None:
        link = _said_then(before, page.url)
    article = read_article(page, site, link, fetched_at=capture.fetched_at)
    said = [value for name, value in capture.headers if name.lower() == "x-robots-tag"]
    if before is not None and capture.kind == "conversion":
        said += before.robots  # the answer's header fields do not speak for what was made of it
        article.evidence += [item for item in before.evidence if item.field == "capture"]
    article.robots = read_directives([",".join([*article.robots, *read_directives(said)])])
    if article.access is Access.PAYWALLED:
        if link is not None:
            article = fuller(article, read_entry(link, site))
        if before is not None and before.origins.get("body") == FROM_FEED:
            article = fuller(article, before)
    return article


def _said_then(before: Article, url: str) -> Link | None:
    """What a reading took from a feed, as the feed's entry; None where it took nothing."""
    said: dict[str, list[Evidence]] = defaultdict(list)
    for item in before.evidence:
        if item.origin == FROM_FEED:
            said[item.field].append(item)
    if not said and not before.enclosures:
        return None

    def text(name: str) -> str:
        return said[name][0].raw if name in said else ""

    def moment(name: str) -> Moment | None:
        return parse_date(text(name)) if name in said else None

    return Link(
        url=url,
        title=text("title"),
        authors=tuple(item.raw for item in said["authors"]),
        published=moment("published"),
        modified=moment("modified"),
        categories=tuple(item.raw for item in said["categories"]),
        summary=before.summary if "summary" in said else "",
        language=text("language"),
        enclosures=tuple(before.enclosures),
    )
