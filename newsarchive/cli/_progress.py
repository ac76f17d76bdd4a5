"""How far a long command is: a bar on a terminal, a line now and then otherwise."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import click

from newsarchive.cli._console import say
from newsarchive.printable import plain

LINE_EVERY = 30.0  # seconds between lines where there is no terminal


processes_option = click.option(
    "--processes", type=click.IntRange(1, 256), help="How many read at once; all cores unless set."
)


class Shown(Protocol):
    """What a command tells while it works."""

    def reach(self, done: int, total: int) -> None:
        """Show that so much of so much is done."""

    def tell(self, text: str) -> None:
        """Print a line."""


class _Lines:
    def __init__(self, unit: str) -> None:
        self._unit = unit
        self._told_at = time.monotonic()

    def reach(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._told_at >= LINE_EVERY:
            self._told_at = now
            say(f"{done:,} of {total:,} {self._unit}")

    def tell(self, text: str) -> None:
        say(text)


class _Bar:
    def __init__(self, bar: Any, unit: str) -> None:
        self._bar = bar
        self._task = bar.add_task(unit, total=None)

    def reach(self, done: int, total: int) -> None:
        self._bar.update(self._task, completed=done, total=total)

    def tell(self, text: str) -> None:
        from rich.markup import escape

        self._bar.console.print(escape(plain(text)), highlight=False)


@contextmanager
def progress(unit: str) -> Iterator[Shown]:
    """Show how far work is while the block lasts; ``unit`` names what is counted."""
    if not sys.stdout.isatty():
        yield _Lines(unit)
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, transient=True) as bar:
        yield _Bar(bar, unit)
