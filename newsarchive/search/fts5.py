"""A query as SQLite's FTS5 is asked: tree → the text of a MATCH.

There are two indexes (``storage/_search.py``).  In that of texts without any unspaced
character, terms with such characters cannot hold; they are worked out here.
"""

from __future__ import annotations

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
from newsarchive.search.words import EVERY, has_unspaced, token


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
