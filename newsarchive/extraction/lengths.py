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
    """Cut an article's fields to bounds; return what was cut, or "".

    Lists lose what is beyond; a name that is too long to be one is left out.
    """
    told = []
    title = article.title or ""
    if len(title) > most.title:
        article.title = title[: most.title - 1].rstrip() + CUT
        told.append(f"title beyond {most.title:,} characters (max_title_chars)")
    for field, limit, setting in (
        ("authors", most.authors, "max_authors"),
        ("categories", most.categories, "max_categories"),
        ("tags", most.categories, "max_categories"),
    ):
        names: list[str] = getattr(article, field)
        short = [name for name in names if len(name) <= most.name]
        if len(short) < len(names):
            told.append(f"{field} of more than {most.name:,} characters (max_name_chars)")
        if len(short) > limit:
            told.append(f"{field} beyond the first {limit:,} ({setting})")
        if len(short) < len(names) or len(short) > limit:
            setattr(article, field, short[:limit])
    return f"of what the page holds is left out: {'; '.join(told)}" if told else ""
