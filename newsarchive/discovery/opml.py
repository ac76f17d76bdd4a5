"""OPML: the lists of feeds that readers import and export.

Source: OPML 2.0 (opml.org/spec2.opml), "Subscription lists", and what Miniflux, FreshRSS and
Feedly write.  Pure: bytes to values and back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html.entities import html5

from lxml import etree

from newsarchive.discovery._gather import plain_text
from newsarchive.discovery._xml import start_of_root
from newsarchive.model import ListingState, Source
from newsarchive.page import decode
from newsarchive.urls import absolute_url, canonical_url

MAX_BYTES = 20_000_000  # some 60,000 feeds
MAX_FEEDS = 20_000
MAX_FOLDERS = 20  # nested; readers allow one or two
_TITLE_CHARS = 300
_SCRAPED = re.compile(r"xpath|html", re.I)  # FreshRSS: pages it reads by selectors
_OVERLOADED_TAG = re.compile(r"<[^<>]{100000}")  # libxml2 compares each attribute with all


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One feed of a list."""

    url: str  # xmlUrl, absolute, to be fetched; as written where it is no web address
    title: str = ""
    home: str = ""  # htmlUrl, absolute; "" where missing
    folders: tuple[str, ...] = ()  # outermost first; else the first ``category``
    language: str = ""
    kind: str = "feed"  # or section, for a page that is read without a feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriptions:
    """What an OPML file holds."""

    title: str = ""
    feeds: tuple[Subscription, ...] = ()  # in document order, each address once
    problem: str = ""  # why it is none, or incomplete; one sentence


def read_opml(body: bytes) -> Subscriptions:
    """Return the feeds that an OPML file lists.  Never raises.

    Names of tags and attributes count in any case; a missing title is taken from ``text``
    or stays empty; ``feed:`` addresses become ``http:``.  Doctypes are cut out, so that no
    entity of theirs is expanded; a damaged file is read as far as it goes.
    """
    text = decode(body[:MAX_BYTES], "").lstrip("\ufeff")
    text = text[start_of_root(text) :]
    if not re.match(r"<(?:\w+:)?opml[\s>]", text, re.I):
        found = plain_text(text[:40].replace("<", " ").replace(">", " "), 20)
        began = f"it begins with '{found}'" if found else "it holds no XML"
        return Subscriptions(problem=f"This is no OPML file: {began}.")
    if _OVERLOADED_TAG.search(text):
        return Subscriptions(problem="The file holds a tag of more than 100,000 characters.")
    root, problem = _parsed(text)
    if root is None:
        return Subscriptions(problem="The OPML file is damaged; nothing could be read of it.")
    feeds: dict[str, Subscription] = {}
    for feed in _feeds(root, ()):
        feeds.setdefault(canonical_url(feed.url) or feed.url, feed)
        if len(feeds) >= MAX_FEEDS:
            problem = f"Only the first {MAX_FEEDS:,} feeds were read."
            break
    if len(body) > MAX_BYTES:
        problem = f"Only the first {MAX_BYTES:,} bytes were read."
    if not feeds:
        problem = problem or "The OPML file lists no feed."
    title = next((each.text for each in root.iter() if _tag(each) == "title" and each.text), "")
    return Subscriptions(
        title=plain_text(title or "", _TITLE_CHARS), feeds=tuple(feeds.values()), problem=problem
    )


def write_opml(
    sources: Iterable[Source], *, at: datetime, title: str = "newsarchive"
) -> tuple[bytes, int]:
    """Return the feeds of the sources as OPML 2.0, and how many they are.

    Sitemaps and sections are left out: no reader takes them.  Feeds of one source share its
    ``htmlUrl``, by which ``read_opml``'s reader puts them together again; folders are kept.
    """
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = plain_text(title, _TITLE_CHARS)
    etree.SubElement(head, "dateCreated").text = format_datetime(at)
    body = etree.SubElement(root, "body")
    count = 0
    for source in sources:
        feeds = [listing for listing in source.listings if listing.kind == "feed"]
        for feed in feeds:
            name = _name(source, feed, alone=len(feeds) == 1)
            fields = {"type": "rss", "text": name, "title": name, "xmlUrl": feed.url}
            fields |= {"htmlUrl": source.home, "language": source.language}
            etree.SubElement(
                _folder(body, source.settings.folder),
                "outline",
                {key: value for key, value in fields.items() if value},
            )
            count += 1
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data, count


def _folder(body: etree._Element, path: str) -> etree._Element:
    """The outline of a folder such as ``News/Local``, made where it is missing."""
    inside = body
    for name in [part for part in path.split("/") if part.strip()][:MAX_FOLDERS]:
        name = plain_text(name, _TITLE_CHARS)
        known = (item for item in inside if item.get("text") == name and not item.get("xmlUrl"))
        found = next(known, None)
        if found is None:
            found = etree.SubElement(inside, "outline", text=name, title=name)
        inside = found
    return inside


def _name(source: Source, feed: ListingState, *, alone: bool) -> str:
    name, own = (plain_text(text, _TITLE_CHARS) for text in (source.name, feed.title))
    if alone or not own:
        return name
    return own if own.startswith(name) else f"{name}: {own}"


_REFERENCE = re.compile(r"&(?:([A-Za-z][A-Za-z0-9]{1,31};)|#(?:[0-9]{1,7}|[xX][0-9A-Fa-f]{1,6});)?")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, 2.2


def _parsed(text: str) -> tuple[etree._Element | None, str]:
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    mended = _REFERENCE.sub(_as_xml, _ILLEGAL.sub("", text))
    try:
        root = etree.fromstring(mended.encode(), parser)
    except etree.LxmlError:
        return None, ""
    # an undeclared prefix, as of FreshRSS's extensions, takes nothing away
    damaged = any(
        error.type_name != "NS_ERR_UNDEFINED_NAMESPACE" and "end" in error.message.lower()
        for error in parser.error_log
    )
    return root, "The OPML file is damaged and was read only in part." if damaged else ""


def _as_xml(match: re.Match[str]) -> str:
    """XML's own references stay, HTML's become their character, all else is an ampersand."""
    if match[0] == "&" or match[1] in ("amp;", "lt;", "gt;", "quot;", "apos;") or not match[1]:
        return "&amp;" if match[0] == "&" else match[0]
    return html5.get(match[1]) or f"&amp;{match[1]}"


def _feeds(
    parent: etree._Element, folders: tuple[str, ...], depth: int = 0
) -> Iterator[Subscription]:
    """Yield the feeds inside; libxml2 gives no tree deeper than 256."""
    for element in parent:
        tag = _tag(element)
        if tag != "outline":
            yield from _feeds(element, folders, depth + 1)
            continue
        fields = {_local(str(key)): str(value).strip() for key, value in element.attrib.items()}
        name = plain_text(fields.get("title") or fields.get("text", ""), _TITLE_CHARS)
        address = fields.get("xmlurl") or (
            fields.get("url", "") if fields.get("type", "").lower() in ("rss", "atom") else ""
        )
        if address:
            yield _subscription(address, name, fields, folders)
        inner = (*folders, name) if name and not address else folders
        yield from _feeds(element, inner[:MAX_FOLDERS], depth + 1)


def _subscription(
    address: str, name: str, fields: dict[str, str], folders: tuple[str, ...]
) -> Subscription:
    url = re.sub(r"^feed:(?://)?(?=https?:)|^feed:(?=//)", "", address, flags=re.I)
    url = f"http:{url}" if url.startswith("//") else url
    category = fields.get("category", "").partition(",")[0]  # OPML 2.0: "/folder/inner,…"
    inside = tuple(plain_text(part, _TITLE_CHARS) for part in category.split("/") if part.strip())
    return Subscription(
        url=absolute_url("", url).partition("#")[0] or plain_text(address, 500),
        title=name,
        home=absolute_url("", fields.get("htmlurl", "")).partition("#")[0],
        folders=folders or inside[:MAX_FOLDERS],
        language=plain_text(fields.get("language", ""), 35),
        kind="section" if _SCRAPED.search(fields.get("type", "")) else "feed",
    )


def _tag(element: etree._Element) -> str:
    return _local(element.tag) if isinstance(element.tag, str) else ""


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2].lower()
