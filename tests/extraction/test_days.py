"""Which of the days on a page is that of its publication."""

from __future__ import annotations

import pytest

from newsarchive.extraction import extract
from newsarchive.model import Article

TEXT = "".join(
    f"<p>The {nth} arch of the bridge at Nethermoor was measured by divers, who found that the "
    "river has taken away a good part of the gravel on which its pillars have stood so long.</p>"
    for nth in ("first", "second", "third", "fourth", "fifth", "sixth")
)
LINKED = """<script type="application/ld+json">{{"@context": "https://schema.org",
"@type": "NewsArticle", "headline": "Divers measure the bridge", "datePublished": "{0}",
"dateModified": "{1}"}}</script>"""


def read(lines: str, *, head: str = "", above: str = "", behind: str = "") -> Article:
    """An article whose date lines stand between heading and text."""
    return extract(
        f"<html lang=en-GB><head><title>Divers measure the bridge</title>{head}</head><body>{above}"
        f"<article><h1>Divers measure the bridge</h1>{lines}{TEXT}</article>{behind}</body></html>",
        "https://www.nethermoor.example/bridge",
    )


def day(article: Article) -> str:
    return article.published.date().isoformat() if article.published else ""


@pytest.mark.parametrize(
    ("stated", "modified", "shown", "expected"),
    [
        # Put up again, and dated anew for readers.
        ("2024-03-04T09:00:00+00:00", "2024-03-11T08:30:00+00:00", "11 March 2024", "2024-03-11"),
        ("2024-03-04", "2024-03-11", "11 March 2024, 08:30", "2024-03-11"),
        ("2024-03-04", "2024-03-12", "11.3.24 | Jane Roe", "2024-03-04"),  # beside other words
        ("2024-03-04", "2024-03-11", "Updated 11 March 2024", "2024-03-04"),
        (
            "2024-03-04",
            "2024-03-11",
            "Published 4 March 2024 | Updated 11 March 2024",
            "2024-03-04",
        ),
        ("2024-03-04", "2024-03-04", "11 March 2024", "2024-03-04"),  # after the last revision
        ("2024-03-11", "2024-03-11", "4 March 2024", "2024-03-11"),
        ("2024-03-04", "2024-03-11", "Tickets for 11 March 2024 are sold out", "2024-03-04"),
        # One instant, and its local day.
        ("2024-03-04T22:30:00Z", "2024-03-11T22:30:00Z", "5 March 2024", "2024-03-04"),
    ],
)
def test_day_stated_and_day_shown(stated: str, modified: str, shown: str, expected: str) -> None:
    assert day(read(f"<div>{shown}</div>", head=LINKED.format(stated, modified))) == expected


def test_two_days_shown_do_not_overrule_the_stated_one() -> None:
    lines = "<div>11 March 2024</div><div>8 March 2024</div>"

    assert day(read(lines, head=LINKED.format("2024-03-04", "2024-03-11"))) == "2024-03-04"


def test_byline_that_shows_a_later_day() -> None:
    line = '<p class="byline">11.03.2024 | Jane Roe</p>'

    assert day(read(line, head=LINKED.format("2024-03-04", "2024-03-11"))) == "2024-03-11"


def test_later_day_shown_is_completed_by_what_agrees_with_it() -> None:
    meta = '<meta property="article:published_time" content="2024-03-11T08:30:00+01:00">'
    article = read(
        "<div>11 March 2024</div>", head=LINKED.format("2024-03-04", "2024-03-11") + meta
    )

    assert article.published is not None
    assert article.published.isoformat() == "2024-03-11T08:30:00+01:00"


def test_day_of_a_revision_stated_as_that_of_publication() -> None:
    meta = '<meta property="article:published_time" content="2024-03-04T08:30:00+01:00">'
    twice = LINKED.format("2024-03-11T10:00:00+01:00", "2024-03-11T10:00:00+01:00")

    assert day(read("", head=twice + meta)) == "2024-03-04"
    assert day(read("", head=LINKED.format("2024-03-11", "2024-03-12") + meta)) == "2024-03-11"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("<div>Bridges built 2.1.1990-3.4.2004</div><div>11 March 2024</div>", "2024-03-11"),
        ("<div>The bridge is closed on 5 May 2024 from eight to ten.</div>", ""),
        ("<blockquote>— River Board (@riverboard) March 1, 2024</blockquote>", ""),
        ("<div>March 4, 2024 / 1:39 PM / Updated 2 minutes ago</div>", "2024-03-04"),
    ],
)
def test_lines_that_hold_a_date(lines: str, expected: str) -> None:
    assert day(read(lines)) == expected


def test_day_that_the_site_shows_above_the_heading_is_believed_last() -> None:
    today = '<div class="date">Tuesday 12 March 2024</div><div>Nethermoor Courier</div>'

    assert day(read("<div class=date>4 March 2024</div>", above=today)) == "2024-03-04"


def test_time_of_an_embedded_post_is_not_the_articles() -> None:
    post = "<p>A post by Ann (@ann) on <time datetime='2024-02-01T10:00:00Z'>1 Feb 2024</time></p>"

    assert day(read(f"{post}<div>4 March 2024</div>")) == "2024-03-04"


def test_date_in_a_menu_just_before_the_text() -> None:
    article = read('<div class="promo"><p class="date">4 March 2024</p></div>')

    assert (day(article), article.origins["published"]) == ("2024-03-04", "far (guessed)")


@pytest.mark.parametrize(
    ("lines", "head", "origin"),
    [
        ("<p>Last revised: August 9, 2017</p>", "", "updated (guessed)"),
        ("", '<meta name="last-modified" content="2017-08-09">', "modified (guessed)"),
    ],
)
def test_day_of_a_revision_where_nothing_else_is_known(lines: str, head: str, origin: str) -> None:
    article = read(lines, head=head)

    assert (day(article), article.origins["published"]) == ("2017-08-09", origin)
    assert article.modified is not None


def test_time_of_a_revision_does_not_complete_the_day_of_publication() -> None:
    meta = '<meta name="last-modified" content="2024-03-04T18:00:00+00:00">'

    article = read("<div>4 March 2024</div>", head=meta)

    assert (day(article), article.published_precision) == ("2024-03-04", "day")
