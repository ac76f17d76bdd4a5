"""The errors newsarchive raises, one class per thing a caller may do differently.

::

    NewsArchiveError
    ├── UsageError          asked for something that cannot be: wrong option, file, URL
    │   ├── NothingToFollow at a URL is neither feed nor list of articles
    │   ├── QueryError      a search is written wrongly; says where
    │   └── ConfigError     a setting is wrong; names the file and the line or variable
    ├── ArchiveError        the archive cannot be used
    │   ├── ArchiveMissing  there is none at that place
    │   ├── ArchiveBusy     another process writes, or holds the lock
    │   └── ArchiveDamaged  it is there but is no archive, is too new, or cannot be written
    ├── FetchError          a URL could not be had
    ├── ReaderFailed        a site's rule or reader, the user's own, failed on a page
    └── NotFound            no such article or source

Input from the web is never an error: a bad date is ``None``, a broken feed is a
``Listing`` with ``problem`` set, a page without text is an ``Article`` with an empty body.
Every ``str()`` is one sentence for a person: what is wrong, with what, and what to do.
"""

from __future__ import annotations

from datetime import timedelta


class NewsArchiveError(Exception):
    """Base of all errors that newsarchive raises on purpose."""

    exit_code = 1  # of a command that ends with it: 1 failed, 2 used wrongly, 3 busy


class UsageError(NewsArchiveError):
    """What was asked for cannot be done; the message says what to change."""

    exit_code = 2


class NothingToFollow(UsageError):
    """What the URL leads to is neither a feed nor a list of articles."""

    def __init__(self, url: str, problem: str) -> None:
        super().__init__(url, problem)
        self.url = url
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.url} {self.problem}"


class QueryError(UsageError):
    """A search is written wrongly; ``position`` is where in ``query``, 1 for its first character.

    ``str()`` is the sentence, the query, and a caret under the place.
    """

    def __init__(self, query: str, position: int, problem: str) -> None:
        super().__init__(query, position, problem)
        self.query = query
        self.position = position
        self.problem = problem

    def __str__(self) -> str:
        from unicodedata import combining, east_asian_width

        start = max(0, self.position - 61)  # a long query is shown around the place only
        shown = "".join(c if c.isprintable() else " " for c in self.query[start : start + 80])
        before = shown[: self.position - 1 - start]
        columns = sum(
            0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in before
        )
        return f"search: position {self.position}: {self.problem}\n  {shown}\n  {' ' * columns}^"


class ConfigError(UsageError):
    """A setting is wrong; ``place`` is the file with its line, or the variable."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(place, problem)
        self.place = place
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}"


class ArchiveError(NewsArchiveError):
    """The archive at ``place`` cannot be used as asked."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(place, problem)
        self.place = place
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}"


class ArchiveMissing(ArchiveError):
    """There is no archive at that place, and the call does not create one."""

    exit_code = 2


class ArchiveBusy(ArchiveError):
    """Somebody else writes to the archive or holds the lock; try again later."""

    exit_code = 3


class ArchiveDamaged(ArchiveError):
    """The file is no archive of ours, was made by a newer version, or can't be written."""


class FetchError(NewsArchiveError):
    """A URL could not be had; ``__cause__`` holds the transport's own error, if any."""

    def __init__(self, url: str, reason: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(url, reason)  # the fields, not the sentence: pickle calls us with these
        self.url = url
        self.reason = reason
        self.retry_after = retry_after  # the server's own wish, if it gave one

    def __str__(self) -> str:
        return f"{self.url}: {self.reason}"


class ReaderFailed(NewsArchiveError):
    """A rule or reader that was written for a site failed on one of its pages."""

    def __init__(self, url: str, problem: str) -> None:
        super().__init__(url, problem)
        self.url = url
        self.problem = problem

    def __str__(self) -> str:
        return self.problem


class NotFound(NewsArchiveError):
    """The archive holds no such article or source."""

    exit_code = 2
