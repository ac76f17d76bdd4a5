"""Tell people of findings, each once until it is over: by a command, a webhook, by mail."""

from __future__ import annotations

import json
import os
import re
import smtplib
import ssl
import subprocess
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from http.client import HTTPException

from newsarchive.config import Config
from newsarchive.errors import UsageError
from newsarchive.health import KINDS, describe
from newsarchive.storage import Archive
from newsarchive.vitals import Finding

PATIENCE = 30.0  # seconds that a way may take
IMPLICIT_TLS = 465  # the port
# What a way may meet; ValueError: an address or a password that cannot be sent
_FAILURES = (
    OSError,
    UsageError,
    ValueError,
    HTTPException,
    smtplib.SMTPException,
    subprocess.SubprocessError,
)
_REFERENCE = re.compile(r"env:([A-Za-z_]\w*)")


def alert(archive: Archive, findings: Sequence[Finding], config: Config, *, at: datetime) -> str:
    """Tell of the open findings that nobody was told of yet; return what went wrong, or "".

    Those told by one way at least count as told; where none works they are told the next time.
    """
    news = [finding for finding in findings if finding.told_at is None]
    result = tell(news, config)
    if result.somebody:
        with archive.writing() as rows:
            rows.findings.told(news, at=at)
    return result.problem


@dataclass(frozen=True, slots=True)
class Result:
    """How telling went."""

    somebody: bool  # one way at least worked
    problem: str = ""  # of the others; their addresses are not in it


def tell(news: Sequence[Finding], config: Config) -> Result:
    """Tell of these findings by every way that the settings name."""
    ways = _ways(config)
    if not news or not ways:
        return Result(somebody=False)
    problems = []
    for name, way in ways:
        try:
            way(news)
        except _FAILURES as error:
            problems.append(f"{name}: {_plain(error)}")
    return Result(somebody=len(problems) < len(ways), problem="; ".join(problems))


def _ways(config: Config) -> list[tuple[str, Callable[[Sequence[Finding]], None]]]:
    found: list[tuple[str, Callable[[Sequence[Finding]], None]]] = []
    if config.alert_command:
        found.append(("alert_command", lambda news: _command(config.alert_command, news)))
    if config.alert_webhook:
        found.append(("alert_webhook", lambda news: _post(_secret(config.alert_webhook), news)))
    if config.alert_mail:
        found.append(("alert_mail", lambda news: _mail(config, news)))
    if config.alert_apprise:
        found.append(("alert_apprise", lambda news: _apprise(config.alert_apprise, news)))
    return found


def subject_of(findings: Sequence[Finding]) -> str:
    """Return one line for findings."""
    first = findings[0]
    told = f"{first.source or 'this machine'}: {KINDS[first.kind]}"
    more = f", and {len(findings) - 1} more" if len(findings) > 1 else ""
    return f"newsarchive: {told}{more}"


def _command(command: str, findings: Sequence[Finding]) -> None:
    """The user's own command, by the shell, as they wrote it; pages' words only on its input."""
    done = subprocess.run(  # noqa: S603
        ["/bin/sh", "-c", command],
        input=f"{subject_of(findings)}\n\n{describe(findings)}\n".encode(),
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()[:200]
        raise UsageError(f"ended with {done.returncode}" + (f": {said}" if said else ""))


def _post(url: str, findings: Sequence[Finding]) -> None:
    if not url.startswith(("http://", "https://")):
        raise UsageError("is no http(s) address")
    words = {
        "text": f"{subject_of(findings)}\n\n{describe(findings)}",
        "findings": [
            {name: value for name, value in asdict(finding).items() if value is not None}
            for finding in findings
        ],
    }
    request = urllib.request.Request(  # noqa: S310 - checked above; the user's own address
        url,
        data=json.dumps(words, default=lambda value: value.isoformat()).encode(),
        headers={"Content-Type": "application/json", "User-Agent": "newsarchive"},
    )
    with urllib.request.urlopen(request, timeout=PATIENCE):  # noqa: S310
        pass


def _mail(config: Config, findings: Sequence[Finding]) -> None:
    host, _, port = config.smtp.rpartition(":")
    if not host or not port.isdigit():
        raise UsageError(f"smtp = {config.smtp!r}: write HOST:PORT")
    message = EmailMessage()
    message["Subject"] = subject_of(findings)
    message["To"] = config.alert_mail
    message["From"] = config.smtp_user if "@" in config.smtp_user else config.alert_mail
    message["Date"] = format_datetime(datetime.now(UTC))  # RFC 5322, 3.6: every mail has one
    message["Message-ID"] = make_msgid("newsarchive")
    message.set_content(describe(findings))
    with _signed_in(config, host.strip("[]"), int(port)) as server:
        server.send_message(message)


@contextmanager
def _signed_in(config: Config, host: str, port: int) -> Iterator[smtplib.SMTP]:
    """A mail server, over TLS where it offers that (RFC 3207; from the start at 465, RFC 8314)."""
    safe = ssl.create_default_context()
    with (
        smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=safe)
        if port == IMPLICIT_TLS
        else smtplib.SMTP(host, port, timeout=PATIENCE)
    ) as server:
        server.ehlo()
        encrypted = port == IMPLICIT_TLS
        if not encrypted and server.has_extn("starttls") and not _is_here(host):
            server.starttls(context=safe)
            encrypted = True
        if config.smtp_user:
            if not (encrypted or _is_here(host)):
                raise UsageError(f"{host}:{port} offers no TLS; nobody signs in there in clear")
            server.login(config.smtp_user, _secret(config.smtp_password))
        yield server


def _is_here(host: str) -> bool:
    """Whether a mail server is this machine's, whose certificate nobody vouches for."""
    return host in ("localhost", "127.0.0.1", "::1")


def _apprise(urls: Sequence[str], findings: Sequence[Finding]) -> None:
    try:
        import apprise
    except ImportError as error:
        raise UsageError("needs the extra: pip install 'newsarchive[alerts]'") from error
    channels = apprise.Apprise()
    for url in urls:
        if not channels.add(_secret(url)):
            raise UsageError("a URL is none that Apprise knows")
    if not channels.notify(title=subject_of(findings), body=describe(findings)):
        raise UsageError("a channel did not take it")


def variables_named(config: Config) -> set[str]:
    """Return the variables that stand for an alert's address or password."""
    values = (config.alert_webhook, config.smtp_password, *config.alert_apprise)
    return {name for value in values for name in _REFERENCE.findall(value)}


def missing_variables(config: Config) -> set[str]:
    """Return those of them that are not set."""
    return variables_named(config) - os.environ.keys()


def _secret(value: str) -> str:
    """A value whose ``env:NAME`` stands for that variable."""

    def read(match: re.Match[str]) -> str:
        if match[1] not in os.environ:
            raise UsageError(f"needs the environment variable {match[1]}")
        return os.environ[match[1]]

    return _REFERENCE.sub(read, value)


def _plain(error: Exception) -> str:
    """An error without what may hold a secret address."""
    if isinstance(error, UsageError):
        return str(error)
    return str(
        getattr(error, "reason", "") or getattr(error, "strerror", "") or type(error).__name__
    )
