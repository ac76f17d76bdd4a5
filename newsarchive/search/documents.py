"""An article as an index takes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsarchive.search.language import EXACT_FIELDS, NAME_FIELDS
from newsarchive.search.words import EVERY, GAP, has_unspaced, marked, token, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article's words, parted by spaces."""

    unspaced: bool  # any text of it holds unspaced characters (words.py)
    body: str
    title: str
    facts: str  # source, languages, authors, categories, tags: words no text holds


def document(
    *,
    title: str,
    body: str,
    source: str,
    language: str,
    authors: Sequence[str] = (),
    categories: Sequence[str] = (),
    tags: Sequence[str] = (),
) -> Document:
    """Return what is indexed of an article; the same for the same values, whenever asked.

    Args:
        title: As read; "" where there is none.
        body: As read.
        source: The source's slug, or the host where there is no source.
        language: BCP 47; found by its primary tag too.
        authors: And so on: as read, in order.
    """
    facts = [EVERY, token(EXACT_FIELDS["source"], source)]
    tag = language.replace("_", "-").strip()
    languages = dict.fromkeys(value for value in (tag.partition("-")[0], tag) if value)
    facts += [token(EXACT_FIELDS["lang"], value) for value in languages]
    names = {"author": authors, "category": categories, "tag": tags}
    for field, values in names.items():
        for value in values:
            facts += [*marked(NAME_FIELDS[field], value), GAP]
    return Document(
        unspaced=any(map(has_unspaced, (body, title, *authors, *categories, *tags))),
        body=" ".join(words(body)),
        title=" ".join(words(title)),
        facts=" ".join(facts),
    )
