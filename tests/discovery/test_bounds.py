"""Listings are read up to bounds, and say so."""

from __future__ import annotations

import gzip
import json

import pytest

from newsarchive.discovery import Bounds, read_listing
from tests.fakes import page, rss

URLS = [f"https://a.example/2024/05/story-of-the-day-{n}" for n in range(8)]
MAP = "".join(f"<url><loc>{url}</loc></url>" for url in URLS)
CHILDREN = "".join(f"<sitemap><loc>{url}.xml</loc></sitemap>" for url in URLS)
JSON = json.dumps({"version": "1", "items": [{"url": url} for url in URLS]})
SECTION = page("News", [f"<a href={url}>A story of the day it was</a>" for url in URLS])


@pytest.mark.parametrize(
    ("body", "told", "setting"),
    [
        (
            rss("News", "https://a.example/", [("Story", url) for url in URLS]),
            "3 entries",
            "max_entries",
        ),
        (JSON, "3 links", "max_entries"),
        (f"<urlset>{MAP}</urlset>", "3 links", "max_sitemap_urls"),
        ("\n".join(URLS), "3 links", "max_sitemap_urls"),
        (SECTION, "3 links", "max_links"),
        (
            "<urlset>" + "<url><x>y</x></url>" * 9 + MAP + "</urlset>",
            "6 entries",
            "max_sitemap_urls",
        ),
    ],
)
def test_the_first_are_read(body: str, told: str, setting: str):
    bounds = Bounds(entries=3, sitemap_urls=3, links=3)

    found = read_listing(body.encode(), url="https://a.example/x", bounds=bounds)

    assert len(found.links) == (0 if "6" in told else 3)
    assert f"Only the first {told}" in found.problem
    assert f"({setting})" in found.problem


def test_an_index_names_so_many_children():
    body = f"<sitemapindex>{CHILDREN}</sitemapindex>".encode()

    found = read_listing(body, url="https://a.example/x", bounds=Bounds(sitemap_urls=3))

    assert len(found.more) == 3
    assert "Only the first 3 entries" in found.problem


def test_what_is_packed_counts_unpacked():
    body = gzip.compress(f"<urlset>{MAP}</urlset>".encode())

    found = read_listing(body, url="https://a.example/x", bounds=Bounds(unpacked_bytes=200))

    assert 0 < len(found.links) < len(URLS)
    assert found.problem == "Only the first 200 bytes were unpacked (max_sitemap_bytes)."
