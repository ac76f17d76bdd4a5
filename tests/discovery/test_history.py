"""The way back: which link leads to older pages of a list, and where dated archives are."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.discovery import read_listing
from newsarchive.discovery.history import (
    date_archives,
    find_date_archives,
    find_older,
    guessed_older,
)
from newsarchive.page import Page

SITE = "https://weir.example"


def older(html: str, path: str = "/news/", link: str = "") -> str:
    url = SITE + path
    headers = [("Link", link)] if link else []
    found = find_older(Page(url=url, body=html.encode()).tree, url=url, base=url, headers=headers)
    return found.removeprefix(SITE)


@pytest.mark.parametrize(
    ("path", "html", "found"),
    [
        # what standards say
        ("/news/", "<link rel=next href=/news/page/2/>", "/news/page/2/"),
        ("/news/page/2/", "<link rel=prev href=/news/><a rel=next href=../3/>x", "/news/page/3/"),
        ("/news/?q=1", "<link rel=next href='?q=1&cursor=Zm9v'>", "/news/?q=1&cursor=Zm9v"),
        ("/news/?cursor=a", "<a rel=next href='?cursor=b'>x", "/news/?cursor=b"),
        ("/", "<link rel=next href=/page/2/>", "/page/2/"),
        ("/", "<a rel=next href=/blog/page/2/>", "/blog/page/2/"),
        # what systems print
        ("/", "<div class=nav-previous><a href=/page/2/>← Altes</a></div>", "/page/2/"),
        ("/page/2/", "<a class=older-posts href=/page/3/>Older</a><a href=/>Newer", "/page/3/"),
        ("/news", "<a href='?page=1'>2</a><a href='?page=9'>last</a>", "/news?page=1"),
        ("/news?page=1", "<a href='?page=0'>1</a><a href='?page=2'>3</a>", "/news?page=2"),
        ("/", "<a href='/?paged=2'>2</a>", "/?paged=2"),
        ("/news", "<a href='/news?start=10'>2</a><a href='/news?start=20'>3", "/news?start=10"),
        ("/news?start=10", "<a href=/news>1<a href='/news?start=20'>3", "/news?start=20"),
        ("/index.html", "<a href=index_2.html>下一页</a>", "/index_2.html"),
        ("/index_2.html", "<a href=index_1.html>1<a href=index_3.html>3", "/index_3.html"),
        ("/news.html", "<a href=news-page-2.html>2</a>", "/news-page-2.html"),
        ("/stadt/", "<a href=/stadt/seite/2>Weiter</a>", "/stadt/seite/2"),
        ("/stadt/", "<a href=/stadt/2/>2</a>", "/stadt/2/"),
        ("/?c=3", "<a href='/?c=3&p=2'>2</a>", "/?c=3&p=2"),
        (
            "/",
            "<a class=blog-pager-older-link href='/search?updated-max=2024-01-02&max-results=7'>x",
            "/search?updated-max=2024-01-02&max-results=7",
        ),
        # in words
        ("/news", "<a href='?before=77'>Entradas antiguas</a>", "/news?before=77"),
        ("/news", "<a href='?page=1'>Mehr anzeigen</a>", "/news?page=1"),
        ("/news", "<a href='?page=2' aria-label='Next page'><svg></svg></a>", "/news?page=2"),
        ("/page/9/", "<a href=/page/10/>Newer posts</a><a href=/page/8/>Older posts", "/page/8/"),
        ("/page/9/", "<a href=/page/8/>« Older posts</a>", "/page/8/"),
        # only the last is linked, or the far ones
        ("/news/", "<a href=/news/page/57/>Last</a>", "/news/page/2/"),
        ("/news/page/3/", "<a href=/news/page/1/>1<a href=/news/page/57/>57", "/news/page/4/"),
        ("/news/?utm_source=x", "<a href=/news/page/2/>2", "/news/page/2/"),
    ],
)
def test_the_next_older_page(path: str, html: str, found: str) -> None:
    assert older(html, path) == found


@pytest.mark.parametrize(
    ("path", "html"),
    [
        ("/news/", "<link rel=next href=/2023/05/the-next-story/>"),  # of an article
        ("/news/", "<link rel=next href=https://other.example/news/page/2/>"),
        ("/news/", "<a href=/sport/page/2/>2</a>"),  # another list
        ("/news/", "<a href='/news/page/2/?sort=asc'>2</a>"),  # a facet
        ("/news/page/3/", "<a href=/news/page/2/>2<a href=/news/>1"),  # the last
        ("/news/page/3/", "<a href='?page=4'>4</a>"),  # both kinds at once multiply
        ("/2023/05/", "<a rel=next href=/2023/06/>June</a><a href=/2023/04/>Older</a>"),
        ("/calendar/", "<a class=next href='/calendar/?month=2031-02'>Next</a>"),
        ("/news/", "<a href='/news/?day=3'>Next</a>"),
        ("/news/", "<a href=/news/page/999999/>2</a>"),
        ("/", "<a href='/?p=4711'>The wall holds</a>"),  # a post of WordPress
        ("/", "<a href=/news/4711/>The wall holds</a>"),
        ("/search?updated-max=2024-01-02", "<a rel=next href='/search?updated-max=2024-02-02'>"),
        ("/news/", "<a rel=next href='/news/'>x</a><a rel=next>y</a><a href='::'>Next</a>"),
        ("/", ""),
    ],
)
def test_no_older_page(path: str, html: str) -> None:
    assert older(html, path) == ""


def test_a_link_header() -> None:
    assert older("", link='</news/?page=2>; rel="next", <x>; rel=last') == "/news/?page=2"


def test_a_section_tells_its_older_page() -> None:
    html = b"<html><a href=/a-b-c-d-e>One two three four</a><a href='/n?page=2'>2</a>"

    assert read_listing(html, url=f"{SITE}/n").older == f"{SITE}/n?page=2"


@pytest.mark.parametrize(
    ("path", "guesses"),
    [
        ("/", ["/page/2/", "/?paged=2"]),
        ("/category/x", ["/category/x/page/2/", "/category/x?paged=2"]),
        ("/?cat=4", ["/page/2/?cat=4", "/?cat=4&paged=2"]),
        ("/category/x/page/2/", ["/category/x/page/3/"]),
        ("/?paged=2&cat=4", ["/?paged=3&cat=4"]),
        ("/news?start=20", []),
    ],
)
def test_guesses(path: str, guesses: list[str]) -> None:
    assert [url.removeprefix(SITE) for url in guessed_older(SITE + path)] == guesses


def archives(paths: list[str], since: date, until: date, **options: str) -> list[str]:
    found = date_archives(
        [SITE + path for path in paths],
        home=SITE,
        since=since,
        until=until,
        **options,  # type: ignore[arg-type]
    )
    return [url.removeprefix(SITE) for url in found]


ARTICLES = [f"/2023/01/{day}/the-wall-holds-{day}" for day in (27, 28, 29)]
MONTH = date(2022, 12, 30), date(2023, 1, 2)


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (["/2023/01/", "/2022/12/"], ["/2023/01/", "/2022/12/"]),
        (
            ["/archive/2023/1/28", "/archive/2023/1/9"],
            [f"/archive/{day}" for day in ("2023/1/2", "2023/1/1", "2022/12/31", "2022/12/30")],
        ),
        (["/?m=202301", "/?m=202212"], ["/?m=202301", "/?m=202212"]),
        (["/a/2023-01.html", "/a/2022-12.html"], ["/a/2023-01.html", "/a/2022-12.html"]),
        (["/w/2023/jan/28/all", "/w/2023/jan/29/all"], None),
        (ARTICLES, ["/2023/01/", "/2022/12/"]),
        ([*ARTICLES, "/2023/01/28/", "/2023/01/29/"], None),
        (ARTICLES[:2], []),
        (["/2023/01/"], []),
        (["/news/20230128", "/news/20230129"], []),
        (["/x/2023/13/", "/x/2023/14/", "/a", "", "/story-2023-1-the-end"], []),
    ],
)
def test_date_archives(paths: list[str], found: list[str] | None) -> None:
    days = archives(paths, *MONTH)

    if found is None:
        assert len(days) == 4
        assert days[0].startswith(("/w/2023/jan/02", "/2023/01/02"))
    else:
        assert days == found


def test_archives_of_days_where_months_are_known() -> None:
    assert archives(ARTICLES, *MONTH, grain="day")[:2] == ["/2023/01/02/", "/2023/01/01/"]
    assert archives(ARTICLES, date(2023, 2, 1), date(2023, 1, 1)) == []
    assert len(archives(ARTICLES, date(1, 1, 1), date(2023, 1, 1))) == 33 * 12 + 1


def test_archives_of_other_sites_do_not_count() -> None:
    assert find_date_archives([f"https://b.example/2023/0{n}/" for n in (1, 2)], home=SITE) == ()


def test_the_likeliest_archives_come_first() -> None:
    urls = [f"{SITE}{path}" for path in (*ARTICLES, "/2023/01/28/", "/2023/01/29/")]

    first, second = find_date_archives(urls, home=SITE)

    assert (first.grain, first.linked) == ("day", True)
    assert (second.grain, second.linked) == ("month", False)


def test_many_links_cost_little() -> None:
    anchors = "".join(f"<a href='/news/{'p/' * 50}{n}?page={n}&a={n}'>{n}</a>" for n in range(9000))
    start = time.process_time()

    older(anchors)
    older("<a href='" + "/page/2" * 1000 + "'>Next</a>" * 20)
    archives(["/2023/01" * 900] * 50 + ["/" + "2023/01/" * 900 + str(n) for n in range(50)], *MONTH)

    assert time.process_time() - start < 10


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["next", "prev", ""]))
def test_nothing_raises(path: str, reference: str, rel: str) -> None:
    url = f"{SITE}/{path}"
    html = f"<a rel='{rel}' href='{reference}'>Next</a><a href='?page=2'>2</a>"
    root = Page(url=url, body=html.encode("utf-8", "replace")).tree

    found = find_older(root, url=url, base=url)

    assert found == "" or found.startswith(SITE)
    list(date_archives([url, reference], home=SITE, since=date(2020, 1, 1), until=date(2020, 2, 1)))
    guessed_older(url)
