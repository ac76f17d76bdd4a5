"""Site rules: what a person wrote down is believed, while it holds, and checked when read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsarchive.errors import ConfigError, ReaderFailed
from newsarchive.extraction import read_article
from newsarchive.extraction.rules import SHIPPED, RuleBook, tried
from newsarchive.model import Article, Site
from newsarchive.page import Page
from tests.fakes import page, sentences

URL = "https://news.wall.example/a"
TEXT = sentences("rule")
MARKUP = page(
    "Harbour wall holds",
    [*TEXT, "Read our other stories about walls, harbours and everything that keeps the sea out."],
    '<meta name="generator" content="WallPress 3"><meta name="desk" content="Harbour desk">',
).replace("<article>", '<article><div class="who">Ann Lee</div><span id="when">4 May 2021</span>')


def rules(folder: Path, text: str, name: str = "wall.example.toml") -> RuleBook:
    (folder / name).write_text(text)
    return RuleBook(folder)


def read(book: RuleBook, year: int = 2024) -> Article:
    site = book.site(Site(), URL)
    return read_article(Page(URL, MARKUP), site, fetched_at=datetime(year, 6, 1, tzinfo=UTC))


def test_a_rule_is_believed_first(tmp_path: Path):
    book = rules(
        tmp_path,
        """
        [[rule]]
        title = "meta[name=desk]::attr(content)"
        authors = ["div.nobody", "div.who"]
        published = "//span[@id='when']/text()"
        remove = "article p:last-of-type"
        body = "article"
        """,
    )
    article = read(book)

    assert article.title == "Harbour desk"
    assert article.authors == ["Ann Lee"]
    assert article.published == datetime(2021, 5, 4)
    assert article.body.split("\n\n")[-1] == TEXT[-1]
    assert "everything that keeps" in read_article(Page(URL, MARKUP)).body
    told = {name: article.origins[name] for name in ("title", "authors", "published", "body")}
    assert set(told.values()) == {"rule"}


def test_rules_hold_between_their_days_and_for_their_layout(tmp_path: Path):
    book = rules(
        tmp_path,
        """
        [[rule]]
        until = 2022-12-31
        title = "div.who"
        [[rule]]
        from = 2023-01-01
        match = "meta[name=generator][content^=WallPress]"
        title = "#when"
        [[rule]]
        match = "meta[name=generator][content^=Other]"
        title = "nav"
        """,
    )

    assert read(book, 2022).title == "Ann Lee"
    assert read(book, 2023).title == "4 May 2021"
    trials = tried(book.site(Site(), URL).rules, Page(URL, MARKUP).tree)
    assert [(trial.holds, trial.found) for trial in trials] == [
        (False, {"title: div.who": 1}),
        (True, {"title: #when": 1}),
        (False, {"title: nav": 1}),
    ]


def test_a_file_is_for_its_host_and_what_lies_below(tmp_path: Path):
    book = rules(tmp_path, 'timezone = "Europe/Oslo"\n[[rule]]\ntitle = "nav"\n')

    assert book.site(Site(), "https://www.wall.example/x").timezone == "Europe/Oslo"
    assert book.site(Site(), "https://wall.example:8080/x").rules
    assert not book.site(Site(), "https://wall.example.org/x").rules
    assert not book.site(Site(), "").rules


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[rule]]\ntitle = 'h1[['", r"line 2: 'title': 'h1\[\[' is no CSS selector"),
        ("\n[[rule]]\ntitle = '//h1['", r"line 3: 'title': '//h1\[' is no CSS selector"),
        ("[[rule]]\ntitle = '(f(//h1))'", "line 2: .* no CSS selector and no XPath: Unregistered"),
        ("[[rule]]\nheadline = 'h1'", "line 2: a rule has no 'headline'; it may have: from"),
        ("[[rule]]\nfrom = '2024'", "line 2: 'from' must be a day such as 2024-02-01"),
        ("[[rule]]\nfrom = 2024-02-01\nuntil = 2023-02-01", "line 3: the rule ends before it"),
        ("[[rule]]\ntitle = 3", "line 2: 'title' must be a text in quotes, not 3"),
        ("zone = 'x'", "line 1: there is no 'zone'; there are: host, name"),
        ("timezone = 'Mars'", "line 1: 'Mars' is no time zone"),
        ("[rule]\ntitle = 'h1'", "line 1: rules are tables; begin each with"),
        ("title = ", "is no valid TOML"),
        ("", "holds no rule"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, told: str):
    with pytest.raises(ConfigError, match=told):
        rules(tmp_path, text)


def test_a_rule_for_no_host_must_say_for_what(tmp_path: Path):
    with pytest.raises(ConfigError, match="line 1: a rule for no host needs 'match'"):
        rules(tmp_path, "[[rule]]\ntitle = 'h1'", "layout.toml")


def test_a_reader_in_python_has_the_last_word(tmp_path: Path):
    book = rules(
        tmp_path,
        "def read(page, article):\n"
        "    article.posted_by = page.soup.select_one('div.who').get_text()\n",
        "wall.example.py",
    )
    article = read(book)

    assert article.posted_by == "Ann Lee"
    assert article.origins["posted_by"] == "reader"
    assert article.title == "Harbour wall holds"


def test_a_reader_that_fails_is_named(tmp_path: Path):
    book = rules(tmp_path, "def read(page, article):\n    page.none()\n", "wall.example.py")

    with pytest.raises(ReaderFailed, match=r"wall.example.py, line 2: the site's reader failed"):
        read(book)
    with pytest.raises(ConfigError, match="line 1: is no Python"):
        rules(tmp_path, "def read(:\n", "wall.example.py")
    with pytest.raises(ConfigError, match=r"has no function read\(page, article\)"):
        rules(tmp_path, "x = 1\n", "wall.example.py")


def test_a_selector_that_fails_only_on_a_page_is_named(tmp_path: Path):
    book = rules(tmp_path, "[[rule]]\ntitle = '//h1[f(.)]'\n")

    with pytest.raises(ReaderFailed, match=r"selector '//h1\[f\(.\)\]' failed: Unregistered"):
        read(book)


def test_shipped_rules_are_well_and_for_layouts_only():
    book = RuleBook(SHIPPED)

    assert len(book) == len(book.files) > 0
    assert not any("." in file.stem for file in book.files), "no publisher among them"
