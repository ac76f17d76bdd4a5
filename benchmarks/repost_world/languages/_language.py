"""What the generator needs to know of a language; the texts stand in one file each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from random import Random

from ..grammar import Pattern, parse_pattern

DRAWN = ("noun", "adj", "verb", "adv", "prep", "said", "role")  # by Zipf's law
TABLE = 2048  # entries of a table to draw from: a power takes three times as long


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One kind of event: its leads, its other sentences and its headlines."""

    name: str
    leads: tuple[Pattern, ...]
    frames: tuple[Pattern, ...]
    titles: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The words, sentences and habits of one language."""

    code: str
    gap: str  # between sentences and words: a space, or nothing in Chinese
    letters_per_word: float  # with the gap; lengths are asked for in words
    words: dict[str, tuple[str, ...]]  # by kind, the most frequent first
    tables: dict[str, tuple[str, ...]]  # words of free sentences, as often as they are to be drawn
    topics: tuple[Topic, ...]
    general: tuple[Pattern, ...]  # sentences any story may have
    free: tuple[Pattern, ...]  # shapes of sentences made of drawn words
    stock: tuple[Pattern, ...]  # phrases all newsrooms share
    lines: dict[str, tuple[Pattern, ...]]  # furniture by kind: blurb, credit, byline, …
    swaps: tuple[tuple[str, str], ...]  # words a copy editor exchanges, either way
    swap_pattern: re.Pattern[str]
    typo_pattern: re.Pattern[str]  # words that may be misspelt: never a fact
    joint: str  # between the two parts of a town's name
    names: str  # how a person's name is put together from {first} and {last}
    quotes: tuple[str, str]
    decimal: str
    thousands: str
    dates: tuple[str, ...]  # with {d}, {m}, {month}, {y}
    other_time: str  # the other way to write 15:45, with {h}, {h12}, {min}, {half}
    halves: tuple[str, str]

    def figure(self, value: float, decimals: int = 0) -> str:
        """Return a figure as the language writes it, thousands parted from 10,000 on."""
        whole, _, rest = f"{abs(value):.{decimals}f}".partition(".")
        if len(whole) > 4:
            whole = f"{int(whole):,}".replace(",", self.thousands)
        sign = "-" if value < 0 else ""
        return f"{sign}{whole}{self.decimal}{rest}" if rest else sign + whole

    def date(self, day: datetime, form: int = 0) -> str:
        """Return a day in one of the language's forms."""
        return self.dates[form % len(self.dates)].format(
            d=day.day, m=day.month, month=self.words["month"][day.month - 1], y=day.year
        )

    def weekday(self, day: datetime) -> str:
        """Return the name of a day of the week."""
        return self.words["weekday"][day.weekday()]

    def any(self, kind: str, rng: Random) -> str:
        """Return a word of a kind, all alike."""
        words = self.words[kind]
        return words[int(len(words) * rng.random())]

    def person(self, rng: Random) -> str:
        """Return the full name of somebody."""
        return self.names.format(first=self.any("first", rng), last=self.any("last", rng))

    def place(self, rng: Random) -> str:
        """Return the name of a town."""
        return self.any("head", rng) + self.joint + self.any("tail", rng)


def make_language(
    *,
    code: str,
    gap: str = " ",
    joint: str = "",
    letters_per_word: float,
    words: str,
    stories: str,
    lines: str,
    swaps: str,
    names: str,
    quotes: str,
    decimal: str,
    thousands: str,
    dates: tuple[str, ...],
    other_time: str,
    halves: tuple[str, str] = ("", ""),
) -> Language:
    """Return a language read from its text blocks.

    ``words`` and ``lines`` hold ``kind: a, b, c`` and ``kind: sentence`` a line.  In ``stories``
    a block begins with ``= topic``; its lines are frames, ``! `` marks a lead and ``# `` a
    headline.  The blocks *general*, *free* and *stock* are no topics.  ``swaps`` holds
    ``this/that``, parted by commas.
    """
    vocabulary = {
        kind.strip(): tuple(word.strip() for word in text.split(","))
        for kind, text in (row.split(":", 1) for row in words.strip().splitlines())
    }
    blocks: dict[str, list[str]] = {}
    for row in filter(None, map(str.strip, stories.splitlines())):
        if row.startswith("= "):
            block = blocks.setdefault(row[2:], [])
        else:
            block.append(row)
    loose = {name: tuple(map(parse_pattern, blocks.pop(name))) for name in _NO_TOPICS}
    furniture: dict[str, list[Pattern]] = {}
    for row in lines.strip().splitlines():
        kind, text = row.split(":", 1)
        furniture.setdefault(kind, []).append(parse_pattern(text.strip()))
    pairs = tuple(
        (a, b) for a, b in (pair.strip().split("/") for pair in swaps.replace("\n", " ").split(","))
    )
    edge = r"\b" if gap else ""
    return Language(
        code=code,
        gap=gap,
        letters_per_word=letters_per_word,
        words=vocabulary,
        tables={kind: _zipf(vocabulary[kind]) for kind in DRAWN},
        topics=tuple(_topic(name, rows) for name, rows in blocks.items()),
        **loose,
        lines={kind: tuple(rows) for kind, rows in furniture.items()},
        swaps=pairs,
        swap_pattern=re.compile(
            edge + "(" + "|".join(re.escape(word) for pair in pairs for word in pair) + ")" + edge
        ),
        typo_pattern=re.compile(
            edge
            + "("
            + "|".join(re.escape(word) for word in vocabulary["noun"] if len(word) > 6 or not gap)
            + ")"
            + edge
        ),
        joint=joint,
        names=names,
        quotes=(quotes[0], quotes[1]),
        decimal=decimal,
        thousands=thousands,
        dates=dates,
        other_time=other_time,
        halves=halves,
    )


def _zipf(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return a table of words in which the n-th is about 1/n as frequent as the first."""
    base = len(words) + 1
    return tuple(words[int(base ** (place / TABLE)) - 1] for place in range(TABLE))


_NO_TOPICS = ("general", "free", "stock")


def _topic(name: str, rows: list[str]) -> Topic:
    return Topic(
        name=name,
        leads=tuple(parse_pattern(row[2:]) for row in rows if row.startswith("! ")),
        frames=tuple(parse_pattern(row) for row in rows if row[:2] not in {"! ", "# "}),
        titles=tuple(parse_pattern(row[2:]) for row in rows if row.startswith("# ")),
    )
