"""A query as PostgreSQL is asked: tree → the text of a ``tsquery``, to be cast.

The words are ours, so the query is cast (``'…'::tsquery``) and not read by ``to_tsquery``.
The tsvector beside it holds titles with weight A, texts with D, and the words of the fields
with C; ``¶`` alone is a word every article has.
"""

from __future__ import annotations

from newsarchive.search.language import EXACT_FIELDS, NAME_FIELDS, And, Node, Not, Or, Term, Value
from newsarchive.search.words import EVERY, token

WEIGHTS = {"title": "A", "body": "D", "": "AD"}


def tsquery(node: Node | None) -> str:
    """Return the tsquery's text; None asks for everything."""
    if node is None:
        return _lexeme(EVERY, "C")
    if isinstance(node, Term):
        return _term(node)
    if isinstance(node, Value):
        return _lexeme(token(EXACT_FIELDS[node.field], node.value), "C")
    if isinstance(node, Not):
        return f"!{tsquery(node.part)}"
    operator = " & " if isinstance(node, And) else " | "
    assert isinstance(node, And | Or)
    return f"({operator.join(tsquery(part) for part in node.parts)})"


def _term(term: Term) -> str:
    named = NAME_FIELDS.get(term.field)
    mark, weights = ("¶" + named, "C") if named else ("", WEIGHTS[term.field])
    lexemes = [_lexeme(mark + word, weights) for word in term.words]
    if term.beginning:
        lexemes[-1] = _lexeme(mark + term.words[-1], "*" + weights)
    return lexemes[0] if len(lexemes) == 1 else f"({' <-> '.join(lexemes)})"


def _lexeme(word: str, labels: str) -> str:
    return f"'{word}':{labels}"  # words hold neither quotes nor backslashes
