"""``python -m newsarchive.crawl.child``: one crawl, told on standard input.

Reads one JSON object, ``{"spider", "arguments", "settings"}``, and prints an event a line
on standard output; logs go to standard error.  ``newsarchive.crawl.run`` is the other end.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from newsarchive.crawl.fetch import FetchSpider
from newsarchive.crawl.prepare import prepare
from newsarchive.crawl.session import session_of
from newsarchive.errors import NewsArchiveError


def main() -> int:
    """Run the crawl that standard input describes; return the exit code."""
    job = json.loads(sys.stdin.readline())
    settings = Settings()
    settings.setmodule("newsarchive.crawl.settings", priority="project")
    settings.setdict(
        {"LOG_LEVEL": "ERROR", "NEWSARCHIVE_REPORT": True, **job["settings"]}, priority="cmdline"
    )
    process = AsyncCrawlerProcess(settings)
    spider: Any = FetchSpider if job["spider"] == FetchSpider.name else job["spider"]
    crawler = process.create_crawler(spider)
    try:
        prepare(crawler, job["arguments"])
    except NewsArchiveError as error:
        return _tell(error)
    process.crawl(crawler, **job["arguments"])
    process.start()
    failed = session_of(crawler).error
    if failed is not None:
        return _tell(failed)
    return 1 if process.bootstrap_failed else 0


def _tell(error: NewsArchiveError) -> int:
    event = {"event": "error", "kind": type(error).__name__, "message": str(error)}
    print(json.dumps(event), flush=True)  # noqa: T201 - the parent reads it
    return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
