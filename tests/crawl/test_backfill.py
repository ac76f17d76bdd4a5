"""Back catalogues: the ladder climbed against servers on loopback."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsarchive.model import Rung, Source
from newsarchive.storage import open_archive
from tests.conftest import Command
from tests.crawl.test_listings import DB, FAST, exported
from tests.fakes import Answer, Web, page, rss, sentences


def put_stories(site: Web, count: int) -> list[str]:
    """Stories of 2020, one a week, the newest first; their addresses."""
    found = []
    for n in range(count, 0, -1):
        path = f"/2020/{(n - 1) // 4 + 1:02d}/the-wall-holds-story-{n}/"
        found.append(site.put(path, page(f"The wall holds, story {n}", sentences(f"s{n}"))))
    return found


def follow(run: Command, site: Web, stories: list[str], home: str = "") -> None:
    """A source whose feed has the two newest stories."""
    site.put("/", page("Daily Wall", ["Welcome."], home))
    links = [(f"The wall holds {n}", url) for n, url in enumerate(stories[:2])]
    url = site.put("/feed", rss("Daily Wall", f"{site.url}/", links), Content_Type="text/xml")
    run.follow(url)
    run("newsarchive", "crawl", *FAST)
    site.asked.clear()


def follow_nothing(run: Command, site: Web, folder: Path, api: str = "") -> None:
    """A source of which only the home page is known, and the root of an API."""
    home = f"{site.url}/"
    source = Source(slug="daily-wall", name="Daily Wall", home=home, allow_private=True, api=api)
    run("newsarchive", "init")
    with open_archive(folder / DB) as archive, archive.writing() as rows:
        rows.sources.add(source, at=datetime.now(UTC))


def backfill(run: Command, *words: str, code: int = 0) -> str:
    return run("newsarchive", "backfill", "daily-wall", *words, *FAST, code=code).stdout


def rungs(tmp_path: Path) -> dict[str, Rung]:
    with open_archive(tmp_path / DB) as archive, archive.reading() as rows:
        return {rung.url: rung for rung in rows.rungs.of("daily-wall")}


def put_api(site: Web, stories: list[str], per_page: int = 100) -> str:
    root = f"{site.url}/wp-json/"
    pages = [stories[at : at + per_page] for at in range(0, len(stories), per_page)]
    for number, some in enumerate(pages, 1):
        posts = [
            {
                "id": hash(url) % 10_000,
                "link": url,
                "title": {"rendered": f"Post {url[-3:-1]}"},
                "date_gmt": f"2020-{url.split('/2020/')[1][:2]}-01T12:00:00",
                "content": {"rendered": "<p>The text.</p>"},
            }
            for url in some
        ]
        path = f"/wp-json/wp/v2/posts?per_page=100&page={number}&_embed=author%2Cwp%3Aterm"
        site.put(
            path,
            json.dumps(posts),
            Content_Type="application/json",
            X_WP_Total=str(len(stories)),
            X_WP_TotalPages=str(len(pages)),
        )
    return f'<link rel="https://api.w.org/" href="{root}">'


def test_wordpress_gives_everything_and_the_rest_is_left_out(
    run: Command, site: Web, tmp_path: Path
):
    stories = put_stories(site, 12)
    follow(run, site, stories, put_api(site, stories, per_page=5))

    told = backfill(run)

    assert {item["url"] for item in exported(run)} == {url.rstrip("/") for url in stories}
    assert "12 addresses known, 12 archived, 0 not asked yet, 0 could not be had" in told
    assert "wordpress" in told
    assert "3 pages, 12 addresses, back to 2020-01-01" in told
    asked = [path for path, _ in site.asked]
    assert sum("/wp/v2/posts" in path for path in asked) == 3
    assert "/sitemap.xml" not in asked
    assert "not needed: wordpress named 100% of what the feeds name" in told
    assert len(asked) == len(set(asked))


def test_since_ends_the_climb(run: Command, site: Web, tmp_path: Path):
    stories = put_stories(site, 40)  # four a month, January to October
    follow(run, site, stories, put_api(site, stories, per_page=8))

    told = backfill(run, "--since", "2020-07")

    assert len(exported(run)) == 16  # July to October
    assert "it reached 2020-07-01" in told
    assert sum("/wp/v2/posts" in path for path, _ in site.asked) == 3


def test_an_earlier_day_goes_on_where_the_later_one_left_out(run: Command, site: Web):
    stories = put_stories(site, 40)
    follow(run, site, stories, put_api(site, stories, per_page=8))
    backfill(run, "--since", "2020-07")
    site.asked.clear()

    backfill(run, "--since", "2020-07")
    assert not any("/wp/v2/posts" in path for path, _ in site.asked)
    backfill(run, "--since", "2020-03")
    assert len(exported(run)) == 32  # March to October
    backfill(run)

    assert len(exported(run)) == 40
    assert not any("/wp/v2/posts?per_page=100&page=1&" in path for path, _ in site.asked)


def test_an_api_that_fails_midway_does_not_count_as_read(run: Command, site: Web):
    stories = put_stories(site, 12)
    follow(run, site, stories, put_api(site, stories, per_page=5))
    second = "/wp-json/wp/v2/posts?per_page=100&page=2&_embed=author%2Cwp%3Aterm"
    kept = site.pages[second]
    site.put(second, "no", 500)

    told = backfill(run, code=1)
    assert "not needed" not in told
    assert len(exported(run)) == 5
    site.pages[second] = kept
    backfill(run)

    assert len(exported(run)) == 12


def test_sitemaps_and_what_could_not_be_had(run: Command, site: Web, tmp_path: Path):
    stories = put_stories(site, 9)
    follow(run, site, stories)
    site.put("/robots.txt", f"Sitemap: {site.url}/maps.xml")
    with open_archive(tmp_path / DB) as archive, archive.writing() as rows:
        rows._session.connection().exec_driver_sql("DELETE FROM robots")
    locations = [f"<url><loc>{url}</loc></url>" for url in stories]
    for number, some in enumerate((locations[:5], locations[5:])):
        site.put(f"/map{number}.xml", f"<urlset>{''.join(some)}</urlset>", Content_Type="text/xml")
    index = "".join(
        f"<sitemap><loc>{site.url}/map{number}.xml</loc></sitemap>" for number in (0, 1)
    )
    site.put("/maps.xml", f"<sitemapindex>{index}</sitemapindex>", Content_Type="text/xml")
    site.put(stories[4].removeprefix(site.url), "no", 404)

    told = backfill(run, code=0)

    assert len(exported(run)) == 8
    assert "9 addresses known, 8 archived, 0 not asked yet, 1 could not be had" in told
    assert "1 the server answered 404" in told
    assert {rung.state for rung in rungs(tmp_path).values()} == {"done"}


def test_pages_of_a_section(run: Command, site: Web, tmp_path: Path):
    stories = put_stories(site, 12)
    site.put("/news/", "")
    follow(run, site, stories, "")
    site.put("/", page("Daily Wall", ["Welcome."]).replace("<nav>", "<nav><a href=/news/>News</a>"))
    for number in range(3):
        some = stories[number * 4 : number * 4 + 4]
        links = "".join(f"<p><a href={url}>The wall holds again today</a>" for url in some)
        older = f"<a rel=next href=/news/page/{number + 2}/>Older posts</a>" if number < 2 else ""
        path = "/news/" if number == 0 else f"/news/page/{number + 1}/"
        site.put(path, f"<html><body>{links}{older}</body></html>")

    told = backfill(run)

    assert len(exported(run)) == 12
    assert f"section {site.url}/news/: done, 3 pages, 12 addresses" in told
    for path in ("/news/", "/news/page/2/", "/news/page/3/"):
        assert site.count(path) == 1


def test_archives_by_date(run: Command, site: Web, tmp_path: Path):
    stories = put_stories(site, 12)  # January to March
    follow(run, site, stories)
    days = "".join(f"<p><a href=/2020/{n:02d}/>2020-{n:02d}</a>" for n in (1, 2, 3))
    site.put("/", page("Daily Wall", ["Welcome."]) + days)
    for month in (1, 2, 3):
        some = [url for url in stories if f"/2020/{month:02d}/" in url]
        links = "".join(f"<p><a href={url}>The wall holds again today</a>" for url in some)
        site.put(f"/2020/{month:02d}/", f"<html><body>{links}</body></html>")
    with open_archive(tmp_path / DB) as archive, archive.writing() as rows:
        at = rows.sources.get("daily-wall").listings[0].polled_at
        assert at is not None
        begin = Rung(kind="archive", url=f"{site.url}/2020/05/", next_url=f"{site.url}/2020/05/")
        rows.rungs.save("daily-wall", [begin], at=at)  # else it would begin with this month

    backfill(run)

    assert len(exported(run)) == 12
    assert [path for path, _ in site.asked if path.count("/") == 3][:5] == [
        f"/2020/{month:02d}/" for month in (5, 4, 3, 2, 1)
    ]


def test_it_goes_on_after_a_kill_without_asking_again(run: Command, site: Web, tmp_path: Path):
    stories = put_stories(site, 30)
    follow(run, site, stories, put_api(site, stories, per_page=10))
    site.latency = 0.1
    command = [str(Path(sys.executable).parent / "scrapy"), "crawl", "backfill"]
    child = subprocess.Popen([*command, "-a", "source=daily-wall", *FAST], cwd=tmp_path)
    while sum("story" in path for path, _ in site.asked) < 10:
        time.sleep(0.02)
        assert child.poll() is None
    child.send_signal(signal.SIGKILL)
    child.wait()
    site.latency = 0.0
    before = {path for path, _ in site.asked}
    had = {item["url"] for item in exported(run)}
    site.asked.clear()

    backfill(run)

    assert len(exported(run)) == 30
    again = before & {path for path, _ in site.asked}
    under_way = [path for path in again if site.url + path.rstrip("/") not in had]
    assert sorted(again) == sorted(under_way)


def test_a_budget(run: Command, site: Web, tmp_path: Path):
    stories = put_stories(site, 12)
    follow(run, site, stories, put_api(site, stories, per_page=5))

    told = backfill(run, "--budget", "2")
    assert len(exported(run)) == 4
    assert "not asked yet" in told
    backfill(run, "--budget", "100")

    assert len(exported(run)) == 12


def test_misuse(run: Command, site: Web):
    run.follow(f"{site.url}/feed")
    for words, told in (
        (("none",), "there is no source 'none'"),
        (("daily-wall", "--since", "2020-13"), "write a year, a month or a day"),
        (("daily-wall", "--since", "3000"), "write a year, a month or a day"),
    ):
        assert told in run("newsarchive", "backfill", *words, code=2).stderr


def test_a_site_with_nothing_else_is_walked_and_ends(run: Command, site: Web, tmp_path: Path):
    stories = put_stories(site, 6)
    years = "<a href=/years/1>1</a> <a href=/diary?month=1>Diary</a> <a href=/lost>Lost</a>"
    site.put("/", f"<html><title>Daily Wall</title><body>{years}</body></html>")
    for number, url in enumerate(stories, 1):
        further = f"<a href=/years/{number + 1}>{number + 1}</a>" if number < 6 else ""
        link = f"<a href={url}>The wall holds again today</a>"
        site.put(f"/years/{number}", f"<html><title>{number}</title><body>{link}{further}</body>")
    for month in range(1, 200):  # without end, for all a crawler knows
        body = f"<html><title>Diary {month}</title><body><a href=/diary?month={month + 1}>next</a>"
        site.put(f"/diary?month={month}", body)
    site.missing = Answer(b"<html><title>Nothing here</title><body><a href=/x/1>x</a></body>", 200)
    follow_nothing(run, site, tmp_path)

    told = backfill(run)

    assert len(exported(run)) == 6, told
    asked = [path for path, _ in site.asked]
    assert len(asked) == len(set(asked))
    assert sum("/diary" in path for path in asked) == 10  # and then no more
    assert not any(path.startswith("/x/") for path in asked)  # behind what is not there


def test_a_walk_that_is_not_to_go_deeper_says_so(run: Command, site: Web, tmp_path: Path):
    (story,) = put_stories(site, 1)
    for depth, path in enumerate(("/", "/a", "/b", "/c", "/d")):
        further = f"<a href=/{'abcde'[depth]}>further</a>"
        site.put(path, listing_page(path, further))
    site.put("/e", listing_page("/e", f"<a href={story}>The wall holds again today</a>"))
    follow_nothing(run, site, tmp_path)

    told = backfill(run, "-sNEWSARCHIVE_MAX_DEPTH=2")

    asked = {path for path, _ in site.asked}
    assert {"/a", "/b"} <= asked, (told, asked)
    assert not asked & {"/c", "/d", "/e"}
    failures = run("newsarchive", "failures").stdout
    assert "pages more than 2 steps from the home page were not walked (max_depth)" in failures


def listing_page(title: str, links: str) -> str:
    """A page of links with some words of its own."""
    return f"<html><title>{title}</title><body><h1>{title}</h1>{links}</body></html>"


def test_menus_of_menus_are_followed_and_soft_404s_are_no_articles(
    run: Command, site: Web, tmp_path: Path
):
    stories = put_stories(site, 30)
    desks = "".join(f"<li><a href=/desk/{name}>{name}</a>" for name in ("sea", "town", "land"))
    site.put("/", page("Daily Wall", ["Welcome."]).replace("<nav>", "<nav><a href=/all>All</a>"))
    site.put("/all", listing_page("All desks", desks))
    for place, name in enumerate(("sea", "town", "land")):
        some = stories[place * 10 : place * 10 + 10]
        links = "".join(f"<p><a href={url}>The wall holds again today</a>" for url in some)
        lost = f"<p><a href=/lost/{name}/1>A story that was taken down</a>"
        site.put(f"/desk/{name}", listing_page(f"Desk {name}", links + lost))
    nothing = page("Sorry", ["This story has moved.", *sentences("archive")])
    site.missing = Answer(nothing.encode(), 200)
    api = "/wp-json/wp/v2/posts?per_page=100&page=1&_embed=author%2Cwp%3Aterm"
    site.put(api, "not for you", 403)
    follow_nothing(run, site, tmp_path, f"{site.url}/wp-json/")

    told = backfill(run)  # a closed API is no failure

    assert "(the site lets nobody ask its API: the server answered 403)" in told
    assert len(exported(run)) == 30, told
    asked = [path for path, _ in site.asked]
    assert len(asked) == len(set(asked))
    cause = "the site answers with this page to any address (soft 404)"
    assert f"3 {cause}" in told
    with open_archive(tmp_path / DB) as archive, archive.reading() as rows:
        kept = rows.hosts.soft404(f"{site.url}/", since=datetime.now(UTC) - timedelta(hours=1))
        old = rows.hosts.soft404(f"{site.url}/", since=datetime.now(UTC) + timedelta(hours=1))
    assert "sorry" in (kept or "")
    assert old is None
    assert "open" not in {rung.state for rung in rungs(tmp_path).values()}
