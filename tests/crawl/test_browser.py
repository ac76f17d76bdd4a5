"""Pages whose text scripts make, shown by a real Chromium."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from newsarchive.crawl.chromium import find_browser
from newsarchive.model import Source
from newsarchive.storage import open_archive
from tests.conftest import Command
from tests.crawl.test_listings import DB, FAST, exported
from tests.fakes import Web, page, rss, sentences, web

if find_spec("scrapy_playwright") is None:
    pytest.skip("needs the extra 'browser'", allow_module_level=True)
needs_chromium = pytest.mark.skipif(not find_browser(), reason="there is no Chromium")
JSON = "application/json"
WRITES = """
const show = async () => {
  const story = await (await fetch("/api" + location.pathname)).json();
  document.title = story.title;
  const article = document.createElement("article");
  article.innerHTML = "<h1>" + story.title + "</h1>" +
    story.paragraphs.map((text) => "<p>" + text + "</p>").join("");
  document.getElementById("root").append(article);
};
show();
"""


def shell(site: Web, name: str, script: str = "") -> tuple[str, str]:
    """A page without a text, and its data; return title and address."""
    site.put("/app.js", WRITES, Content_Type="text/javascript")
    story = {"title": f"Story {name}", "paragraphs": sentences(name)}
    site.put(f"/api/{name}", json.dumps(story), Content_Type=JSON)
    body = (
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Daily Wall</title>"
        '<link rel=stylesheet href="/style.css"></head><body><noscript>You need to enable '
        'JavaScript to run this app.</noscript><div id="root"></div><img src="/picture.png">'
        f'<script src="/app.js"></script><script>{script}</script></body></html>'
    )
    return f"Story {name}", site.put(f"/{name}", body, ETag=f'"{name}"')


def follow(run: Command, site: Web, links: list[tuple[str, str]]) -> None:
    feed = rss("Daily Wall", f"{site.url}/", links)
    site.put("/feed", feed, Content_Type="application/rss+xml")
    run.follow(f"{site.url}/feed")
    site.asked.clear()


def crawl(run: Command, *words: str, code: int | None = 0) -> str:
    done = run("newsarchive", "crawl", "daily-wall", *FAST, *words, code=code)
    return done.stdout + done.stderr


def source(tmp_path: Path) -> Source:
    with open_archive(tmp_path / DB) as archive, archive.reading() as rows:
        return rows.sources.get("daily-wall")


def causes(tmp_path: Path) -> list[str]:
    with open_archive(tmp_path / DB) as archive, archive.reading() as rows:
        return [item.cause for item in rows.runs.failures()]


def records(tmp_path: Path, url: str) -> list[tuple[str, str, str, bytes]]:
    """Type, record id, what it refers to, and payload of what a page answered."""
    found = []
    for path in (tmp_path / "data/warc/newsarchive").glob("*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                told = record.rec_headers.get_header
                if told("WARC-Target-URI") != url or record.rec_type == "request":
                    continue
                found.append(
                    (
                        record.rec_type,
                        told("WARC-Record-ID"),
                        told("WARC-Refers-To") or "",
                        record.content_stream().read(),
                    )
                )
    return found


@needs_chromium
def test_a_text_that_scripts_make_is_archived(run: Command, site: Web, tmp_path: Path):
    follow(run, site, [shell(site, "one")])

    crawl(run)

    (item,) = exported(run)
    assert item["title"] == "Story one"
    assert item["body"].split("\n\n") == sentences("one")
    asked = [path for path, _ in site.asked]
    assert sorted(asked) == ["/api/one", "/app.js", "/feed", "/one", "/robots.txt"]
    assert {headers["User-Agent"] for _, headers in site.asked} == {"newsarchive/0.1.0"}
    (kind, told, _, answered), (made, _, refers, rendered) = records(tmp_path, site.url + "/one")
    assert (kind, made) == ("response", "conversion")
    assert refers == told
    assert b"residents" not in answered
    assert b"residents" in rendered
    with open_archive(tmp_path / DB) as archive, archive.reading() as rows:
        found = rows.archived.load([item["id"]])[item["id"]]
        assert found.captured is not None
        assert archive.warc.read(found.captured) == rendered
        assert ("capture", "browser") in {
            (told.field, told.origin) for told in found.article.evidence
        }


@needs_chromium
def test_a_source_that_needs_it_is_remembered_and_forgotten(
    run: Command, site: Web, tmp_path: Path
):
    follow(run, site, [shell(site, name) for name in ("one", "two", "three")])

    crawl(run)

    assert len(exported(run)) == 3
    assert source(tmp_path).scripted == 3
    assert site.count("/app.js") <= 2  # kept for later pages; two may be shown at once

    # A page without any sign, whose plain text is only a teaser: it is shown at once.
    script = f"document.body.innerHTML = {json.dumps(page('Quiet', sentences('quiet')))}"
    teaser = "<p>" + "A short word before the text. " * 4 + "</p>"
    quiet = site.put("/quiet", f"<html><body>{teaser * 2}<script>{script}</script></body></html>")
    follow(run, site, [("Quiet", quiet)])
    crawl(run)
    assert "Quiet" in [item["title"] for item in exported(run)]

    follow(run, site, [("Plain", site.put("/plain", page("Plain", sentences("plain"))))])
    crawl(run)
    assert source(tmp_path).scripted == 2


@needs_chromium
def test_nothing_private_is_asked(run: Command, site: Web, tmp_path: Path):
    with web("127.0.0.2") as inner:
        secret = inner.put("/secret", "{}", Content_Type=JSON, Access_Control_Allow_Origin="*")
        site.put("/away", "", 302, Location=secret)
        script = (
            f"fetch('{secret}').catch(() => 0); fetch('/away').catch(() => 0);"
            f"new WebSocket('{secret}'.replace('http', 'ws'));"
            f"new Image().src = '{secret}'; navigator.sendBeacon('{secret}', 'x');"
            f"window.open('{secret}'); alert('stay');"
            f"document.body.append(Object.assign(document.createElement('iframe'),"
            f"{{src: '{secret}'}}));"
            f"setTimeout(() => location.href = '{secret}', 200);"
        )
        follow(run, site, [shell(site, "one", script)])

        crawl(run)

        assert inner.asked == []
        assert site.count("/away") == 1
        assert [item["title"] for item in exported(run)] == ["Story one"]


@needs_chromium
def test_robots_txt_holds_for_what_scripts_ask(run: Command, site: Web, tmp_path: Path):
    site.put("/robots.txt", "User-agent: *\nDisallow: /api/", Content_Type="text/plain")
    follow(run, site, [shell(site, "one")])

    crawl(run, code=1)

    assert site.count("/api/one") == 0
    assert causes(tmp_path) == ["no article text was found in it"]
    assert source(tmp_path).scripted == -1


@needs_chromium
def test_a_page_that_never_rests_is_given_up(run: Command, site: Web, tmp_path: Path):
    title, url = shell(site, "one", "while (true) {}")
    follow(run, site, [(title, url), shell(site, "two")])

    crawl(run, "-s", "NEWSARCHIVE_BROWSER_PATIENCE=4")

    assert [item["title"] for item in exported(run)] == ["Story two"]
    (cause,) = causes(tmp_path)
    assert cause == (
        "its text is made by scripts, and the browser could not show it: "
        "the page came to no rest in time"
    )


@needs_chromium
def test_always_and_never(run: Command, site: Web, tmp_path: Path):
    changes = f"document.querySelector('article').innerHTML += {json.dumps('<p>Later.</p>')}"
    body = page("Both", sentences("both")).replace("</body>", f"<script>{changes}</script></body>")
    both = site.put("/both", body)
    follow(run, site, [("Both", both)])
    run("newsarchive", "source", "daily-wall", "browser=always")
    crawl(run)
    (item,) = exported(run)
    assert item["body"].endswith("\n\nLater.")

    follow(run, site, [shell(site, "one")])
    run("newsarchive", "source", "daily-wall", "browser=never")
    crawl(run, code=None)
    assert site.count("/api/one") == 0
    assert causes(tmp_path) == ["no article text was found in it"]


def test_plain_pages_start_no_browser(run: Command, site: Web, tmp_path: Path):
    """The browser of this test is none: starting it would fail."""
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\ntouch started\n")
    program.chmod(0o755)
    links = [("One", site.put("/one", page("One", sentences("one"))))]
    follow(run, site, links)

    run("newsarchive", "crawl", "daily-wall", *FAST, NEWSARCHIVE_BROWSER=str(program))

    assert [item["title"] for item in exported(run)] == ["One"]
    assert not (tmp_path / "started").exists()
    assert source(tmp_path).scripted == 0


def test_without_a_browser_the_cause_says_what_is_missing(run: Command, site: Web, tmp_path: Path):
    follow(run, site, [shell(site, "one")])

    crawl(run, "-s", "NEWSARCHIVE_BROWSER=", code=1)

    (cause,) = causes(tmp_path)
    assert cause == (
        "its text is made by scripts; install newsarchive[browser] and a Chromium, "
        "or set browser=never"
    )


@needs_chromium
def test_a_browser_that_does_not_start(run: Command, site: Web, tmp_path: Path):
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    follow(run, site, [shell(site, "one")])

    run("newsarchive", "crawl", "daily-wall", *FAST, NEWSARCHIVE_BROWSER=str(program), code=1)

    (cause,) = causes(tmp_path)
    assert cause.startswith("its text is made by scripts, and the browser could not show it: ")
