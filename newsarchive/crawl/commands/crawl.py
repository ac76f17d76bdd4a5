"""``scrapy crawl`` with plain messages and exit codes: 0 well, 1 failed, 2 misused, 3 busy."""

from __future__ import annotations

import argparse
import sys

from scrapy.commands.crawl import Command as CrawlCommand
from scrapy.exceptions import UsageError

from newsarchive.crawl.prepare import prepare
from newsarchive.crawl.session import session_of
from newsarchive.errors import NewsArchiveError


class Command(CrawlCommand):
    """Run a spider of this project, checked before it starts."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("name one spider; 'scrapy list' shows them")
        assert self.crawler_process is not None
        try:
            crawler = self._create_crawler(args[0])
            prepare(crawler, opts.spargs)
        except KeyError:
            known = ", ".join(self.crawler_process.spider_loader.list())
            raise UsageError(f"there is no spider '{args[0]}'; there are: {known}") from None
        except NewsArchiveError as error:
            print(f"newsarchive: {error}", file=sys.stderr)  # noqa: T201
            self.exitcode = error.exit_code
            return
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        failed = session_of(crawler).error
        if failed is not None:
            print(f"newsarchive: {failed}", file=sys.stderr)  # noqa: T201
            self.exitcode = failed.exit_code
        elif self.crawler_process.bootstrap_failed:
            self.exitcode = 1
