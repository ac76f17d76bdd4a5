"""A document and a query as PostgreSQL takes them: the text of a ``tsvector`` and a ``tsquery``.

The words are ours, so both are cast (``'…'::tsquery``) and not made by ``to_tsvector``.  A title
has weight A, a text D, the words of the fields C; those hold ``¶``, which no text does, so that
a query over title and text needs no weights, which a GIN index does not hold.

A tsvector has bounds (PostgreSQL's documentation, 12.11): positions up to 16,383, 256 positions
of a word, 1 MiB.  What lies behind is found as words, not in phrases; behind 1 MiB not at all.
Hence the text comes last.
"""

from __future__ import annotations

from newsarchive.search.documents import Document
from newsarchive.search.language import EXACT_FIELDS, NAME_FIELDS, And, Node, Not, Or, Term, Value
from newsarchive.search.words import EVERY, token

WEIGHTS = {"title": "A", "body": "D", "": ""}
LAST_POSITION = 16_383
MOST_POSITIONS = 256  # of one word
MAX_BYTES = 1_000_000  # of words and positions


def tsvector(document: Document) -> str:
    """Return the tsvector's text."""
    places: dict[str, list[str]] = {}
    position, size = 0, 0
    for words, weight in ((document.facts, "C"), (document.title, "A"), (document.body, "")):
        for word in words.split():
            position += 1
            told = places.get(word)
            if told is None:
                size += len(word.encode()) + 4
                if size > MAX_BYTES:
                    break
                told = places[word] = []
            if len(told) < MOST_POSITIONS and position <= LAST_POSITION:
                size += 2
                told.append(f"{position}{weight}")
        position += 1  # no phrase spans two of them
    return " ".join(
        f"'{word}':{','.join(told)}" if told else f"'{word}'" for word, told in places.items()
    )


def tsquery(node: Node | None) -> str:
    """Return the tsquery's text; None asks for everything."""
    if node is None:
        return _lexeme(EVERY)
    if isinstance(node, Term):
        return _term(node)
    if isinstance(node, Value):
        return _lexeme(token(EXACT_FIELDS[node.field], node.value))
    if isinstance(node, Not):
        return f"!{tsquery(node.part)}"
    operator = " & " if isinstance(node, And) else " | "
    assert isinstance(node, And | Or)
    return f"({operator.join(tsquery(part) for part in node.parts)})"


def _term(term: Term) -> str:
    named = NAME_FIELDS.get(term.field)
    mark, weight = ("¶" + named, "") if named else ("", WEIGHTS[term.field])
    lexemes = [_lexeme(mark + word, weight) for word in term.words]
    if term.beginning:
        lexemes[-1] = _lexeme(mark + term.words[-1], "*" + weight)
    return lexemes[0] if len(lexemes) == 1 else f"({' <-> '.join(lexemes)})"


def _lexeme(word: str, labels: str = "") -> str:
    return f"'{word}':{labels}" if labels else f"'{word}'"  # words hold no quotes nor backslashes
