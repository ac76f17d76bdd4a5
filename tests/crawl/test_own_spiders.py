"""Spiders of users' own: what they forget is not lost."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Command
from tests.crawl.test_listings import FAST, exported
from tests.fakes import Web, page, sentences


def front_page(tmp_path: Path, start: str) -> None:
    """The example that ``init`` writes, with another start page."""
    text = (tmp_path / "my_spiders" / "__init__.py").read_text()
    code = "".join(line[4:] + "\n" for line in text.splitlines() if line.startswith("    "))
    spider = code.replace("https://example.org/", start)
    (tmp_path / "my_spiders" / "front.py").write_text(spider)


def test_the_example_works(run: Command, site: Web, tmp_path: Path):
    run("newsarchive", "init")
    site.put("/one", page("Story one", sentences("one")))
    links = "<h2><a href=/one>Story one</a></h2><h2><a href='mailto:x@y.example'>Write</a></h2>"
    front_page(tmp_path, site.put("/", f"<html><body>{links}</body></html>"))

    run("scrapy", "crawl", "front-page", "-s", "NEWSARCHIVE_ALLOW_PRIVATE=1", *FAST)

    assert [item["title"] for item in exported(run)] == ["Story one"]


def test_a_start_page_that_cannot_be_had_is_a_failure(run: Command, site: Web, tmp_path: Path):
    run("newsarchive", "init")
    front_page(tmp_path, f"{site.url}/gone")

    run("scrapy", "crawl", "front-page", "-s", "NEWSARCHIVE_ALLOW_PRIVATE=1", *FAST, code=1)
    run("scrapy", "crawl", "front-page", *FAST, code=1)

    told = run("newsarchive", "failures").stdout
    assert f"{site.url}/gone: 127.0.0.1" in told
    assert "is at a private address" in told
