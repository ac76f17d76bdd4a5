"""Events told to people, a readable line each, or to machines, a JSON object each."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import click

from newsarchive.printable import masked

_F = TypeVar("_F", bound=Callable[..., Any])


def json_option(command: _F) -> _F:
    """Add ``--json``: an object a line instead of text."""
    return click.option(
        "--json", "as_json", is_flag=True, help="Print a JSON object a line, for machines."
    )(command)


def verbose_option(command: _F) -> _F:
    """Add ``--verbose``: with reasons."""
    return click.option("--verbose", "-v", is_flag=True, help="Explain what was decided, and why.")(
        command
    )


def tell_json(event: str, **words: Any) -> None:
    """Print an event as one line of JSON: ASCII, so that nothing in it steers a terminal.

    ``at`` is now unless it is told; secrets in addresses are masked.
    """
    told = {"event": event, "at": words.pop("at", datetime.now(UTC)), **words}
    safe = {
        name: masked(value) if isinstance(value, str) else value for name, value in told.items()
    }
    sys.stdout.write(json.dumps(safe, default=_plain) + "\n")
    sys.stdout.flush()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
