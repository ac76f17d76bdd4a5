"""JSON Feed 1 and 1.1 (jsonfeed.org) → a Listing."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from newsarchive.discovery._gather import MAX_LINKS, Links, enclosure, plain_text, readable
from newsarchive.discovery._xml import MAX_FEED_BYTES
from newsarchive.model import Enclosure, Listing
from newsarchive.page import decode
from newsarchive.urls import absolute_url, canonical_url

MAX_VALUES = 2_000_000  # commas, those in texts too; Python takes up to 80 bytes for each value
_NAME_CHARS = 300


def read_json_feed(
    body: bytes,
    *,
    url: str,
    content_type: str = "",
    source: str | None = None,
    most: int = MAX_LINKS,
) -> Listing:
    """Return what a JSON Feed says; what stands behind it is passed over.

    An ``id`` that is a web address stands in for a missing ``url``.  ``next_url`` leads to
    what is older.
    """
    text = decode(body[:MAX_FEED_BYTES], content_type).lstrip("\ufeff \t\r\n\f\0")
    if text.count(",") > MAX_VALUES:
        return Listing(problem=f"The feed holds more than {MAX_VALUES:,} values.")
    try:
        data, _ = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return Listing(problem="This begins like a JSON Feed, but is not valid JSON.")
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        return Listing(problem="This is JSON, but no JSON Feed: it has no list of items.")
    feed = _Fields(data)
    language = feed.text("language")
    links = Links(url, source, most=most)
    for raw in islice(data["items"], most + 1):
        _add_item(links, _Fields(raw), feed, language)
    older = feed.text("next_url")
    return Listing(
        kind="json",
        title=plain_text(feed.text("title"), _NAME_CHARS),
        language=language,
        home=absolute_url(url, feed.text("home_page_url")) if feed.text("home_page_url") else "",
        links=links.all(),
        older=_other(url, older),
        problem=links.problem("max_entries"),
    )


def _other(url: str, reference: str) -> str:
    """Return where a reference leads, unless that is where we are."""
    absolute = absolute_url(url, reference) if reference else ""
    return absolute if canonical_url(absolute) != canonical_url(url) else ""


def _add_item(links: Links, item: _Fields, feed: _Fields, language: str) -> None:
    guid = item.text("id")
    permalink = guid if guid.startswith(("http://", "https://")) else ""
    address = item.text("url") or permalink or item.text("external_url")
    if not address:
        return
    language = item.text("language") or language
    content = item.text("content_html") or _paragraphs(item.text("content_text"))
    links.add(
        address,
        guid=guid,
        title=item.text("title"),
        authors=item.people() or feed.people(),
        published=links.moment([item.text("date_published")], language),
        modified=links.moment([item.text("date_modified")], language),
        categories=item.texts("tags"),
        summary=item.text("summary"),
        content=content,
        enclosures=_attachments(links.base, item),
    )


def _attachments(base: str, item: _Fields) -> Iterator[Enclosure]:
    for part in item.all("attachments"):
        file = enclosure(base, part.text("url"), part.text("mime_type"), part.text("size_in_bytes"))
        if file:
            yield file


def _paragraphs(text: str) -> str:
    """Return plain text as HTML."""
    return "".join(f"<p>{html.escape(part)}</p>" for part in text.splitlines() if part.strip())


class _Fields:
    """A dictionary of a stranger's: every answer has the type that was asked for."""

    def __init__(self, data: Any) -> None:
        self._data = data if isinstance(data, dict) else {}

    def text(self, name: str) -> str:
        value = self._data.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            try:
                return str(value)
            except ValueError:  # Python prints no numbers of more than 4,300 digits
                return ""
        return readable(value).strip() if isinstance(value, str) else ""

    def all(self, name: str) -> list[_Fields]:
        value = self._data.get(name)
        return [_Fields(item) for item in value] if isinstance(value, list) else []

    def texts(self, name: str) -> list[str]:
        value = self._data.get(name)
        return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []

    def people(self) -> list[str]:
        """Names of the authors; version 1 has a single one."""
        found = [name for person in self.all("authors") if (name := person.text("name"))]
        return found or [name for name in [_Fields(self._data.get("author")).text("name")] if name]
