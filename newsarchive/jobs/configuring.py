"""Change how one source is treated: ``KEY=VALUE`` words into a ``Source``."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from http.cookiejar import LoadError, MozillaCookieJar
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from newsarchive.discovery.polling import ages_of
from newsarchive.errors import UsageError
from newsarchive.model import Source, SourceSettings
from newsarchive.storage import Revisit

SECRET = re.compile(r"^(?:proxy-)?authorization$|cookie|token|secret|api-?key|password", re.I)
_REFERENCE = re.compile(r"\benv:[A-Za-z_]\w*")
_HEADER = re.compile(r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")  # RFC 9110, 5.6.2: token
_OF_SOURCE = ("name", "language", "timezone")


def configure(source: Source, words: Iterable[str]) -> Source:
    """Return the source as ``KEY=VALUE`` words change it; an empty value resets.

    ``header.NAME=VALUE`` sets a request header; lists are parted by commas.

    Raises:
        UsageError: A word is no such pair, names no setting, or its value makes no sense.
    """
    for word in words:
        key, parted, value = word.partition("=")
        key, value = key.strip(), value.strip()
        if not parted:
            raise UsageError(f"{word}: write it as KEY=VALUE; there are: {', '.join(keys())}")
        if key.lower().startswith("header."):
            headers = _with_header(source.settings, key[len("header.") :], value)
            source = replace(source, settings=replace(source.settings, headers=headers))
        elif key in _OF_SOURCE:
            source = replace(source, **{key: _READERS[key](key, value)})
        elif key in _READERS:
            new = _READERS[key](key, value) if value else getattr(SourceSettings(), key)
            source = replace(source, settings=replace(source.settings, **{key: new}))
        else:
            raise UsageError(f"there is no setting '{key}'; there are: {', '.join(keys())}")
    settings = source.settings
    if None not in (settings.least_wait, settings.most_wait) and (
        settings.least_wait > settings.most_wait  # type: ignore[operator]
    ):
        raise UsageError("least_wait is longer than most_wait; swap them")
    return source


def keys() -> list[str]:
    """Return the names of what can be set."""
    return [*_READERS, "header.NAME"]


def described(source: Source) -> dict[str, str]:
    """Return what is set, as ``configure`` takes it; secrets stay references."""
    usual = SourceSettings()
    told = {name: getattr(source, name) for name in _OF_SOURCE}
    for name in _READERS:
        if name not in _OF_SOURCE:
            value = getattr(source.settings, name)
            if value != getattr(usual, name):
                told[name] = ",".join(value) if isinstance(value, tuple) else f"{value}"
    told |= {f"header.{name}": value for name, value in source.settings.headers.items()}
    return {name: value for name, value in told.items() if value}


def _with_header(settings: SourceSettings, name: str, value: str) -> dict[str, str]:
    if not _HEADER.match(name) or not value.isprintable():
        raise UsageError(f"header.{name}={value}: is no header; write header.NAME=VALUE")
    if value and SECRET.search(name):
        _refuse_secret(f"header.{name}", value)
    others = {known: kept for known, kept in settings.headers.items() if known != name}
    return {**others, name: value} if value else others


def _refuse_secret(key: str, value: str) -> None:
    if not _REFERENCE.search(value):
        raise UsageError(
            f"{key} holds a secret; put it into an environment variable and write "
            f"'{key}=env:NAME', or 'Bearer env:NAME' and the like"
        )


def _number(low: float, high: float, *, whole: bool = False) -> Callable[[str, str], Any]:
    def read(key: str, value: str) -> float | int:
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not low <= number <= high or (whole and number != int(number)):
            kind = "a whole number" if whole else "a number"
            raise UsageError(f"{key}={value}: write {kind} from {low:g} to {high:g}")
        return int(number) if whole else number

    return read


def _one_of(*choices: str) -> Callable[[str, str], str]:
    def read(key: str, value: str) -> str:
        if value not in choices:
            raise UsageError(f"{key}={value}: write {' or '.join(choices)}")
        return value

    return read


def _list(*allowed: str) -> Callable[[str, str], tuple[str, ...]]:
    def read(key: str, value: str) -> tuple[str, ...]:
        parts = tuple(part.strip() for part in value.split(",") if part.strip())
        for part in parts:
            if allowed and part not in allowed:
                raise UsageError(f"{key}={value}: write some of {', '.join(allowed)}")
        return parts

    return read


def _text(key: str, value: str) -> str:
    if not value.isprintable():
        raise UsageError(f"{key}: holds characters that are no text")
    return value


def _timezone(key: str, value: str) -> str:
    try:
        return ZoneInfo(value).key if value else ""
    except (ValueError, OSError, KeyError) as error:
        raise UsageError(f"{key}={value}: write an IANA name such as Europe/Oslo") from error


def _visits(key: str, value: str) -> tuple[str, ...]:
    words = tuple(part.strip().lower() for part in value.split(",") if part.strip())
    try:
        ages_of(words)
    except ValueError as error:
        raise UsageError(
            f"{key}={value}: write ages such as 1h,6h,1d,3d,1w, or never; '{error}' is none"
        ) from error
    return words


def _proxy(key: str, value: str) -> str:
    if _REFERENCE.search(value):
        return value
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise UsageError(f"{key}={value}: write http://HOST:PORT")
    if parts.username or parts.password:
        _refuse_secret(key, value)
    return value


def _cookies(key: str, value: str) -> str:
    path = Path(value).expanduser().absolute()
    try:
        MozillaCookieJar(path).load(ignore_discard=True, ignore_expires=True)
    except (OSError, LoadError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path}: is no cookies.txt file as browsers' extensions export it ({error})"
        ) from error
    return str(path)


_READERS: dict[str, Callable[[str, str], Any]] = {
    "name": _text,
    "language": _text,
    "timezone": _timezone,
    "folder": _text,
    "visits": _visits,
    "mode": _one_of("pages", "feed-only"),
    "only": _list(),
    "never": _list(),
    "revisit": _one_of(*get_args(Revisit)),
    "browser": _one_of("auto", "always", "never"),
    "heed": _list("noindex", "noarchive"),
    "credited": _one_of("none", "fetch"),
    "capture_media": _one_of("none", "lead", "all"),
    "delay": _number(0, 3600),
    "concurrency": _number(1, 64, whole=True),
    "budget": _number(0, 1_000_000, whole=True),
    "least_wait": _number(1, 10_080),
    "most_wait": _number(1, 43_200),
    "user_agent": _text,
    "cookies": _cookies,
    "proxy": _proxy,
}
