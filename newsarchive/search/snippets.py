"""The piece of a text that shows why it was found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from newsarchive.search.language import And, Node, Or, Term
from newsarchive.search.words import fold, has_unspaced, runs

LENGTH = 180  # characters of a snippet: two lines of a terminal
LOOKED_AT = 200_000  # characters of a text that are looked at
_STOPS = str.maketrans(dict.fromkeys("，。、；：！？", " "))  # no spaces stand beside these


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A piece of text on one line, and where in it the hits are."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()  # begin and end of each, in order, never overlapping

    def marked(self, before: str = "«", after: str = "»") -> str:
        """Return the text with each hit between two strings."""
        told, done = [], 0
        for begin, end in self.marks:
            told += [self.text[done:begin], before, self.text[begin:end], after]
            done = end
        return "".join((*told, self.text[done:]))


def searched_terms(node: Node | None, field: str) -> list[Term]:
    """Return the terms of a query that a hit in this field (title, body) may come from."""
    if isinstance(node, Term):
        return [node] if node.field in ("", field) else []
    if isinstance(node, And | Or):
        return [term for part in node.parts for term in searched_terms(part, field)]
    return []  # what must not hold shows nothing


def snippet(text: str, terms: Sequence[Term], *, length: int = LENGTH) -> Snippet:
    """Return the piece of a text with the most different terms in it, or its beginning.

    White space becomes single spaces; at most ``length`` characters and an ellipsis at each
    side that was cut.
    """
    text = " ".join(text[:LOOKED_AT].split())
    hits = _hits(text, terms)
    start = _best_start(text, hits, length)
    end = min(len(text), start + length)
    if end < len(text) and (space := text.rfind(" ", start + length * 3 // 4, end)) > 0:
        end = space
    lead = "…" if start else ""
    shift = len(lead) - start
    marks: list[tuple[int, int]] = []
    for begin, stop, _ in hits:
        if start <= begin and stop <= end and (not marks or begin + shift >= marks[-1][1]):
            marks.append((begin + shift, stop + shift))
    return Snippet(
        text=lead + text[start:end] + ("…" if end < len(text) else ""), marks=tuple(marks)
    )


def _hits(text: str, terms: Sequence[Term]) -> list[tuple[int, int, int]]:
    """Where each term is found: begin, end, number of the term; the longer of two first.

    Only pieces that hold a term's first word are cut into words: that takes 7 µs a word.
    """
    if not terms:
        return []
    spaced = text.translate(_STOPS)
    folded = fold(spaced)
    pieces = spaced.split(" ")
    if folded.count(" ") + 1 != len(pieces):  # a sign that folds to a space, such as ´
        return sorted(_hits_in(text, terms), key=_order)
    ends = [end + place for place, end in enumerate(accumulate(map(len, pieces)))]
    phrases = [term for term in terms if len(term.words) > 1]
    # characters behind a piece that a phrase may go on in, punctuation included
    reach = max((40 + 3 * len("".join(term.words)) for term in phrases), default=0)
    firsts = re.compile("|".join({re.escape(term.words[0]) for term in terms}))
    hits = []
    place, counted, last = 0, 0, -1
    for match in firsts.finditer(folded):
        place += folded.count(" ", counted, match.start())
        counted = match.start()
        if place == last:
            continue
        last = place
        begin = ends[place] - len(pieces[place])
        hits += [
            (start + begin, stop + begin, number)
            for start, stop, number in _hits_in(text[begin : ends[place] + reach], terms)
            if start < len(pieces[place])
        ]
    return sorted(hits, key=_order)


def _order(hit: tuple[int, int, int]) -> tuple[int, int]:
    return hit[0], -hit[1]


def _hits_in(text: str, terms: Sequence[Term]) -> list[tuple[int, int, int]]:
    placed: list[tuple[str, int, int]] = []
    for begin, end, found in runs(text):
        unspaced = has_unspaced(found[0]) if found else False
        origins = _origins(text[begin:end], len(found)) if unspaced else None
        for place, word in enumerate(found):
            if origins:
                last = origins[place + len(word) - 1]
                placed.append((word, begin + origins[place], begin + last + 1))
            else:
                placed.append((word, begin, end))
    firsts: dict[str, list[int]] = {}
    beginnings = []
    for number, term in enumerate(terms):
        if len(term.words) == 1 and term.beginning:
            beginnings.append((number, term.words[0]))
        else:
            firsts.setdefault(term.words[0], []).append(number)
    hits = []
    for place, (word, begin, end) in enumerate(placed):
        for number in firsts.get(word, ()):
            last = place + len(terms[number].words) - 1
            if last < len(placed) and _follows(placed, place, terms[number]):
                hits.append((begin, placed[last][2], number))
        for number, start in beginnings:
            if word.startswith(start):
                hits.append((begin, begin + 1 if has_unspaced(start) else end, number))
    return hits


def _origins(run: str, length: int) -> Sequence[int] | None:
    """Return which character of an unspaced run each of its folded ones comes from.

    Thai and Lao write a vowel as one sign that folds to two.  None: characters were joined, as
    half-width kana with their marks are, so that it cannot be told.
    """
    if len(run) == length:
        return range(length)
    pieces = [fold(char) for char in run]
    if "".join(pieces) != fold(run) or sum(map(len, pieces)) != length:
        return None
    return [place for place, piece in enumerate(pieces) for _ in piece]


def _follows(placed: list[tuple[str, int, int]], place: int, term: Term) -> bool:
    here = [word for word, _, _ in placed[place : place + len(term.words)]]
    wanted = list(term.words)
    if term.beginning:
        return here[:-1] == wanted[:-1] and here[-1].startswith(wanted[-1])
    return here == wanted


def _best_start(text: str, hits: list[tuple[int, int, int]], length: int) -> int:
    best, most, low = 0, (0, 0), 0
    for high, (_, end, _) in enumerate(hits):
        while low < high and end - hits[low][0] > length * 2 // 3:
            low += 1
        window = hits[low : high + 1][:50]
        score = (len({number for _, _, number in window}), len(window))
        if score > most:
            best, most = hits[low][0], score
    if best + length // 3 <= length:
        return 0  # the beginning shows it as well
    start = best - length // 4
    space = text.find(" ", start, best)
    return space + 1 if space > 0 else start
