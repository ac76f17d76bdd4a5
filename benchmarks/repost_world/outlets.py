"""The outlets, their furniture and their habits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from .cast import Cast
from .languages import LANGUAGES, Language

# 300 papers and sites, and three agencies for each language.
PAPERS = {"en": 90, "de": 42, "es": 42, "ru": 42, "ar": 42, "zh": 42}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A paper, a site or an agency."""

    host: str
    name: str
    language: Language
    is_agency: bool
    agencies: tuple[str, ...]  # whose texts it takes
    blurbs: tuple[str, ...]  # its furniture: the same in all its articles
    blurb_lines: int  # how many of them stand below each article
    staff: tuple[str, ...]
    habits: dict[str, float]  # how often it makes an edit, by the edit
    byline: str  # of copies: kept, desk, source, own or none
    quotes: tuple[str, str]  # the marks it likes
    url_form: int
    states_canonical: bool

    def url(self, number: int, day: str, section: str) -> str:
        """Return the address of its article of that number."""
        if self.url_form == 0:
            return f"https://{self.host}/{day.replace('-', '/')}/{section}-{number}.html"
        if self.url_form == 1:
            return f"https://www.{self.host}/{section}/{number}"
        return f"https://{self.host}/article/{day}-{number}/"


def make_outlets(rng: Random, edits: tuple[str, ...]) -> dict[str, list[Outlet]]:
    """Return the outlets of each language, its agencies last."""
    found: dict[str, list[Outlet]] = {}
    for code, count in PAPERS.items():
        language = LANGUAGES[code]
        cast = Cast(language, rng, datetime(2024, 1, 1, tzinfo=UTC))  # furniture names no day
        agencies = language.words["agencies"]
        names: list[str] = []
        while len(names) < count:
            name = rng.choice(language.words["papers"]).format(place=language.place(rng))
            if name not in names:
                names.append(name)
        found[code] = [
            _outlet(
                rng, cast, name, f"{_SITES[number % len(_SITES)]}-{number}.{code}.example", edits
            )
            for number, name in enumerate(names)
        ] + [
            _outlet(rng, cast, name, f"agency-{number}.{code}.example", edits, is_agency=True)
            for number, name in enumerate(agencies)
        ]
    return found


_SITES = ("daily", "post", "herald", "online", "region", "today", "press", "voice", "gazette")
_BYLINES = ("kept", "desk", "source", "own", "none")
_MARKS = (("“", "”"), ("„", "“"), ("«", "»"), ("„", "”"), ('"', '"'), ("‘", "’"))


def _outlet(
    rng: Random,
    cast: Cast,
    name: str,
    host: str,
    edits: tuple[str, ...],
    *,
    is_agency: bool = False,
) -> Outlet:
    language = cast.language
    agencies = language.words["agencies"]
    lines = language.lines["blurb"]
    rows = [cast.line("blurb", outlet=name, host=host) for _ in range(3 * len(lines))]
    if is_agency:
        rows.insert(0, cast.line("agency", source=name))
    marks = (("「", "」"), *_MARKS) if language.code == "zh" else _MARKS
    return Outlet(
        host=host,
        name=name,
        language=language,
        is_agency=is_agency,
        agencies=tuple(rng.sample(agencies, rng.randint(1, len(agencies)))),
        blurbs=tuple(dict.fromkeys(rows))[:9],
        blurb_lines=rng.choice((0, 0, 0, 1, 1, 2)),
        staff=tuple(language.person(rng) for _ in range(9)),
        habits={edit: min(0.9, 0.34 * rng.random() ** 1.2 * 1.4) for edit in edits},
        byline=rng.choice(_BYLINES),
        quotes=rng.choice(marks),
        url_form=rng.randrange(3),
        states_canonical=rng.random() < 0.5,
    )
