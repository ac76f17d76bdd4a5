"""RSS, RDF, Atom and JSON Feed → a Listing.

feedparser reads the XML kinds.  It is given clean UTF-8 from memory, so that it neither
guesses the encoding nor opens anything, and its dates are left alone: it turns every time
into UTC, while we keep the zone the publisher wrote.

Sources: RSS 0.9x–2.0, RFC 4287, RFC 3023 (whose rules on charsets nobody follows),
JSON Feed 1.1.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import feedparser

from newsarchive.dates import parse_date
from newsarchive.discovery._gather import Links, plain_text
from newsarchive.discovery._xml import MAX_FEED_BYTES, well_formed_xml
from newsarchive.model import Listing, Moment
from newsarchive.urls import absolute_url

_MAX_WAIT_MINUTES = 7 * 24 * 60
_NAME_CHARS = 300


def read_feed(
    body: bytes, *, url: str, content_type: str = "", source: str | None = None
) -> Listing:
    """Return what an RSS, RDF or Atom feed says; entries without a link are left out.

    A ``guid`` stands in for the link where it is a permalink.  Content and media of entries
    are not read yet.
    """
    data, problem = well_formed_xml(body, content_type)
    feed = feedparser.parse(
        io.BytesIO(data),  # a stream: a mere string might be opened as a file
        sanitize_html=False,
        resolve_relative_uris=False,
        response_headers={
            "content-type": "application/xml; charset=utf-8",
            "content-location": url,
        },
    )
    version = _string(feed.get("version"))
    if not version and not feed.entries:
        return Listing(problem="This looks like a feed, but no entry could be read from it.")
    kind = "atom" if version.startswith("atom") else "rss"
    channel = _Fields(feed.feed)
    language = channel.text("language") or channel.detail("title", "language")
    links = Links(url, source)
    for raw in feed.entries:
        _add_entry(links, _Fields(raw), kind, language)
    return Listing(
        kind=kind,
        title=plain_text(channel.text("title"), _NAME_CHARS),
        language=language,
        home=absolute_url(url, channel.text("link")) if channel.text("link") else "",
        links=links.all(),
        wait=_wait(channel.text("ttl")),
        problem=problem or links.problem(),
    )


def read_json_feed(body: bytes, *, url: str, source: str | None = None) -> Listing:
    """Return what a JSON Feed says (jsonfeed.org, versions 1 and 1.1)."""
    try:
        data = json.loads(body[:MAX_FEED_BYTES].decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return Listing(problem="This begins like a JSON Feed, but is not valid JSON.")
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        return Listing(problem="This is JSON, but no JSON Feed: it has no list of items.")
    feed = _Fields(data)
    language = feed.text("language")
    shared = feed.people()
    links = Links(url, source)
    for raw in data["items"]:
        item = _Fields(raw if isinstance(raw, dict) else {})
        guid = item.text("id")
        permalink = guid if guid.startswith(("http://", "https://")) else ""
        address = item.text("url") or item.text("external_url") or permalink
        tongue = item.text("language") or language
        if address:
            links.add(
                address,
                guid=guid,
                title=item.text("title"),
                authors=item.people() or shared,
                published=_moment(item.text("date_published"), tongue),
                modified=_moment(item.text("date_modified"), tongue),
                categories=item.texts("tags"),
                summary=item.text("summary")
                or item.text("content_text")
                or item.text("content_html"),
            )
    return Listing(
        kind="json",
        title=plain_text(feed.text("title"), _NAME_CHARS),
        language=language,
        home=absolute_url(url, feed.text("home_page_url")) if feed.text("home_page_url") else "",
        links=links.all(),
        problem=links.problem(),
    )


# Entries


class _Fields:
    """A dictionary of a stranger's: every answer has the type that was asked for."""

    def __init__(self, data: Any) -> None:
        self._data = data if isinstance(data, dict) else {}

    def text(self, name: str) -> str:
        # feedparser answers "updated" with "published" and a warning; "in" tells them apart.
        if name not in self._data:
            return ""
        value = self._data[name]
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return _string(value).strip()

    def detail(self, name: str, part: str) -> str:
        return _Fields(self._data.get(f"{name}_detail")).text(part)

    def all(self, name: str) -> list[_Fields]:
        value = self._data.get(name)
        return [_Fields(item) for item in value] if isinstance(value, list) else []

    def texts(self, name: str) -> list[str]:
        value = self._data.get(name)
        return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []

    def people(self) -> list[str]:
        """Names of JSON Feed's authors; version 1 has a single one."""
        found = [person.text("name") for person in self.all("authors")]
        return found or [name for name in [_Fields(self._data.get("author")).text("name")] if name]


def _add_entry(links: Links, entry: _Fields, kind: str, language: str) -> None:
    address = entry.text("feedburner_origlink") or entry.text("link")
    if not address:
        return
    published, modified = entry.text("published"), entry.text("updated")
    if kind == "rss" and not published:
        # RSS has no time of change: dc:date, which feedparser calls updated, is publication
        published, modified = modified or entry.text("created"), ""
    content = [part.text("value") for part in entry.all("content")]
    links.add(
        address,
        guid=entry.text("id"),
        title=entry.text("title"),
        authors=_authors(entry),
        published=_moment(published, language),
        modified=_moment(modified, language),
        categories=[tag.text("label") or tag.text("term") for tag in entry.all("tags")],
        summary=entry.text("summary") or next(iter(content), ""),
    )


_ADDRESS_AND_NAME = re.compile(r"\s*[^\s@()<>]+@[^\s@()<>]+\s*\(([^()]*)\)\s*")  # RSS 2.0, <author>
_NAME_AND_ADDRESS = re.compile(r"([^<>()@]*?)\s*[<(]?(?:mailto:)?[^\s@()<>]+@[^\s@()<>]+[>)]?\s*")


def _authors(entry: _Fields) -> Iterator[str]:
    """Yield names; an e-mail address is nobody's name."""
    stated = [name for person in entry.all("authors") if (name := person.text("name"))]
    # One author: from the raw text, which feedparser parts wrongly at long domains
    for text in stated if len(stated) > 1 else [entry.text("author")]:
        found = _ADDRESS_AND_NAME.fullmatch(text) or _NAME_AND_ADDRESS.fullmatch(text)
        name = (found[1] if found else text).strip(" \t\n\"'")
        if name:
            yield name


def _moment(text: str, language: str) -> Moment | None:
    return parse_date(text, languages=[language] if language else []) if text else None


def _wait(ttl: str) -> timedelta | None:
    """Read ``<ttl>``, in minutes (RSS 2.0); silly values are nobody's wish."""
    if not re.fullmatch(r"[0-9]{1,6}", ttl) or not 1 <= int(ttl) <= _MAX_WAIT_MINUTES:
        return None
    return timedelta(minutes=int(ttl))


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""
