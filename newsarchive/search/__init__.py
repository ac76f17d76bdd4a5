"""Searching: one query language, its words, and what each database is asked.

Pure: text in, trees and text out.  ``storage/_search.py`` keeps the index and asks it.
docs/search.md describes the language for its users.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from newsarchive.errors import QueryError, UsageError
from newsarchive.model import Precision
from newsarchive.search.language import And, Node, Term, Value, parse
from newsarchive.search.snippets import Snippet
from newsarchive.search.words import wanted

__all__ = ["Found", "Hit", "Node", "QueryError", "Search", "Snippet", "Watch", "parse"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What somebody searches for."""

    query: str = ""  # in the query language
    source: str = ""  # slug, or host of what has no source
    author: str = ""  # words of a name, in order
    category: str = ""  # words of a category, in order
    lang: str = ""  # BCP 47; "en" finds "en-GB" too
    since: datetime | None = None  # published then or later; undated articles: first seen
    until: datetime | None = None  # published before
    sort: Literal["newest", "best"] = "newest"

    def wanted(self) -> Node | None:
        """Return the query and the filters as one tree; None: everything.

        Raises:
            QueryError: The query is written wrongly.
            UsageError: A filter holds nothing to search for.
        """
        parsed = parse(self.query)
        nodes: list[Node] = [] if parsed is None else [parsed]
        for field, text in (("author", self.author), ("category", self.category)):
            if text:
                words, _ = wanted(text)
                if not words:
                    raise UsageError(f"--{field} {text}: there is no letter or digit in it")
                nodes.append(Term(words=tuple(words), field=field))
        for field, text in (("source", self.source), ("lang", self.lang)):
            if text.strip():
                nodes.append(Value(field=field, value=text.strip()))
        return nodes[0] if len(nodes) == 1 else And(tuple(nodes)) if nodes else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that was found."""

    id: str  # its public key
    url: str  # main address
    source: str  # slug, or host
    title: Snippet  # whole up to 500 characters
    snippet: Snippet  # of the body
    published: datetime | None  # as stated
    published_precision: Precision | None
    language: str | None
    revision: int  # number of the newest, the one that is searched
    first_seen_at: datetime
    gone_at: datetime | None
    position: int  # where it stands in time; ``before`` of the next page


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found, in the order asked for."""

    hits: tuple[Hit, ...]
    more: bool  # there are others
    ranked: int | None = None  # best first, of the newest so many only; None: of all


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A saved search."""

    name: str
    search: Search
    created_at: datetime
    asked_at: datetime | None
    told: int  # number of the last change that was told
