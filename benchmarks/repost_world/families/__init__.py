"""Texts of one mould: each issue has the words of the last, and facts of its own.

The texts stand in one file per field of life.  A family has them in three languages or more: its
headlines (``# ``), its paragraphs, and words of its own (``@kind: this|that``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random

from ..cast import Cast
from ..grammar import Choice, Pattern, Slot, parse_pattern, render
from ..languages import LANGUAGES
from . import markets, nature, people, public

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
_GAPS = re.compile("  +")  # where an optional part is missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One kind of recurring text."""

    name: str
    texts: dict[str, str]  # by language
    rhythms: tuple[timedelta, ...]  # how long from one issue to the next
    places: tuple[int, int]  # how many places an issue speaks of, each in an article of its own
    rigid: float  # share of series whose wording never changes
    held_out: bool = False


def _family(
    name: str,
    texts: dict[str, str],
    rhythms: tuple[timedelta, ...],
    places: tuple[int, int],
    rigid: float,
    *,
    held_out: bool = False,
) -> Family:
    return Family(
        name=name, texts=texts, rhythms=rhythms, places=places, rigid=rigid, held_out=held_out
    )


FAMILY = {
    family.name: family
    for family in (
        _family("weather", nature.WEATHER, (6 * HOUR, DAY), (1, 9), 0.6),
        _family("earthquake", nature.EARTHQUAKE, (3 * HOUR, DAY), (1, 1), 0.5),
        _family("air", nature.AIR, (HOUR, DAY), (1, 8), 1.0),
        _family("stocks", markets.STOCKS, (DAY,), (1, 2), 0.3),
        _family("results", markets.RESULTS, (6 * HOUR, DAY), (1, 3), 0.3),
        _family("property", markets.PROPERTY, (DAY, 7 * DAY), (2, 9), 1.0),
        _family("traffic", public.TRAFFIC, (HOUR,), (1, 3), 0.5),
        _family("police", public.POLICE, (12 * HOUR, DAY), (1, 5), 0.4),
        _family("election", public.ELECTION, (7 * DAY,), (6, 24), 0.7),
        _family("match", people.MATCH, (2 * DAY, 7 * DAY), (2, 9), 0.0),
        _family("lottery", people.LOTTERY, (DAY, 3 * DAY), (1, 1), 1.0),
        _family("obituary", people.OBITUARY, (12 * HOUR, DAY), (1, 6), 0.4),
        _family("horoscope", nature.HOROSCOPE, (DAY,), (1, 6), 0.7, held_out=True),
        _family("exchange", markets.EXCHANGE, (DAY,), (1, 3), 0.7, held_out=True),
        _family("fuel", markets.FUEL, (6 * HOUR, DAY), (1, 6), 0.9, held_out=True),
        _family("court", public.COURT, (DAY,), (1, 6), 1.0, held_out=True),
        _family("exam", public.EXAM, (7 * DAY,), (4, 16), 0.6, held_out=True),
        _family("ratings", people.RATINGS, (DAY,), (1, 1), 0.9, held_out=True),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mould:
    """A family's text in one language, read."""

    titles: tuple[Pattern, ...]
    paragraphs: tuple[Pattern, ...]
    words: dict[str, tuple[Pattern, ...]]
    facts: frozenset[str]  # slots that every issue has


@cache
def mould(family: str, language: str) -> Mould:
    """Return a family's text in a language."""
    rows = FAMILY[family].texts[language].strip().splitlines()
    paragraphs = tuple(parse_pattern(row) for row in rows if row[0] not in "#@")
    words = {}
    for row in rows:
        if row.startswith("@"):
            kind, _, values = row[1:].partition(":")
            words[kind] = tuple(parse_pattern(value.strip()) for value in values.split("|"))
    return Mould(
        titles=tuple(parse_pattern(row[2:]) for row in rows if row.startswith("# ")),
        paragraphs=paragraphs,
        words=words,
        facts=frozenset(key for part in paragraphs for key in _always(part)),
    )


def _always(pattern: Pattern) -> set[str]:
    """Return the slots that every text of a pattern has."""
    keys: set[str] = set()
    for part in pattern:
        if isinstance(part, Slot):
            keys.add(part.key)
        elif isinstance(part, Choice) and not part.optional:
            keys |= set.intersection(*map(_always, part.options))
    return keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One text of a family."""

    title: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]  # slot and value, of those that every issue has


def write_issue(
    family: str,
    language: str,
    rng: Random,
    *,
    now: datetime,
    place: str,
    style: tuple[float, ...],
    form: int,
) -> Issue:
    """Return a new text of a family.

    Args:
        family: Its name.
        language: A code the family has texts in.
        rng: Where chance comes from.
        now: When it is published.
        place: What ``{place}`` stands for.
        style: Decides the wording of a rigid series; empty where each text differs.
        form: Which headline and which form of dates the series uses.
    """
    form_of = mould(family, language)
    cast = Cast(LANGUAGES[language], rng, now)
    cast.form = form
    values: dict[str, str] = {"place": place}

    def draw(slot: Slot) -> str:
        if (value := values.get(slot.key)) is None:
            if slot.name in form_of.words:
                value = render(rng.choice(form_of.words[slot.name]), cast.stranger, rng)
            else:
                value = cast.stranger(slot)
            values[slot.key] = value
        return value

    paragraphs = tuple(
        text
        for part in form_of.paragraphs
        if (text := _GAPS.sub(" ", render(part, draw, rng, style)).strip())
    )
    facts = tuple(sorted((key, values[key]) for key in form_of.facts))
    title = render(form_of.titles[form % len(form_of.titles)], draw, rng, style)
    return Issue(title=title, paragraphs=paragraphs, facts=facts)
