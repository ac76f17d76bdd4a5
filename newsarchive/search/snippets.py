"""The piece of a text that shows why it was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsarchive.search.language import And, Node, Or, Term
from newsarchive.search.words import has_unspaced, runs

LENGTH = 180  # characters of a snippet: two lines of a terminal
LOOKED_AT = 200_000  # characters of a text that are looked at
FIRST_LOOK = 1_200  # characters looked at first: a word takes 2 µs, and most hits are early


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
    hits = _first_hits(text, terms, length)
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


def _first_hits(text: str, terms: Sequence[Term], length: int) -> list[tuple[int, int, int]]:
    """The hits of a text's beginning where they show every term at once; else all of them."""
    beginning = text[:FIRST_LOOK]
    if len(beginning) < len(text):
        beginning = beginning[: beginning.rfind(" ") + 1] or beginning
        hits = _hits(beginning, terms)
        if hits and _best_score(hits, length)[0] == len(terms):
            return hits
    return _hits(text, terms)


def _hits(text: str, terms: Sequence[Term]) -> list[tuple[int, int, int]]:
    """Where each term is found: begin, end, number of the term; the longer of two first."""
    placed: list[tuple[str, int, int]] = []
    for begin, end, found in runs(text):
        pairs = has_unspaced(found[0]) if found else False
        for place, word in enumerate(found):
            if pairs and len(found) == end - begin:
                placed.append((word, begin + place, begin + place + len(word)))
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
    return sorted(hits, key=lambda hit: (hit[0], -hit[1]))


def _follows(placed: list[tuple[str, int, int]], place: int, term: Term) -> bool:
    here = [word for word, _, _ in placed[place : place + len(term.words)]]
    wanted = list(term.words)
    if term.beginning:
        return here[:-1] == wanted[:-1] and here[-1].startswith(wanted[-1])
    return here == wanted


def _best_start(text: str, hits: list[tuple[int, int, int]], length: int) -> int:
    _, best = _best_score(hits, length)
    if best + length // 3 <= length:
        return 0  # the beginning shows it as well
    start = best - length // 4
    space = text.find(" ", start, best)
    return space + 1 if space > 0 else start


def _best_score(hits: list[tuple[int, int, int]], length: int) -> tuple[int, int]:
    """Return how many terms the best piece shows, and where its first hit begins."""
    best, most, low = 0, (0, 0), 0
    for high, (_, end, _) in enumerate(hits):
        while low < high and end - hits[low][0] > length * 2 // 3:
            low += 1
        window = hits[low : high + 1][:50]
        score = (len({number for _, _, number in window}), len(window))
        if score > most:
            best, most = hits[low][0], score
    return most[0], best
