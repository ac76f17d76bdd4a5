"""The course of the world: who publishes what, when, and who takes it over.

Everything happens on a heap of things to come, so that articles leave in order of time and only
what is still to be taken over is held.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random

from .cast import Cast
from .edits import EDITS, copied, dateline, edit_copy, follow_up, quote_in
from .families import DAY, FAMILY, write_issue
from .languages import LANGUAGES
from .outlets import PAPERS, Outlet, make_outlets
from .stories import LONGEST, Text, write_story

START = datetime(2024, 3, 4, tzinfo=UTC)
SHORTEST_TIME = timedelta(days=14)
ARTICLES_A_DAY = 12_000  # of all outlets, once there are more than fit into the shortest time
LONGEST_DELAY = timedelta(days=6)

TEMPLATE_SHARE = 0.2  # of all articles
ITEMS_PER_STORY = 1.82  # what a story brings with it, measured on the shares below
WIRE = 0.028  # of stories: an agency's, taken by several at once
REPOSTED = 0.105
UPDATED = 0.075
QUOTED = 0.06
VARIANT = 0.037
TEMPLATE_REPOSTED = 0.035
LARGEST_FAMILY = 40  # copies of one story
SECTIONS = ("news", "local", "world", "life", "money")


@dataclass(frozen=True, slots=True)
class Item:
    """An article as an archive would see it, and what is true of it."""

    id: int  # in order of publication, from 0
    story: int  # all copies of one story have the same; updates and quotations have their own
    kind: str  # original, repost, wire, update, quotation, template, single or variant
    of: int | None  # the article it derives from; None too where that one is not in the world
    family: str  # of templates and their copies; otherwise empty
    edits: tuple[str, ...]  # made in a copy (EDITS), or in an update (figures, cut, …)
    language: str
    outlet: str  # host
    url: str
    title: str
    authors: tuple[str, ...]
    published: datetime  # UTC
    body: str  # paragraphs parted by blank lines
    credit: str  # the source it names, or empty
    canonical: str  # the URL it declares, or empty


def world(
    seed: int,
    articles: int,
    *,
    families: Collection[str] | None = None,
    edits: Collection[str] | None = None,
) -> Iterator[Item]:
    """Yield the articles of a world, in order of publication.

    Args:
        seed: The same seed and number give the same world.
        articles: How many; the world lasts two weeks, longer beyond 168,000 articles.
        families: Template families it may have; None means all.
        edits: Edits of copies it may have; None means all.

    Raises:
        ValueError: A family or an edit has no such name.
    """
    for name, known in ((families, FAMILY), (edits, EDITS)):
        if unknown := set(name or ()) - set(known):
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    chosen = [name for name in FAMILY if families is None or name in families]
    allowed = [name for name in EDITS if edits is None or name in edits]
    return _World(seed, articles, chosen, frozenset(allowed)).run(articles)


class _World:
    """Everything that is still to come."""

    def __init__(self, seed: int, articles: int, families: list[str], edits: Collection[str]):
        self.rng = Random(seed)
        self.edits = edits
        self.outlets = make_outlets(self.rng, tuple(EDITS))
        self.coming: list[tuple[datetime, int, Callable[[datetime], Item | None]]] = []
        self.turn = count()
        self.stories = count()
        self.ids = count()
        self.lasts = max(SHORTEST_TIME, timedelta(days=articles / ARTICLES_A_DAY))
        self.codes = [code for code, number in PAPERS.items() for _ in range(number)]
        self.facts: set[int] = set()  # of all templates: no two have the same
        share = TEMPLATE_SHARE if families else 0.0
        self.wait = self.lasts / max(1.0, articles * (1 - share) / ITEMS_PER_STORY)
        self.later(START + self.wait, self.story)
        for family in families:
            self.plan_series(family, articles * share / len(families) * 0.97)

    def run(self, articles: int) -> Iterator[Item]:
        """Yield so many articles."""
        made = 0
        while made < articles:
            now, _, act = heapq.heappop(self.coming)
            if item := act(now):
                yield item
                made += 1

    def later(self, when: datetime, act: Callable[[datetime], Item | None]) -> None:
        """Let something happen at a time."""
        heapq.heappush(self.coming, (when.replace(microsecond=0), next(self.turn), act))

    # Stories

    def story(self, now: datetime) -> Item | None:
        """Write the next story, and plan all that comes of it."""
        rng = self.rng
        self.later(now + self.wait * rng.expovariate(1.0) + timedelta(seconds=1), self.story)
        code = rng.choice(self.codes)
        text = write_story(LANGUAGES[code], rng, story=next(self.stories), now=now)
        if rng.random() < WIRE:
            return self.wire(text, now)
        outlet = self.paper(code)
        return self.publish_own(text, outlet, now)

    def publish_own(self, text: Text, outlet: Outlet, now: datetime) -> Item:
        """Publish a story under an outlet's name."""
        rng = self.rng
        text.authors = tuple(rng.sample(outlet.staff, rng.choice((0, 1, 1, 1, 2))))
        text.outlet = outlet.name
        if rng.random() < 0.25:
            text.dateline = dateline(text, outlet.name)
        if rng.random() < 0.12:
            people = LANGUAGES[text.language.code]
            text.tail.append(text.cast.line("contributed", person2=people.person(rng)))
        derived = self.plan(text, outlet, now)
        return self.publish(text, outlet, now, "original" if derived else "single")

    def plan(self, text: Text, outlet: Outlet, now: datetime) -> bool:
        """Plan what derives from a story; return whether anything does."""
        rng = self.rng
        shares = [rng.random() for _ in range(4)]
        if shares[0] < REPOSTED:
            self.plan_copies(text, outlet, now, _copies(rng))
        if shares[1] < UPDATED:
            self.plan_update(text, outlet, now)
        if shares[2] < QUOTED:
            for _ in range(rng.choice((1, 1, 1, 2))):
                self.plan_quotation(text, outlet, now)
        if shares[3] < VARIANT:
            self.later(now, lambda when: self.variant(text, outlet, when))
        limits = (REPOSTED, UPDATED, QUOTED, VARIANT)
        return any(share < limit for share, limit in zip(shares, limits, strict=True))

    def plan_copies(self, text: Text, outlet: Outlet, now: datetime, number: int) -> None:
        """Plan so many reposts of an article, each by another outlet."""
        papers = [other for other in self.papers(outlet.language.code) if other is not outlet]
        for other in self.rng.sample(papers, min(number, len(papers))):
            when = now + self.delay(hours=3.0, spread=1.6)
            self.later(when, _bound(self.repost, text, other))

    def repost(self, text: Text, outlet: Outlet, now: datetime, gently: bool = False) -> Item:
        """Publish a copy of an article."""
        rng = self.rng
        other = copied(text)
        made = edit_copy(other, outlet, rng, self.edits, gently=gently)
        credit, canonical = self.give_credit(other, text, outlet)
        source = other.outlet
        other.outlet = outlet.name
        if not gently and rng.random() < 0.05:  # and somebody copies the copy
            papers = self.papers(outlet.language.code)
            third = papers[int(len(papers) * rng.random())]
            if outlet is not third and third.name != source:
                when = now + self.delay(hours=2.0, spread=1.2)
                self.later(when, _bound(self.repost, other, third, True))
        return self.publish(
            other, outlet, now, "repost", of=text.id, edits=made, credit=credit, canonical=canonical
        )

    def give_credit(self, other: Text, text: Text, outlet: Outlet) -> tuple[str, str]:
        """Name the source in the tail, the byline or the page's head, or nowhere."""
        source = text.source or text.outlet
        share = self.rng.random()
        if share < 0.4:
            other.tail = [other.cast.line("credit", source=source)]
            return source, ""
        other.tail = other.tail if self.rng.random() < 0.5 else []
        if any(source in author for author in other.authors) or source in other.dateline:
            return source, ""
        if share > 0.92 and text.url:
            return source, text.url
        if any(source in line for line in other.tail):
            return source, ""
        return "", ""

    # Agencies

    def wire(self, text: Text, now: datetime) -> Item | None:
        """Let an agency send a story: it may have a page of its own, or none in this world."""
        rng = self.rng
        code = text.language.code
        agency = rng.choice(self.agencies(code))
        text.source = text.outlet = agency.name
        text.dateline = dateline(text, agency.name) if rng.random() < 0.8 else ""
        text.authors = (agency.name,)
        number = min(LARGEST_FAMILY, max(2, _copies(rng) + rng.randint(0, 4)))
        self.plan_wire(text, agency, now, number)
        if rng.random() < 0.5:
            return None
        return self.publish(text, agency, now, "original")

    def plan_wire(self, text: Text, agency: Outlet, now: datetime, number: int) -> None:
        """Plan that several outlets take an agency's text, within minutes or hours."""
        papers = [
            paper for paper in self.papers(agency.language.code) if agency.name in paper.agencies
        ]
        for paper in self.rng.sample(papers, min(number, len(papers))):
            when = now + self.delay(hours=0.5, spread=1.3)
            self.later(when, _bound(self.take_wire, text, paper))

    def take_wire(self, text: Text, outlet: Outlet, now: datetime) -> Item:
        """Publish an agency's text."""
        rng = self.rng
        other = copied(text)
        made = edit_copy(other, outlet, rng, self.edits)
        source = text.source
        if source not in other.dateline and not any(source in name for name in other.authors):
            other.tail.append(other.cast.line("credit", source=source))
        other.outlet = outlet.name
        canonical = text.url if text.url and rng.random() < 0.05 else ""
        return self.publish(
            other, outlet, now, "wire", of=text.id, edits=made, credit=source, canonical=canonical
        )

    # Updates, quotations, variants

    def plan_update(self, text: Text, outlet: Outlet, now: datetime) -> None:
        """Plan that the outlet follows up its story."""
        when = now + self.delay(hours=5.0, spread=1.2)
        self.later(when, _bound(self.update, text, outlet))

    def update(self, text: Text, outlet: Outlet, now: datetime) -> Item:
        """Publish a follow-up, which may have a follow-up and copies of its own."""
        rng = self.rng
        other = copied(text)
        other.story = next(self.stories)
        made = follow_up(other, rng)
        if rng.random() < 0.35:
            self.plan_update(other, outlet, now)
        if rng.random() < REPOSTED / 2:
            self.plan_copies(other, outlet, now, _copies(rng))
        return self.publish(other, outlet, now, "update", of=text.id, edits=made)

    def plan_quotation(self, text: Text, outlet: Outlet, now: datetime) -> None:
        """Plan that another outlet quotes from an article in one of its own."""
        other = self.paper(outlet.language.code)
        if other is not outlet:
            when = now + self.delay(hours=6.0, spread=1.2)
            self.later(when, _bound(self.quotation, text, other))

    def quotation(self, text: Text, outlet: Outlet, now: datetime) -> Item:
        """Publish an article with a passage of another."""
        rng = self.rng
        longest = max(sum(map(len, part)) for part in text.paragraphs)
        words = 4.5 * longest / text.language.letters_per_word
        wanted = min(float(LONGEST), max(words, 90 * 6 ** rng.random()))
        own = write_story(text.language, rng, story=next(self.stories), now=now, words=wanted)
        quote_in(own, text, rng)
        own.authors = (rng.choice(outlet.staff),)
        source = text.outlet or text.source
        own.outlet = outlet.name
        return self.publish(own, outlet, now, "quotation", of=text.id, credit=source)

    def variant(self, text: Text, outlet: Outlet, now: datetime) -> Item:
        """Publish the same document at another address of the same outlet."""
        rng = self.rng
        form = rng.choice(_VARIANTS)
        other = copied(text)
        if form in {"amp", "print"} and rng.random() < 0.5:
            other.tail = []
        url = _address(text.url, outlet.host, form)
        canonical = text.url if rng.random() < 0.7 else ""
        return self.publish(other, outlet, now, "variant", of=text.id, url=url, canonical=canonical)

    # Templates

    def plan_series(self, family: str, wanted: float) -> None:
        """Plan series of a family's texts that bring about as many articles as wanted."""
        rng = self.rng
        kind = FAMILY[family]
        codes = list(kind.texts)
        rng.shuffle(codes)
        for number in count():
            if wanted < 1:
                return
            code = codes[number % len(codes)]
            # a small world has few issues of each, so that more than one series fits
            rhythm = rng.choice(kind.rhythms)
            most = max(2.0, wanted / 3)
            while self.lasts / rhythm > most and rhythm < 7 * DAY:
                rhythm *= 2
            issues = self.lasts / rhythm
            size = max(1, min(rng.randint(*kind.places), int(most / issues)))
            wanted -= size * issues
            agency = rng.random() < 0.15
            outlet = rng.choice(self.agencies(code)) if agency else self.paper(code)
            language = LANGUAGES[code]
            series = _Series(
                family=family,
                outlet=outlet,
                places=tuple(language.place(rng) for _ in range(size)),
                rhythm=rhythm,
                style=tuple(rng.random() for _ in range(7)) if rng.random() < kind.rigid else (),
                form=rng.randrange(6),
                author=outlet.name if rng.random() < 0.5 else "",
            )
            first = START + rhythm * rng.random()
            self.later(
                first.replace(minute=rng.choice((0, 5, 30)), second=0), _series(self, series)
            )

    def issue(self, series: _Series, now: datetime) -> None:
        """Plan the texts of one issue, one for each place."""
        self.later(now + series.rhythm, _series(self, series))
        for place in series.places:
            when = now + timedelta(seconds=self.rng.randint(0, 600))
            self.later(when, _bound(self.template, series, place))

    def template(self, series: _Series, place: str, now: datetime) -> Item:
        """Publish one text of a series."""
        rng = self.rng
        outlet = series.outlet
        code = outlet.language.code
        while True:
            issue = write_issue(
                series.family,
                code,
                rng,
                now=now,
                place=place,
                style=series.style,
                form=series.form,
            )
            facts = hash((series.family, code, issue.facts))
            if facts not in self.facts:
                self.facts.add(facts)
                break
        text = Text(
            language=outlet.language,
            story=next(self.stories),
            cast=_template_cast(outlet, rng, now, place),
            title=issue.title,
            paragraphs=[[part] for part in issue.paragraphs],
            family=series.family,
            outlet=outlet.name,
            source=outlet.name if outlet.is_agency else "",
            authors=(series.author,) if series.author else (),
        )
        if outlet.is_agency and rng.random() < TEMPLATE_REPOSTED * 3:
            self.plan_wire(text, outlet, now, rng.randint(1, 5))
        elif rng.random() < TEMPLATE_REPOSTED:
            self.plan_copies(text, outlet, now, min(6, _copies(rng)))
        if rng.random() < VARIANT / 2:
            self.later(now, lambda when: self.variant(text, outlet, when))
        return self.publish(text, outlet, now, "template")

    # What all have

    def publish(
        self,
        text: Text,
        outlet: Outlet,
        now: datetime,
        kind: str,
        *,
        of: int | None = None,
        edits: tuple[str, ...] = (),
        credit: str = "",
        canonical: str = "",
        url: str = "",
    ) -> Item:
        """Return an article, with its outlet's furniture."""
        number = next(self.ids)
        if not url:
            section = text.family or SECTIONS[number % len(SECTIONS)]
            url = outlet.url(number, f"{now:%Y-%m-%d}", section)
        if kind != "variant":
            text.id, text.url = number, url
        if not canonical and kind != "variant" and outlet.states_canonical:
            canonical = url
        gap = text.language.gap
        parts = [gap.join(part) for part in text.paragraphs]
        if text.dateline:
            parts[0] = text.dateline + parts[0]
        parts += text.tail
        parts += outlet.blurbs[: outlet.blurb_lines]
        return Item(
            id=number,
            story=text.story,
            kind=kind,
            of=of,
            family=text.family,
            edits=edits,
            language=text.language.code,
            outlet=outlet.host,
            url=url,
            title=text.title,
            authors=text.authors,
            published=now,
            body="\n\n".join(parts),
            credit=credit,
            canonical=canonical,
        )

    def papers(self, code: str) -> list[Outlet]:
        """Return the papers of a language."""
        return self.outlets[code][: PAPERS[code]]

    def agencies(self, code: str) -> list[Outlet]:
        """Return the agencies of a language."""
        return self.outlets[code][PAPERS[code] :]

    def paper(self, code: str) -> Outlet:
        """Return a paper of a language."""
        return self.outlets[code][int(PAPERS[code] * self.rng.random())]

    def delay(self, *, hours: float, spread: float) -> timedelta:
        """Return a log-normal wait of that median, minutes to six days."""
        wait = timedelta(hours=hours * self.rng.lognormvariate(0.0, spread))
        return min(max(wait, timedelta(minutes=2)), LONGEST_DELAY * (1 - self.rng.random() / 50))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Series:
    """A column: one family's texts in one outlet, at its rhythm."""

    family: str
    outlet: Outlet
    places: tuple[str, ...]
    rhythm: timedelta
    style: tuple[float, ...]
    form: int
    author: str


def _series(course: _World, series: _Series) -> Callable[[datetime], Item | None]:
    return lambda now: course.issue(series, now)


def _bound(act: Callable[..., Item], *args: object) -> Callable[[datetime], Item]:
    first, second, *rest = args
    return lambda now: act(first, second, now, *rest)


def _copies(rng: Random) -> int:
    """Return how often a story is copied: mostly once or twice, at times forty times."""
    return min(LARGEST_FAMILY, int((1 - rng.random()) ** -0.85))


def _template_cast(outlet: Outlet, rng: Random, now: datetime, place: str) -> Cast:
    cast = Cast(outlet.language, rng, now)
    cast.places = [place]
    return cast


_VARIANTS = ("amp", "print", "mobile", "tracking")


def _address(url: str, host: str, form: str) -> str:
    if form == "amp":
        return f"{url.rstrip('/')}/amp"
    if form == "print":
        return f"{url}?print=1"
    if form == "mobile":
        return url.replace(f"//www.{host}", f"//{host}").replace(f"//{host}", f"//m.{host}")
    return f"{url}?utm_source=newsletter&utm_medium=email"
