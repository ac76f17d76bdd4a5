"""Ready units for systemd and a line for cron, with the right paths."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from newsarchive.config import Config
from newsarchive.errors import UsageError
from newsarchive.storage import place_of


def program() -> list[str]:
    """Return how this very installation is called: its command, else Python with the module."""
    beside = Path(sys.executable).with_name("newsarchive")
    if beside.exists():
        return [str(beside)]
    return [sys.executable, "-m", "newsarchive"]


def systemd_unit(config: Config, archive: str, *, user: str) -> str:
    """Return a service unit that keeps ``newsarchive run`` going (systemd.service(5)).

    It may write where the settings say and nowhere else (systemd.exec(5)).

    Raises:
        UsageError: A path holds what no unit can name.
    """
    words = [*program(), "run", *_named(config, archive)]
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


def cron_line(config: Config, archive: str) -> str:
    """Return lines for crontab(5): what is due, every five minutes, one at a time."""
    words = [*program(), "run", "--once", "--if-idle", *_named(config, archive)]
    command = " ".join(shlex.quote(word) for word in words)
    line = f"cd {shlex.quote(str(config.base))} && {command}"
    line = line.replace("%", r"\%")  # a bare one ends the command (crontab(5))
    return f"""\
# newsarchive: does everything due, every five minutes; add these lines with 'crontab -e'.
# One that finds the one before still at work ends at once.  What it did, 'newsarchive runs'
# tells; what is wrong goes to whom newsarchive.toml names, errors to the owner's mail.
*/5 * * * * {line} >/dev/null
"""


def _named(config: Config, archive: str) -> list[str]:
    """The option for an archive that the settings do not name anyway."""
    return [] if archive == config.archive_place else ["--archive", archive]


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
    text = _plain(word).replace("%", "%%").replace("$", "$$").replace("\\", "\\\\")
    return '"{}"'.format(text.replace('"', '\\"')) if any(c in text for c in " \"'") else text
