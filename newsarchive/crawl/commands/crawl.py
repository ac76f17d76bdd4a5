"""``scrapy crawl`` with plain messages and the exit codes of ``newsarchive crawl``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from scrapy.commands.crawl import Command as CrawlCommand
from scrapy.crawler import AsyncCrawlerProcess

from newsarchive.crawl.perform import perform
from newsarchive.crawl.prepare import override
from newsarchive.errors import NewsArchiveError, UsageError


class Command(CrawlCommand):
    """Run a spider of this project, checked before it starts."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        with _plainly():
            _parted("-a", opts.spargs)
            given = _parted("-s", opts.set)
            override(self.settings, given | ({"LOG_LEVEL": opts.loglevel} if opts.loglevel else {}))
        super().process_options(args, opts)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        with _plainly():
            if len(args) != 1:
                raise UsageError("name one spider; 'scrapy list' shows them")
            if not isinstance(self.crawler_process, AsyncCrawlerProcess):
                raise UsageError("newsarchive needs the TWISTED_REACTOR it has; set no other")
            session = perform(self.crawler_process, args[0], opts.spargs)
        self.exitcode = session.exit_code
        if session.interrupted:
            print(f"newsarchive: interrupted, {session.remainder}", file=sys.stderr)  # noqa: T201


def _parted(option: str, given: Sequence[str]) -> dict[str, str]:
    for text in given:
        if "=" not in text:
            raise UsageError(f"{option} {text}: write it as NAME=VALUE")
    return dict(text.split("=", 1) for text in given)


@contextmanager
def _plainly() -> Iterator[None]:
    """End with a sentence and its exit code where Scrapy would print a traceback or its usage."""
    try:
        yield
    except NewsArchiveError as error:
        print(f"newsarchive: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(error.exit_code)
