"""One crawl over a hostile server: each case ends as its table says, and the crawl by itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from string import ascii_letters

import pytest

from newsarchive.model import ListingState, Source, SourceSettings
from newsarchive.storage import open_archive
from newsarchive.urls import canonical_url
from tests.conftest import Command
from tests.crawl import hostile
from tests.crawl.hostile import ARTICLE, LAST, Hostile, feed, http, story
from tests.fakes import Web, web

MAX_KB = 512 * 1024
PARAGRAPHS = 6  # of a whole story, each with LAST in it
PATIENCE = 180  # seconds until the crawl is taken for one that never ends; it takes some 40
SETTINGS = {
    "NEWSARCHIVE_TIMEOUT": "3",
    "NEWSARCHIVE_DELAY": "0",
    "NEWSARCHIVE_MAX_TIMEOUTS": "20",
    "NEWSARCHIVE_MAX_ENTRIES": "2000",
    "NEWSARCHIVE_MAX_SITEMAPS": "20",
    "NEWSARCHIVE_MAX_SITEMAP_URLS": "5000",
    "NEWSARCHIVE_MAX_PATTERN_URLS": "10",
    "NEWSARCHIVE_MAX_HOST_URLS": "60",
}
QUICK = ("-s", "AUTOTHROTTLE_ENABLED=0", "-s", "NEWSARCHIVE_MAX_CRAWL_DELAY=0.5")
PAGES = {
    "slow": hostile.SLOW,
    "wire": hostile.WIRE,
    "packed": hostile.PACKED,
    "leading": hostile.LEADING,
    "saying": hostile.SAYING,
}
LISTINGS = {
    "feeds": (hostile.FEEDS, "feed"),
    "maps": (hostile.MAPS, "sitemap"),
    "sections": (hostile.SECTIONS, "section"),
}
GOOD = ("ash", "birch", "cedar", "elm", "fir", "hazel", "larch", "maple", "oak", "pine")
SLOW = ("slow", "mute")  # asked by many at once, since they take a deadline each
ALONE = {"robots": hostile.ROBOTS, "rests": hostile.RESTS}


@dataclass
class Crawl:
    """What one crawl over everything hostile left behind."""

    expected: dict[str, hostile.Case] = field(default_factory=dict)  # URL → case
    failures: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    articles: dict[str, str] = field(default_factory=dict)  # URL → text
    titles: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[int, int]] = field(default_factory=dict)  # URL → authors, categories
    told: str = ""
    printed: str = ""
    code: int | None = None
    seconds: float = 0.0
    peak_kb: int = 0
    row_kb: int = 0
    neighbour: list[str] = field(default_factory=list)
    ahead: float = 0.0  # seconds from the neighbour's last answer to that of a hostile host
    mute: set[str] = field(default_factory=set)  # URLs of a host that answers none of them
    folder: Path = Path()


def peak_kb(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if "VmHWM" in line), 0)


class Sources:
    """What is crawled, added all at once."""

    def __init__(self) -> None:
        self.found: list[Source] = []

    def add(self, slug: str, home: str, listings: list[tuple[str, str]]) -> None:
        states = tuple(ListingState(url=url, kind=kind) for url, kind in listings)
        self.found.append(
            Source(
                slug=slug,
                name=slug,
                home=home,
                allow_private=True,
                listings=states,
                settings=SourceSettings(concurrency=8 if slug in SLOW else None),
            )
        )

    def save(self, place: Path) -> None:
        with open_archive(place, create=True) as archive, archive.writing() as rows:
            for source in self.found:
                rows.sources.add(source, at=datetime.now(UTC))


def items(urls: list[str]) -> bytes:
    return feed("".join(f"<item><link>{url}</link></item>" for url in urls))


def put(server: Hostile, sources: Sources, crawl: Crawl) -> None:
    """Serve all tables, a source each; those that end a whole host, each on one of its own."""
    for number, (slug, table) in enumerate(PAGES.items(), 3):
        host = server.serve(f"127.0.0.{number}")
        urls = [server.put(host, f"/{case.name}", case.say) for case in table.found.values()]
        crawl.expected |= dict(zip(urls, table.found.values(), strict=True))
        sources.add(slug, f"http://{host}/", [(server.put(host, "/feed", items(urls)), "feed")])
    for number, (slug, (table, kind)) in enumerate(LISTINGS.items(), 11):
        host = server.serve(f"127.0.0.{number}")
        urls = [server.put(host, f"/{case.name}", case.say) for case in table.found.values()]
        crawl.expected |= dict(zip(urls, table.found.values(), strict=True))
        sources.add(slug, f"http://{host}/", [(url, kind) for url in urls])
    mute = server.serve("127.0.0.9")
    urls = [server.put(mute, f"/{name * 3}", hostile.silent) for name in ascii_letters]
    sources.add("mute", f"http://{mute}/", [(server.put(mute, "/feed", items(urls)), "feed")])
    crawl.mute = set(urls)
    cases = [case for table in ALONE.values() for case in table.found.values()]
    for number, case in enumerate(cases, 1):
        alone(server, sources, crawl, case, f"127.0.1.{number}")


def alone(
    server: Hostile, sources: Sources, crawl: Crawl, case: hostile.Case, address: str
) -> None:
    host = server.serve(address)
    page = f"http://{host}/page"
    listing = server.put(host, "/feed", items([page]))
    if case.name.startswith("robots"):
        server.put(host, "/robots.txt", case.say)
        server.put(host, "/page", http(story(case.name)))
        crawl.expected[page if case.expected == ARTICLE else listing] = case
    else:
        server.put(host, "/page", case.say)
        crawl.expected[page] = case
    sources.add(case.name, f"http://{host}/", [(listing, "feed")])


def put_neighbour(site: Web, sources: Sources) -> list[str]:
    urls = [site.put(f"/good-{name}", story(name)) for name in GOOD]
    site.put("/feed", items(urls).partition(b"\r\n\r\n")[2], Content_Type="text/xml")
    sources.add("neighbour", site.url + "/", [(f"{site.url}/feed", "feed")])
    return urls


def watch(process: subprocess.Popen[bytes], crawl: Crawl) -> None:
    began = time.monotonic()
    while process.poll() is None and time.monotonic() - began < PATIENCE:
        crawl.peak_kb = max(crawl.peak_kb, peak_kb(process.pid))
        time.sleep(0.05)
    crawl.seconds = time.monotonic() - began
    crawl.code = process.poll()


@contextmanager
def crawling(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [str(Path(sys.executable).parent / "scrapy"), "crawl", "poll", "-a", "source=*"]
    with (
        (folder / "told").open("wb") as told,
        subprocess.Popen(
            [*command, *QUICK],
            cwd=folder,
            env={**_environ(), **SETTINGS},
            stdout=told,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def _environ() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("NEWSARCH")}


def read_back(place: Path, crawl: Crawl) -> None:
    with open_archive(place) as archive, archive.reading() as rows:
        for failure in rows.runs.failures(limit=10_000):
            crawl.failures[failure.url].append(failure.cause)
        crawl.row_kb = rows.runs.newest(1)[0].figures.get("peak_kb", 0)


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory, nursery: None) -> Crawl:
    folder = tmp_path_factory.mktemp("hostile")
    run = Command(folder)
    place = folder / "data" / "newsarchive.db"
    found = Crawl(folder=folder)
    with Hostile() as server, web("127.0.0.2") as good:
        sources = Sources()
        put(server, sources, found)
        found.neighbour = put_neighbour(good, sources)
        sources.save(place)
        with crawling(folder) as process:
            watch(process, found)
        found.ahead = max(heard.ended for heard in server.heard) - max(
            visit.ended for visit in good.visits
        )
    found.told = (folder / "told").read_text("utf-8", "replace")
    read_back(place, found)
    dumped = run("newsarchive", "export", "-o", "-").stdout
    for item in map(json.loads, dumped.splitlines()):
        found.articles[item["url"]] = item["body"]
        found.titles[item["url"]] = item["title"]
        found.lists[item["url"]] = (len(item["authors"]), len(item["categories"]))
    found.printed = run("newsarchive", "list", "--limit", "1000").stdout
    return found


def wrong(crawl: Crawl, url: str, case: hostile.Case) -> str:
    """What is wrong with how a case ended, or ""."""
    causes = crawl.failures.get(url, [])
    if case.expected == ARTICLE:
        text = crawl.articles.get(canonical_url(url))
        if text is None:
            return f"{case.name}: no article, but {causes}"
        if text.count(LAST) != PARAGRAPHS:
            return f"{case.name}: its text ends {text[-100:]!r}"
        if case.also and not any(case.also in cause for cause in causes):
            return f"{case.name}: {case.also!r} is in none of {causes}"
        return "" if case.also or not causes else f"{case.name}: {causes}"
    if canonical_url(url) in crawl.articles:
        return f"{case.name}: archived, though {case.expected!r} was expected"
    if not case.expected:
        return f"{case.name}: {causes}" if causes else ""
    if not any(case.expected in cause for cause in causes):
        return f"{case.name}: {case.expected!r} is in none of {causes}"
    return ""


def test_every_case_ends_as_an_article_or_as_a_failure_with_its_cause(crawl: Crawl):
    found = filter(None, (wrong(crawl, url, case) for url, case in crawl.expected.items()))

    assert len(crawl.expected) >= 60
    assert "\n".join(found) == ""


def test_the_crawl_ends_by_itself_without_a_traceback(crawl: Crawl):
    assert crawl.code == 1, "failures are told by the exit code"
    for sign in ("Traceback", "Unhandled", "CRITICAL"):
        assert sign not in crawl.told


def test_memory_stays_within_bounds(crawl: Crawl):
    assert 0 < crawl.row_kb < MAX_KB
    assert crawl.peak_kb < MAX_KB


def test_a_neighbour_is_archived_whole_and_held_up_by_nobody(crawl: Crawl):
    assert [crawl.articles[url].count(LAST) for url in crawl.neighbour] == [PARAGRAPHS] * len(GOOD)
    assert crawl.ahead > 0, "hostile hosts were still dripping"


def test_lists_and_titles_are_cut(crawl: Crawl):
    for name, case in hostile.SAYING.found.items():
        url = next(url for url, known in crawl.expected.items() if known is case)
        if case.expected == ARTICLE:
            authors, categories = crawl.lists[canonical_url(url)]
            assert authors <= 40, name
            assert categories <= 50, name
            assert len(crawl.titles[canonical_url(url)]) <= 300, name


def test_what_strangers_write_reaches_a_terminal_escaped(crawl: Crawl):
    assert "gnp.exe" in crawl.printed
    for sign in ("\x1b", "\u202e", "\u2066", "\0"):
        assert sign not in crawl.printed
        assert sign not in crawl.told


def test_no_address_becomes_a_file_name(crawl: Crawl):
    names = {path.name for path in crawl.folder.rglob("*")}

    assert not [name for name in names if "passwd" in name or "nul" in name]


def test_an_overlong_validator_is_not_kept(crawl: Crawl):
    with (
        open_archive(crawl.folder / "data" / "newsarchive.db") as archive,
        archive.reading() as rows,
    ):
        dues = rows.frontier.pending("saying", at=datetime.now(UTC), revisit="all")

    assert dues
    assert max(len(due.validators.etag) for due in dues) < 1_000


def test_a_host_that_never_answers_is_given_up(crawl: Crawl):
    causes = [cause for url in crawl.mute for cause in crawl.failures[url]]

    assert any("times in a row (max_timeouts)" in cause for cause in causes)
    assert len(causes) < len(crawl.mute), "the rest is left to the next crawl"
