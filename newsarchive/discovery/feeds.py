"""RSS, RDF and Atom → a Listing.

What the feed says of itself; its entries are read by ``_entries``.  Sources: RSS 0.9x–2.0,
RSS 1.0, RFC 4287 and Atom 0.3, RFC 5005 (archived and paged feeds), OpenSearch 1.1.
"""

from __future__ import annotations

from itertools import islice

from lxml import etree

from newsarchive.discovery._entries import Channel, add_entry
from newsarchive.discovery._fields import Fields, base_of, text_of
from newsarchive.discovery._gather import Links, plain_text
from newsarchive.discovery._timing import hours_to_skip, longest_wait
from newsarchive.discovery._xml import name_of, read_xml
from newsarchive.discovery.bounds import Bounds
from newsarchive.model import Listing
from newsarchive.urls import canonical_url, host_of

MAX_ENTRIES = Bounds().entries
_NAME_CHARS = 300
_LANGUAGE_CHARS = 50
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read_feed(
    body: bytes,
    *,
    url: str,
    content_type: str = "",
    source: str | None = None,
    most: int = MAX_ENTRIES,
) -> Listing:
    """Return what an RSS, RDF or Atom feed says; entries without a link are left out.

    A ``guid`` stands in for the link where it is a permalink.  ``older`` is where
    ``rel=prev-archive`` or ``rel=next`` leads (RFC 5005, 3 and 4).
    """
    root, problem = read_xml(body, content_type)
    if root is None:
        return Listing(problem="This looks like a feed, but nothing could be read of it.")
    entries = _entries(root, most)
    head = next((child for child in root if name_of(child) == "channel"), root)
    base = base_of(root, url)
    fields = Fields(head, base, apart=("item", "entry"), is_based=base != url)
    if not entries and not len(head):
        return Listing(problem="This looks like a feed, but no entry could be read from it.")
    if len(entries) > most:
        problem = f"Only the first {most:,} entries were read (max_entries)."
    channel = _channel(root, head, fields, url)
    links = Links(channel.base, source, most=most)
    for entry in islice(entries, most):
        add_entry(links, entry, channel)
    return Listing(
        kind=channel.kind,
        title=channel.title,
        language=channel.language,
        home=channel.home,
        links=links.all(),
        older=_older(fields, url),
        total=_total(fields.text("opensearch:totalresults")),
        wait=longest_wait(
            fields.text("ttl"), fields.text("sy:updateperiod"), fields.text("sy:updatefrequency")
        ),
        skip=hours_to_skip(_parts(fields, "skiphours"), _parts(fields, "skipdays")),
        problem=problem or links.problem("max_entries"),
    )


def _entries(root: etree._Element, most: int) -> list[etree._Element]:
    """Return the entries, wherever they stand: damaged feeds nest them in each other."""
    found = root.iter("{*}item", "{*}entry", "{*}Item", "{*}ITEM")
    return [element for element in islice(found, 2 * most) if name_of(element) in ("item", "entry")]


def _channel(root: etree._Element, head: etree._Element, fields: Fields, url: str) -> Channel:
    kind = "atom" if name_of(root) == "feed" else "rss"
    title = plain_text(fields.html("title", "dc:title"), _NAME_CHARS)
    home = fields.address()
    authors = fields.people("author") if kind == "atom" else ()
    based = fields.base if fields.base != url or kind == "atom" else _base(url, home)
    return Channel(
        kind=kind,
        title=title,
        language=_language(root, head, fields),
        home=home,
        base=based,
        is_based=fields.is_based,
        authors=tuple(name for name in authors if name.casefold() != title.casefold()),
    )


def _base(url: str, home: str) -> str:
    """Return where RSS's relative links count from, which it does not say.

    From the feed's own address; but where another host passes the feed on, from its home.
    """
    return home if home and host_of(home) != host_of(url) else url


def _language(root: etree._Element, head: etree._Element, fields: Fields) -> str:
    title = next(iter(fields.all("title")), None)
    stated = (
        fields.text("language")
        or fields.text("dc:language")
        or head.get(_LANG)
        or root.get(_LANG)
        or (title.get(_LANG) if title is not None else "")
        or ""
    )
    return stated.strip()[:_LANGUAGE_CHARS]


def _older(fields: Fields, url: str) -> str:
    """Return where the entries before these stand, unless the link leads to this very page."""
    for rel in ("prev-archive", "next"):
        older = fields.related(rel)
        if older and canonical_url(older) != canonical_url(url):
            return older
    return ""


def _total(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _parts(fields: Fields, name: str) -> list[str]:
    return [text_of(part) for element in fields.all(name) for part in islice(element, 168)]
