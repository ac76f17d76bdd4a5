"""How alike two texts are, and whether they state the same facts.  Pure.

A copy differs from what it was made of by passages that were added or left out.  Two bulletins of
one template differ by what stands in the same place between the same words: a figure, a name,
a place.  So texts are aligned, and it is looked at what was put in place of what.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from newsarchive.dedup.alignment import Alignment, Block, align
from newsarchive.dedup.fingerprint import spelled, wide_share

# Words between two shared passages that count as put in place of each other; longer ones are
# passages that were written anew
MAX_SLOT = 12
MAX_NAME = 5  # words that may hold a name put in place of another; longer ones are furniture

_DIGIT = re.compile(r"[0-9]")


class Text:
    """A text's words, cut once; compared with ``likeness``."""

    def __init__(self, text: str) -> None:
        self.spelled = spelled(text)
        self.words = [word.casefold() for word in self.spelled]

    @cached_property
    def wide(self) -> bool:
        """Whether it is in a script without spaces, its words characters."""
        return wide_share(self.words) > 0.5

    @cached_property
    def cased(self) -> bool:
        """Whether its script has capital letters, by which names are told."""
        sample = self.spelled[:200]
        return sum(word.lower() != word.upper() for word in sample) > len(sample) / 2

    @cached_property
    def common(self) -> frozenset[str]:
        """Its words that are written small somewhere, which names are not."""
        return frozenset(word for word in self.spelled if word[:1].islower())


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands in the same place in two texts."""

    one: tuple[str, ...]
    other: tuple[str, ...]
    kind: str  # figure, name, wording, spelling


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two texts compared; shares are of the words of each, 0 to 1."""

    shared: int  # words
    of_one: float
    of_other: float
    slots: tuple[Slot, ...]
    agreed: int  # different figures and names in what they share
    blocks: tuple[Block, ...]  # what they share, in the order of both

    def count(self, kind: str) -> int:
        """How many slots are of a kind."""
        return sum(slot.kind == kind for slot in self.slots)

    @property
    def repeated(self) -> int:
        """How many slots put the same in place of the same as another."""
        pairs = Counter((slot.one, slot.other) for slot in self.slots if slot.kind != "spelling")
        return sum(times for times in pairs.values() if times > 1)


def likeness(one: Text, other: Text) -> Likeness:
    """Return what two texts share and in what they differ."""
    lying = align(one.words, other.words)
    slots = tuple(_slots(one, other, lying))
    shared = lying.shared
    return Likeness(
        shared=shared,
        of_one=min(1.0, shared / max(1, len(one.words))),
        of_other=min(1.0, shared / max(1, len(other.words))),
        slots=slots,
        agreed=_agreed(one, lying),
        blocks=lying.blocks,
    )


def _agreed(text: Text, lying: Alignment) -> int:
    found = set()
    for block in lying.blocks:
        for word in text.spelled[block.one : block.one + block.size]:
            first = word[0]
            if first.isdigit() or (first.isupper() and word.casefold() not in text.common):
                found.add(word)
    return len(found)


def _slots(one: Text, other: Text, lying: Alignment) -> Iterator[Slot]:
    blocks = lying.blocks
    for before, after in itertools.pairwise(blocks):
        a, b = before.one + before.size, after.one
        c, d = before.other + before.size, after.other
        if a < b and c < d and b - a <= MAX_SLOT and d - c <= MAX_SLOT:
            slot = put_in_place(one, other, (a, b), (c, d))
            if slot is not None:
                yield slot


def put_in_place(
    one: Text, other: Text, here: tuple[int, int], there: tuple[int, int]
) -> Slot | None:
    """Return what two stretches of words have that the other has not; None where one has nothing.

    Args:
        one: The first text.
        other: The second.
        here: Where the stretch begins and ends in ``one``.
        there: Likewise in ``other``.
    """
    (a, b), (c, d) = here, there
    gone = _without(one.words[a:b], other.words[c:d])
    come = _without(other.words[c:d], one.words[a:b])
    if not gone or not come:
        return None  # something was only added or left out
    if "".join(gone) == "".join(come):
        return None  # parted otherwise: 1,000 and 1000, e-mail and email
    told = tuple(gone), tuple(come)
    figures = _figures(gone), _figures(come)
    if all(figures) and figures[0] != figures[1]:
        return None if _is_clock(gone, come) else Slot(*told, "figure")
    if _is_spelling(gone, come):
        return Slot(*told, "spelling")
    names = (
        _has_name(one.spelled[a:b], gone, one, other),
        _has_name(other.spelled[c:d], come, one, other),
    )
    if all(names) and max(len(gone), len(come)) <= MAX_NAME:
        return Slot(*told, "name")
    return Slot(*told, "wording")


def _without(words: Sequence[str], others: Sequence[str]) -> list[str]:
    left = Counter(others)
    kept = []
    for word in words:
        if left[word]:
            left[word] -= 1
        else:
            kept.append(word)
    return kept


def _figures(words: Sequence[str]) -> list[str]:
    """The figures among words, as digits, without zeros in front."""
    found = (re.sub(r"\D", "", word).lstrip("0") or "0" for word in words if _DIGIT.search(word))
    return list(found)


def _is_clock(gone: Sequence[str], come: Sequence[str]) -> bool:
    """Whether one is the other by a clock of twelve hours: 17:30, 5:30 p.m."""
    one, other = _figures(gone), _figures(come)
    if len(one) != len(other) or len(gone) == len(come):
        return False
    return all(
        a == b or (int(a) < 24 and int(b) < 24 and abs(int(a) - int(b)) == 12)
        for a, b in zip(one, other, strict=True)
    )


def _has_name(written: Sequence[str], differing: Sequence[str], one: Text, other: Text) -> bool:
    wanted = set(differing)
    return any(
        word[0].isupper()
        and (low := word.casefold()) in wanted
        and low not in one.common
        and low not in other.common
        for word in written
    )


def _is_spelling(gone: Sequence[str], come: Sequence[str]) -> bool:
    if len(gone) != len(come) or any(word.isdecimal() for word in (*gone, *come)):
        return False
    return all(_alike(a, b) for a, b in zip(gone, come, strict=True))


def _alike(one: str, other: str) -> bool:
    """Whether two words are one word, spelled or inflected otherwise: most of it is the same."""
    if one == other:
        return True
    longest, least = max(len(one), len(other)), min(len(one), len(other))
    if least < 4 or longest - least > 3:
        return False
    begin = next((i for i in range(least) if one[i] != other[i]), least)
    end = next((i for i in range(least - begin) if one[-1 - i] != other[-1 - i]), least - begin)
    return begin + end >= longest - max(1, longest // 4)
