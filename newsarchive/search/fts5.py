"""A query as SQLite's FTS5 is asked: tree → the text of a MATCH.

There are two indexes (``storage/_search.py``).  In that of texts without any unspaced
character, terms with such characters cannot hold; they are worked out here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from newsarchive.search.language import (
    EXACT_FIELDS,
    NAME_FIELDS,
    TEXT_FIELDS,
    And,
    Node,
    Not,
    Or,
    Term,
    Value,
)
from newsarchive.search.words import EVERY, has_unspaced, token, words_with


def match(node: Node | None, *, unspaced: bool) -> str | None:
    """Return the MATCH expression for one of the indexes, or None where nothing can match.

    Args:
        node: What is wanted; None: everything.
        unspaced: For the index of texts with unspaced characters.
    """
    if node is None:
        return _string(EVERY)
    if isinstance(node, Term):
        return _term(node, unspaced=unspaced)
    if isinstance(node, Value):
        return _string(token(EXACT_FIELDS[node.field], node.value))
    if isinstance(node, Or):
        asked = [text for part in node.parts if (text := match(part, unspaced=unspaced))]
        return f"({' OR '.join(asked)})" if asked else None
    return _all(node.parts if isinstance(node, And) else (node,), unspaced=unspaced)


def characters(node: Node | None) -> set[str]:
    """Return the single unspaced characters that a query asks for in titles and texts.

    Each is the beginning of thousands of words, whose lists FTS5 merges whole before it gives
    the first hit.
    """
    if isinstance(node, And | Or):
        return {char for part in node.parts for char in characters(part)}
    if isinstance(node, Not):
        return characters(node.part)
    return {node.words[0]} if isinstance(node, Term) and _is_character(node) else set()


def spelled_out(node: Node, texts: Sequence[str]) -> Node:
    """Return a query that finds the same among articles with these texts, without beginnings.

    In place of a single character stand the words of the texts that begin with it.
    """
    found = {
        char: {word for text in texts for word in words_with(text, char)}
        for char in characters(node)
    }
    return _spelled(node, found)


def relaxed(node: Node | None) -> Node | None:
    """Return a query without single characters that finds all that this one finds, and more.

    None: everything.
    """
    if isinstance(node, And):
        parts = tuple(part for part in map(relaxed, node.parts) if part is not None)
        return And(parts) if len(parts) > 1 else parts[0] if parts else None
    if isinstance(node, Or):
        parts = tuple(part for part in map(relaxed, node.parts) if part is not None)
        return Or(parts) if len(parts) == len(node.parts) else None
    return None if characters(node) else node


def _spelled(node: Node, found: Mapping[str, set[str]]) -> Node:
    if isinstance(node, And | Or):
        return type(node)(tuple(_spelled(part, found) for part in node.parts))
    if isinstance(node, Not):
        return Not(_spelled(node.part, found))
    if isinstance(node, Term) and _is_character(node):
        words = sorted(found[node.words[0]])
        return Or(tuple(Term(words=(word,), field=node.field) for word in words))
    return node


def _is_character(term: Term) -> bool:
    (word, *more) = term.words
    alone = term.beginning and not more and len(word) == 1
    return alone and term.field not in NAME_FIELDS and has_unspaced(word)


def _all(parts: tuple[Node, ...], *, unspaced: bool) -> str | None:
    held, barred = [], []
    for part in parts:
        text = match(part.part if isinstance(part, Not) else part, unspaced=unspaced)
        if isinstance(part, Not):
            barred += [text] if text else []
        elif text is None:
            return None
        else:
            held.append(text)
    asked = " AND ".join(held) if held else _string(EVERY)
    return f"(({asked}) NOT ({' OR '.join(barred)}))" if barred else f"({asked})"


def _term(term: Term, *, unspaced: bool) -> str | None:
    if not unspaced and any(has_unspaced(word) for word in term.words):
        return None
    mark = "¶" + NAME_FIELDS[term.field] if term.field in NAME_FIELDS else ""
    asked = _string(" ".join(mark + word for word in term.words))
    if term.beginning:
        asked += " *"
    return f"({term.field} : {asked})" if term.field in TEXT_FIELDS else asked


def _string(text: str) -> str:
    return f'"{text}"'  # words hold no quotation marks
