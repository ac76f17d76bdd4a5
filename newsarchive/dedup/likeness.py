"""How alike two texts are, and whether they state the same facts.  Pure.

A copy differs from what it was made of by passages that were added or left out.  Two bulletins of
one template differ by what stands in the same place between the same words: a figure, a name,
a place.  So texts are aligned, and it is looked at what was put in place of what.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import chain, compress, pairwise
from operator import ne

from newsarchive._datewords import MONTHS, WEEKDAYS
from newsarchive._datewords import fold as bare
from newsarchive.dedup.alignment import Alignment, Run, align, anchors
from newsarchive.dedup.fingerprint import WIDE_SAMPLE, fold, spellings, units, wide_share

# Words between two shared passages that count as put in place of each other; longer ones are
# passages that were written anew
MAX_SLOT = 12
MAX_EDGE = 16  # words before or behind all that is shared, in which figures are compared
MAX_OPENING = 6  # words before all that is shared, in which names are: "Gemini, 7 March"
MAX_LIST = 80  # words of a stretch that may be a list of facts
LISTED = 2  # figures of each side that the other text has not
MAX_PEOPLE = 24  # words of a stretch that may be a list of people
CROWD = 3  # people of each side that the other text has not, whatever else the stretches say
# Share of words written large, and share of words by which a language is told that does so with
# nouns.  Of 1,107 German and English pages of the corpus all but three come out right, those left
# aside that call their language something else; by the first alone lists of names pass too
NOUNS = 0.2
GERMAN = 0.05
TITLE_CASE = 0.6  # share of words written large, of a headline that is written so throughout
FEW = 40  # words of a headline or a notice, in which whatever is written large may be a name
FORM = 0.35  # share of words that entries of lists have in common
LATE = 0.6  # of a text; behind it stands what is no news, such as the outlet's name

LEAST_DATE = 4  # letters of a month or day that no other word is taken for: not "so", "mar"

_BEFORE_DAY, _DAYS = ("周", "週", "期"), "一二三四五六日天"  # 周六, 星期日
_DIGIT = re.compile(r"[0-9]")
# words that begin no sentence
_WITHIN = re.compile(r"(?:(?<=\w )|(?<=\w[,:] )|(?<=\w\u00a0))[^\W\d_]+")
_SENTENCE_END = re.compile("[.!?\u061f\u06d4\u0964\u3002\uff01\uff1f\\n]")
# addresses, in which outlets name themselves; from where a word begins, since a text without
# spaces would take the square of its length
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<![^\s@])[^\s@]++@[^\s@]+")


# German's and Luxembourgish's
_GERMAN = """
    der die das den dem des und ein eine einen einem einer im am zum zur von mit auf für ist sind
    nicht sich auch bei aus nach wird wurde haben hat vun mat fir ass déi dat huet
"""
_GERMAN_WORDS = frozenset(_GERMAN.split())


class Text:
    """A text's words, cut once; compared with ``likeness``."""

    def __init__(self, text: str, *, over: Text | None = None) -> None:
        """Cut a text into words; ``over``: the text that a headline is the headline of."""
        if "@" in text or "://" in text or "www." in text:
            text = _ADDRESS.sub(" ", text)
        self._text = text
        self._over = over
        self.words = units(text)

    @cached_property
    def spelled(self) -> list[str]:
        """Its words in the case they are written in."""
        return spellings(self._text)

    @cached_property
    def wide(self) -> bool:
        """Whether it is in a script without spaces, its words characters."""
        sample = self.words[:WIDE_SAMPLE]
        if 2 * list(map(len, sample)).count(1) <= len(sample):
            return False  # each such character is a word
        return wide_share(sample) > 0.5

    @cached_property
    def cased(self) -> bool:
        """Whether its script has capital letters, by which names are told."""
        sample = self.initials[:200]
        cased: int = sum(map(ne, map(str.lower, sample), map(str.upper, sample)))
        return cased > len(sample) / 2

    @cached_property
    def initials(self) -> str:
        """The first letters of its words, in the case they are written in."""
        return "".join([word[0] for word in self.spelled])

    @cached_property
    def nouns(self) -> bool:
        """Whether it writes nouns large, as German does, so that not only names are."""
        large = sum(map(str.isupper, self.initials)) / max(1, len(self.words))
        if self._over is not None:
            return large > TITLE_CASE or self._over.nouns
        return large > NOUNS and sum(map(_GERMAN_WORDS.__contains__, self.words)) > GERMAN * len(
            self.words
        )

    @cached_property
    def named(self) -> frozenset[str]:
        """Its words that are written large within a sentence, folded."""
        return frozenset(
            word.casefold() for word in _WITHIN.findall(self._text) if word[0].isupper()
        )

    @cached_property
    def sentences(self) -> frozenset[str]:
        """Its sentences and lines, folded."""
        return frozenset(map(fold, _SENTENCE_END.split(self._text))) - {""}

    @cached_property
    def has_figures(self) -> bool:
        """Whether it has any figure."""
        return any(map(str.isdecimal, self.words))

    @cached_property
    def known(self) -> frozenset[str]:
        """All its words."""
        return frozenset(self.words)

    @cached_property
    def anchors(self) -> dict[Run, int]:
        """By what another text is aligned with it."""
        return anchors(self.words)

    def facts(self, words: Iterable[str]) -> Iterator[str]:
        """Those of its words that are figures, or written large and never written small."""
        return (
            word
            for word in words
            if word[0].isdigit() or (word[0].isupper() and word.casefold() not in self.common)
        )

    @cached_property
    def common(self) -> frozenset[str]:
        """Its words that are written small somewhere, which names are not."""
        return frozenset(compress(self.spelled, map(str.islower, self.initials)))


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands in the same place in two texts."""

    one: tuple[str, ...]
    other: tuple[str, ...]
    kind: str  # figure, name, wording, spelling
    behind: bool = False  # in the last third of both, where outlets name themselves


class Likeness:
    """Two texts compared: what they share, and what stands in place of what."""

    def __init__(self, one: Text, other: Text, lying: Alignment) -> None:
        self.one = one
        self.blocks = lying.blocks  # what they share, in the order of both
        self.shared = lying.shared  # words
        self.of_one = min(1.0, self.shared / max(1, len(one.words)))  # share of its words
        self.of_other = min(1.0, self.shared / max(1, len(other.words)))
        self.length = len(one.words) + len(other.words)
        self._met: list[Slot] = []
        self._rest = _slots(one, other, lying)

    def each_slot(self) -> Iterator[Slot]:
        """In what they differ, from the beginning on, looked for as far as asked."""
        yield from self._met
        for slot in self._rest:
            self._met.append(slot)
            yield slot

    @property
    def slots(self) -> tuple[Slot, ...]:
        """All in what they differ."""
        self._met += self._rest
        return tuple(self._met)

    def is_mostly(self, share: float) -> bool:
        """Whether what they share is that much of both together (Dice's coefficient)."""
        return 2 * self.shared >= share * self.length

    @property
    def agreed(self) -> int:
        """How many different figures and names are in what they share."""
        return len(set(self.one.facts(set(self._words()))))

    def agrees_in(self, count: int) -> bool:
        """Whether so many different figures and names are in what they share."""
        met: set[str] = set()
        for word in self.one.facts(self._words()):
            met.add(word)
            if len(met) >= count:
                return True
        return not count

    def _words(self) -> Iterator[str]:
        spelled = self.one.spelled
        return chain.from_iterable(
            spelled[block.one : block.one + block.size] for block in self.blocks
        )


def likeness(one: Text, other: Text) -> Likeness:
    """Return what two texts share and in what they differ."""
    return Likeness(one, other, align(one.words, other.words, once=lambda: other.anchors))


def _slots(one: Text, other: Text, lying: Alignment) -> Iterator[Slot]:
    """What stands in place of what: between shared passages, before the first, behind the last."""
    blocks = lying.blocks
    if not blocks:
        return
    first, last = blocks[0], blocks[-1]
    yield from _head(one, other, (0, first.one), (0, first.other))
    for before, after in pairwise(blocks):
        here = before.one + before.size, after.one
        there = before.other + before.size, after.other
        if here[0] < here[1] and there[0] < there[1]:
            yield from _between(one, other, here, there)
    here = last.one + last.size, len(one.words)
    there = last.other + last.size, len(other.words)
    yield from _tail(one, other, here, there)


_Stretch = tuple[int, int]  # of words: from, to


def _head(one: Text, other: Text, here: _Stretch, there: _Stretch) -> Iterator[Slot]:
    longest = max(here[1], there[1])
    if longest <= MAX_EDGE:
        slot = put_in_place(one, other, here, there)
        if slot is not None and slot.kind == "wording":
            slot = _dated(one, other, here, there) or slot
        if slot is not None and (slot.kind == "figure" or longest <= MAX_OPENING):
            yield slot
        return
    slot = _beside(one, other, here, there, -1)
    if slot is None and min(here[1] - here[0], there[1] - there[0]) <= MAX_OPENING:
        slot = _beside_passage(one, other, here, there, at_end=True)
    if slot is not None:
        yield slot
        return
    yield from _lists(one, other, here, there, LISTED)


def _dated(one: Text, other: Text, here: _Stretch, there: _Stretch) -> Slot | None:
    """A name at the very beginning put in place of another, however the date behind is written.

    "Leo, 11 March 2024." and "Pisces, 11/3."
    """
    stretches = one.words[slice(*here)], other.words[slice(*there)]
    if not all(any(map(str.isdecimal, words)) for words in stretches):
        return None
    (a, *_), (b, *_) = stretches
    written = one.initials[here[0]] + other.initials[there[0]]
    common = one.common | other.common
    if not written.isupper() or a in other.known or b in one.known or {a, b} & common:
        return None
    return Slot((a,), (b,), "name")


def _beside(one: Text, other: Text, here: _Stretch, there: _Stretch, at: int) -> Slot | None:
    """A figure in place of another at an end of two stretches (0: their first words, else -1).

    Where a passage was put in beside it, the rest of the stretches has nothing in common.
    """
    a, b = one.words[slice(*here)], other.words[slice(*there)]
    if not a or not b or a[at] == b[at] or not (a[at].isdecimal() and b[at].isdecimal()):
        return None
    inner = 1 if at == 0 else -2
    alone = min(len(a), len(b)) == 1
    return Slot((a[at],), (b[at],), "figure") if alone or a[inner] == b[inner] else None


def _between(one: Text, other: Text, here: _Stretch, there: _Stretch) -> Iterator[Slot]:
    shortest, longest = sorted((here[1] - here[0], there[1] - there[0]))
    if longest <= MAX_SLOT:
        slot = put_in_place(one, other, here, there)
        if slot is not None:
            yield slot
        return
    for at in (0, -1):
        slot = _beside(one, other, here, there, at)
        if slot is not None:
            yield slot
            return
    if shortest <= MAX_EDGE and longest <= MAX_LIST:
        yield from _within(one.words[slice(*here)], other.words[slice(*there)])
        slots = (_beside_passage(one, other, here, there, at_end=end) for end in (False, True))
        yield from filter(None, slots)
    yield from _lists(one, other, here, there, LISTED)


def _within(a: Sequence[str], b: Sequence[str]) -> Iterator[Slot]:
    """A figure put in place of another within a sentence that a passage was put in before."""
    steps = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    equal = sum(i2 - i1 for step, i1, i2, _, _ in steps if step == "equal")
    if equal < max(2, min(len(a), len(b)) / 2):
        return
    for step, i1, i2, j1, j2 in steps:
        if step == "replace" and i2 - i1 == j2 - j1:
            for x, y in zip(a[i1:i2], b[j1:j2], strict=True):
                if x != y and x.isdecimal() and y.isdecimal():
                    yield Slot((x,), (y,), "figure")
                    return


def _beside_passage(
    one: Text, other: Text, here: _Stretch, there: _Stretch, *, at_end: bool
) -> Slot | None:
    """Facts put in place of others in a sentence that a passage was put in beside.

    So the shorter stretch is looked at against as much of the longer one's end, or beginning.
    """
    size = min(here[1] - here[0], there[1] - there[0])
    if at_end:
        here, there = (here[1] - size, here[1]), (there[1] - size, there[1])
    else:
        here, there = (here[0], here[0] + size), (there[0], there[0] + size)
    if not _of_one_form(one.words[slice(*here)], other.words[slice(*there)]):
        return None
    slot = put_in_place(one, other, here, there)
    return slot if slot is not None and slot.kind in ("figure", "name") else None


def _tail(one: Text, other: Text, here: _Stretch, there: _Stretch) -> Iterator[Slot]:
    lengths = sorted((here[1] - here[0], there[1] - there[0]))
    if lengths[1] <= MAX_EDGE:
        slot = put_in_place(one, other, here, there)
        if slot is not None and slot.kind == "figure":
            yield slot
        return
    slot = _beside(one, other, here, there, 0)
    if slot is not None:
        yield slot
    elif lengths[1] <= 1.5 * lengths[0]:
        yield from _lists(one, other, here, there, LISTED + 1)


def _lists(one: Text, other: Text, here: _Stretch, there: _Stretch, least: int) -> Iterator[Slot]:
    """Long stretches that state other facts: each ``least`` figures that the other text has not.

    Or names of two people, where the stretches are hardly more than that.
    """
    if max(here[1] - here[0], there[1] - there[0]) > MAX_LIST:
        return
    gone = [word for word in one.words[slice(*here)] if word not in other.known]
    come = [word for word in other.words[slice(*there)] if word not in one.known]
    # else passages that have nothing to do with each other
    alike = _of_one_form(one.words[slice(*here)], other.words[slice(*there)])
    figures = [[word for word in words if word.isdecimal()] for words in (gone, come)]
    if alike and min(map(len, figures)) >= least:
        yield Slot(tuple(figures[0][:8]), tuple(figures[1][:8]), "figure")
        return
    names = [
        _people(text.spelled[slice(*stretch)], words)
        for text, stretch, words in ((one, here, gone), (other, there, come))
    ]
    people = 2 if alike else CROWD
    if max(here[1] - here[0], there[1] - there[0]) <= MAX_PEOPLE and min(map(len, names)) >= people:
        yield Slot(tuple(names[0][:4]), tuple(names[1][:4]), "name")


def _of_one_form(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two stretches have words in common, figures aside, as entries of a list have."""
    a = Counter(word for word in one if not word.isdecimal())
    b = Counter(word for word in other if not word.isdecimal())
    return (a & b).total() >= FORM * min(a.total(), b.total())


def _people(written: Sequence[str], differing: Sequence[str]) -> list[str]:
    """Pairs of words written large that the other text has not: names of people, mostly."""
    wanted = set(differing)
    found, last = [], ""
    for word in written:
        low = word.casefold()
        name = word[0].isupper()
        if name and last and wanted.intersection((last, low)):
            found.append(f"{last} {low}")
            last = ""
            continue
        last = low if name else ""
    return found


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
    if all(figures) and "".join(figures[0]) != "".join(figures[1]):
        minutes = one.words[b : b + 1]
        timed = minutes == other.words[d : d + 1] and "".join(minutes).isdecimal()
        clock = (timed or len(gone) != len(come)) and _is_clock(gone, come)
        return None if clock else Slot(*told, "figure")
    if _are_other_dates(gone, come, one.words[max(0, a - 1) : a]):
        return Slot(*told, "figure")
    if _is_spelling(gone, come):
        return Slot(*told, "spelling")
    names = (
        len(_names(one.spelled[a:b], gone, one, other)) / len(gone),
        len(_names(other.spelled[c:d], come, one, other)) / len(come),
    )
    least = 0.5  # what only mentions some is furniture, or written anew
    if one.nouns or other.nouns:
        # nouns, unless more stand together: Amtsgericht Altenbach, Anna Berg
        beside = bool(a) and one.spelled[a - 1][0].isupper()
        least = 1.0 if beside or min(len(gone), len(come)) > 1 else 2.0
    if min(names) >= least:
        return Slot(*told, "name", behind=_behind(one, other, a, c))
    return Slot(*told, "wording")


def _without(words: Sequence[str], others: Sequence[str]) -> list[str]:
    kept = []
    if len(others) <= MAX_SLOT:  # so few are quicker looked through than counted
        few = list(others)
        for word in words:
            if word in few:
                few.remove(word)
            else:
                kept.append(word)
        return kept
    left = Counter(others)
    for word in words:
        if left[word]:
            left[word] -= 1
        else:
            kept.append(word)
    return kept


def _behind(one: Text, other: Text, at: int, to: int) -> bool:
    return at >= LATE * len(one.words) and to >= LATE * len(other.words)


def _figures(words: Sequence[str]) -> list[str]:
    """The figures among words, as digits."""
    return [re.sub(r"\D", "", word) for word in words if _DIGIT.search(word)]


def _is_clock(gone: Sequence[str], come: Sequence[str]) -> bool:
    """Whether one is the other by a clock of twelve hours: 17:30, 5:30 p.m."""
    one, other = _figures(gone), _figures(come)
    if gone[0].isalpha() and come[0].isalpha():
        return False  # something else stands before it: Aries, 4.03 and Libra, 16.03
    return len(one) == len(other) and all(
        a == b or (max(len(a), len(b)) <= 2 and abs(int(a) - int(b)) == 12)
        for a, b in zip(one, other, strict=True)
    )


def _names(written: Sequence[str], differing: Sequence[str], one: Text, other: Text) -> list[str]:
    """The words among those that differ that are names.

    They are never written small in either text, and somewhere stand large within a sentence;
    in a few words, such as a headline, all that are written large may be names.
    """
    wanted = set(differing)
    few = min(len(one.words), len(other.words)) <= FEW
    return [
        low
        for word in written
        if word[0].isupper()
        and (low := word.casefold()) in wanted
        and low not in one.common
        and low not in other.common
        and (few or low in one.named or low in other.named)
    ]


def _are_other_dates(gone: Sequence[str], come: Sequence[str], before: Sequence[str]) -> bool:
    """Whether one month or day of the week stands in place of another."""
    if len(gone) != 1 or len(come) != 1:
        return False
    if before and before[0] in _BEFORE_DAY:
        return gone[0] in _DAYS and come[0] in _DAYS
    words = bare(gone[0]), bare(come[0])
    if min(map(len, words)) < LEAST_DATE:
        return False
    numbers = ([names.get(word) for word in words] for names in (MONTHS, WEEKDAYS))
    return any(None not in pair and pair[0] != pair[1] for pair in numbers)


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
