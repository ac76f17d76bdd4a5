"""The ``newsarchive`` command: one file per group of commands.

Exit codes: 0 all well, 1 something failed (a source, a file, a page), 2 used wrongly,
3 busy (another program holds the archive, or crawls the same), 130 interrupted (Ctrl-C),
141 nobody reads the output any more, as in ``newsarchive list | head -1``.
"""

from __future__ import annotations

import os
import signal
import sys

import click

from newsarchive import __version__
from newsarchive.cli import (
    archive,
    comparing,
    crawling,
    demo,
    installation,
    keeping,
    operating,
    opml,
    reading,
    rereading,
    rules,
    search,
    source,
    sources,
    stories,
    upkeep,
    why,
)
from newsarchive.cli._console import INTERRUPTED, complain
from newsarchive.errors import NewsArchiveError

UNREAD = 141  # as shells have it: 128 + SIGPIPE
EPILOG = (
    "Exit codes: 0 all well, 1 something failed, 2 used wrongly, 3 busy, 130 interrupted.  "
    "The archive is data/newsarchive.db unless --archive, NEWSARCHIVE_ARCHIVE or "
    "newsarchive.toml name another."
)


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="newsarchive")
def cli() -> None:
    """Crawl news politely, read it field by field, keep everything."""


for _module in (
    archive,
    search,
    comparing,
    stories,
    sources,
    source,
    why,
    opml,
    crawling,
    reading,
    rereading,
    rules,
    operating,
    keeping,
    upkeep,
    installation,
    demo,
):
    for _command in _module.COMMANDS:
        cli.add_command(_command)


def main() -> None:
    """Run the command line; every error of ours becomes one sentence and an exit code."""
    os.umask(os.umask(0o022) | 0o022)  # nothing that others may write
    try:
        sys.exit(_run(sys.argv[1:]))
    finally:
        # Only Python itself has to end now, which would print a traceback on Ctrl-C.
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def _run(words: list[str]) -> int:
    try:
        # not cli.main(), which ends with 1 when nobody reads the output
        with cli.make_context("newsarchive", words) as context:
            cli.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as end:  # --help, --version
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        complain("stopped")
        return INTERRUPTED
    except NewsArchiveError as error:
        complain(str(error))
        return error.exit_code
    except OSError as error:  # mostly of the output, whose buffer would fail again at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return UNREAD
        complain(f"{error.filename or 'the output'}: {error.strerror}")
        return 1
    return 0
