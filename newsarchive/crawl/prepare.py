"""What is checked before a crawl starts, so that misuse gives a sentence and no traceback."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.settings import BaseSettings

from newsarchive.errors import UsageError
from newsarchive.extraction.rules import rules_in
from newsarchive.storage import open_archive

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

# By the type a setting has without -s: how Scrapy reads it, and what to write.
_KINDS: dict[type, tuple[Callable[[BaseSettings, str], object], str]] = {
    bool: (BaseSettings.getbool, "0 or 1"),
    int: (BaseSettings.getint, "a whole number"),
    float: (BaseSettings.getfloat, "a number"),
    BaseSettings: (BaseSettings.getdict, "a JSON object"),
}
_LEAST = {  # below, Scrapy waits forever or fails page by page
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 0,
    "DOWNLOAD_TIMEOUT": 0,
}


def override(settings: BaseSettings, given: Mapping[str, Any]) -> None:
    """Set what ``-s`` gave.

    Raises:
        UsageError: A value is of the wrong kind or too small; names it and what to write.
    """
    for name, value in given.items():
        read, words = _KINDS.get(type(settings[name]), (BaseSettings.get, ""))
        least = _LEAST.get(name)
        try:
            settings.set(name, value, priority="cmdline")
            number: Any = read(settings, name)
        except (ValueError, TypeError) as error:
            raise UsageError(f"-s {name}={value}: write {words}") from error
        if least is not None and not number >= least:
            raise UsageError(f"-s {name}={value}: write {words} from {least} up")
    level = settings["LOG_LEVEL"]
    if level not in logging.getLevelNamesMapping():
        raise UsageError(f"LOG_LEVEL={level}: write DEBUG, INFO, WARNING, ERROR or CRITICAL")


def _known(spidercls: type[Any], arguments: dict[str, Any]) -> None:
    """Refuse an argument a spider of ours does not have; a user's own may take any."""
    ours = [kind for kind in spidercls.__mro__ if kind.__module__.partition(".")[0] == "spiders"]
    if not ours or ours[0] is not spidercls:
        return
    there_are = [
        name
        for kind in ours
        for name, parameter in inspect.signature(kind).parameters.items()
        if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
    ]
    unknown = [name for name in arguments if name not in there_are]
    if unknown:
        raise UsageError(
            f"spider '{spidercls.name}' has no argument '{unknown[0]}'; "
            f"there are: {', '.join(dict.fromkeys(there_are))}"
        )


def prepare(crawler: Crawler, arguments: dict[str, Any]) -> None:
    """Check a spider's arguments and its archive; for spiders that have ``check``.

    Raises:
        NewsArchiveError: The arguments make no sense, or the archive cannot be used.
    """
    spidercls: Any = crawler.spidercls
    if not hasattr(spidercls, "check"):
        return  # a plain spider of the user's own
    _known(spidercls, arguments)
    try:
        spider = spidercls(**arguments)
    except TypeError as error:
        raise UsageError(f"spider '{spidercls.name}': {error}") from error
    rules_in(Path(crawler.settings["NEWSARCHIVE_SITES"]))  # or tell what is wrong with them
    place = crawler.settings["NEWSARCHIVE_ARCHIVE"]
    with (
        open_archive(place, create=spider.creates_archive, write=True) as archive,
        archive.writing() as rows,
    ):
        spider.check(rows)
