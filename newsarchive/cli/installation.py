"""Commands on the installation: config, doctor."""

from __future__ import annotations

import sys

import click

from newsarchive.cli._console import (
    archive_option,
    line,
    say,
    table,
    unused_archive_option,
)
from newsarchive.cli._events import json_option, tell_json
from newsarchive.config import explain_config, load_config


@click.command()
@unused_archive_option
@json_option
def config(as_json: bool) -> None:
    """Print the settings that hold here, and where each came from.

    They come from newsarchive.toml in this folder or one above it, and from variables
    NEWSARCHIVE_<NAME>, which win.  Secrets are masked.

    Example: newsarchive config
    """
    found, settings = explain_config()
    if as_json:
        for item in settings:
            tell_json("setting", name=item.name, value=item.value, origin=item.origin)
        return
    say(f"file: {found.file or 'none (newsarchive init makes one)'}")
    say(f"relative paths count from {found.base}")
    say()
    table(
        ("setting", "value", "from"),
        [(item.name, _shown(item.value), item.origin) for item in settings],
    )


def _shown(value: object) -> str:
    """A value as newsarchive.toml has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ", ".join(f'"{item}"' for item in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


@click.command()
@archive_option
@json_option
def doctor(archive: str, as_json: bool) -> None:
    """Check what newsarchive stands on, and say what to do where something is wrong.

    Python, SQLite, disk, permissions, database, WARC folder, clock, network.  Nothing is
    changed, and nobody is asked.  Exits with 1 when there is a fault.

    Example: newsarchive doctor
    """
    from newsarchive.jobs.examining import examine_installation

    faults = 0
    for check in examine_installation(load_config(), archive):
        faults += check.state == "fault"
        if as_json:
            tell_json(
                "check",
                name=check.name,
                state=check.state,
                told=check.told,
                advice=check.advice or None,
            )
            continue
        say(f"{check.state:<8} {line(f'{check.name}: {check.told}')}")
        if check.state != "ok":
            say(f"         do: {line(check.advice)}")
    sys.exit(1 if faults else 0)


COMMANDS = (config, doctor)
