"""The ``newsarchive`` command: one file per group of commands.

Exit codes: 0 all well, 1 something failed (a source, a file, a page), 2 used wrongly,
3 busy (another program holds the archive, or crawls the same).
"""

from __future__ import annotations

import sys

import click

from newsarchive import __version__
from newsarchive.cli import archive, crawling, demo, reading, rules, sources
from newsarchive.cli._console import complain
from newsarchive.errors import NewsArchiveError

EPILOG = (
    "Exit codes: 0 all well, 1 something failed, 2 used wrongly, 3 busy.  "
    "The archive is data/newsarchive.db unless --archive, NEWSARCHIVE_ARCHIVE or "
    "newsarchive.toml name another."
)


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="newsarchive")
def cli() -> None:
    """Crawl news politely, read it field by field, keep everything."""


for _module in (archive, sources, crawling, reading, rules, demo):
    for _command in _module.COMMANDS:
        cli.add_command(_command)


def main() -> None:
    """Run the command line; every error of ours becomes one sentence and an exit code."""
    try:
        code = cli.main(prog_name="newsarchive", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        complain("stopped")
        sys.exit(130)
    except NewsArchiveError as error:
        complain(str(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()  # `newsarchive list | head`: nobody listens any more
        sys.exit(0)
    sys.exit(code if isinstance(code, int) else 0)
