"""A page that is kept, read as a crawl would have read it when it was answered.

Nothing is written here: ``newsarchive.jobs.rereading`` reads all that is kept again, and
``newsarchive.ingest`` the page that another is about to be compared with.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from newsarchive.dates import parse_date
from newsarchive.extraction import fuller, read_article, read_directives, read_entry, read_text
from newsarchive.extraction.rules import RuleBook
from newsarchive.model import Access, Article, Capture, Evidence, Link, Moment, Site
from newsarchive.page import MAX_BYTES, Page
from newsarchive.storage import Archive, Readable
from newsarchive.urls import canonical_url, host_of
from newsarchive.warc.payloads import unpacked

FROM_FEED = "feed"
FIELDS = (  # what a reading is compared by, in the order they are told
    "title",
    "authors",
    "posted_by",
    "published",
    "modified",
    "categories",
    "tags",
    "language",
    "body",
    "body_html",
    "summary",
    "image",
    "publisher",
    "canonical_url",
    "kind",
    "access",
    "credit",
    "enclosures",
    "robots",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A field that is understood otherwise than before."""

    field: str
    before: Any
    after: Any

    @property
    def how(self) -> str:
        """Filled, emptied or changed."""
        if not self.before:
            return "filled"
        return "changed" if self.after else "emptied"


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


def not_to_read(known: Readable) -> str:
    """Why a revision cannot be read again, though nothing is wrong with it; "" where it can."""
    if known.capture is None:
        return "made of what a feed said"
    if not known.capture.warc_file:
        return "bytes no longer kept"
    by_browser = any(item.field == "capture" for item in known.article.evidence)
    if by_browser and known.capture.kind != "conversion":
        return "read from a browser's page that is not kept"
    return ""


def read_again(archive: Archive, sites: Sites, known: Readable, link: Link | None) -> Article:
    """Return what a revision's page says by the rules of today.

    Args:
        archive: Where it is kept.
        sites: How to read hosts' pages.
        known: The revision; ``not_to_read`` is "" for it.
        link: What listings say of it; None where they speak of a later state.

    Raises:
        ArchiveDamaged: Its record is missing or damaged.
        Unreadable: It cannot be unpacked.
        ReaderFailed: The site's rule or reader did.
    """
    capture = known.capture
    assert capture is not None
    payload = unpacked(archive.warc.read(capture), capture.headers, limit=MAX_BYTES)
    url = capture.final_url
    imported = capture.kind == "resource"
    if imported and not (canonical_url(known.url) and canonical_url(url)):
        url = ""  # its address may be the page's own word, which the archive did not believe
    if imported and capture.content_type.startswith("text/plain"):
        text = Page(url=url, body=payload, content_type="text/plain").text
        return read_text(text, url=url, site=sites.site(url, imported=True))
    page = Page(url=url, body=payload, content_type=capture.content_type)
    return read_capture(page, capture, sites.site(url, imported=imported), link, known.article)


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


def differences(before: Article, after: Article) -> tuple[Change, ...]:
    """Return the fields that two readings of the same page understand otherwise.

    Where a value was read from does not count, nor how a time was spelled.
    """
    found = []
    for name in FIELDS:
        old, new = _value(before, name), _value(after, name)
        if old != new:
            found.append(
                Change(field=name, before=getattr(before, name), after=getattr(after, name))
            )
    return tuple(found)


def _value(article: Article, name: str) -> Any:
    value = getattr(article, name)
    if name in ("published", "modified"):
        return _wall(value), getattr(article, f"{name}_precision")
    if name == "credit" and value is not None:
        hops = (value, *value.via)
        return [(hop.source, hop.byline, _wall(hop.published), hop.url) for hop in hops]
    if name in ("authors", "categories", "tags", "enclosures", "robots"):
        return list(value)
    return value or None  # an empty text says as little as none


def _wall(stated: datetime | None) -> tuple[datetime, float | None] | None:
    """Wall clock and offset in minutes, as rows hold them."""
    if stated is None:
        return None
    offset = stated.utcoffset()
    minutes = None if offset is None else round(offset.total_seconds() / 60)
    return stated.replace(tzinfo=None), minutes
