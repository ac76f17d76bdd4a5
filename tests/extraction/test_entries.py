from __future__ import annotations

import pytest

from newsarchive.extraction import fuller, read_directives, read_entry, stated_in
from newsarchive.model import Article, Enclosure, Evidence, Link

TEXT = "".join(
    f"<p>Paragraph {n} tells at some length what the council decided.</p>" for n in range(4)
)


def test_an_entry_is_read_like_its_page_and_says_so():
    link = Link(
        url="https://example.org/1",
        source="example",
        title="Council decides",
        authors=("Ann Miller",),
        categories=("Town",),
        content=f"{TEXT}<script>alert(1)</script>",
        enclosures=(Enclosure(url="https://example.org/1.mp3", type="audio/mpeg", length=7),),
    )

    article = read_entry(link)

    assert article.title == "Council decides"
    assert article.authors == ["Ann Miller"]
    assert article.categories == ["Town"]
    assert article.body.startswith("Paragraph 0")
    assert article.body.count("\n\n") == 3
    assert "script" not in article.body_html
    assert article.enclosures == list(link.enclosures)
    assert set(article.origins.values()) <= {"feed", "feed (guessed)"}


def test_an_entry_with_a_summary_only():
    link = Link(url="https://example.org/1", title="Council decides", summary="It did so today.")

    assert read_entry(link).body == "It did so today."
    assert read_entry(Link(url="https://example.org/1", title="Council")).body == ""


def body_from(origin: str) -> Evidence:
    return Evidence(field="body", position=0, origin=origin, raw="")


@pytest.mark.parametrize(("length", "taken"), [(149, False), (150, True)])
def test_a_walled_page_takes_the_longer_text(length: int, taken: bool):
    page = Article(body="p" * 100, evidence=[body_from("visible")])
    entry = Article(body="e" * length, evidence=[body_from("feed")])

    article = fuller(page, entry)

    assert article.body[0] == ("e" if taken else "p")
    assert article.origins["body"] == ("feed" if taken else "visible")


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (["noindex"], ["noindex"]),
        (["NoArchive , noindex"], ["noindex", "noarchive"]),
        (["none"], ["noindex", "nofollow"]),
        (["otherbot: noindex"], []),
        (["newsarchive: noarchive"], ["noarchive"]),
        (["unavailable_after: 25 Jun 2030 15:00:00 GMT, noindex"], ["noindex"]),
        (["all", "max-image-preview:large"], []),
        ([], []),
    ],
)
def test_directives(values: list[str], found: list[str]):
    assert read_directives(values) == found


def test_directives_are_found_without_parsing():
    assert stated_in(b"<head><meta content='noarchive' name=robots></head>") == ["noarchive"]
    assert stated_in(b'<meta name="robots" content="index,follow">') == []
    assert stated_in(b'<meta name="description" content="noarchive">') == []
