"""``python -m newsarchive.crawl.child``: one crawl, told on standard input.

Reads one JSON object, ``{"spider", "arguments", "settings"}``, and prints an event a line
on standard output; logs go to standard error.  ``newsarchive.crawl.run`` is the other end.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any

from newsarchive.errors import NewsArchiveError

# The user's own spiders are not loaded: this crawl needs none, and one may be broken.
SPIDERS = ["spiders", "newsarchive.crawl.fetch"]


def main() -> int:
    """Run the crawl that standard input describes; return the exit code."""
    # Until Scrapy answers Ctrl-C nothing is under way; Python may drop one during imports.
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    job = json.loads(sys.stdin.readline())
    try:
        _run(job["spider"], job["arguments"], job["settings"])
    except NewsArchiveError as error:
        event = {"event": "error", "kind": type(error).__name__, "message": str(error)}
        print(json.dumps(event), flush=True)  # noqa: T201 - the parent reads it
        return error.exit_code
    return 0  # how the crawl went, its last event tells


def _run(spider: str, arguments: dict[str, Any], overridden: dict[str, Any]) -> None:
    from scrapy.crawler import AsyncCrawlerProcess  # a second, in which Ctrl-C is answered
    from scrapy.settings import Settings

    from newsarchive.config import load_config
    from newsarchive.crawl.perform import perform
    from newsarchive.crawl.prepare import override

    # Last, so that nothing in it hides an installed module; as the scrapy command does.
    sys.path.append(str(load_config().base))
    settings = Settings()
    settings.setmodule("newsarchive.crawl.settings", priority="project")
    ours = {"LOG_LEVEL": "ERROR", "NEWSARCHIVE_REPORT": True}
    override(settings, {**ours, **overridden, "SPIDER_MODULES": SPIDERS})
    perform(AsyncCrawlerProcess(settings), spider, arguments)


if __name__ == "__main__":
    sys.exit(main())
