from __future__ import annotations

import pytest
from lxml import html

from newsarchive.discovery.walk import BARREN, MAX_DEPTH, MAX_OF_FACET, Walk, find_pages, pattern_of
from newsarchive.model import Rung

HOME = "https://a.example/"


@pytest.mark.parametrize(
    ("url", "pattern"),
    [
        ("https://a.example/2023/01/", "a.example/#/#/"),
        ("https://a.example/tags/boats", "a.example/tags/boats"),
        ("https://a.example/list?b=1&a=2", "a.example/list?a&b"),
        ("https://a.example/s/9f86d081884c7d65/x", "a.example/s/#/x"),
    ],
)
def test_patterns(url: str, pattern: str):
    assert pattern_of(url) == pattern


def test_pages_without_traps():
    links = [
        "/news",
        "news",
        "/news#top",
        "https://other.example/",
        "/login",
        "/picture.jpg",
        "mailto:x@y.example",
        "/list?sort=asc",
        "/list;jsessionid=A1?page=2&PHPSESSID=9f86d081",
        "/a/b/a/b/a/b/",
        "/list?a=1&b=2&c=3&d=4",
    ]
    root = html.fromstring("".join(f'<a href="{link}">x</a>' for link in links))

    found = find_pages(root, url=HOME, base=HOME)

    assert found == ["https://a.example/news", "https://a.example/list?page=2"]


def test_bounds():
    walk = Walk()

    assert walk.admit(f"{HOME}a", 1)
    assert not walk.admit(f"{HOME}a/", 2)  # the same page
    assert not walk.admit(f"{HOME}b", MAX_DEPTH + 1)
    taken = [number for number in range(99) if walk.admit(f"{HOME}list?page={number}", 1)]
    assert len(taken) == MAX_OF_FACET


def test_a_barren_pattern_is_left_also_after_a_stop():
    walk = Walk()
    urls = [f"{HOME}diary/{number}" for number in range(BARREN)]
    for url in urls:
        assert walk.admit(url, 1)
        walk.read(url, 0)
    again = Walk(Rung(kind="walk", url=url, state="done", found=0) for url in urls)

    assert not walk.admit(f"{HOME}diary/99", 1)
    assert not again.admit(f"{HOME}diary/99", 1)
    assert walk.admit(f"{HOME}news/99", 1)
