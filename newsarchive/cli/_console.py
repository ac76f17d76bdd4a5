"""What commands share: the archive option, and text that is safe to print."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from newsarchive.config import load_config
from newsarchive.errors import NotFound, UsageError
from newsarchive.model import Precision
from newsarchive.printable import masked, plain

if TYPE_CHECKING:
    from rich.console import Console

    from newsarchive.storage import Rows

INTERRUPTED = 130  # exit code after Ctrl-C, as shells have it: 128 + SIGINT

_F = TypeVar("_F", bound=Callable[..., Any])


def archive_option(command: _F) -> _F:
    """Add ``--archive``; the command gets the place it names, or the configured one."""

    def chosen(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
        return value or load_config().archive_place

    return click.option(
        "--archive",
        metavar="PATH_OR_URL",
        callback=chosen,
        help="The archive; else NEWSARCHIVE_ARCHIVE, newsarchive.toml, or data/newsarchive.db.",
    )(command)


def unused_archive_option(command: _F) -> _F:
    """Accept ``--archive`` in a command that touches none, so that it may stand everywhere."""
    return click.option(
        "--archive",
        metavar="PATH_OR_URL",
        expose_value=False,
        help="Accepted like everywhere; nothing is archived.",
    )(command)


def stories_option(command: _F) -> _F:
    """Add ``--stories``: of each story one article."""
    return click.option(
        "--stories", is_flag=True, help="Only one article of each story, and how many copies."
    )(command)


def idle_option(command: _F) -> _F:
    """Add ``--if-idle``: where another process does the same already, end with 0."""
    return click.option(
        "--if-idle",
        is_flag=True,
        help="End with 0 and without a word when another process does the same already.",
    )(command)


def the_article(rows: Rows, wanted: str) -> str:
    """Return the key of the article that an id, the beginning of one, or an address names.

    Raises:
        NotFound: There is none.
        UsageError: There are several.
    """
    from newsarchive.urls import canonical_url

    keys = rows.archived.find(canonical_url(wanted) or wanted)
    if not keys:
        raise NotFound(f"{wanted}: no such article; 'newsarchive list' shows ids")
    if len(keys) > 1:
        raise UsageError(f"{wanted} names several articles: {', '.join(keys)}")
    return keys[0]


def the_day(since: str | None) -> datetime | None:
    """Return the instant that an option ``--since`` names, in UTC unless it says otherwise.

    Raises:
        UsageError: It is no date.
    """
    if not since:
        return None
    try:
        start = datetime.fromisoformat(since)
    except ValueError as error:
        raise UsageError(f"--since {since} is no date; write it as 2026-01-31") from error
    return start if start.tzinfo else start.replace(tzinfo=UTC)


def line(text: object) -> str:
    """Return text on one line, fit to print: nothing that steers a terminal, no secrets."""
    return masked(plain(" ".join(str(text).split())))


def say(text: str = "") -> None:
    """Print to standard output."""
    click.echo(plain(text))


def complain(text: str) -> None:
    """Print a sentence to standard error."""
    click.echo(f"newsarchive: {masked(plain(text))}", err=True)


def console() -> Console:
    """A rich console: the terminal's width, or wide enough for tables in a file."""
    from rich.console import Console  # 50 ms, not needed by every command

    return Console(width=None if sys.stdout.isatty() else 140, highlight=False)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "") -> None:
    """Print a table; columns whose heading ends in ``#`` hold numbers."""
    from rich.markup import escape
    from rich.table import Table

    shown = Table(title=title or None, title_justify="left", show_edge=False, pad_edge=False)
    for column in columns:
        number = column.endswith("#")
        shown.add_column(
            column.removesuffix("#").strip(),
            justify="right" if number else "left",
            no_wrap=number,
            overflow="fold",
        )
    for row in rows:
        shown.add_row(*(escape(line(cell)) for cell in row))
    printer = console()
    with printer.capture() as printed:
        printer.print(shown)
    click.echo(printed.get(), nl=False)  # rich itself ends with 1 when nobody reads the output


def when(moment: datetime | None, precision: Precision | None = None) -> str:
    """Return a time for people, no finer than stated; "" where there is none."""
    if moment is None:
        return ""
    length = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}.get(
        precision or Precision.MINUTE, 16
    )
    text = moment.strftime("%Y-%m-%d %H:%M")[:length]
    zone = moment.strftime("%z") if length == 16 and moment.tzinfo else ""
    return f"{text} {zone[:3]}:{zone[3:]}" if zone else text
