"""Sitemaps, news sitemaps and sitemap indexes → a Listing.

Read as a stream, so that memory grows with what is kept, not with the file.  Sources:
the Sitemaps protocol 0.9 (sitemaps.org), Google's news sitemap extension.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from lxml import etree

from newsarchive.dates import parse_date
from newsarchive.discovery._gather import Links, without_fragment
from newsarchive.model import Listing
from newsarchive.urls import absolute_url, canonical_url

MAX_URLS = 50_000  # the protocol's own limit for one file
MAX_TEXT_CHARS = 10_000
_OVERLOADED_TAG = re.compile(rb"<[^<>]{20000}")  # libxml2 takes minutes for 100,000 attributes


def read_sitemap(body: bytes, *, url: str, source: str | None = None) -> Listing:
    """Return the pages of a sitemap, or the child sitemaps of an index as ``more``.

    ``lastmod`` becomes ``modified``; a news entry's title, publication date and keywords
    become the link's title, date and categories.
    """
    links = Links(url, source, most=MAX_URLS)
    children: dict[str, str] = {}  # canonical → as written
    names: list[str] = []
    language = problem = ""
    is_index = False
    if _OVERLOADED_TAG.search(body):
        return Listing(problem="The sitemap holds a tag of more than 20,000 characters.")
    try:
        for entry in _entries(body):
            fields = _fields(entry)
            address = fields.get("loc", "")
            if _local(str(entry.tag)) == "sitemap":
                is_index = True
                child = without_fragment(absolute_url(url, address)) if address else ""
                if child and len(children) < MAX_URLS:
                    children.setdefault(canonical_url(child), child)
                continue
            language = language or fields.get("news:language", "")
            names.extend([fields["news:name"]] if "news:name" in fields and not names else [])
            if address:
                tongues = [fields["news:language"]] if "news:language" in fields else []
                links.add(
                    address,
                    title=fields.get("news:title", ""),
                    published=parse_date(
                        fields.get("news:publication_date", ""), languages=tongues
                    ),
                    modified=parse_date(fields.get("lastmod", "")),
                    categories=re.split(r"\s*[,;]\s*", fields.get("news:keywords", "")),
                )
    except etree.LxmlError as exc:
        problem = f"The sitemap is damaged and was read only in part ({_first_line(exc)})."
    children.pop("", None)
    found = links.all()
    if not found and not children and not problem:
        problem = "The sitemap names no page."
    return Listing(
        kind="sitemap-index" if is_index else "sitemap",
        title=next(iter(names), ""),
        language=language,
        links=found,
        more=tuple(children.values()),
        problem=problem or links.problem(),
    )


def read_text_sitemap(text: str, *, url: str, source: str | None = None) -> Listing:
    """Return the pages of a sitemap that is a plain list of addresses, one a line."""
    links = Links(url, source, most=MAX_URLS)
    for line in text.split("\n"):
        if line.strip():
            links.add(line)
    return Listing(kind="sitemap", links=links.all(), problem=links.problem())


def _entries(body: bytes) -> Iterator[etree._Element]:
    """Yield each ``url`` and ``sitemap`` element, freeing it and what stood before it."""
    stream = etree.iterparse(
        io.BytesIO(body[max(body.find(b"<"), 0) :] if not body.startswith(b"\xff\xfe") else body),
        events=("end",),
        tag=("{*}url", "{*}sitemap"),
        # Entities stay unresolved, which disarms "billion laughs" and external files alike.
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    for _, element in stream:
        yield element
        element.clear()
        parent = element.getparent()
        while parent is not None and parent[0] is not element:
            del parent[0]


def _fields(entry: etree._Element) -> dict[str, str]:
    """Return the texts of an entry: ``loc``, ``lastmod``, and ``news:…``; the first of each."""
    fields: dict[str, str] = {}
    for element in entry.iterdescendants():
        if not isinstance(element.tag, str) or not element.text:
            continue
        name = _local(element.tag)
        space = element.tag[: -len(name)].lower()
        if "news" in space:
            name = f"news:{name}"
        elif element.getparent() is not entry:
            continue  # titles of images and videos
        fields.setdefault(name, element.text.strip()[:MAX_TEXT_CHARS])
    return fields


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]


def _first_line(exc: Exception) -> str:
    return (str(exc).splitlines() or ["no reason given"])[0][:200]
