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

_HOMES = {
    "extract": "newsarchive.extraction",
    "open_archive": "newsarchive.storage",
    **dict.fromkeys(
        (
            "Access Article Capture Credit Evidence Failure Image Kind Link Listing Moment "
            "Precision Revision Run Site Source Verdict VerdictKind"
        ).split(),
        "newsarchive.model",
    ),
    **dict.fromkeys(
        (
            "ArchiveBusy ArchiveDamaged ArchiveError ArchiveMissing ConfigError FetchError "
            "NewsArchiveError NotFound UsageError"
        ).split(),
        "newsarchive.errors",
    ),
}

__all__ = [*_HOMES, "__version__"]  # noqa: PLE0604

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
    from newsarchive.storage import open_archive


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
