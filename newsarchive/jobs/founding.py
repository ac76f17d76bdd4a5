"""Make a working folder where both command lines work: settings and a place for spiders."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from newsarchive.errors import UsageError
from newsarchive.storage import place_of

SPIDERS = "my_spiders"

_SCRAPY_CFG = """\
# Lets the scrapy command work in this folder.  The settings come from newsarchive.toml;
# 'scrapy crawl -s NAME=VALUE' overrides any of them.
[settings]
default = newsarchive.crawl.settings
"""

_ARCHIVE = "data/newsarchive.db"
_WARC = "data/warc"  # of databases in PostgreSQL

_TOML = f"""\
# Settings of newsarchive in this folder and those below it.  Every line is optional;
# a variable NEWSARCHIVE_<NAME> wins over it.  Relative paths count from this file.

# Where everything is kept; raw bytes go to warc/ beside it.
archive = "{_ARCHIVE}"

# An address for the people whose servers you ask: a web page or mail address.
# It is sent with every request.  Please set it.
contact = ""

# Politeness: seconds between requests to one host, and requests at once to one host.
delay = 1.0
concurrency = 2

# Bounds: seconds for one request, bytes of one answer; docs/bounds.md has all of them.
timeout = 30.0
max_page_bytes = 10_000_000

# What 'newsarchive run' writes now and then; 'newsarchive config' shows all there is to set.
# exports = ["data/exports/articles.jsonl"]
# backups = "data/backups"

# Who is told of what 'newsarchive health' finds: a command that gets it on its input.
# alert_command = "mail -s newsarchive me@example.org"

# Packages with spiders of your own; 'scrapy genspider' writes into the first.
spider_modules = ["{SPIDERS}"]
"""

_SPIDERS = '''\
"""Spiders of your own: 'scrapy list' shows what you put here.

A spider that subclasses ListingSpider and says in ``seeds`` what to start from has its
articles captured, deduplicated and stored, and their failures recorded:

    from scrapy import Request

    from newsarchive.model import Due
    from newsarchive.urls import canonical_url
    from spiders.listing import ListingSpider

    class FrontPage(ListingSpider):
        name = "front-page"

        async def seeds(self):
            yield Request("https://example.org/", callback=self.parse_front)

        def parse_front(self, response):
            urls = [response.urljoin(href) for href in response.css("h2 a::attr(href)").getall()]
            dues = [Due(url=canonical_url(url), fetch_url=url) for url in urls]
            yield from self.article_requests(due for due in dues if due.url)
"""
'''


def setting_of(archive: str, folder: Path) -> str:
    """Return how the settings of a folder name an archive: without its password.

    Raises:
        UsageError: There can be no such archive.
    """
    place = place_of(archive)
    folder = folder.absolute()
    if place.url is not None:
        url = place.url._replace(password=None).difference_update_query(["password"])
        if "warc=" in archive and place.warc != folder / _WARC / str(url.database):
            url = url.update_query_dict({"warc": str(place.warc)})
        return url.render_as_string()
    path = (place.path or Path(_ARCHIVE)).absolute()
    return str(path.relative_to(folder) if path.is_relative_to(folder) else path)


def found(folder: Path, archive: str = _ARCHIVE) -> Iterator[tuple[Path, bool]]:
    """Write the files of a working folder; yield each, and whether it was made or was there.

    Args:
        folder: Made where there is none.
        archive: What its settings are to name: a path, absolute or from the folder, or a URL.

    Raises:
        UsageError: The folder cannot be written.
    """
    for name, text in (
        (
            "newsarchive.toml",
            _TOML.replace(json.dumps(_ARCHIVE), json.dumps(archive, ensure_ascii=False), 1),
        ),
        ("scrapy.cfg", _SCRAPY_CFG),
        (f"{SPIDERS}/__init__.py", _SPIDERS),
    ):
        path = folder / name
        try:
            made = not path.exists()
            if made:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")
        except OSError as error:
            raise UsageError(f"{path} cannot be written: {error.strerror}") from error
        yield path, made
