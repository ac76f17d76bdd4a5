"""An article's title and lists cut to bounds: what is longer is no headline and no byline."""

from __future__ import annotations

from dataclasses import dataclass

from newsarchive.model import Article

CUT = "…"  # ends a text that goes on


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    """The most that an article's fields may hold (docs/bounds.md)."""

    title: int = 300  # characters
    name: int = 80  # characters of an author, category or tag
    authors: int = 40
    categories: int = 50  # and as many tags


def shorten(article: Article, most: Lengths) -> str:
    """Cut an article's fields to bounds; return what was cut as a clause, or "".

    Lists lose what is beyond; a name that is too long to be one is left out.
    """
    cut = []
    title = article.title or ""
    if len(title) > most.title:
        article.title = title[: most.title - 1].rstrip() + CUT
        cut.append(f"title ({len(title):,} characters)")
    for field, limit in (
        ("authors", most.authors),
        ("categories", most.categories),
        ("tags", most.categories),
    ):
        names: list[str] = getattr(article, field)
        kept = [name for name in names if len(name) <= most.name][:limit]
        if len(kept) < len(names):
            setattr(article, field, kept)
            cut.append(f"{field} ({len(kept):,} of {len(names):,} kept)")
    return f"the page's {' and '.join(cut)} went beyond the bounds and were cut" if cut else ""
