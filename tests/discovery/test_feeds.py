"""What holds of any feed: bounds, and that one door reads bytes and files alike."""

from __future__ import annotations

import gzip
import io
import json
import time

import pytest

from newsarchive.discovery import _gather, read_listing
from newsarchive.model import Listing


def rss(items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()


def read(body: bytes) -> Listing:
    return read_listing(body, url="https://a.example/feed")


def item(number: int, inner: str = "") -> str:
    return f"<item><link>https://a.example/{number}</link>{inner}</item>"


def test_content_of_an_entry_is_bounded_at_a_tag() -> None:
    text = "&lt;p>word " * 70_000
    inner = f"<c:encoded xmlns:c='http://purl.org/rss/1.0/modules/content/'>{text}</c:encoded>"

    (link,) = read(rss(item(1, inner))).links

    assert 499_000 < len(link.content) <= _gather.MAX_CONTENT_CHARS
    assert link.content.endswith("word")


def test_contents_of_a_feed_are_bounded_and_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_gather, "MAX_CONTENTS_CHARS", 2_500)
    items = [
        {"url": f"https://a.example/{n}", "content_html": f"<p>{'a' * 993}</p>"} for n in range(4)
    ]

    listing = read(json.dumps({"items": items}).encode())

    assert [len(link.content) for link in listing.links] == [1_000, 1_000, 0, 0]
    assert "2,500 characters" in listing.problem


def test_a_description_too_long_for_a_summary_is_the_text() -> None:
    (short, long) = read(
        rss(
            item(1, "<description>&lt;p>Short.</description>")
            + item(2, f"<description>&lt;p>{'word ' * 900}</description>")
        )
    ).links

    assert (short.content, short.summary) == ("", "Short.")
    assert long.content.startswith("<p>word")
    assert long.summary.endswith(" …")


def test_enclosures_are_bounded_and_each_is_there_once() -> None:
    files = "".join(f"<enclosure url='/{n // 2}.mp3'/>" for n in range(1_000))

    (link,) = read(rss(item(1, files))).links

    assert len(link.enclosures) == _gather.MAX_ENCLOSURES
    assert len({file.url for file in link.enclosures}) == _gather.MAX_ENCLOSURES


def test_dates_that_are_none_are_given_up() -> None:
    odd = "".join(item(n, f"<pubDate>12 foo {n} bar 2020 11:22</pubDate>") for n in range(9_000))
    good = item(9_999, "<pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate>")
    start = time.process_time()

    listing = read(rss(good + odd))

    assert time.process_time() - start < 10  # some 0.5 s
    assert listing.links[0].published is not None
    assert not any(link.published for link in listing.links[1:])


def test_the_second_date_counts_where_the_first_is_none() -> None:
    inner = "<pubDate>Today</pubDate><d:date xmlns:d='http://purl.org/dc/elements/1.1/'>2026-03-02"

    (link,) = read(rss(item(1, inner + "</d:date>"))).links

    assert link.published is not None
    assert link.published.raw == "2026-03-02"


@pytest.mark.parametrize("prefix", ["content", "CONTENT"])
def test_a_misspelled_namespace_counts_by_its_prefix(prefix: str) -> None:
    inner = f"<{prefix}:encoded xmlns:{prefix}='http://typo.example/'>Text</{prefix}:encoded>"

    assert read(rss(item(1, inner))).links[0].content == "Text"


def test_foreign_elements_with_known_names_do_not_count() -> None:
    inner = "<x:title xmlns:x='http://other.example/'>No</x:title>"

    assert read(rss(item(1, inner))).links[0].title == ""


def test_a_feed_is_no_older_page_of_itself() -> None:
    next_page = "<a:link xmlns:a='http://www.w3.org/2005/Atom' rel='next' href='{}'/>"

    assert read(rss(next_page.format("/feed#2") + item(1))).older == ""
    assert read(rss(next_page.format("?p=2") + item(1))).older == "https://a.example/feed?p=2"


@pytest.mark.parametrize(
    "body",
    [
        rss(item(1)),
        b"<urlset><url><loc>https://a.example/1</loc></url></urlset>",
        b"https://a.example/1\n",
        b'{"items": [{"url": "https://a.example/1"}]}',
    ],
    ids=["rss", "sitemap", "text", "json"],
)
def test_bytes_and_files_packed_or_not_are_read_alike(body: bytes) -> None:
    expected = read(body)
    assert [link.url for link in expected.links] == ["https://a.example/1"]

    for sent in (body, gzip.compress(body), gzip.compress(gzip.compress(body))):
        assert read(sent) == expected
        assert read_listing(io.BytesIO(sent), url="https://a.example/feed") == expected


def test_utf8_cut_where_sniffing_ends_is_no_other_encoding() -> None:
    title = "ж" * 70_000

    listing = read(f"<rss><channel><title>a{title}</title></channel></rss>".encode())

    assert listing.title.startswith("aжж")
