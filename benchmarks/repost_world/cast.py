"""Who and what a text speaks of: the values that go into slots."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from .grammar import Pattern, Slot, render
from .languages import TABLE, Language


class Cast:
    """The people, places and organisations of one story, and its fresh figures and dates."""

    __slots__ = (
        "form",
        "given",
        "language",
        "last",
        "noted",
        "now",
        "orgs",
        "people",
        "places",
        "random",
        "rng",
        "tables",
    )

    def __init__(self, language: Language, rng: Random, now: datetime) -> None:
        self.language = language
        self.rng = rng
        self.random = rng.random
        self.tables = language.tables
        self.now = now
        self.form = int(rng.random() * 2)  # which form of dates the text uses
        self.given: dict[str, str] = {}  # values handed in, before all others
        self.last = ""  # of those the story speaks of, the one named last
        self.noted: dict[str, list[str]] = {}  # values of the lead, by the kind of slot
        self.people: list[str] = []
        self.places: list[str] = []
        self.orgs: list[str] = []

    def fill(self) -> Cast:
        """Choose those the whole story speaks of."""
        self.people = [self.language.person(self.rng) for _ in range(4)]
        self.places = [self.language.place(self.rng) for _ in range(3)]
        self.orgs = [self._org() for _ in range(3)]
        return self

    def draw(self, slot: Slot) -> str:
        """Return a value for a slot of a story: its own people, fresh figures."""
        name = slot.name
        if table := self.tables.get(name):
            return table[int(TABLE * self.random())]
        if name == "person" and self.people:
            return self._known(self.people)
        if name == "place" and self.places:
            return self._known(self.places)
        if name == "org" and self.orgs:
            return self._known(self.orgs)
        return self.stranger(slot)

    def stranger(self, slot: Slot) -> str:
        """Return a value for a slot that no story decides."""
        rng, language, name = self.rng, self.language, slot.name
        if not name:
            scale = 10**slot.decimals
            value = rng.randint(round(slot.low * scale), round(slot.high * scale)) / scale
            return language.figure(value, slot.decimals)
        if name in self.given:
            return self.given[name]
        if name == "n":
            return str(int(3 * 32 ** rng.random()))
        if name == "person":
            return language.person(rng)
        if name == "place":
            return language.place(rng)
        if name == "org":
            return self._org()
        if name == "big":
            value = int(1200 * 80 ** rng.random())
            return language.figure(value if rng.random() < 0.5 else value // 100 * 100)
        if name == "pct":
            return language.figure(0.3 + 79 * rng.random() ** 2, 1)
        if name == "amount":
            figure = language.figure(1.1 + 90 * rng.random() ** 3, 1)
            return rng.choice(language.words["money"]).format(figure)
        if name == "time":
            return f"{rng.randint(6, 22)}:{rng.randint(0, 59):02}"
        if name == "year":
            return str(rng.randint(1961, 2023))
        return self._more(name)

    def _more(self, name: str) -> str:
        rng, language = self.rng, self.language
        if name == "quote":
            return capital(render(rng.choice(language.free), self.draw, rng))
        if name == "day":
            return language.weekday(self.now - timedelta(days=self._back()))
        if name == "date":
            return language.date(self.now + timedelta(days=self._away()), self.form)
        if name == "tomorrow":
            return language.weekday(self.now + timedelta(days=1))
        if name == "month":
            return language.words["month"][self.now.month - 1]
        if name == "PLACE":
            return (self.places[0] if self.places else language.place(rng)).upper()
        return language.any(name, rng)

    def _known(self, names: list[str]) -> str:
        name = names[int(len(names) * self.random() ** 1.7)]
        if name is self.last:  # nobody meets himself
            name = names[(names.index(name) + 1) % len(names)]
        self.last = name
        return name

    def _back(self) -> int:  # a story speaks of today and yesterday, a bulletin of today
        return int(2 * self.rng.random()) if self.people else 0

    def _away(self) -> int:
        return self.rng.randint(-150, 150) if self.people else 0

    def _org(self) -> str:
        rng, language = self.rng, self.language
        return language.any("orgs", rng).format(
            place=language.place(rng), last=language.any("last", rng)
        )

    def line(self, kind: str, **given: str) -> str:
        """Return a line of furniture, ``given`` before all other values."""
        self.given = given
        text = render(self.rng.choice(self.language.lines[kind]), self.draw_given, self.rng)
        self.given = {}
        return capital(text)

    def draw_given(self, slot: Slot) -> str:
        """Return a value that was handed in, or else one of the story's own."""
        return self.given[slot.key] if slot.key in self.given else self.draw(slot)

    def sentence(self, pattern: Pattern) -> str:
        """Return a sentence of the story."""
        return capital(render(pattern, self.draw, self.rng))

    def lead(self, pattern: Pattern) -> str:
        """Return a story's first sentence, and keep its facts for headlines."""
        return capital(render(pattern, self._noting, self.rng))

    def headline(self, pattern: Pattern) -> str:
        """Return a headline of the story: it has the facts of the lead."""
        return capital(render(pattern, self._noted, self.rng))

    def _noting(self, slot: Slot) -> str:
        value = self.draw(slot)
        if slot.name not in self.tables:
            self.noted.setdefault(slot.name, []).append(value)
        return value

    def _noted(self, slot: Slot) -> str:
        values = self.noted.get(slot.name)
        return values[int(len(values) * self.random())] if values else self._noting(slot)

    def free_sentence(self) -> str:
        """Return a sentence made of drawn words."""
        stop = "." if self.language.gap else "。"
        shapes = self.language.free
        return self.sentence(shapes[int(len(shapes) * self.random())]) + stop


def capital(text: str) -> str:
    """Return a text whose first letter is a capital."""
    return text[:1].upper() + text[1:]
