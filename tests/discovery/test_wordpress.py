"""Where WordPress keeps its API, what is asked of it, and what its answers say."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.discovery.wordpress import find_api, guessed_api, posts_url, read_api, read_posts
from newsarchive.model import Precision
from newsarchive.page import Page

HOME = "https://weir.example/"
ROOT = "https://weir.example/wp-json/"
POST: dict[str, Any] = {
    "id": 7,
    "date": "2023-01-28T16:46:00",
    "date_gmt": "2023-01-28T21:46:00",
    "guid": {"rendered": "https://weir.example/?p=7"},
    "modified": "2023-01-29T08:00:05",
    "modified_gmt": "2023-01-29T13:00:05",
    "link": "https://weir.example/2023/01/28/wall-holds/",
    "title": {"rendered": "Wall &#8216;holds&#8217; &amp; waits"},
    "content": {"rendered": "<p>The wall held.</p>\n", "protected": False},
    "excerpt": {"rendered": "<p>The wall held [&hellip;]</p>\n"},
    "_embedded": {
        "author": [{"name": "Ada Quill"}, {"code": "rest_user_invalid_id"}],
        "wp:term": [
            [
                {"taxonomy": "category", "name": "News", "slug": "news"},
                {"taxonomy": "category", "name": "Uncategorized", "slug": "uncategorized"},
            ],
            [{"taxonomy": "post_tag", "name": "Harbour &amp; sea", "slug": "harbour"}],
            [{"taxonomy": "post_format", "name": "Video", "slug": "video"}],
        ],
    },
}


def posts(*found: Any) -> bytes:
    return json.dumps(found).encode()


@pytest.mark.parametrize(
    ("html", "headers", "root"),
    [
        ("<link rel='https://api.w.org/' href='/wp-json/'>", [], ROOT),
        ("<link rel=https://api.w.org href='/?rest_route=/'>", [], f"{HOME}?rest_route=/"),
        ("", [("Link", f'<{ROOT}>; rel="https://api.w.org/", </x>; rel=shortlink')], ROOT),
        ("<link rel='https://api.w.org/' href='https://evil.example/wp-json/'>", [], ""),
        ("<link rel='https://api.w.org/'>", [("link", "<>; rel=https://api.w.org/")], ""),
        ("<p>no API", [], ""),
    ],
)
def test_the_api_a_page_names(html: str, headers: list[tuple[str, str]], root: str) -> None:
    tree = Page(url=HOME, body=html.encode()).tree

    assert find_api(tree, base=HOME, headers=headers) == root


def test_the_api_a_page_does_not_name() -> None:
    assert guessed_api("https://weir.example/blog/") == ROOT


def test_what_is_asked() -> None:
    since, to = datetime(2015, 1, 1), datetime(2016, 1, 1, tzinfo=UTC)

    asked = posts_url(f"{HOME}?rest_route=/", page=3, after=since, before=to)
    changes = posts_url("https://weir.example/blog/wp-json", modified_after=to, per_page=500)

    assert asked == (
        "https://weir.example/?rest_route=/wp/v2/posts&per_page=100&page=3"
        "&_embed=author%2Cwp%3Aterm&after=2015-01-01T00%3A00%3A00Z&before=2016-01-01T00%3A00%3A00Z"
    )
    assert changes == (
        "https://weir.example/blog/wp-json/wp/v2/posts?per_page=100&page=1"
        "&_embed=author%2Cwp%3Aterm&modified_after=2016-01-01T00%3A00%3A00Z"
        "&orderby=modified&order=asc"
    )


def test_a_post() -> None:
    listing = read_posts(
        posts(POST, POST),
        [("X-WP-Total", "1234"), ("X-WP-TotalPages", "13")],
        url=posts_url(ROOT, page=2),
        source="weir",
    )

    assert (listing.kind, listing.total, listing.problem) == ("wordpress", 1234, "")
    assert listing.older == posts_url(ROOT, page=3)
    (link,) = listing.links
    assert link.url == "https://weir.example/2023/01/28/wall-holds"
    assert link.raw_url == "https://weir.example/2023/01/28/wall-holds/"
    assert link.source == "weir"
    assert link.guid == "https://weir.example/?p=7"
    assert link.title == "Wall ‘holds’ & waits"
    assert link.authors == ("Ada Quill",)
    assert link.categories == ("News", "Harbour & sea")
    assert link.summary == "The wall held …"
    assert link.content == "<p>The wall held.</p>"
    assert link.published is not None
    assert link.published.when.isoformat() == "2023-01-28T16:46:00-05:00"
    assert link.published.precision is Precision.SECOND
    assert link.published.raw == "2023-01-28T16:46:00-05:00"
    assert link.modified is not None
    assert link.modified.when == datetime(2023, 1, 29, 13, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changed", "field", "value"),
    [
        ({"date_gmt": "0000-00-00T00:00:00"}, "published", "2023-01-28T16:46:00"),
        ({"date": "nonsense"}, "published", "2023-01-28T21:46:00+00:00"),
        ({"date": "2020-05-05T00:00:00"}, "published", "2023-01-28T21:46:00+00:00"),
        ({"date": None, "date_gmt": 7}, "published", None),
        ({"content": {"rendered": "<form>", "protected": True}}, "content", ""),
        ({"content": "x"}, "content", "x"),
        ({"_embedded": {}, "yoast_head_json": {"author": "Bo Wire"}}, "authors", ("Bo Wire",)),
        ({"_embedded": {"author": [[[]], 4, {"name": 5}], "wp:term": "x"}}, "authors", ()),
        ({"link": "", "guid": "https://weir.example/?p=7"}, "url", "https://weir.example/?p=7"),
    ],
)
def test_odd_posts(changed: dict[str, Any], field: str, value: object) -> None:
    (link,) = read_posts(posts({**POST, **changed}), url=ROOT).links

    found = getattr(link, field)
    assert (found.when.isoformat() if hasattr(found, "when") else found) == value


@pytest.mark.parametrize(
    ("page", "headers", "older"),
    [
        (13, [("x-wp-totalpages", "13")], ""),
        (1, [("x-wp-totalpages", "1")], ""),
        (1, [], ""),  # not full, so there is no more
        (1, [("x-wp-totalpages", "no")], ""),
    ],
)
def test_the_last_page(page: int, headers: list[tuple[str, str]], older: str) -> None:
    assert read_posts(posts(POST), headers, url=posts_url(ROOT, page=page)).older == older


def test_pages_without_a_count_go_on_while_they_are_full() -> None:
    two = posts(POST, {**POST, "link": "https://weir.example/2"})

    assert read_posts(two, url=posts_url(ROOT, per_page=2)).older == posts_url(
        ROOT, page=2, per_page=2
    )
    end = read_posts(b'{"code":"rest_post_invalid_page_number","message":"x"}', url=ROOT)
    assert (end.kind, end.older, end.problem) == ("wordpress", "", "")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "not valid JSON"),
        (b"<html>Forbidden", "not valid JSON"),
        (b"[{", "not valid JSON"),
        (b'{"code":"rest_disabled","message":"Only <b>members</b>."}', "Only members."),
        (b"{}", "no list of posts"),
        (b'[1,{"a":2}]', "None of these is a WordPress post"),
        (b"[" * 100_000, "not valid JSON"),
        (b"9" * 10_000, "not valid JSON"),
        (b"null", "not valid JSON"),
    ],
)
def test_no_posts(body: bytes, problem: str) -> None:
    listing = read_posts(body, url=ROOT)

    assert problem in listing.problem
    assert listing.links == ()
    assert listing.older == ""


def test_warnings_before_the_posts() -> None:
    body = b"<br />\n<b>Warning</b>: in [x] line 3\n" + posts(POST)

    assert len(read_posts(body, url=ROOT).links) == 1


def test_a_flood_costs_little() -> None:
    many = [{"link": f"https://weir.example/{n}", "title": "<b>" * 500} for n in range(3_000)]
    start = time.process_time()

    listing = read_posts(json.dumps(many).encode(), url=ROOT)

    assert time.process_time() - start < 5
    assert len(listing.links) == 1_000
    assert "first 1,000" in listing.problem


@pytest.mark.parametrize(
    ("zone", "offset", "timezone"),
    [
        ("Europe/Berlin", "1", "Europe/Berlin"),
        ("", "-5", "Etc/GMT+5"),
        ("", 2, "Etc/GMT-2"),
        ("", 0, ""),
        ("", "5.5", ""),
        ("", "soon", ""),
        ("../../etc/passwd", 0, ""),
        ("Europe", 0, ""),
        ("x" * 400, 0, ""),
    ],
)
def test_the_root_of_the_api(zone: str, offset: object, timezone: str) -> None:
    body = {
        "name": "The &amp; Weir",
        "home": "https://weir.example",
        "timezone_string": zone,
        "gmt_offset": offset,
        "namespaces": ["oembed/1.0", "wp/v2"],
    }

    api = read_api(json.dumps(body).encode(), url=ROOT)

    assert (api.name, api.home, api.posts) == ("The & Weir", "https://weir.example", True)
    assert (api.timezone, api.problem) == (timezone, "")


def test_a_root_that_is_closed() -> None:
    assert "Sign in" in read_api(b'{"code":"rest_forbidden","message":"Sign in"}', url=ROOT).problem
    assert read_api(b"<html>", url=ROOT).problem


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from([*POST, "author", "wp:term", "name"]), inner, max_size=4
            )
        ),
        max_leaves=20,
    ),
    st.binary(max_size=30),
)
def test_nothing_raises(data: Any, junk: bytes) -> None:
    for body in (junk, json.dumps(data).encode(), json.dumps([data]).encode()):
        assert read_posts(body, url=ROOT).kind in ("", "wordpress")
        read_api(body, url=ROOT)
