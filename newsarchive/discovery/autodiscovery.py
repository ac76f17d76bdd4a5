"""What a home page says of itself: its name, its language, its feeds and sitemaps.

Only what the page and its headers name; trying well-known paths needs a network and is
done elsewhere.  Feeds of comments and of single articles are left out: they belong to a
page, not to a site.  Sources: RFC 8288 (Link header), the HTML standard's link types, the
feed autodiscovery convention of 2002 that browsers followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from lxml import etree

from newsarchive.discovery._gather import plain_text, without_fragment
from newsarchive.discovery._headers import links_in_headers
from newsarchive.discovery.sections import base_of
from newsarchive.discovery.systems import find_system
from newsarchive.discovery.wordpress import find_api
from newsarchive.page import Page
from newsarchive.urls import absolute_url, canonical_url, host_of, same_site

MAX_FEEDS = 100
_MAX_ELEMENTS = 10_000

FeedKind = Literal["rss", "atom", "json", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A feed that a page points to."""

    url: str  # canonical
    raw_url: str  # as written, absolute: the one to fetch
    title: str = ""  # as the page calls it
    kind: FeedKind = ""  # as the page says; "" when it does not
    visible: bool = False  # found as a link in the text, not declared


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What a home page says of itself."""

    name: str = ""  # the publication's; its host where the page does not say
    language: str = ""  # BCP 47, as stated
    feeds: tuple[FeedLink, ...] = ()  # declared ones first, in document order, each URL once
    sitemaps: tuple[str, ...] = ()  # absolute, as written
    system: str = ""  # what made the page: WordPress, Drupal, … (systems.toml)
    api: str = ""  # root of WordPress's REST API, as the page names it


def read_home(
    body: bytes, *, url: str, content_type: str = "", headers: Iterable[tuple[str, str]] = ()
) -> Home:
    """Return what the page at ``url`` says of its site.  Never raises.

    Args:
        headers: The answer's header fields; ``Link`` and ``Content-Language`` count.
    """
    root = Page(url=url, body=body, content_type=content_type).tree
    base = base_of(root, url)
    fields = [(name.lower(), value) for name, value in headers]
    api = find_api(root, base=base, headers=fields)
    feeds: dict[str, FeedLink] = {}
    for feed in (*_in_headers(fields, url), *_declared(root, base), *_visible(root, base, url)):
        if len(feeds) < MAX_FEEDS and not _is_of_a_page(feed):
            feeds.setdefault(feed.url, feed)
    return Home(
        name=_name(root) or host_of(url).removeprefix("www."),
        language=_language(root, fields),
        feeds=tuple(feeds.values()),
        sitemaps=tuple(_sitemaps(root, base)),
        system="WordPress" if api else find_system(root, body),
        api=api,
    )


# Feeds

_KINDS: dict[str, FeedKind] = {
    "application/rss+xml": "rss",
    "application/rdf+xml": "rss",
    "application/atom+xml": "atom",
    "application/feed+json": "json",
    "application/x.atom+xml": "atom",
    "application/x-atom+xml": "atom",
}
_VAGUE_TYPES = frozenset({"application/json", "application/xml", "text/xml", "text/rss", ""})
_FEED_PATH = re.compile(
    r"(?:^|[/._-])(?:rss2?|atom|feeds?|rdf|syndication)(?:\.(?:xml|rss|php|aspx?|json))?/?$"
    r"|/(?:rss|feeds?|atom)/[^?]*$|\.(?:rss|atom|rdf)$"
    r"|(?:^|/)(?:index|rss|feed|atom|news|news_rss)\.(?:xml|rdf)$",
    re.I,
)
_FEED_QUERY = re.compile(
    r"(?:^|&)(?:feed=(?:rss2?|atom|rdf)|format=(?:rss|atom|feed)|type=rss)\b", re.I
)
_FEED_WORDS = re.compile(
    r"\W*(?:rss|atom|xml|feed)(?:[\s-]*(?:2\.0|1\.0))?(?:[\s-]*feeds?)?\W*", re.I
)
_READERS = re.compile(
    r"(?:^|\.)(?:feedly|inoreader|newsblur|theoldreader|netvibes|bloglovin|addthis)\."
)


def _in_headers(headers: Iterable[tuple[str, str]], url: str) -> Iterator[FeedLink]:
    for reference, fields in links_in_headers(headers):
        if "alternate" in fields.get("rel", "").lower().split():
            yield from _feed(url, reference, fields.get("type", ""), fields.get("title", ""))


def _declared(root: etree._Element, base: str) -> Iterator[FeedLink]:
    for element in islice(root.iter("link"), _MAX_ELEMENTS):
        relations = element.get("rel", "").lower().split()
        if "alternate" in relations or "feed" in relations:
            kind = element.get("type", "")
            yield from _feed(base, element.get("href", ""), kind, element.get("title", ""))


def _feed(base: str, reference: str, stated: str, title: str) -> Iterator[FeedLink]:
    stated = stated.partition(";")[0].strip().lower()
    raw_url = without_fragment(absolute_url(base, reference)) if reference else ""
    url = canonical_url(raw_url)
    # "alternate" alone is also a translation, an AMP page or a WordPress REST address
    if url and (
        stated in _KINDS or (stated in _VAGUE_TYPES and stated and is_feed_address(raw_url))
    ):
        kind = _KINDS.get(stated, "")
        yield FeedLink(url=url, raw_url=raw_url, title=plain_text(title, 300), kind=kind)


def _visible(root: etree._Element, base: str, home: str) -> Iterator[FeedLink]:
    for element in islice(root.iter("a"), _MAX_ELEMENTS):
        reference = element.get("href", "")
        raw_url = without_fragment(absolute_url(base, reference)) if reference else ""
        url = canonical_url(raw_url)
        if not url or _READERS.search(host_of(url)) or url == canonical_url(home):
            continue
        text = plain_text("".join(str(part) for part in element.itertext()), 300)
        is_named = bool(_FEED_WORDS.fullmatch(text)) or "rss" in element.get("class", "").lower()
        if is_feed_address(raw_url) or (is_named and same_site(url, home)):
            title = "" if _FEED_WORDS.fullmatch(text) else text
            yield FeedLink(
                url=url, raw_url=raw_url, title=title or element.get("title", ""), visible=True
            )


def is_feed_address(url: str) -> bool:
    """Tell whether an address is spelled as those of feeds are: /feed/, /rss.xml, ?feed=rss."""
    path, _, query = url.split("/", 3)[-1].partition("?")
    return bool(_FEED_PATH.search("/" + path) or _FEED_QUERY.search(query))


_COMMENTS = re.compile(
    r"comment|kommentar|coment[aá]ri|reacties|komment|kommentti|koment[aá][rř]|hozzászólás|yorum|"
    r"коммент|комент|σχόλι|تعليق|תגובות|コメント|评论|評論|留言|댓글|bình-?luận",
    re.I,
)
_DATED = re.compile(r"/(?:19|20)\d\d/\d{1,2}/.+")
_SLUG_AND_FEED = re.compile(r"/([^/]+)/(?:feed|rss|atom)(?:/(?:rss2?|atom|rdf))?/?$", re.I)


def _is_of_a_page(feed: FeedLink) -> bool:
    """Tell a feed of comments or of one article from the site's and its sections'."""
    path = feed.raw_url.split("/", 3)[-1]
    if _COMMENTS.search(path) or _COMMENTS.search(feed.title):
        return True
    parent = _SLUG_AND_FEED.search("/" + path)
    is_story = parent is not None and len(re.findall(r"[^\W\d_]{2,}", parent[1])) >= 4
    return is_story or (parent is not None and bool(_DATED.search("/" + path)))


# Name, language, sitemaps


def _name(root: etree._Element) -> str:
    """Return the publication's name: as declared, else the livelier end of the title."""
    for key in ("og:site_name", "application-name", "apple-mobile-web-app-title"):
        for element in root.iter("meta"):
            if key in (element.get("property"), element.get("name")):
                name = plain_text(element.get("content", ""), 100)
                if name:
                    return name
    title = plain_text(root.findtext(".//title") or "", 300)
    parts = [part for part in re.split(r"\s+[|–—:·»«-]+\s+|:\s+", title) if part]
    parts = [part for part in parts if not _WELCOME.fullmatch(part)] or parts
    return parts[0][:100] if parts else ""


_WELCOME = re.compile(r"(?:home(?:page)?|start(?:seite)?|welcome|index|accueil|inicio|news)", re.I)


def _language(root: etree._Element, headers: Iterable[tuple[str, str]]) -> str:
    stated = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    if not stated.strip():
        stated = next((value for name, value in headers if name == "content-language"), "")
    match = re.match(r"\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\b", stated)
    return match[1].replace("_", "-") if match else ""


def _sitemaps(root: etree._Element, base: str) -> Iterator[str]:
    seen: set[str] = set()
    for element in islice(root.iter("link", "a"), _MAX_ELEMENTS):
        raw_url = without_fragment(absolute_url(base, element.get("href", "")))
        path = raw_url.split("/", 3)[-1].partition("?")[0].lower()
        declared = element.tag == "link" and "sitemap" in element.get("rel", "").lower().split()
        named = "sitemap" in path and path.endswith((".xml", ".xml.gz"))
        if raw_url and (declared or named) and raw_url not in seen:
            seen.add(raw_url)
            yield raw_url
