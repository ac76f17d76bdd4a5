"""Ranking a few texts at hand, where the index would take too long to.

BM25 as FTS5 computes it (Robertson et al. 1994; k1 = 1.2, b = 0.75), but how rare a word is
comes from these texts alone: FTS5 asks its whole index, which takes 2 s for a frequent
Chinese character in a million articles.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from newsarchive.search.language import Node, Term
from newsarchive.search.snippets import searched_terms
from newsarchive.search.words import fold, has_unspaced

TITLE = 4  # a title counts so many times a text, as in the index
SATURATION, LENGTH = 1.2, 0.75


def weigh(texts: Sequence[tuple[str, str]], node: Node | None, *, among: int = 0) -> list[float]:
    """Return what each title and text weighs for a query: the lower, the better.

    ``among``: how many texts they were found among, themselves included; 0: there are no others.
    """
    folded = [(fold(title), fold(body)) for title, body in texts]
    lengths = [len(title) + len(body) for title, body in folded]
    usual = sum(lengths) / len(lengths) if any(lengths) else 1.0
    weights = [0.0] * len(texts)
    for in_title, in_body, term in _terms(node):
        found = re.compile(_pattern(term))
        counts = [
            TITLE * in_title * len(found.findall(title)) + in_body * len(found.findall(body))
            for title, body in folded
        ]
        held = sum(map(bool, counts))
        rare = math.log(1 + (max(among, len(texts)) - held + 0.5) / (held + 0.5))
        for place, count in enumerate(counts):
            long = 1 - LENGTH + LENGTH * lengths[place] / usual
            weights[place] -= rare * count * (SATURATION + 1) / (count + SATURATION * long)
    return weights


def _terms(node: Node | None) -> list[tuple[bool, bool, Term]]:
    """The terms of a query that a text can hold, and whether its title and its body may."""
    title, body = searched_terms(node, "title"), searched_terms(node, "body")
    return [(term in title, term in body, term) for term in dict.fromkeys([*title, *body])]


def _pattern(term: Term) -> str:
    """A regular expression for a term in folded text; pairs overlap in one character."""
    said, before = "", ""
    for word in term.words:
        if before and has_unspaced(word) and before[-1] == word[0]:
            said += re.escape(word[1:])
        else:
            said += (r"\W+" if said else "") + re.escape(word)
        before = word
    start = "" if has_unspaced(term.words[0]) else r"(?<!\w)"
    end = "" if term.beginning or has_unspaced(before) else r"(?!\w)"
    return start + said + end
