"""Ready units for systemd and a line for cron, with the right paths."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

from newsarchive.config import Config, holds_secret
from newsarchive.errors import UsageError
from newsarchive.storage import place_of

SECRETS = "newsarchive.env"  # a file beside the settings, for what is not to be printed


def program() -> list[str]:
    """Return how this very installation is called: its command, else Python with the module."""
    beside = Path(sys.executable).with_name("newsarchive")
    if beside.exists():
        return [str(beside)]
    return [sys.executable, "-m", "newsarchive"]


def systemd_unit(
    config: Config, archive: str, *, user: str, variables: Mapping[str, str | None]
) -> str:
    """Return a service unit that keeps ``newsarchive run`` going (systemd.service(5)).

    It may write where the settings say and nowhere else (systemd.exec(5)).

    Args:
        config: The settings.
        archive: The archive's path or URL.
        user: Who runs it.
        variables: What settings come from the environment, which a service has not; None: a
            secret, which goes into a file.

    Raises:
        UsageError: A path holds what no unit can name.
    """
    options, known = _named(config, archive, variables)
    words = [*program(), "run", *options]
    environment = "".join(
        f"Environment={_quoted(f'{name}={value}')}\n" for name, value in known.items() if value
    )
    if secrets := _secrets(known):
        file = config.base / SECRETS
        environment += f"# Write {secrets} into it, with mode 600\n"
        environment += f"EnvironmentFile={_unquoted(file)}\n"
    written = " ".join(_path(folder) for folder in _written(config, archive))
    return f"""\
# newsarchive: does everything due, for the archive {_plain(str(place_of(archive)))}
# Save as /etc/systemd/system/newsarchive.service, then:
#   systemctl daemon-reload && systemctl enable --now newsarchive
# For one user without root: ~/.config/systemd/user/newsarchive.service without the lines
# User= and ProtectHome=, and systemctl --user; loginctl enable-linger keeps it going.
[Unit]
Description=newsarchive: crawls news, and keeps it
Wants=network-online.target
After=network-online.target

[Service]
Type=exec
User={_plain(user)}
WorkingDirectory={_unquoted(config.base)}
{environment}\
ExecStart={" ".join(_word(word) for word in words)}
Restart=on-failure
RestartSec=60
TimeoutStopSec=20
UMask=0022
Nice=10
MemoryMax=2G
NoNewPrivileges=true
PrivateTmp=true
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths={written}
ProtectKernelTunables=true
ProtectControlGroups=true
RestrictSUIDSGID=true

[Install]
WantedBy=multi-user.target
"""


def cron_line(config: Config, archive: str, *, variables: Mapping[str, str | None]) -> str:
    """Return lines for crontab(5): what is due, every five minutes, one at a time.

    Arguments are those of ``systemd_unit``.
    """
    options, known = _named(config, archive, variables)
    words = [*program(), "run", "--once", "--if-idle", *options]
    given = [f"{name}={shlex.quote(_plain(value))}" for name, value in known.items() if value]
    command = " ".join([*given, *(shlex.quote(word) for word in words)])
    told = ""
    if secrets := _secrets(known):
        told = f"# Write {secrets} into {config.base / SECRETS}, with mode 600.\n"
        command = f"set -a && . ./{SECRETS} && {command}"
    line = f"cd {shlex.quote(str(config.base))} && {command}"
    line = line.replace("%", r"\%")  # a bare one ends the command (crontab(5))
    return f"""\
# newsarchive: does everything due, every five minutes; add these lines with 'crontab -e'.
# One that finds the one before still at work ends at once.  What it did, 'newsarchive runs'
# tells; what is wrong goes to whom newsarchive.toml names, errors to the owner's mail.
{told}\
*/5 * * * * {line} >/dev/null
"""


def _named(
    config: Config, archive: str, variables: Mapping[str, str | None]
) -> tuple[list[str], dict[str, str | None]]:
    """The option for an archive that the settings do not name anyway, and the variables."""
    if archive == config.archive_place:
        return [], dict(variables)
    if holds_secret("archive", archive):
        return [], {**variables, "NEWSARCHIVE_ARCHIVE": None}
    place = place_of(archive)
    return ["--archive", str(place.path.absolute() if place.path else archive)], dict(variables)


def _secrets(variables: Mapping[str, str | None]) -> str:
    return ", ".join(f"{name}='…'" for name, value in variables.items() if value is None)


def _written(config: Config, archive: str) -> list[Path]:
    """The folders that are written, none of them twice."""
    place = place_of(archive)
    wanted = [place.warc, *(config.place(file).parent for file in config.exports)]
    if place.path is not None:
        wanted.append(place.path.parent)
    if config.backups:
        wanted.append(config.place(config.backups))
    found: list[Path] = []
    for folder in sorted({folder.absolute() for folder in wanted}):
        if not any(folder.is_relative_to(other) for other in found):
            found.append(folder)
    return found


def _plain(text: str) -> str:
    if not text.isprintable():
        raise UsageError(f"{text!r} holds what no unit can name; rename it")
    return text


def _unquoted(path: Path) -> str:
    """A path that takes the rest of its line: only specifiers are doubled."""
    return _plain(str(path)).replace("%", "%%")


def _path(path: Path) -> str:
    """A path among several, quoted where it has spaces."""
    text = _unquoted(path)
    return f'"{text}"' if " " in text else text


def _word(word: str) -> str:
    """A word of a command line (systemd.service(5), "Command lines")."""
    return _quoted(word.replace("$", "$$"))


def _quoted(word: str) -> str:
    """A word or assignment, quoted where it must be (systemd.syntax(7), "Quoting")."""
    text = _plain(word).replace("%", "%%").replace("\\", "\\\\")
    return '"{}"'.format(text.replace('"', '\\"')) if any(c in text for c in " \"'") else text
