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

from newsarchive.config import load_config
from newsarchive.crawl.prepare import prepare
from newsarchive.crawl.session import session_of
from newsarchive.errors import NewsArchiveError

# The user's own spiders are not loaded: this crawl needs none, and one may be broken.
SPIDERS = ["spiders", "newsarchive.crawl.fetch"]


def main() -> int:
    """Run the crawl that standard input describes; return the exit code."""
    job = json.loads(sys.stdin.readline())
    try:
        # Last, so that nothing in it hides an installed module; as the scrapy command does.
        sys.path.append(str(load_config().base))
        return _run(job["spider"], job["arguments"], job["settings"])
    except NewsArchiveError as error:
        event = {"event": "error", "kind": type(error).__name__, "message": str(error)}
        print(json.dumps(event), flush=True)  # noqa: T201 - the parent reads it
        return error.exit_code


def _run(spider: str, arguments: dict[str, Any], overridden: dict[str, Any]) -> int:
    settings = Settings()
    settings.setmodule("newsarchive.crawl.settings", priority="project")
    ours = {"LOG_LEVEL": "ERROR", "NEWSARCHIVE_REPORT": True}
    settings.setdict({**ours, **overridden, "SPIDER_MODULES": SPIDERS}, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(spider)
    prepare(crawler, arguments)
    process.crawl(crawler, **arguments)
    process.start()
    failed = session_of(crawler).error
    if failed is not None:
        raise failed
    return 1 if process.bootstrap_failed else 0


if __name__ == "__main__":
    sys.exit(main())
