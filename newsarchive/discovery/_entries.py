"""One entry of an RSS, RDF or Atom feed → a link, with all the entry says of it.

Sources: RSS 0.9x–2.0, RFC 4287, Atom 0.3, Dublin Core (elements and terms), content:encoded,
Media RSS 1.5, iTunes, PRISM, and what FeedBurner and Pheedo add to entries they pass on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from newsarchive.discovery._fields import Fields, text_of
from newsarchive.discovery._gather import Links, enclosure
from newsarchive.model import Enclosure
from newsarchive.urls import absolute_url

_ORIGINAL = ("feedburner:origlink", "pheedo:origlink")  # what a proxy's link leads to
_TITLE = ("title", "media:title", "dc:title", "itunes:title")
_SUMMARY = ("description", "summary", "media:description", "itunes:summary", "dc:description")
_LAST_SUMMARY = ("dcterms:abstract", "itunes:subtitle", "subtitle")
_CONTENT = ("content:encoded", "xhtml:body", "body", "content", "fullitem")
_PUBLISHED = ("pubdate", "published", "issued", "dc:date", "dcterms:issued", "dcterms:date")
_LAST_PUBLISHED = ("prism:publicationdate", "created", "dcterms:created", "dcterms:available")
_MODIFIED = ("updated", "modified", "dcterms:modified", "prism:modificationdate", "lastbuilddate")
_WEB = ("http://", "https://")
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What a feed says for all its entries."""

    kind: str  # rss, atom
    title: str = ""
    language: str = ""  # as stated
    home: str = ""  # absolute
    base: str = ""  # where relative references count from
    is_based: bool = False  # by an xml:base
    authors: tuple[str, ...] = ()  # of entries that name none (RFC 4287, 4.2.1)


def add_entry(links: Links, element: etree._Element, channel: Channel) -> None:
    """Add what an entry links to; nothing where it links to no page."""
    entry = Fields(element, channel.base, is_based=channel.is_based)
    stated = {str(name).lower(): str(value) for name, value in element.attrib.items()}
    guid = entry.text("guid", "id", "dc:identifier")
    address = _address(entry, stated, channel)
    if not address:
        return
    language = entry.text("dc:language") or channel.language
    links.add(
        address,
        is_absolute=True,
        guid=guid or stated.get(_ABOUT, ""),
        title=entry.html(*_TITLE),
        authors=_authors(entry, channel),
        published=links.moment(entry.dates(*_PUBLISHED, *_LAST_PUBLISHED), language),
        modified=links.moment(
            [*entry.dates(*_MODIFIED), stated.get("lastmod", "")],
            language,
        ),
        categories=_categories(entry),
        summary=entry.html(*_SUMMARY, *_LAST_SUMMARY),
        content=entry.html(*_CONTENT),
        enclosures=_enclosures(entry),
    )


def _address(entry: Fields, stated: dict[str, str], channel: Channel) -> str:
    """Return the address of an entry's page, absolute.

    A permalink beats a link that leads only to the feed's home, as some feeds have it.
    """
    original = entry.text(*_ORIGINAL)
    if original.startswith(_WEB):
        return absolute_url("", original)
    found = entry.address()
    is_home = found.rstrip("/") == channel.home.rstrip("/")
    permalink = absolute_url("", _permalink(entry)) if not found or is_home else ""
    return permalink or found or _last_address(entry, stated)


def _permalink(entry: Fields) -> str:
    for name in ("guid", "id"):
        for element in entry.all(name):
            stated = element.get("isPermaLink") or element.get("ispermalink") or ""
            guid = text_of(element)
            if guid.startswith(_WEB) and stated.strip().lower() != "false":
                return guid
    return ""


def _last_address(entry: Fields, stated: dict[str, str]) -> str:
    """Return what may stand for a link: content elsewhere, CDF's ``href``, RDF's ``about``."""
    for content in entry.all("content"):
        if content.get("src"):
            return entry.joined(content, content.get("src", ""))
    found = stated.get("href") or stated.get(_ABOUT, "")
    return absolute_url("", found) if found.startswith(_WEB) else ""


def _authors(entry: Fields, channel: Channel) -> list[str]:
    """Return who wrote an entry; a show's or feed's own name is nobody's."""
    found = list(entry.people("author", "dc:creator", "dcterms:creator", "dc:author"))
    if found:
        return found
    for name in ("itunes:author", "media:credit"):
        found = [
            person for person in entry.people(name) if person.casefold() != channel.title.casefold()
        ]
        if found and name == "itunes:author":
            return found
    sources = [Fields(source, entry.base) for source in entry.all("source")]
    found = [person for source in sources for person in source.people("author")]
    return found or list(channel.authors)


def _categories(entry: Fields) -> Iterator[str]:
    """Yield where an entry is filed: labels where there are any, else terms and texts."""
    for name in ("category", "dc:subject", "dcterms:subject", "media:category", "itunes:category"):
        for element in entry.all(name):
            yield (
                element.get("label")
                or element.get("term")
                or text_of(element)
                or element.get("text")
                or ""
            )
            for part in element:  # iTunes nests its subcategories
                yield part.get("text") or ""
    for keywords in entry.texts("tags", "itunes:keywords", "media:keywords"):
        yield from keywords.split(",")


def _enclosures(entry: Fields) -> Iterator[Enclosure]:
    for element in entry.all("enclosure"):
        yield from _file(entry, element, "url", "length")
    for element in entry.all("link"):
        if element.get("rel", "").strip().lower() == "enclosure":
            yield from _file(entry, element, "href", "length")
    for element in entry.all("media:content"):
        yield from _file(entry, element, "url", "fileSize")


def _file(entry: Fields, element: etree._Element, url: str, length: str) -> Iterator[Enclosure]:
    file = enclosure(
        entry.base, element.get(url, ""), element.get("type", ""), element.get(length, "")
    )
    if file:
        yield file
