"""How importers say where a text came from: each form at the end of a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsarchive import extract
from tests.fakes import sentences

PAGES = Path(__file__).parent / "pages"
LINK = "<a href='https://reed.example/a'>"
TEXT = sentences("lake")


def read(tail: str, first: str = "", head: str = ""):
    text = "".join(f"<p>{line}</p>" for line in TEXT)
    return extract(
        f"<html><head>{head}</head><body><article><h1>Lake town votes</h1>{first}{text}{tail}"
        "</article><div id=respond><h3>Leave a Reply</h3></div></body></html>",
        "https://gatherer.example/2024/lake-town-votes",
    )


@pytest.mark.parametrize(
    ("tail", "source", "url", "byline"),
    [
        (f"<p>The post {LINK}Lake town votes</a> appeared first on <a href=/x>The Reed</a>.</p>",
         "The Reed", "https://reed.example/a", ""),
        ("<p>The post Lake town votes first appeared on The Reed.</p>", "The Reed", "", ""),
        ("<p>Source: The Reed</p>", "The Reed", "", ""),
        (f"<p>Source: {LINK}The Reed</a></p>", "The Reed", "https://reed.example/a", ""),
        ("<p>Source: https://reed.example/a</p>", "reed.example", "https://reed.example/a", ""),
        (f"<p>{LINK}Go to Source</a></p>", "reed.example", "https://reed.example/a", ""),
        (f"<p>{LINK}Go to Source</a><br>Author: Ann Lee</p>",
         "reed.example", "https://reed.example/a", "Ann Lee"),
        ("<p>Via: The Reed</p>", "The Reed", "", ""),
        ("<p>via The Reed https://reed.example/a Ann Lee</p>",
         "The Reed", "https://reed.example/a", "Ann Lee"),
        (f"<p>Read more here: {LINK}The Reed</a></p>", "The Reed", "https://reed.example/a", ""),
        ("<p>This article was originally published on The Reed.</p>", "The Reed", "", ""),
        (f"<p>Quelle: {LINK}The Reed</a></p>", "The Reed", "https://reed.example/a", ""),
    ],
)  # fmt: skip
def test_forms_at_the_end(tail: str, source: str, url: str, byline: str):
    article = read(tail)

    assert article.credit is not None
    found = article.credit
    assert (found.source, found.url, found.byline, found.via) == (source, url, byline, ())
    assert article.authors == ([byline] if byline else [])
    assert article.body == "\n\n".join(TEXT)


def test_a_first_line_names_an_earlier_outlet():
    article = read(
        f"<p>Source: {LINK}The Reed</a></p>", "<p>Authored by Ann Lee via Mill Weekly,</p>"
    )

    assert article.credit is not None
    assert (article.credit.source, article.credit.byline) == ("Mill Weekly", "Ann Lee")
    assert [(hop.source, hop.url) for hop in article.credit.via] == [
        ("The Reed", "https://reed.example/a")
    ]
    assert article.authors == ["Ann Lee"]
    assert article.body == "\n\n".join(TEXT)


def test_a_first_line_alone():
    article = read("", "<p>Authored by Ann Lee via Mill Weekly,</p>")

    assert article.credit is not None
    assert (article.credit.source, article.credit.byline) == ("Mill Weekly", "Ann Lee")
    assert article.body == "\n\n".join(TEXT)


def test_a_canonical_url_on_another_site_is_the_original():
    article = read("", head='<link rel=canonical href="https://reed.example/a">')

    assert article.credit is not None
    assert (article.credit.source, article.credit.url) == ("reed.example", "https://reed.example/a")
    assert article.origins["credit"] == "link (guessed)"
    assert read("", head='<link rel=canonical href="https://reed.example/">').credit is None
    assert (
        read("", head='<link rel=canonical href="https://www.gatherer.example/a">').credit is None
    )


def test_category_links_tell_by_their_address_alone():
    markup = (PAGES / "republished" / "with_classes.html").read_text("utf-8")
    bare = markup.replace("Categories: ", "").replace(' rel="category tag"', "")

    assert bare != markup
    assert extract(bare).categories == ["Breaking News", "News", "Mill Weekly"]


def test_a_link_in_the_signature_is_not_the_attributions():
    tail = (
        "<span><a href=#>Ann Lee</a></span> <span>Sat, 01/28/2023 – 16:00</span> "
        f"The Reed{LINK}Read More</a>"
    )
    article = read(f"<div>{tail}</div>")

    assert article.credit is not None
    assert (article.credit.source, article.credit.url) == ("The Reed", "https://reed.example/a")
    assert article.credit.byline == "Ann Lee"
