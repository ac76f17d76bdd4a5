"""Every kind of listing, whole and broken, as files with the expected values beside them.

A case is ``listings/<name>.<anything>`` as served and ``<name>.toml``: why it is kept, its
URL and header, and what must come out.  A link states only the fields it is about.
"""

from __future__ import annotations

import gzip
import time
import tomllib
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.discovery import read_home, read_listing
from newsarchive.model import ChildListing, Enclosure, Link, Listing

CASES = sorted((Path(__file__).parent / "listings").glob("*.toml"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_listing(case: Path) -> None:
    spec = tomllib.loads(case.read_text("utf-8"))
    (file,) = [path for path in case.parent.glob(f"{case.stem}.*") if path != case]

    listing = read_listing(
        file.read_bytes(),
        url=spec["url"],
        content_type=spec.get("content_type", ""),
        source="slug",
    )

    expected = dict(spec["expected"])
    assert expected.pop("problem", "") in listing.problem
    if "problem" in spec["expected"] and not spec["expected"]["problem"]:
        assert listing.problem == ""
    minutes = expected.pop("wait_minutes", 0)
    assert (listing.wait.total_seconds() / 60 if listing.wait else 0) == minutes
    links = expected.pop("links", None)
    if links is not None:
        assert [
            _stated(link, want) for link, want in zip(listing.links, links, strict=True)
        ] == links
    assert {name: _plain(getattr(listing, name)) for name in expected} == expected
    assert all(link.source == "slug" for link in listing.links)


def _stated(link: Link, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return the link's own values of the fields that a case states."""
    times = {"published": link.published, "modified": link.modified}
    found: dict[str, Any] = {}
    for name in wanted:
        if name == "precision":
            found[name] = link.published and link.published.precision.value
        elif name in times:
            moment = times[name]
            found[name] = moment.when.isoformat() if moment else ""
        else:
            found[name] = _plain(getattr(link, name))
    return found


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, (Enclosure, ChildListing)):
        return {name: stated for name, stated in asdict(value).items() if stated}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def test_raw_dates_are_kept() -> None:
    listing = read_listing(
        b"<rss><channel><item><link>http://a.example/1</link>"
        b"<pubDate> Mon, 02 Mar 2026 08:00:00 CET </pubDate></item></channel></rss>",
        url="http://a.example/rss",
    )

    assert listing.links[0].published is not None
    assert listing.links[0].published.raw == "Mon, 02 Mar 2026 08:00:00 CET"


def test_summary_is_bounded() -> None:
    body = f"<rss><channel><item><link>http://a.example/1</link><description>{'word ' * 9000}"
    listing = read_listing(
        f"{body}</description></item></channel></rss>".encode(), url="http://a.example/rss"
    )

    assert 1_900 < len(listing.links[0].summary) < 2_010


@pytest.mark.parametrize(
    ("body", "links", "problem"),
    [
        (
            b"<rss><channel>" + b"<item><link>http://a.example/%d</link></item>" * 1,
            1,
            "breaks off",
        ),
        (
            b"<rss><channel>"
            + b"".join(b"<item><link>http://a.example/%d</link></item>" % n for n in range(10_050))
            + b"</channel></rss>",
            10_000,
            "first 10,000",
        ),
        (
            b"<urlset>"
            + b"".join(b"<url><loc>http://a.example/%d</loc></url>" % n for n in range(50_010))
            + b"</urlset>",
            50_000,
            "first 50,000",
        ),
        (
            b"<html><body>"
            + b"".join(b"<p><a href='/s/%d'>Four words of news</a>" % n for n in range(600)),
            500,
            "first 500",
        ),
    ],
    ids=["one", "feed", "sitemap", "section"],
)
def test_counts_are_bounded(body: bytes, links: int, problem: str) -> None:
    listing = read_listing(body, url="http://a.example/x")

    assert len(listing.links) == links
    assert problem in listing.problem


ATTACKS: dict[str, Callable[[], bytes]] = {
    "open brackets": lambda: b"<rss>" + b"<" * 300_000,
    "open tags": lambda: b"<rss>" + b"<a " * 100_000,
    "depth": lambda: b"<rss>" + b"<a>" * 100_000,
    "closed depth": lambda: b"<rss>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</rss>",
    "sitemap depth": lambda: b"<urlset>" + b"<url>" * 300_000,
    "cdata": lambda: b"<rss><channel>" + b"<![CDATA[" * 100_000,
    "comments": lambda: b"<rss><channel>" + b"<!--" * 100_000,
    "doctypes": lambda: b"<!DOCTYPE rss [" * 100_000,
    "instructions": lambda: b"<?xml " * 100_000,
    "entities": lambda: b"<rss><channel>" + b"<!ENTITY " * 100_000,
    "ampersands": lambda: b"<rss><channel><title>" + b"&a" * 100_000,
    "attributes": lambda: b"<rss " + b"".join(b'a%d="" ' % n for n in range(50_000)) + b"></rss>",
    "sitemap attributes": lambda: (
        b"<urlset " + b"".join(b'a%d="" ' % n for n in range(50_000)) + b"></urlset>"
    ),
    "prefixes": lambda: b"<rss>" + b"".join(b"<p%d:a/>" % n for n in range(5_000)) + b"</rss>",
    "json depth": lambda: b'{"items":' + b"[" * 500_000,
    "gzip bomb": lambda: gzip.compress(b"\0" * 100_000_000),
    "double gzip bomb": lambda: gzip.compress(gzip.compress(b"<urlset>" + b" " * 100_000_000)),
    "twice packed tags": lambda: gzip.compress(gzip.compress(b"<rss>" + b"<a/>" * 3_000_000)),
    "sitemap tags": lambda: b"<urlset>" + b"<a/>" * 5_000_000 + b"</urlset>",
    "sitemap entry": lambda: b"<urlset><url>" + b"<a/>" * 5_000_000,
    "feed tags": lambda: b"<rss>" + b"<a/>" * 3_000_000 + b"</rss>",
    "namespaces": lambda: (
        b"<rss "
        + b"".join(b'xmlns:a%d="u%d" ' % (n, n) for n in range(20_000))
        + b"><channel>"
        + b"<item><description><b>x</b></description></item>" * 5_000
        + b"</channel></rss>"
    ),
    "json values": lambda: b'{"items":[' + b"[]," * 3_000_000 + b"{}]}",
    "json number": lambda: b'{"items":[{"id":' + b"9" * 1_000_000 + b"}]}",
    "anchors": lambda: b"<html><body>" + b"<a href=/a>" * 50_000,
}


@pytest.mark.parametrize("name", ATTACKS)
def test_attacks_cost_little(name: str) -> None:
    body = ATTACKS[name]()
    start = time.process_time()

    listing = read_listing(body, url="http://a.example/x")
    read_home(body, url="http://a.example/x")

    assert time.process_time() - start < 10  # some 2 s at most on the slowest machine seen
    assert listing.links == ()


FRAGMENTS = st.lists(
    st.sampled_from(
        (
            *(
                b"<rss>",
                b"<channel>",
                b"<item>",
                b"</item>",
                b"<link>http://a.example/1</link>",
                b"<title>",
            ),
            *(
                b"</title>",
                b"</rss>",
                b"<feed xmlns='http://www.w3.org/2005/Atom'>",
                b"<entry>",
                b"&",
            ),
            *(
                b"<![CDATA[",
                b"]]>",
                b"<!--",
                b"-->",
                b"<?xml",
                b"?>",
                b"<!DOCTYPE",
                b"[",
                b"]",
                b">",
            ),
            *(
                b"<urlset>",
                b"<url>",
                b"<loc>",
                b"</loc>",
                b"http://",
                b"\xff",
                b"\0",
                b"<a href='/b-c-d-e'>",
            ),
            *(
                b"<html>",
                b"<link rel=alternate type=application/rss+xml href=/f>",
                b"{",
                b'"items":[',
                b"{}",
            ),
            *(
                b"\x1f\x8b\x08",
                b"<pubDate>",
                b"2026-01-01",
                b"\xef\xbb\xbf",
                b"\xff\xfe",
                b"<x:y z='",
                b"'",
            ),
        )
    ),
    max_size=15,
).map(b"".join)


@given(
    st.one_of(st.binary(max_size=200), FRAGMENTS), st.sampled_from(["", "text/html", "text/xml"])
)
def test_nothing_raises(body: bytes, content_type: str) -> None:
    listing = read_listing(body, url="http://a.example/feed", content_type=content_type)

    assert isinstance(listing, Listing)
    assert listing.kind or listing.problem
    assert len({link.url for link in listing.links}) == len(listing.links)
    read_home(body, url="http://a.example/", content_type=content_type)
