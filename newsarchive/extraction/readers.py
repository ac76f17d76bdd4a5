"""Readers written by hand, for sites too odd for rules.

A file ``HOST.py`` beside the rules holds one function::

    def read(page, article):
        article.title = page.soup.select_one("#head b").get_text(" ", strip=True)

It is handed the page (``page.soup`` is a BeautifulSoup of it) and the article as read
without it, and changes what it knows better.  It is the user's own code, run as such.
"""

from __future__ import annotations

import importlib.util
import traceback
from collections.abc import Callable
from pathlib import Path

from newsarchive.errors import ConfigError, ReaderFailed
from newsarchive.extraction._claims import FIELDS
from newsarchive.model import Article, Evidence
from newsarchive.page import Page

Reader = Callable[[Page, Article], object]
MAX_RAW = 300  # characters of evidence kept per value


def load_reader(file: Path) -> Reader:
    """Return the function ``read`` of a file.

    Raises:
        ConfigError: The file is no Python, fails, or has no such function.
    """
    spec = importlib.util.spec_from_file_location(f"newsarchive_site_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise ConfigError(f"{file}, line {error.lineno}", f"is no Python: {error.msg}") from error
    except Exception as error:
        raise ConfigError(_place(file, error), f"cannot be loaded: {_told(error)}") from error
    reader = getattr(module, "read", None)
    if not callable(reader):
        raise ConfigError(str(file), "has no function read(page, article)")
    return reader  # type: ignore[no-any-return]


def apply_reader(reader: Reader, page: Page, article: Article) -> None:
    """Let a reader change an article; what it changed says so in ``origins``.

    Raises:
        ReaderFailed: It raised something; names its file and line.
    """
    before = {name: _state(article, name) for name in FIELDS}
    try:
        reader(page, article)
    except Exception as error:
        place = _place(Path(reader.__code__.co_filename), error)
        raise ReaderFailed(
            page.url, f"{place}: the site's reader failed: {_told(error)}"
        ) from error
    for name in FIELDS:
        if _state(article, name) != before[name]:
            article.evidence = [item for item in article.evidence if item.field != name]
            value = getattr(article, name)
            raw = str(value)[:MAX_RAW]
            article.evidence.append(Evidence(field=name, position=0, origin="reader", raw=raw))


def _state(article: Article, name: str) -> str:
    return repr(getattr(article, name))


def _place(file: Path, error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == str(file)]
    return f"{file}, line {lines[-1]}" if lines else str(file)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
