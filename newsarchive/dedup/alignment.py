"""Where two texts say the same words in the same order, and what stands between.  Pure.

What both begin and end with is taken off first; anchors are runs of ``ANCHOR`` words that the
rest of the second text has once (as in patience diff), grown to blocks; blocks are put into one
order, and what was moved counts where it is long.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import ne

ANCHOR = 3  # words
MAX_WORDS = 6_000  # of a text that are looked at
MAX_BLOCKS = 400  # texts in more pieces are not aligned further
MOVED = 15  # words of a passage that stands elsewhere, to count as shared
_STEP = 32

Run = tuple[str, str, str]  # ``ANCHOR`` words


@dataclass(frozen=True, slots=True)
class Block:
    """A passage that both texts have: where it begins in each, and its length in words."""

    one: int
    other: int
    size: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """How two sequences of words lie on each other."""

    blocks: tuple[Block, ...]  # in the order of both
    moved: int  # words shared in another place

    @property
    def shared(self) -> int:
        """Words that both have."""
        return sum(block.size for block in self.blocks) + self.moved


def anchors(words: Sequence[str]) -> dict[Run, int]:
    """Return the runs of ``ANCHOR`` words that a sequence has once, and where."""
    words = words[:MAX_WORDS]
    runs = list(zip(words, words[1:], words[2:], strict=False))
    places: dict[Run, int] = dict(zip(runs, range(len(runs)), strict=True))
    if len(places) < len(runs):
        last = map(places.__getitem__, runs)
        for run in set(itertools.compress(runs, map(ne, last, range(len(runs))))):
            del places[run]
    return places


def align(
    one: Sequence[str], other: Sequence[str], *, once: Callable[[], Mapping[Run, int]] | None = None
) -> Alignment:
    """Return what two sequences of words share.

    ``once`` gives the ``anchors`` of the other, where somebody keeps them; not asked where both
    begin or end alike.

    >>> align("a b c d x e f g".split(), "a b c d y e f g".split()).blocks
    (Block(one=0, other=0, size=4), Block(one=5, other=5, size=3))
    """
    one, other = one[:MAX_WORDS], other[:MAX_WORDS]
    start, end = _alike_at_ends(one, other)
    if start or end:
        found = _with_ends(one, other, start, end)
    else:
        places = anchors(other) if once is None else once()
        # it may be said twice
        found = _blocks(one, other, places) or _blocks(one, other, _firsts(other))
    kept = _in_order(found)
    taken = bytearray(len(other))
    for block in kept:
        taken[block.other : block.other + block.size] = b"\1" * block.size
    chosen = set(kept)
    moved = 0
    for block in found:
        where = slice(block.other, block.other + block.size)
        if block.size >= MOVED and block not in chosen and not any(taken[where]):
            taken[where] = b"\1" * block.size  # what is said twice was shared once
            moved += block.size
    return Alignment(blocks=tuple(kept), moved=moved)


def _alike_at_ends(one: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """How many words both begin with and end with; 0 where it is less than an anchor."""
    start = _grown(one, other, 0, 0)
    start = start if start >= ANCHOR else 0
    most = min(len(one), len(other)) - start
    end = next((n for n in range(most) if one[-1 - n] != other[-1 - n]), most)
    return start, end if end >= ANCHOR else 0


def _with_ends(one: Sequence[str], other: Sequence[str], start: int, end: int) -> list[Block]:
    """The blocks of two texts that begin or end alike, in the order of the first."""
    here, there = len(one) - end, len(other) - end
    found = [Block(0, 0, start)] if start else []
    if min(here, there) - start >= ANCHOR:
        rest = other[start:there]
        found += [
            Block(block.one + start, block.other + start, block.size)
            for block in _blocks(one[start:here], rest, anchors(rest))
        ]
    if end:
        found.append(Block(here, there, end))
    return found


def _firsts(words: Sequence[str]) -> dict[Run, int]:
    """Where each run of ``ANCHOR`` words stands first."""
    runs = list(zip(words, words[1:], words[2:], strict=False))
    return dict(zip(reversed(runs), range(len(runs) - 1, -1, -1), strict=True))


def _blocks(one: Sequence[str], other: Sequence[str], places: Mapping[Run, int]) -> list[Block]:
    blocks: list[Block] = []
    at = before = behind = 0  # before, behind: where the last block ends in one, in other
    runs = list(zip(one, one[1:], one[2:], strict=False))
    while at < len(runs) and len(blocks) < MAX_BLOCKS:
        place = places.get(runs[at], -1)
        if place < 0:
            at += 1
            continue
        start, first = at, place
        floor = behind if place >= behind else 0
        while start > before and first > floor and one[start - 1] == other[first - 1]:
            start -= 1
            first -= 1
        end = _grown(one, other, at + ANCHOR, place + ANCHOR)
        blocks.append(Block(start, first, end - start))
        before, behind = end, first + end - start
        at = end
    return blocks


def _grown(one: Sequence[str], other: Sequence[str], at: int, place: int) -> int:
    """Where a run of equal words that reaches ``at`` and ``place`` ends, in ``one``."""
    while True:
        piece = one[at : at + _STEP]
        if len(piece) < _STEP or piece != other[place : place + _STEP]:
            break
        at += _STEP
        place += _STEP
    while at < len(one) and place < len(other) and one[at] == other[place]:
        at += 1
        place += 1
    return at


def _in_order(blocks: list[Block]) -> list[Block]:
    """The heaviest choice of blocks that follow each other in both texts."""
    if all(a.other + a.size <= b.other for a, b in itertools.pairwise(blocks)):
        return blocks
    weights: list[int] = []
    links: list[int] = []
    for number, block in enumerate(blocks):
        best, link = 0, -1
        for earlier in range(number):
            before = blocks[earlier]
            fits = before.other + before.size <= block.other
            if fits and weights[earlier] > best:
                best, link = weights[earlier], earlier
        weights.append(best + block.size)
        links.append(link)
    at = max(range(len(blocks)), key=weights.__getitem__)
    kept = []
    while at >= 0:
        kept.append(blocks[at])
        at = links[at]
    return kept[::-1]
