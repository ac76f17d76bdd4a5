"""Two texts compared word by word, paragraph by paragraph.  Pure.

Paragraphs are matched first, so that a moved or inserted one does not spoil the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

MAX_PARAGRAPHS = 5_000
MAX_WORDS = 3_000  # of one pair of paragraphs; longer ones are shown whole
ALIKE = 0.3  # share of words two paragraphs have in common, to be compared word by word

Change = Literal["same", "removed", "added"]

# Scripts without spaces go by characters (as in newsarchive.dedup.fingerprint)
_WIDE = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(f"[{_WIDE}]|\\s+|[^\\W_{_WIDE}]+|[^\\w\\s]|_")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that one or both of the texts have."""

    change: Change
    text: str


def compare(old: str, new: str) -> list[list[Piece]]:
    """Return the paragraphs of both texts in order, each as its pieces.

    Args:
        old: Paragraphs parted by blank lines.
        new: Likewise.

    >>> compare("Rain fell.", "Snow fell.")
    [[Piece(change='removed', text='Rain'), Piece(change='added', text='Snow'), \
Piece(change='same', text=' fell.')]]
    """
    before = _paragraphs(old)
    after = _paragraphs(new)
    found: list[list[Piece]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for step, a, b, c, d in matcher.get_opcodes():
        if step == "equal":
            found += [[Piece("same", text)] for text in before[a:b]]
        else:
            found += _replaced(before[a:b], after[c:d])
    return found


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n") if part.strip()][:MAX_PARAGRAPHS]


def _replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[list[Piece]]:
    """Pair up paragraphs that were edited, in order; others came or went whole."""
    rest = list(after)
    for old in before:
        words = set(_TOKEN.findall(old))
        best = next((i for i, new in enumerate(rest) if _alike(words, new)), None)
        if best is None:
            yield [Piece("removed", old)]
            continue
        for text in rest[:best]:
            yield [Piece("added", text)]
        yield _words(old, rest[best])
        del rest[: best + 1]
    for text in rest:
        yield [Piece("added", text)]


def _alike(words: set[str], text: str) -> bool:
    one = {word for word in words if word.isalnum()}
    other = {word for word in _TOKEN.findall(text) if word.isalnum()}
    return len(one & other) >= ALIKE * max(1, len(one), len(other))


def _words(old: str, new: str) -> list[Piece]:
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(before), len(after)) > MAX_WORDS:
        return [Piece("removed", old), Piece("added", new)]
    pieces: list[Piece] = []
    for step, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if step == "equal":
            pieces.append(Piece("same", "".join(before[a:b])))
            continue
        if b > a:
            pieces.append(Piece("removed", "".join(before[a:b])))
        if d > c:
            pieces.append(Piece("added", "".join(after[c:d])))
    return pieces
