"""What two articles are to each other: one document, copy, follow-up, quotation, or strangers.

Pure and symmetric: the answer is the same whichever came first, so that stories do not depend on
the order in which articles arrive.  Thresholds were fixed with ``benchmarks/reposts.py``
(docs/reposts.md).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import cached_property

from newsarchive.dedup.fingerprint import fold
from newsarchive.dedup.likeness import Likeness, Slot, Text, likeness, put_in_place
from newsarchive.model import Compared, Kinship, KinshipKind
from newsarchive.urls import variant_key

LEAST_SHARED = 18  # words
WIDE = 1.7  # characters of scripts without spaces that count as a word, here and for quotations
COPIED = 0.43  # share of the words of both together that copies have in common (Dice)
COPIED_SHORT = 0.7  # likewise, where it is a sentence or two
EXCERPT = 0.8  # share of a text that is another's, of an excerpt
WHOLE = 0.95  # share of both, of two addresses of one document
UPDATED = 0.4  # share of the shorter text that an update of an own story keeps
QUOTED = 30  # words of a passage that counts as a quotation
INCLUDED = 3.0  # times the length, of a round-up that holds a text whole
REWORDED = 0.03  # share of the shared words, for wordings exchanged in a copy
AGREED = 8  # facts that agree, where one name that differs may be the outlet's own
ONE_FORM = 0.5  # share of words that headlines of one form have in common
SAME_DAY = timedelta(days=1)  # within which addresses of one document differ in their times
SLIPS = 2  # wordings exchanged that never count
FOLLOWED = timedelta(days=7)  # within which an own story is updated
FACTS = ("figure", "name")  # kinds of slots that tell events apart
AGREED_ALIKE = 2  # facts that agree for each that differs, in an update of an own story

# BERLIN, 28 January (dpa) -, МОСКВА — , 北京1月28日电: who sends it, changed by all who take it
_DATELINE = re.compile(
    r"^\s*(?:[^\W\d_][^\n.!?]{0,60}?(?:[(（][^\n()（）]{2,40}[)）]\s*[-–—:.]*|\s[-–—]+|\.\s*[-–—]+)\s"
    r"|[^\n。，]{0,20}(?:日[电電讯訊][\s：:]?|[电電讯訊][\s：:]))"
)


class Told:
    """An article as it is compared, its words cut once."""

    def __init__(self, said: Compared) -> None:
        self.outlet = _outlet(said)
        self.url = said.url
        self.published = said.published
        self.title = said.title
        found = _DATELINE.match(said.body)
        self._dateline = found[0] if found else ""
        self.text = Text(said.body[found.end() :] if found else said.body)

    @cached_property
    def dateline(self) -> list[str]:
        """The words of its dateline, which are none of its text."""
        return Text(self._dateline).words

    @cached_property
    def document(self) -> str:
        """What the addresses of one document share; "" where there is none."""
        return variant_key(self.url)

    @cached_property
    def headline(self) -> Text:
        """Its title's words."""
        return Text(self.title, over=self.text)

    @cached_property
    def name(self) -> str:
        """Its title, folded."""
        return fold(self.title)


def kinship(one: Told, other: Told) -> Kinship:
    """Return what two articles of different addresses are to each other, and why.

    ``agreed`` and ``differing`` are left out; see ``explained``.
    """
    if _before(other, one):  # aligned the same way round whoever asks
        return turned(kinship(other, one))
    return _told(one, other, likeness(one.text, other.text))


def explained(one: Told, other: Told) -> Kinship:
    """Return the same with all figures."""
    if _before(other, one):
        return turned(explained(other, one))
    alike = likeness(one.text, other.text)
    return replace(
        _told(one, other, alike),
        agreed=alike.agreed,
        differing=tuple((" ".join(slot.one), " ".join(slot.other)) for slot in alike.slots),
    )


def _before(one: Told, other: Told) -> bool:
    """Whether one is the first of two, by what they say: equal texts may differ in case."""
    if one.text.words != other.text.words:
        return one.text.words < other.text.words
    return (one.text.spelled, one.title, one.url) < (other.text.spelled, other.title, other.url)


def _told(one: Told, other: Told, alike: Likeness) -> Kinship:
    kind, reason = _judged(one, other, alike)
    return Kinship(
        kind=kind,
        reason=reason,
        shared=alike.shared,
        of_one=round(alike.of_one, 3),
        of_other=round(alike.of_other, 3),
    )


def _judged(one: Told, other: Told, alike: Likeness) -> tuple[KinshipKind, str]:
    unit = WIDE if one.text.wide or other.text.wide else 1
    least = LEAST_SHARED * unit
    if alike.shared < least:
        return KinshipKind.NONE, "have hardly a sentence in common"
    strangers = _conflict(one, other, alike)
    own = one.outlet == other.outlet
    if own and one.document and one.document == other.document and alike.is_mostly(COPIED):
        return KinshipKind.SAME_DOCUMENT, "addresses of one form, and the same text"
    if strangers:
        if own and _is_update(one, other, alike):
            return KinshipKind.FOLLOW_UP, f"of one outlet; {strangers}"
        return KinshipKind.NONE, strangers
    part = max(alike.of_one, alike.of_other)
    if own:
        whole = min(alike.of_one, alike.of_other) >= WHOLE
        named = whole and one.name == other.name and _within(one, other, SAME_DAY)
        if named and _only_added(one.text, other.text):
            return KinshipKind.SAME_DOCUMENT, "equal title, day and text"
        if part >= UPDATED and _within(one, other, FOLLOWED):
            return KinshipKind.FOLLOW_UP, "of one outlet, with most of the text"
        return KinshipKind.NONE, "of one outlet, with little in common"
    if one.text.has_figures and other.text.has_figures and not alike.agrees_in(1):
        return KinshipKind.NONE, "have no fact in common"
    short = alike.shared < 2 * least
    if (part >= EXCERPT or alike.is_mostly(COPIED_SHORT if short else COPIED)) and not _included(
        one, other, alike
    ):
        return KinshipKind.COPY, "the same text, and no fact stated otherwise"
    if _longest(alike) >= QUOTED * unit:
        return KinshipKind.QUOTES, "a passage is in both"
    return KinshipKind.NONE, "have little in common"


def _only_added(one: Text, other: Text) -> bool:
    """Whether one text has all sentences of the other word by word, as an update has not."""
    a, b = one.sentences, other.sentences
    return a <= b or b <= a


def _outlet(said: Compared) -> str:
    """An outlet's name, the same for its pages for phones and AMP."""
    return said.site.removeprefix("www.").removeprefix("m.").removeprefix("amp.")


def turned(found: Kinship) -> Kinship:
    """Return a kinship as the other article has it."""
    return replace(
        found,
        of_one=found.of_other,
        of_other=found.of_one,
        differing=tuple((b, a) for a, b in found.differing),
    )


def _conflict(one: Told, other: Told, alike: Likeness) -> str:
    """Why two texts speak of different events, as a clause; "" where nothing says so."""
    fact = _other_fact(alike)
    if fact is not None:
        return f"the same words with other facts: {_shown(fact)}"
    headlines = _headlines_differ(one, other)
    if headlines is not None:
        return f"headlines of one form with other facts: {_shown(headlines)}"
    if one.dateline and other.dateline:
        placed = _headed(one, other, one.dateline, other.dateline)
        if all(placed):
            return f"the same words from other places: {placed[0]} / {placed[1]}"
    wordings = {(slot.one, slot.other): slot for slot in alike.slots if slot.kind == "wording"}
    if not wordings:
        return ""
    # by capital letters alone names are told
    cased = one.text.cased and other.text.cased and not (one.text.nouns or other.text.nouns)
    here = set(one.headline.words) - set(other.headline.words)
    there = set(other.headline.words) - set(one.headline.words)
    for slot in wordings.values():
        mine, theirs = here.intersection(slot.one), there.intersection(slot.other)
        if (mine and theirs) or (not cased and (mine or theirs)):
            return f"the same words about something else: {_shown(slot)}"
    if len(wordings) > SLIPS + REWORDED * alike.shared:
        shown = _shown(next(iter(wordings.values())))
        return f"other words in {len(wordings)} of the same places: {shown}"
    return ""


def _other_fact(alike: Likeness) -> Slot | None:
    """The first fact that is stated otherwise; None where it may be an outlet's own name."""
    facts = (slot for slot in alike.each_slot() if slot.kind in FACTS)
    first = next(facts, None)
    if first is None or not first.behind or next(facts, None) is not None:
        return first
    return None if alike.agrees_in(AGREED) else first


def _headed(one: Told, other: Told, words: list[str], others: list[str]) -> tuple[str, str]:
    """Those of some words of each that are in its headline, and in nothing of the other."""
    mine = set(words) & set(one.headline.words) - {*others, *other.headline.words}
    theirs = set(others) & set(other.headline.words) - {*words, *one.headline.words}
    return " ".join(sorted(mine)), " ".join(sorted(theirs))


def _shown(slot: Slot) -> str:
    return f"{' '.join(slot.one)[:40]} / {' '.join(slot.other)[:40]}"


def _headlines_differ(one: Told, other: Told) -> Slot | None:
    """What two headlines of one form state otherwise: a figure or a name, or None.

    A fact that the other text holds as well is none that differs: it was chosen for a headline
    of its own.
    """
    if one.title == other.title:
        return None
    common = (Counter(one.headline.words) & Counter(other.headline.words)).total()
    longest = max(len(one.headline.words), len(other.headline.words))
    if common < max(2, ONE_FORM * longest):
        return None
    whole = (0, len(one.headline.words)), (0, len(other.headline.words))
    slot = put_in_place(one.headline, other.headline, *whole)
    if slot is None or slot.kind not in FACTS:
        return None
    if set(slot.one) <= set(other.text.words) or set(slot.other) <= set(one.text.words):
        return None
    return slot


def _included(one: Told, other: Told, alike: Likeness) -> bool:
    """Whether the longer text is a round-up that holds the other, not its beginning."""
    short, long = sorted((len(one.text.words), len(other.text.words)))
    if long < INCLUDED * short:
        return False
    first = alike.blocks[0]
    start = first.one if len(one.text.words) == long else first.other
    return start > max(LEAST_SHARED, long // 8)


def _is_update(one: Told, other: Told, alike: Likeness) -> bool:
    return (
        max(alike.of_one, alike.of_other) >= UPDATED
        and _within(one, other, FOLLOWED)
        and not _same_time(one, other)
        and _headlines_differ(one, other) is None
        and alike.agrees_in(AGREED_ALIKE * max(1, _differing(alike)))
    )


def _differing(alike: Likeness) -> int:
    """How many facts are stated otherwise."""
    return sum(slot.kind in FACTS for slot in alike.slots)


def _longest(alike: Likeness) -> int:
    return max(block.size for block in alike.blocks)


def _within(one: Told, other: Told, span: timedelta) -> bool:
    """Whether both were published within a span; unknown times may have been."""
    if one.published is None or other.published is None:
        return True
    return abs(one.published - other.published) <= span


def _same_time(one: Told, other: Told) -> bool:
    if one.published is None or other.published is None:
        return True
    return abs(one.published - other.published) < timedelta(minutes=1)
