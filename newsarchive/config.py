"""The settings of an installation: one frozen value, checked when it is loaded.

They come from ``newsarchive.toml`` in the working folder or one above it, and from
variables ``NEWSARCHIVE_…``, which win.  Relative paths count from the file's folder;
without a file, from the folder of the nearest ``scrapy.cfg``, else the working folder.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode

from newsarchive.errors import ConfigError

FILE_NAME = "newsarchive.toml"
PREFIX = "NEWSARCHIVE_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What an installation may set; every value has a polite default."""

    base: Path  # relative paths count from here
    file: Path | None = None  # the file it came from
    archive: str = "data/newsarchive.db"  # path, or sqlite:/// URL
    contact: str = ""  # a web or mail address that servers' owners can turn to
    user_agent: str = ""  # replaces the whole user agent; better leave it and set contact
    delay: float = 1.0  # seconds between requests to one host
    concurrency: int = 2  # requests under way to one host
    timeout: float = 30.0  # seconds a request may take
    max_page_bytes: int = 10_000_000  # a larger answer is refused
    # bounds of what strangers send (docs/bounds.md)
    max_timeouts: int = 10  # in a row, after which a crawl asks a host no more
    max_head_bytes: int = 64_000  # of an answer's status line and header fields
    max_head_fields: int = 200  # header fields of an answer
    max_encodings: int = 3  # packings of one answer within each other
    max_redirects: int = 5  # in a row
    max_tags: int = 250_000  # of a page
    max_sitemap_bytes: int = 64_000_000  # of a listing, unpacked
    max_entries: int = 10_000  # of a feed
    max_sitemap_urls: int = 50_000  # of one sitemap
    max_sitemaps: int = 200  # of an index, and of the source in one crawl
    max_links: int = 500  # of a page of links
    max_depth: int = 5  # steps a backfill walks from the home page
    max_pattern_urls: int = 2_000  # addresses of one shape that a source has asked in one crawl
    max_host_urls: int = 5_000  # addresses of one host that a source has asked in one crawl
    max_title_chars: int = 300
    max_name_chars: int = 80  # of an author, category or tag
    max_authors: int = 40
    max_categories: int = 50  # and as many tags
    robots: bool = True  # obey robots.txt
    heed: tuple[str, ...] = ()  # noindex, noarchive: pages that say so are not archived
    allow_private: bool = False  # follow links to loopback and private addresses
    sync: bool = True  # each answer is on the disk before its row is written
    retain: tuple[str, ...] = ()  # days that captures are kept: media=365, listing=90; else ever
    browser: str = ""  # a Chromium's program; "" for one that is found (docs/browser.md)
    spider_modules: tuple[str, ...] = ()  # packages with spiders of your own
    sites: str = "data/sites"  # folder of site rules of your own
    # what 'newsarchive run' does beside asking feeds (docs/operation.md)
    backfill_a_day: int = 200  # articles of back catalogues a day and source; 0: none
    reextract: bool = True  # read captures again after an upgrade
    exports: tuple[str, ...] = ()  # files to write: data/exports/news.jsonl
    export_every: str = "1d"
    backups: str = ""  # folder for copies of the database; "": none are made
    backup_every: str = "1d"
    backup_keep: int = 7  # copies
    runs_kept: int = 365  # days that the rows of runs are kept
    # who is told of what 'newsarchive health' finds; secrets as env:NAME
    alert_command: str = ""  # gets the text on standard input
    alert_webhook: str = ""  # URL that gets it as JSON, by POST
    alert_mail: str = ""  # address that gets it by mail
    smtp: str = "localhost:25"  # the mail server: host:port
    smtp_user: str = ""  # who signs in there; "": nobody
    smtp_password: str = ""  # env:NAME
    alert_apprise: tuple[str, ...] = ()  # URLs as Apprise has them (extra "alerts")

    @property
    def archive_place(self) -> str:
        """The archive's path or URL, relative paths made absolute from ``base``.

        ``~`` stays, for ``open_archive`` to resolve or refuse.  The URL of a PostgreSQL
        database names its WARC folder then, so that it is the same from everywhere.
        """
        if self.archive.startswith("postgresql") and "://" in self.archive:
            return self._with_warc_folder(self.archive)
        scheme, mark, path = self.archive.rpartition(":///")
        if "://" in path or path.startswith("~"):
            return self.archive
        return f"{scheme}{mark}{self.base / path}"

    def _with_warc_folder(self, url: str) -> str:
        address, _, query = url.partition("?")
        host = address.partition("://")[2].rpartition("@")[2]  # "/" may be in a password
        _, mark, database = host.partition("/")
        said = parse_qsl(query, keep_blank_values=True)
        folder = dict(said).get("warc") or f"data/warc/{unquote(database)}"
        if not mark or not database or folder.startswith("~"):
            return url
        others = [(name, value) for name, value in said if name != "warc"]
        return f"{address}?{urlencode([*others, ('warc', str(self.base / folder))], safe='/')}"

    @property
    def sites_folder(self) -> Path:
        """The folder of site rules, made absolute from ``base``."""
        return self.base / Path(self.sites).expanduser()

    def place(self, path: str) -> Path:
        """A path among the settings, made absolute from ``base``."""
        return self.base / Path(path).expanduser()


_LIMITS: dict[str, tuple[float, float]] = {
    "delay": (0, 3600),
    "concurrency": (1, 64),
    "timeout": (1, 3600),
    "max_page_bytes": (1_000, 1_000_000_000),
    "max_timeouts": (1, 1_000_000),
    "max_head_bytes": (1_000, 10_000_000),
    "max_head_fields": (10, 10_000),
    "max_encodings": (1, 10),
    "max_redirects": (0, 100),
    "max_tags": (1_000, 1_000_000),
    "max_sitemap_bytes": (1_000, 1_000_000_000),
    "max_entries": (1, 1_000_000),
    "max_sitemap_urls": (1, 1_000_000),
    "max_sitemaps": (1, 100_000),
    "max_links": (1, 10_000),
    "max_depth": (0, 100),
    "max_pattern_urls": (1, 1_000_000),
    "max_host_urls": (1, 1_000_000),
    "max_title_chars": (10, 500),
    "max_name_chars": (10, 120),
    "max_authors": (1, 1_000),
    "max_categories": (1, 100),
    "backfill_a_day": (0, 1_000_000),
    "backup_keep": (1, 10_000),
    "runs_kept": (15, 36_500),
}
_FORMS = {  # a slip here would show only when there is something to tell; values may be secret
    "alert_webhook": (r"(https?://|env:[A-Za-z_]).+", "a URL with http or https, or env:NAME"),
    "smtp": (r"(\S+|\[\S+\]):\d{1,5}", "HOST:PORT, such as localhost:25"),
    "alert_mail": (r"[^\s@]+@[^\s@]+", "a mail address"),
    "smtp_password": (r"env:[A-Za-z_]\w*", "env:NAME, the variable that holds it"),
}
_DURATIONS = ("export_every", "backup_every")
# Addresses that are keys to somebody's channel, and a key itself
_SECRET = ("alert_webhook", "alert_apprise", "smtp_password")


@dataclass(frozen=True, slots=True)
class Setting:
    """One effective setting, and where it came from."""

    name: str
    value: Any
    origin: str  # "default", the file with its line, or the variable


def load_config(folder: Path | None = None, environ: Mapping[str, str] | None = None) -> Config:
    """Return the settings that hold in a folder.

    Raises:
        ConfigError: A setting is unknown or of the wrong kind, or the file is no TOML;
            names the file and line, or the variable, and says what is allowed.
    """
    return _load(folder, environ)[0]


def explain_config(
    folder: Path | None = None, environ: Mapping[str, str] | None = None
) -> tuple[Config, list[Setting]]:
    """Return the settings that hold in a folder, and of each where it came from.

    Addresses and texts that hold a password are masked.

    Raises:
        ConfigError: See ``load_config``.
    """
    config, origins = _load(folder, environ)
    return config, [
        Setting(name, _masked(name, getattr(config, name)), origins.get(name, "default"))
        for name in _settable()
    ]


def variables_set(environ: Mapping[str, str] | None = None) -> dict[str, str | None]:
    """Return the variables that settings come from, and their values; None for a secret."""
    environ = os.environ if environ is None else environ
    return {
        variable: None if holds_secret(variable.removeprefix(PREFIX).lower(), value) else value
        for variable, value in sorted(environ.items())
        if variable.startswith(PREFIX) and value
    }


def holds_secret(name: str, text: str) -> bool:
    """Tell whether a setting's text holds what is not to be printed; a command may hold any."""
    parts = text.split(",") if name == "alert_apprise" else [text]
    return name == "alert_command" or any(
        _masked(name, part.strip()) != part.strip() for part in parts
    )


def seconds_of(duration: str) -> int:
    """Return the seconds of a duration such as ``90s``, ``15m``, ``6h``, ``1d`` or ``2w``.

    Raises:
        ValueError: It is none, or is nothing at all.
    """
    found = re.fullmatch(r"([1-9]\d{0,4})([smhdw])", duration)
    if found is None:
        raise ValueError(duration)
    return int(found[1]) * {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}[found[2]]


def _load(folder: Path | None, environ: Mapping[str, str] | None) -> tuple[Config, dict[str, str]]:
    folder = (folder or Path.cwd()).absolute()
    environ = os.environ if environ is None else environ
    file = _nearest(folder, FILE_NAME)
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    if file is not None:
        values, origins = _read(file)
    for variable in sorted(environ):
        name = variable.removeprefix(PREFIX).lower()
        if variable.startswith(PREFIX) and environ[variable]:
            values[name] = _from_text(variable, name, environ[variable])
            origins[name] = variable
    anchor = file or _nearest(folder, "scrapy.cfg")
    return Config(base=anchor.parent if anchor else folder, file=file, **values), origins


def _masked(name: str, value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_masked(name, item) for item in value)
    if not isinstance(value, str):
        return value
    if name in _SECRET and value and not value.startswith("env:"):
        scheme, mark, _ = value.partition("://")
        return f"{scheme}{mark}***" if mark else "***"
    value = re.sub(r"(?<=://)([^/@:\s]*):[^\s?#]*@", r"\1:***@", value)
    return re.sub(r"(?i)([?&](?:ssl)?password=)[^&\s]*", r"\1***", value)


def _settable() -> list[str]:
    return [item.name for item in fields(Config) if item.name not in ("base", "file")]


def _nearest(folder: Path, name: str) -> Path | None:
    return next((path for at in (folder, *folder.parents) if (path := at / name).is_file()), None)


def _read(file: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """The settings of a file, and of each the file with its line."""
    try:
        text = file.read_text("utf-8")
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(file), f"is no valid TOML: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(str(file), f"cannot be read: {error}") from error
    origins = {name: f"{file}, line {_line(text, name)}" for name in found}
    return {name: _checked(origins[name], name, value) for name, value in found.items()}, origins


def _line(text: str, name: str) -> int:
    """The line a top-level key stands on; tomllib does not tell."""
    pattern = re.compile(rf"\s*(\[\s*)?[\"']?{re.escape(name)}\b")
    lines = text.splitlines()
    return next((number for number, line in enumerate(lines, 1) if pattern.match(line)), 1)


def _from_text(variable: str, name: str, text: str) -> Any:
    if name not in _settable():
        return _checked(variable, name, text)
    kind = type(getattr(Config(base=Path()), name))
    value: Any = text
    if kind is bool:
        value = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}.get(
            text.lower(), text
        )
    elif kind in (int, float):
        try:
            value = kind(text)
        except ValueError:
            value = text
    elif kind is tuple:
        value = [part.strip() for part in text.split(",") if part.strip()]
    return _checked(variable, name, value)


def _checked(place: str, name: str, value: Any) -> Any:
    if name not in _settable():
        close = get_close_matches(name, _settable(), n=1)
        hint = f"did you mean '{close[0]}'?" if close else f"there are: {', '.join(_settable())}"
        raise ConfigError(place, f"there is no setting '{name}'; {hint}")
    kind = type(getattr(Config(base=Path()), name))
    if kind is tuple:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise ConfigError(place, f"'{name}' must be a list of names, such as [\"my_spiders\"]")
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not kind:
        words = {str: "a text in quotes", bool: "true or false", int: "a whole number"}
        raise ConfigError(place, f"'{name}' must be {words.get(kind, 'a number')}, not {value!r}")
    if name in _DURATIONS:
        try:
            seconds_of(value)
        except ValueError as error:
            raise ConfigError(
                place, f"'{name}' must be such as 6h, 1d or 2w, not {value!r}"
            ) from error
    form = _FORMS.get(name)
    if form is not None and value and not re.fullmatch(form[0], value):
        raise ConfigError(place, f"'{name}' must be {form[1]}")
    low, high = _LIMITS.get(name, (None, None))
    if low is not None and high is not None and not low <= value <= high:
        raise ConfigError(place, f"'{name}' must lie between {low:g} and {high:g}, not {value!r}")
    return value
