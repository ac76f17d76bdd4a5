"""newsarchive: crawl news politely, read it field by field, keep everything.

>>> import newsarchive
>>> article = newsarchive.extract(b"<h1>Tide returns</h1><p>The tide came back on Monday.</p>")
>>> article.title
'Tide returns'

The names below are resolved on first use, so that ``import newsarchive`` stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

__all__ = [
    "Access",
    "ArchiveBusy",
    "ArchiveDamaged",
    "ArchiveError",
    "ArchiveMissing",
    "Article",
    "Capture",
    "ConfigError",
    "Credit",
    "Evidence",
    "Failure",
    "FetchError",
    "Image",
    "Kind",
    "Link",
    "Listing",
    "Moment",
    "NewsArchiveError",
    "NotFound",
    "Precision",
    "QueryError",
    "Revision",
    "Run",
    "Search",
    "Site",
    "Source",
    "UsageError",
    "Verdict",
    "VerdictKind",
    "__version__",
    "extract",
    "open_archive",
]

_HOMES = ("newsarchive.model", "newsarchive.errors")  # of all but the doors
_DOORS = {
    "extract": "newsarchive.extraction",
    "open_archive": "newsarchive.storage",
    "Search": "newsarchive.search",
}

if TYPE_CHECKING:
    from newsarchive.errors import (
        ArchiveBusy,
        ArchiveDamaged,
        ArchiveError,
        ArchiveMissing,
        ConfigError,
        FetchError,
        NewsArchiveError,
        NotFound,
        QueryError,
        UsageError,
    )
    from newsarchive.extraction import extract
    from newsarchive.model import (
        Access,
        Article,
        Capture,
        Credit,
        Evidence,
        Failure,
        Image,
        Kind,
        Link,
        Listing,
        Moment,
        Precision,
        Revision,
        Run,
        Site,
        Source,
        Verdict,
        VerdictKind,
    )
    from newsarchive.search import Search
    from newsarchive.storage import open_archive


def __getattr__(name: str) -> object:
    if name in __all__:
        for home in (_DOORS[name],) if name in _DOORS else _HOMES:
            if hasattr(module := import_module(home), name):
                return getattr(module, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
