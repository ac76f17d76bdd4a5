"""Whole crawls: the real command lines against a web server on loopback."""

import gzip
import json
import re
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsarchive.errors import ArchiveBusy
from newsarchive.export import dump_schema
from newsarchive.storage import open_archive
from newsarchive.warc.recovery import index_path
from tests.conftest import Command
from tests.fakes import Web, page, rss, sentences, web

SCRAPY = str(Path(sys.executable).parent / "scrapy")
FAST = (
    *("-s", "DOWNLOAD_DELAY=0"),
    *("-s", "AUTOTHROTTLE_ENABLED=0"),
    *("-s", "NEWSARCHIVE_ALLOW_PRIVATE=1"),
    *("-s", "RETRY_TIMES=0"),
)
LISTED = (*FAST[:4], "--revisit", "listed")  # what was archived just now is asked again

DB = "data/newsarchive.db"


def dumped(run: Command) -> dict[str, dict]:
    """The archive's dump by URL."""
    done = run("newsarchive", "export", "-o", "-")
    return {item["url"]: item for item in map(json.loads, done.stdout.splitlines())}


def failed(tmp_path: Path) -> dict[str, tuple[str, str]]:
    with open_archive(tmp_path / DB) as archive, archive.reading() as rows:
        return {item.url: (item.stage, item.cause) for item in rows.runs.failures()}


@pytest.fixture
def publisher(site: Web) -> Web:
    """A home page, a feed, two articles."""
    site.put(
        "/",
        page(
            "Daily Wall", ["Welcome."], "<link rel=alternate type=application/rss+xml href=/feed>"
        ),
    )
    links = [
        (f"Story {name}", site.put(f"/{name}", page(f"Story {name}", sentences(name))))
        for name in ("alpha", "beta")
    ]
    site.put("/feed", rss("Daily Wall", f"{site.url}/", links), Content_Type="application/rss+xml")
    return site


def test_every_given_page_ends_as_a_row_or_a_failure(run: Command, site: Web, tmp_path: Path):
    good = site.put("/good", page("Wall holds", sentences("good")))
    moved = site.put("/moved", "", 301, Location="/good")
    bad = {
        site.put("/gone", "no", 404): ("fetch", "the server answered 404"),
        site.put("/broken", "no", 500): ("fetch", "the server answered 500"),
        site.put("/doc.pdf", b"%PDF-1.4 x", Content_Type="application/pdf"): (
            "read",
            "application/pdf is no web page",
        ),
        site.put("/empty", ""): ("read", "the server answered with an empty page"),
        site.put("/blank", "<html><body></body></html>"): (
            "read",
            "no article text was found in it",
        ),
        site.put("/binary", bytes(range(256)) * 20, Content_Type="application/octet-stream"): (
            "read",
            "application/octet-stream is no web page",
        ),
        "http://127.0.0.1:9/": ("fetch", "the host refused the connection"),
        "http://no-such-host.invalid/x": ("fetch", "the host's name could not be found"),
        "ftp://one.example/x": ("discover", "is no http(s) address"),
    }
    (tmp_path / "urls.txt").write_text("\n".join(["# pages", good, moved, *bad, ""]))

    run("scrapy", "crawl", "pages", "-a", "file=urls.txt", "-O", "out.json", *FAST)
    items = dumped(run)

    assert set(items) == {good}
    assert items[good]["urls"] == [good, moved]
    assert items[good]["title"] == "Wall holds"
    assert items[good]["body"].startswith("The council of good met")
    assert failed(tmp_path) == bad
    exported = json.loads((tmp_path / "out.json").read_text())
    assert {item["title"] for item in exported} == {"Wall holds"}
    assert set(exported[0]) <= set(dump_schema()["properties"])


def test_a_new_site_rule_makes_no_revision(run: Command, publisher: Web, tmp_path: Path):
    run("newsarchive", "add", publisher.url, "--yes", "--allow-private")
    run("newsarchive", "crawl", *FAST[:4])
    rules = tmp_path / "data" / "sites" / "127.0.0.1.toml"
    rules.parent.mkdir(parents=True, exist_ok=True)
    rules.write_text("[[rule]]\nremove = 'article p:first-of-type'\n")
    publisher.put("/beta", page("Story beta, retold", sentences("beta")))

    again = run("newsarchive", "crawl", *LISTED)

    assert {"1 unchanged", "1 revised"} <= set(re.split(", |: |\n", again.stdout)), again.stdout
    items = dumped(run)
    for name, number in (("alpha", 1), ("beta", 2)):
        held = items[f"{publisher.url}/{name}"]
        assert held["revision"] == number
        assert sentences(name)[0] not in held["body"]
    with open_archive(tmp_path / DB) as archive, archive.reading() as rows:
        (_, newest) = rows.archived.revisions(items[f"{publisher.url}/beta"]["id"])
    assert newest.changed == ("title",)


def test_bytes_are_kept_before_rows(run: Command, site: Web, tmp_path: Path):
    url = site.put("/a", page("Wall holds", sentences("bytes")), ETag='"1"')

    run("scrapy", "crawl", "pages", "-a", f"urls={url}", *FAST)

    with open_archive(tmp_path / DB) as archive, archive.reading() as rows:
        (item,), _ = rows.archived.page()
        assert item.captured is not None
        assert archive.warc.read(item.captured) == site.pages["/a"].body
        assert dict(item.captured.headers)["Etag"] == '"1"'


def test_a_source_is_added_crawled_and_followed(run: Command, publisher: Web, tmp_path: Path):
    told = run("newsarchive", "add", publisher.url, "--yes", "--allow-private", cold=True).stdout
    assert "saved as 'daily-wall'" in told
    assert publisher.url + "/feed" in run("newsarchive", "sources").stdout

    first = run("newsarchive", "crawl", *FAST[:4], cold=True)
    assert "done: 2 new, 0 failures" in first.stdout
    before = dumped(run)
    assert {item["source"] for item in before.values()} == {"daily-wall"}

    again = run("newsarchive", "crawl", *LISTED)
    assert "done: 2 unchanged, 0 failures" in again.stdout
    for url, item in dumped(run).items():
        item.pop("last_seen")
        assert item == {name: value for name, value in before[url].items() if name != "last_seen"}

    publisher.put(
        "/alpha", page("Story alpha", [*sentences("alpha"), "Correction: it was Tuesday."])
    )
    publisher.put("/beta", "gone", 410)
    changed = run("newsarchive", "crawl", *LISTED)
    assert "1 missing, 1 revised, 1 failures" in changed.stdout
    after = dumped(run)
    alpha = after[publisher.url + "/alpha"]
    assert (alpha["revision"], alpha["id"]) == (2, before[publisher.url + "/alpha"]["id"])
    assert "Correction" in alpha["body"]
    old = run("newsarchive", "show", alpha["id"], "--revision", "1").stdout
    assert "Correction" not in old
    assert "The council of alpha" in old
    assert failed(tmp_path) == {publisher.url + "/beta": ("fetch", "the server answered 410")}
    shown = run("newsarchive", "show", publisher.url + "/beta").stdout
    assert "(the server answered 410), 1 visits" in shown
    assert "missing since" in shown
    assert "revision 2" in run("newsarchive", "show", alpha["id"]).stdout
    assert "correction: body" in run("newsarchive", "show", alpha["id"]).stdout
    told = run("newsarchive", "diff", alpha["id"]).stdout
    assert told.endswith("…\n{+Correction: it was Tuesday.+}\n")
    # a home page in place of an article says the same
    publisher.put("/", page("Daily Wall", ["Welcome."]))
    publisher.put("/alpha", "", 302, Location="/")
    assert "2 missing" in run("newsarchive", "crawl", *LISTED).stdout


def test_a_record_that_a_kill_tore_is_cut_off_and_told(
    run: Command, publisher: Web, tmp_path: Path
):
    run.follow(f"{publisher.url}/feed")
    run("newsarchive", "crawl", *FAST[:4])
    with open_archive(tmp_path / DB) as archive:
        file = archive.warc.files()[0]
    whole = file.read_bytes()
    file.write_bytes(whole + whole[:99])
    index_path(file).unlink()  # a writer that is killed leaves none

    again = run("newsarchive", "crawl", *FAST[:4])

    assert "done: 0 failures; cut off what a kill left of 1 record" in again.stdout
    assert file.read_bytes() == whole


def test_unchanged_answers_cost_a_304(run: Command, publisher: Web):
    for path, answer in list(publisher.pages.items()):
        answer.headers["ETag"] = f'"{path}"'
    run.follow(f"{publisher.url}/feed")
    run("newsarchive", "crawl", *FAST[:4])
    publisher.asked.clear()

    again = run("newsarchive", "crawl", *FAST[:4])
    assert "done: 0 failures" in again.stdout
    assert [path for path, _ in publisher.asked] == ["/feed"]  # a 304, and nothing is due yet
    publisher.asked.clear()

    again = run("newsarchive", "crawl", *LISTED)

    assert "done: 2 unchanged, 0 failures" in again.stdout
    conditional = {path for path, headers in publisher.asked if "If-None-Match" in headers}
    assert conditional == {"/feed", "/alpha", "/beta"}


def test_a_page_that_failed_and_then_is_unchanged_is_well_again(
    run: Command, publisher: Web, tmp_path: Path
):
    publisher.pages["/alpha"].headers["ETag"] = '"1"'
    good = publisher.pages["/alpha"]
    run.follow(f"{publisher.url}/feed")
    run("newsarchive", "crawl", *FAST[:4])
    publisher.put("/alpha", b"%PDF-1.7", Content_Type="application/pdf")
    run("newsarchive", "crawl", *LISTED, code=None)
    assert failed(tmp_path) == {
        f"{publisher.url}/alpha": ("read", "application/pdf is no web page")
    }
    before = frontier(tmp_path)[f"{publisher.url}/alpha"]
    publisher.pages["/alpha"] = good
    run("newsarchive", "crawl", *LISTED)

    assert before[0] == "failed"
    assert before[1], "an archived article is looked at again"
    assert frontier(tmp_path)[f"{publisher.url}/alpha"][0] == "fetched"
    assert failed(tmp_path) == {}


def frontier(tmp_path: Path) -> dict[str, tuple[str, str | None]]:
    """State and next time of each URL."""
    with sqlite3.connect(tmp_path / DB) as rows:
        return {
            url: (state, due)
            for url, state, due in rows.execute("SELECT url, state, due_at FROM urls")
        }


def test_a_failure_closes_however_the_address_is_spelled(run: Command, site: Web, tmp_path: Path):
    run(
        "scrapy",
        "crawl",
        "pages",
        "-a",
        f"urls={site.url}/caf\u00e9/?utm_source=x",
        *FAST,
        code=None,
    )
    assert list(failed(tmp_path)) == [f"{site.url}/caf\u00e9/?utm_source=x"]
    site.put("/caf%c3%a9", page("Wall holds", sentences("good")))
    run("scrapy", "crawl", "pages", "-a", f"urls={site.url}/caf%c3%a9", *FAST)

    assert failed(tmp_path) == {}


def test_an_index_of_sitemaps_is_followed_once_and_within_bounds(
    run: Command, site: Web, tmp_path: Path
):
    most = 20
    site.put("/", page("Daily Wall", ["Welcome."]))
    children = [
        f"{site.url}/sitemap.xml",
        *(f"{site.url}/map{n}.xml" for n in range(most + 4)),
    ]
    for n in range(most + 4):
        story = site.put(f"/story{n}", "gone", 404)
        site.put(f"/map{n}.xml", f"<urlset><url><loc>{story}</loc></url></urlset>")
    index = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in children)
    site.put("/sitemap.xml", f"<sitemapindex>{index}</sitemapindex>", Content_Type="text/xml")
    site.put("/robots.txt", f"Sitemap: {site.url}/sitemap.xml\n", Content_Type="text/plain")
    run("newsarchive", "add", f"{site.url}/sitemap.xml", "--yes", "--allow-private")
    site.asked.clear()
    words = ("-s", "NEWSARCHIVE_BUDGET=0", "-s", f"NEWSARCHIVE_MAX_SITEMAPS={most}")
    run("newsarchive", "crawl", *FAST[:4], *words, code=None)

    asked = [path for path, _ in site.asked if path.startswith("/map")]
    assert len(asked) == len(set(asked)) == most - 1, "the index names itself too"
    assert failed(tmp_path)[f"{site.url}/sitemap.xml"] == (
        "discover",
        f"5 of its sitemaps were not read: one run reads {most} a source (max_sitemaps)",
    )


def test_site_rules_hold_in_crawls_and_imports(run: Command, site: Web, tmp_path: Path):
    markup = page("Wall holds", sentences("good")).replace("<h1>", "<b id=kicker>Harbour</b><h1>")
    url = site.put("/a", markup)
    (tmp_path / "a.html").write_text(markup)
    rules = tmp_path / "data" / "sites" / "127.0.0.1.toml"
    rules.parent.mkdir(parents=True)
    rules.write_text('[[rule]]\ntags = "#kicker"\n')

    run("scrapy", "crawl", "pages", "-a", f"urls={url}", *FAST)
    assert dumped(run)[url]["tags"] == ["Harbour"]
    imported = url.replace("/a", "/b")
    run("newsarchive", "import", "html", "a.html", "--url", imported)
    assert dumped(run)[url]["origins"]["tags"] == "rule"

    rules.write_text('[[rule]]\ntags = "#["\n')
    told = run("scrapy", "crawl", "pages", "-a", f"urls={url}", *FAST, code=2).stderr
    assert "127.0.0.1.toml, line 2: 'tags': '#[' is no CSS selector" in told
    rules.unlink()
    rules.with_suffix(".py").write_text("def read(page, article):\n    page.none()\n")
    run("scrapy", "crawl", "pages", "-a", f"urls={url}", *FAST, code=1)
    assert "127.0.0.1.py, line 2: the site's reader failed" in failed(tmp_path)[url][1]


def test_what_is_followed_already_is_not_followed_twice(run: Command, publisher: Web):
    run.follow(f"{publisher.url}/feed")
    told = run("newsarchive", "add", f"{publisher.url}/feed", "--yes", "--allow-private").stdout

    assert f"{publisher.url}/feed is followed already, for 'daily-wall'" in told
    assert "nothing is left to save" in told
    assert len(run("newsarchive", "sources").stdout.split("daily-wall")) == 2


def test_what_add_cannot_have_is_a_failure_row_once_there_is_an_archive(
    run: Command, publisher: Web, tmp_path: Path
):
    missing = f"{publisher.url}/none"
    run("newsarchive", "add", missing, "--yes", "--allow-private", code=1)
    assert not (tmp_path / DB).exists()
    run("newsarchive", "add", publisher.url, "--yes", "--allow-private")
    run("newsarchive", "add", missing, "--yes", "--allow-private", code=1)
    assert failed(tmp_path) == {missing: ("fetch", "the server answered 404; check the address")}

    publisher.put("/none", rss("Wall", f"{publisher.url}/", [("a", f"{publisher.url}/a")]))
    run("newsarchive", "add", missing, "--yes", "--allow-private")
    assert failed(tmp_path) == {}


def test_a_feed_of_which_nothing_can_be_read_is_no_source(run: Command, publisher: Web):
    cut = rss("Wall", publisher.url, [])[:-20]
    url = publisher.put("/cut", cut, Content_Type="application/rss+xml")
    told = run("newsarchive", "add", url, "--yes", "--allow-private", code=1).stderr

    assert f"{url}: " in told
    assert "nothing was read of it" in told


def test_a_binary_answer_is_no_article(run: Command, site: Web, tmp_path: Path):
    url = site.put("/picture.html", bytes(range(256)) * 20)
    run("scrapy", "crawl", "pages", "-a", f"urls={url}", *FAST, code=1)

    assert failed(tmp_path) == {url: ("read", "is a binary file, no web page")}


def test_a_pdf_is_no_source(run: Command, publisher: Web):
    url = publisher.put("/table.pdf", b"%PDF-1.7", Content_Type="application/pdf")
    told = run("newsarchive", "add", url, "--yes", "--allow-private", code=2).stderr

    assert f"{url} is application/pdf, neither a web page nor a feed" in told


def test_scrapy_poll_asks_what_is_due(run: Command, publisher: Web):
    run("newsarchive", "init")
    run.follow(f"{publisher.url}/feed")

    run("scrapy", "crawl", "poll", *FAST[:4])
    asked = publisher.count("/feed")
    run("scrapy", "crawl", "poll", *FAST[:4])
    assert publisher.count("/feed") == asked, "not due yet"
    run("scrapy", "crawl", "poll", "-a", "source=daily-wall", *FAST[:4])
    assert publisher.count("/feed") == asked + 1

    assert len(dumped(run)) == 2


def test_one_dead_source_does_not_stop_the_others(run: Command, publisher: Web, tmp_path: Path):
    with web("127.0.0.1") as other:
        other.put(
            "/feed",
            rss(
                "Other Wall",
                other.url,
                [("Lone", other.put("/lone", page("Lone", sentences("lone"))))],
            ),
            Content_Type="text/xml",
        )
        run.follow(f"{publisher.url}/feed")
        run("newsarchive", "add", other.url + "/feed", "--yes", "--allow-private")
        other.put("/feed", page("We moved", ["Our feed is elsewhere now."]))

        done = run("newsarchive", "crawl", *FAST[:4], code=1)
        run("scrapy", "crawl", "poll", "-a", "source=other-wall", *FAST[:4], code=1)

    assert "2 new, 1 failures; failed sources: other-wall" in done.stdout
    stage, cause = failed(tmp_path)[other.url + "/feed"]
    assert stage == "discover"
    assert "is a web page, not a feed" in cause


def test_private_addresses_are_refused_unless_meant(run: Command, site: Web, tmp_path: Path):
    url = site.put("/a", page("Secret", sentences("secret")))

    run("scrapy", "crawl", "pages", "-a", f"urls={url},http://localhost:1/x", *FAST[:4], code=1)

    assert site.asked == []
    assert [stage for stage, _ in failed(tmp_path).values()] == ["fetch", "fetch"]
    assert all("private address" in cause for _, cause in failed(tmp_path).values())
    assert "private address" in run("newsarchive", "add", site.url, "--yes", code=2).stderr


def test_a_redirect_to_a_private_address_is_refused(run: Command, publisher: Web, tmp_path: Path):
    with web("127.0.0.2") as inner:
        secret = inner.put("/secret", page("Secret", sentences("secret")))
        publisher.put("/alpha", "", 302, Location=secret)
        run.follow(f"{publisher.url}/feed")
        run("newsarchive", "crawl", *FAST[:4])

        assert inner.asked == []
    assert "private address" in failed(tmp_path)[publisher.url + "/alpha"][1]


def test_robots_txt_is_obeyed(run: Command, site: Web, tmp_path: Path):
    site.put("/robots.txt", "User-agent: *\nDisallow: /private\n", Content_Type="text/plain")
    url = site.put("/private/a", page("Hidden", sentences("hidden")))

    run("scrapy", "crawl", "pages", "-a", f"urls={url}", *FAST, code=1)

    assert site.count("/private/a") == 0
    assert failed(tmp_path) == {url: ("fetch", "robots.txt forbids it")}


def test_a_page_over_the_limit_is_refused(run: Command, site: Web, tmp_path: Path):
    url = site.put("/huge", page("Huge", ["x" * 200_000]))

    words = ("scrapy", "crawl", "pages", "-a", f"urls={url}", *FAST)
    run(*words, code=1, NEWSARCHIVE_MAX_PAGE_BYTES="50000")

    assert failed(tmp_path) == {
        url: ("fetch", "the page is larger than the limit (max_page_bytes)")
    }


def test_a_page_that_unpacks_beyond_the_limit_is_refused(run: Command, site: Web, tmp_path: Path):
    bomb = gzip.compress(b"<p>x" * 5_000_000)
    url = site.put("/bomb", bomb, Content_Encoding="gzip")

    words = ("scrapy", "crawl", "pages", "-a", f"urls={url}", *FAST)
    run(*words, code=1, NEWSARCHIVE_MAX_PAGE_BYTES="1000000")

    assert failed(tmp_path) == {
        url: ("fetch", "the page is larger than the limit (max_page_bytes) once unpacked")
    }


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_crawl_continues(
    run: Command, site: Web, tmp_path: Path, how: signal.Signals
):
    urls = [
        site.put(f"/{number}", page(f"Story {number}", sentences(f"place{number}")))
        for number in range(40)
    ]
    (tmp_path / "urls.txt").write_text("\n".join(urls))
    command = [
        str(Path(sys.executable).parent / "scrapy"),
        "crawl",
        "pages",
        "-a",
        "file=urls.txt",
        *FAST,
    ]
    command += ["-s", "DOWNLOAD_DELAY=0.1", "-s", "LOG_LEVEL=WARNING"]
    run("newsarchive", "init")

    first = subprocess.Popen(command, cwd=tmp_path)
    deadline = time.monotonic() + 60
    while archived(tmp_path) < 5 and time.monotonic() < deadline:
        time.sleep(0.05)
    first.send_signal(how)
    first.wait(60)
    done = archived(tmp_path)
    assert 5 <= done < 40
    subprocess.run(command, cwd=tmp_path, check=True, timeout=120)

    assert archived(tmp_path) == 40
    assert not failed(tmp_path)
    asked = [site.count(f"/{number}") for number in range(40)]
    # at most what was under way when it was killed is asked twice
    assert sum(asked) <= 40 + 8
    assert asked.count(1) >= done - 8


def archived(tmp_path: Path) -> int:
    if not (tmp_path / DB).exists():
        return 0
    with sqlite3.connect(f"file:{tmp_path / DB}?mode=ro", uri=True) as connection:
        found: int = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
    connection.close()
    return found


def test_misuse_of_scrapy_gives_one_sentence(run: Command, tmp_path: Path):
    run("newsarchive", "init")

    for words, told in (
        (("pages",), "give the pages as -a urls="),
        (("pages", "-a", "file=none.txt"), "none.txt cannot be read"),
        (("poll",), "there is no source yet"),
        (("poll", "-a", "source=x"), "there is no source 'x'"),
        (("poll", "-a", "revisit=often"), "revisit=often is unknown"),
        (("poll", "-a", "sources=x"), "has no argument 'sources'; there are: source, revisit"),
        (("nothing",), "there is no spider 'nothing'"),
    ):
        done = run("scrapy", "crawl", *words, code=None)
        assert done.returncode in (1, 2)
        assert told in done.stdout + done.stderr

    (tmp_path / "newsarchive.toml").write_text("delay = 'x'\n")
    assert "newsarchive.toml, line 1: 'delay'" in run("scrapy", "list", code=2).stderr


def test_the_same_crawl_twice_at_once_is_busy(run: Command, publisher: Web, tmp_path: Path):
    run.follow(f"{publisher.url}/feed")
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        with open_archive(tmp_path / DB) as archive, archive.writing() as rows:
            handle = rows.runs.begin(
                "poll", key="x", source=None, at=datetime.now(UTC), exclusive=True
            )
        with sqlite3.connect(tmp_path / DB) as connection:
            connection.execute("UPDATE runs SET pid = ? WHERE id = ?", (sleeper.pid, handle.id))
        connection.close()

        done = run("newsarchive", "crawl", *FAST[:4], code=3)
    finally:
        sleeper.kill()
        sleeper.wait()

    assert f"process {sleeper.pid} is crawling the same already" in done.stderr
    run("newsarchive", "crawl", *FAST[:4])


def test_an_unexpected_fault_is_a_failure_row(run: Command, site: Web, tmp_path: Path):
    url = site.put("/a", page("Wall holds", sentences("fault")))
    run("newsarchive", "init")
    (tmp_path / "my_spiders" / "faulty.py").write_text(
        "from spiders.pages import PagesSpider\n"
        "class Faulty(PagesSpider):\n"
        "    name = 'faulty'\n"
        "    async def parse_article(self, response, due):\n"
        "        raise RecursionError('too deep')\n"
        "        yield\n"
    )
    words = ["crawl", "faulty", "-a", f"urls={url}", *FAST]

    done = subprocess.run(
        [SCRAPY, *words], cwd=tmp_path, check=False, capture_output=True, timeout=60
    )
    assert done.returncode == 1

    stage, cause = failed(tmp_path)[url]
    assert (stage, "RecursionError('too deep')" in cause) == ("read", True)


def test_one_fault_among_good_items_of_a_plain_spider_fails_nothing(
    run: Command, site: Web, tmp_path: Path
):
    run("newsarchive", "init")
    (tmp_path / "my_spiders" / "plain.py").write_text(
        "import scrapy\n"
        "class Plain(scrapy.Spider):\n"
        "    name = 'plain'\n"
        f"    start_urls = [{site.put('/a', 'a')!r}, {site.put('/b', 'b')!r}]\n"
        "    def parse(self, response):\n"
        "        yield {'letter': {'/a': 'a'}[response.url[-2:]]}\n"
    )
    words = ["crawl", "plain", "-O", "out.json", *FAST]

    subprocess.run([SCRAPY, *words], cwd=tmp_path, check=True, capture_output=True, timeout=60)

    assert json.loads((tmp_path / "out.json").read_text()) == [{"letter": "a"}]


def test_pending_pages_of_a_private_source_are_fetched_though_nothing_is_due(
    run: Command, publisher: Web, tmp_path: Path
):
    run.follow(f"{publisher.url}/feed")
    run("newsarchive", "crawl", *FAST[:4], "-s", "NEWSARCHIVE_BUDGET=1")

    run("scrapy", "crawl", "poll", *FAST[:4])

    assert len(dumped(run)) == 2
    assert not failed(tmp_path)


def test_a_listener_that_goes_away_loses_nothing(run: Command, publisher: Web, tmp_path: Path):
    links = [(f"n{n}", publisher.put(f"/gone{n}", "x", 404)) for n in range(8)]
    publisher.put("/feed", rss("Daily Wall", publisher.url, links), Content_Type="text/xml")
    run.follow(f"{publisher.url}/feed")
    job = {
        "spider": "poll",
        "arguments": {"source": "daily-wall"},
        "settings": {
            "NEWSARCHIVE_ARCHIVE": str(tmp_path / DB),
            "DOWNLOAD_DELAY": 0.2,
            "AUTOTHROTTLE_ENABLED": False,
        },
    }

    with subprocess.Popen(
        [sys.executable, "-m", "newsarchive.crawl.child"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(json.dumps(job).encode() + b"\n")
        child.stdin.close()
        child.stdout.readline()
        child.stdout.close()
        child.wait(60)

    with open_archive(tmp_path / DB) as archive, archive.reading() as rows:
        assert rows.runs.newest(1)[0].outcome in ("interrupted", "finished")
        assert rows.runs.newest(1)[0].finished_at is not None
        asked = sum(publisher.count(f"/gone{n}") for n in range(8))
        assert len(rows.runs.failures()) == asked > 0


def test_a_reused_process_number_blocks_nobody(tmp_path: Path):
    with open_archive(tmp_path / "a.db", create=True) as archive:
        old = datetime(2020, 1, 1, tzinfo=UTC)
        with archive.writing() as rows:
            rows.runs.begin("poll", key="x", source=None, at=old, exclusive=True)
        with sqlite3.connect(tmp_path / "a.db") as connection:
            connection.execute("UPDATE runs SET pid = 1")
        connection.close()

        with archive.writing() as rows:
            now = datetime.now(UTC)
            rows.runs.begin("poll", key="x", source=None, at=now, exclusive=True)


def test_different_pages_do_not_wait_for_each_other(tmp_path: Path):
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        with open_archive(tmp_path / "a.db", create=True) as archive:
            now = datetime.now(UTC)
            with archive.writing() as rows:
                rows.runs.begin("pages", key="x", source=None, at=now, exclusive=False)
            with sqlite3.connect(tmp_path / "a.db") as connection:
                connection.execute("UPDATE runs SET pid = ?", (sleeper.pid,))
            connection.close()

            with archive.writing() as rows:
                rows.runs.begin("pages", key="y", source=None, at=now, exclusive=False)
            with pytest.raises(ArchiveBusy), archive.writing() as rows:
                rows.runs.begin("pages", key="x", source=None, at=now, exclusive=False)
    finally:
        sleeper.kill()
        sleeper.wait()
