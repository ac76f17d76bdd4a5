"""Whatever is handed in, ``extract`` gives an article and raises nothing."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import hostile
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsarchive import extract
from newsarchive.model import Article

PAGE = (Path(__file__).parent / "pages" / "republished" / "with_poster.html").read_bytes()
LINKED = (Path(__file__).parent / "pages" / "json_ld" / "credit_in_caption.html").read_bytes()
WORDS = "The council met to hear what the engineers had found under the old harbour bridge."
# Pieces that readers react to, and that end where they should not.
PIECES = [
    b"<div>",
    b"</div>",
    b"<table><tr>",
    b"</article>",
    b"<time datetime=",
    b"<time datetime='9999-99-99'>",
    b"<script type='application/ld+json'>",
    b'{"@graph": [null, 1, {"author": {"author": []}}]}',
    b"</script>",
    b"<!--",
    b"<![CDATA[",
    b"\0",
    b"\xff",
    b"&#xD800;",
    b"&#99999999;",
    b"Posted by ",
    b"Categories: ",
    b"Read More",
    b"http://[",
    b"\xef\xbb\xbf",
    b"<base href='//['>",
    b"<meta charset=utf-7>",
    b"0001-01-01T00:00:00+23:59",
]
ANY = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow], database=None
)
URLS = (
    st.none() | st.sampled_from(["", "http://[", "https://news.example/2023/02/31/x"]) | st.text()
)


@st.composite
def damaged(draw: st.DrawFn, page: bytes) -> bytes:
    """A page with slices deleted, repeated and put in."""
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(page)))
        end = min(len(page), start + draw(st.integers(0, 600)))
        change = draw(st.sampled_from(["delete", "repeat", "insert"]))
        if change == "delete":
            page = page[:start] + page[end:]
        elif change == "repeat":
            page = page[:end] + page[start:end] * draw(st.integers(1, 5)) + page[end:]
        else:
            piece = draw(st.sampled_from(PIECES) | st.binary(max_size=20))
            page = page[:start] + piece + page[start:]
    return page


def is_sound(article: Article) -> None:
    """What holds of every article."""
    assert isinstance(article, Article)
    assert isinstance(article.body, str)
    assert article.title is None or article.title.strip()
    assert all(isinstance(name, str) and name.strip() for name in article.authors)
    assert article.published is None or isinstance(article.published, datetime)
    assert (article.published is None) == (article.published_precision is None)
    f"{article.title}{article.authors}{article.categories}{article.body}".encode()


@ANY
@given(st.binary(max_size=2_000), URLS)
def test_any_bytes(body: bytes, url: str | None) -> None:
    is_sound(extract(body, url))


@ANY
@given(st.text(st.characters(exclude_categories=()), max_size=2_000), URLS)
def test_any_text(text: str, url: str | None) -> None:
    is_sound(extract(text, url))


@ANY
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=30), max_size=60).map(b"".join))
def test_any_pieces(body: bytes) -> None:
    is_sound(extract(body))


@ANY
@given(damaged(PAGE))
def test_a_damaged_page(body: bytes) -> None:
    is_sound(extract(body, "https://gatherer.example/2023/01/mill/"))


@ANY
@given(damaged(LINKED))
def test_damaged_linked_data(body: bytes) -> None:
    is_sound(extract(body, "https://courier.example/weather/"))


@pytest.mark.parametrize("name", sorted(hostile.BEFORE))
def test_an_article_survives_what_stands_before_it(name: str) -> None:
    article = extract(hostile.BEFORE[name]() + hostile.ARTICLE, "https://x.example/a")

    assert "found under the old bridge, and 7 residents asked" in article.body


@pytest.mark.parametrize(
    "start",
    [
        "<title>x</title>",
        "<!doctype html><meta charset=utf-8><script>1</script>",
        "<html><head><title>x</title><main>",
    ],
)
def test_tags_of_head_and_body_may_be_left_out(start: str) -> None:  # WHATWG HTML, 13.1.2.4
    assert "7 residents asked" in extract(start + hostile.ARTICLE).body


@pytest.mark.parametrize("named", ["html", "text"])
def test_text_as_a_list_of_blocks(named: str) -> None:
    blocks = [{"type": "paragraph", named: f"Block {n}: {WORDS}"} for n in range(6)]
    stories = [{"headline": f"Story {n}", "text": WORDS * 2} for n in range(9)]
    data = {"article": {"body": blocks}, "related": stories}
    article = extract(f'<h1>Wall</h1><script type="application/json">{json.dumps(data)}</script>')

    assert article.body.split("\n\n") == [block[named] for block in blocks]
    assert article.origins["body"] == "data"
