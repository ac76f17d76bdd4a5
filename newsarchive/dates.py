"""Date text → wall clock, offset and precision.

``parse_date`` reads text that is a date and nothing else; ``find_date`` looks for one in a
short running text.  Both would rather say ``None`` than guess: relative times ("3 hours
ago"), dates without a year and years outside 1990–2100 are not dates here, a time is aware
only where the text tells its offset, and a day stays a day (00:00 with precision ``day``).

The ladder: ISO 8601 by the standard library, RFC 822 by one regular expression, the shapes
below, and last dateparser for languages whose month names are not in our table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from string import ascii_uppercase

from newsarchive._datewords import (
    CROATIAN_MONTHS,
    LABELS,
    MONTHS,
    PLACES,
    THAI_MONTHS,
    VAGUE_ZONES,
    WEEKDAYS,
    ZONES,
    fold,
)
from newsarchive.model import Moment, Precision

FIRST_YEAR = 1990  # there was no web to publish on before
LAST_YEAR = 2100
MAX_DATE_CHARS = 120  # a date with a label in two languages stays below
MAX_SEARCH_CHARS = 300

# Languages for dateparser where the caller knows none: those of many feeds whose month
# names our table lacks.
_RARE_LANGUAGES = ("fa", "ur", "bn", "ta", "sw", "az", "ka", "hy", "kk", "sq", "mk", "be")
_MONTH_FIRST_REGIONS = ("us", "ph", "ca")


def parse_date(
    text: str, *, languages: Sequence[str] = (), day_first: bool | None = None
) -> Moment | None:
    """Return the moment the whole text states, or None when it is not surely a date.

    A label ("Published on", "Aktualisiert:"), a weekday and a zone name may stand beside it.
    Ten or thirteen digits are seconds or milliseconds since 1970, in UTC.

    Args:
        text: At most MAX_DATE_CHARS characters; longer text is no date.
        languages: BCP 47 tags, likeliest first; the first decides 01/02/2023, month first
            where it is American English or unknown, and only with slashes.
        day_first: The order of 01/02/2023 where the caller knows it.  A weekday in the text
            overrules it.
    """
    raw = text.strip()
    if not 4 <= len(raw) <= MAX_DATE_CHARS:
        return None
    found = _read_digits(raw) or _read_iso(raw) or _read_rfc822(raw)
    if found is None and any(char.isdigit() for char in raw):
        clean = _clean(raw)
        hints = _Hints(tuple(tag.lower().replace("_", "-") for tag in languages), day_first)
        days = list(_find_days(clean, hints, whole=True))
        if days:
            found = _read_whole(clean, days, hints)
        else:
            found = _read_month(clean, hints) or _read_rare(clean, hints)
    return _moment(found, raw)


MAX_OFFSET = timedelta(hours=14)  # of any zone of the Earth


def as_shown(instant: datetime, wall: datetime) -> datetime:
    """Return an instant stated in UTC in the zone of the wall clock shown beside it, if any.

    >>> as_shown(datetime(2023, 1, 28, 21, tzinfo=UTC), datetime(2023, 1, 28, 16)).isoformat()
    '2023-01-28T16:00:00-05:00'
    """
    if instant.utcoffset() != timedelta(0) or wall.tzinfo is not None:
        return instant
    offset = wall - instant.replace(tzinfo=None, second=wall.second, microsecond=0)
    quarters = offset / timedelta(minutes=15)
    fits = quarters == int(quarters) != 0 and abs(offset) <= MAX_OFFSET
    return instant.astimezone(timezone(offset)) if fits else instant


def find_date(
    text: str, *, languages: Sequence[str] = (), short_years: bool = False
) -> Moment | None:
    """Return the first full date in a short running text with the time beside it, or None.

    Only the first MAX_SEARCH_CHARS characters are read.  ``raw`` is the matched part.
    ``short_years`` is for lines that are known to hold a date: "Jane Roe | 31.10.23" is one
    there, and anything elsewhere.
    """
    clean = _clean(text[: 2 * MAX_SEARCH_CHARS])[:MAX_SEARCH_CHARS]
    likely = _SHORT_YEAR if short_years else _FOUR_DIGITS
    if not likely.search(clean):  # ten times cheaper than the shapes, and the usual case
        return None
    hints = _Hints(
        tuple(tag.lower().replace("_", "-") for tag in languages), None, short_years=short_years
    )
    candidates = sorted(_find_days(clean, hints, whole=False), key=lambda day: day.start)
    for day in candidates:
        clock = _find_clock(clean, day, hints, whole=False)
        start = min(day.start, clock.start) if clock else day.start
        end = max(day.end, clock.end) if clock else day.end
        moment = _moment(_put_together(day, clock), clean[start:end].strip())
        if moment is not None:
            return moment
    return None


_FOUR_DIGITS = re.compile(r"\d{4}")
_SHORT_YEAR = re.compile(r"\d{4}|\d[./]\d\d?[./]\d\d")
_Found = tuple[datetime, Precision]


def _moment(found: _Found | None, raw: str) -> Moment | None:
    if found is None or not FIRST_YEAR <= found[0].year <= LAST_YEAR:
        return None
    return Moment(when=found[0], precision=found[1], raw=raw)


# Fast paths: machine-written text


_EPOCH = re.compile(r"[0-9]{10}(?:[0-9]{3})?")
_PACKED = re.compile(
    r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])([0-2][0-9])([0-5][0-9])([0-5][0-9])?"
)


def _read_digits(text: str) -> _Found | None:
    """Read an epoch, YYYYMMDDhhmm[ss] or a year alone."""
    if not (text.isascii() and text.isdigit()):
        return None
    if len(text) == 4:
        return (datetime(int(text), 1, 1), Precision.YEAR) if text != "0000" else None  # noqa: DTZ001
    if _EPOCH.fullmatch(text):
        seconds = int(text) / (1000 if len(text) == 13 else 1)
        return datetime.fromtimestamp(seconds, UTC), Precision.SECOND
    packed = _PACKED.fullmatch(text)
    if packed:
        numbers = [int(part) for part in packed.groups() if part]
        precision = Precision.SECOND if packed[6] else Precision.MINUTE
        when = _datetime(*numbers)
        return (when, precision) if when else None
    return None


# fromisoformat alone takes week dates and any separator; the gate keeps W3C-DTF and RFC 3339
# with their basic forms (ISO 8601:2004, 4.3.2).
_ISO = re.compile(
    r"[0-9]{4}(?:-[0-9]{2}-[0-9]{2}|[0-9]{4})"
    r"(?P<time>[T ][0-9]{2}(?P<minute>:?[0-9]{2}(?P<second>:?[0-9]{2}(?:[.,][0-9]+)?)?)?)?"
    r"(?(time) ?(?P<zone>[zZ]|[+-][0-9]{2}(?::?[0-9]{2})?)?)"
)
_ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


def _read_iso(text: str) -> _Found | None:
    match = _ISO.fullmatch(text)
    if match is None:
        month = _ISO_MONTH.fullmatch(text)
        when = _datetime(int(month[1]), int(month[2]), 1) if month else None
        return (when, Precision.MONTH) if when else None
    try:
        when = datetime.fromisoformat(text.replace(" ", "T", 1).replace(" ", "").upper())
    except ValueError:
        return None
    if match["time"] is None:
        return when, Precision.DAY
    return when, Precision.SECOND if match["second"] else Precision.MINUTE


_RFC822 = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?([0-9]{1,2})\s+([A-Za-z]{3})[a-z]*\s+([0-9]{4}|[0-9]{2})"
    r"\s+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?:\s*([A-Z]{1,4}|[+-][0-9]{4}))?"
)
_ENGLISH_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip


def _read_rfc822(text: str) -> _Found | None:
    """Read the date of an RSS item (RFC 822 and 2822); ``-0000`` is UTC (RFC 5322, 3.3).

    The full match matters: ``email.utils`` reads "28 Jan 2023 4:46 pm" as 04:46.
    """
    match = _RFC822.fullmatch(text)
    if match is None:
        return None
    day, name, year, hour, minute, second, zone = match.groups()
    month = _ENGLISH_MONTHS.get(name.lower())
    if month is None or (zone and zone not in ZONES and zone[0] not in "+-"):
        return None  # a name we must think about: left to the shapes below
    when = _datetime(_full_year(year), month, int(day), int(hour), int(minute), int(second or 0))
    if when is None:
        return None
    precision = Precision.SECOND if second else Precision.MINUTE
    if not zone:
        return when, precision
    offset = _numeric_offset(zone) if zone[0] in "+-" else timedelta(minutes=ZONES[zone])
    return (when.replace(tzinfo=_fixed(offset)), precision) if offset is not None else None


# Shapes that people write


@dataclass(frozen=True, slots=True)
class _Hints:
    """What the caller knows beside the text."""

    languages: tuple[str, ...]  # lower-case BCP 47
    day_first: bool | None
    short_years: bool = False

    @property
    def primary(self) -> str:
        return self.languages[0].partition("-")[0] if self.languages else ""

    @property
    def slash_is_month_first(self) -> bool:
        if not self.languages:
            return True
        primary, _, region = self.languages[0].partition("-")
        return primary == "en" and (not region or region in _MONTH_FIRST_REGIONS)


@dataclass(frozen=True, slots=True)
class _Day:
    """A date found at text[start:end]; clock is set where the shape holds the time inside."""

    start: int
    end: int
    year: int
    month: int
    day: int  # 0: only the month is known
    clock: str = ""


@dataclass(frozen=True, slots=True)
class _Clock:
    """A time of day found at text[start:end]."""

    start: int
    end: int
    hour: int
    minute: int
    second: int | None
    zone: timezone | None


# Letters with the combining signs of Indic and Thai script, which \w lacks.
_WORD = r"(?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u0e30-\u0e4e])+"
_YEAR = r"(?P<y>(?:19|2[0145])\d\d)(?!\d)"
_ORDINAL = r"(?:st|nd|rd|th|er|re|o|a|ste|de|e)?\b[.)]?"
_OF = r"(?:de|of|del|di|din|den|d|ng)"

_YMD = re.compile(r"(?<![\d/.])(?P<y>\d{4})\s?([-/.])\s?(?P<m>\d{1,2})\s?\2\s?(?P<d>\d{1,2})(?!\d)")
_DMY = re.compile(
    r"(?<![\d/.])(?<!\d[-:])(?P<a>\d{1,2})\s?(?P<sep>[-/.])\s?(?P<b>\d{1,2})\s?(?P=sep)\s?"
    r"(?P<y>\d{4}|\d{2}(?![:]))(?!\d)(?![-/.]\d)"
)
_DAY_NAME = re.compile(
    rf"(?<![\d/.])(?<!\d:)(?P<d>\d{{1,2}}){_ORDINAL}\s*(?:[-/,]|{_OF}\s)?\s*(?P<m>{_WORD})[.,]*"
    rf"\s*(?:[-/,]|{_OF}\s)?\s*(?:{_YEAR}|(?<=[-'’ ])(?P<yy>\d{{2}})(?![\d:.h]))",
    re.IGNORECASE,
)
_NAME_DAY = re.compile(
    rf"(?<![^\W\d_])(?P<m>{_WORD})[.]?\s*[-/]?\s*(?P<d>\d{{1,2}})(?!\d){_ORDINAL}"
    rf"\s*[-/,]?\s*(?:{_OF}\s)?\s*{_YEAR}",
    re.IGNORECASE,
)
_YEAR_NAME = re.compile(
    rf"(?<!\d){_YEAR}[.,]?\s*(?:m\.|gada|-|/|,)?\s*(?P<d1>\d{{1,2}}\.\s*)?(?P<m>{_WORD})[.,]?"
    r"\s*[-/]?\s*(?P<d>\d{1,2})?(?!\d)"
)
_CTIME = re.compile(
    r"(?P<m>[A-Za-z]{3}) +(?P<d>\d{1,2}) +(?P<clock>\d\d:\d\d:\d\d(?: +[A-Z+\-\d]{1,5})?) +" + _YEAR
)
_CJK = re.compile(
    r"(?<!\d)(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日号號일]"
)
_VIETNAMESE = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})\s+tháng\s+(?P<m>\d{{1,2}})(?:\s*,|\s+năm)?\s+{_YEAR}", re.IGNORECASE
)
_NAME_YEAR = re.compile(rf"(?P<m>{_WORD})[.,]?\s*(?:{_OF}\s)?\s*{_YEAR}", re.IGNORECASE)
_CJK_MONTH = re.compile(r"(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]")

_BEFORE_NOON = "am|a\\.m|a\\. m|πμ|π\\.μ|上午|午前|오전|早上|凌晨"
_AFTER_NOON = "pm|p\\.m|p\\. m|μμ|μ\\.μ|下午|午後|오후|晚上"
_HALF = rf"(?:{_BEFORE_NOON}|{_AFTER_NOON})"
_CLOCK = re.compile(
    rf"(?P<before>{_HALF})?[\s.]*(?<![\d:.])(?P<h>\d{{1,2}})"
    rf"(?:\s?(?:[:.hH時时点點시ч]|Uhr)\s?(?P<mi>[0-5]\d)(?!\d)"
    rf"(?:\s?[:.m分분]\s?(?P<s>[0-5]\d)(?!\d)(?:[.,]\d+)?|\s?[分분])?"
    rf"(?:\s?(?P<after>{_HALF})(?![^\W\d_])\.?)?"
    rf"|\s?(?P<only>{_HALF})(?![^\W\d_])\.?|\s?(?:Uhr|uur|時|时|点|點|시|h)(?![^\W_]))",
    re.IGNORECASE,
)
_PACKED_CLOCK = re.compile(
    r"(?<!\d)(?P<h>[01]\d|2[0-3])(?P<mi>[0-5]\d)(?=\s?(?:GMT|UTC|hrs|hours)\b)"
)
_ZONE = re.compile(
    r"\s*(?:Uhr|h|hrs)?[\s,]*[(\[]?(?:(?P<name>[A-Z]{1,5}|z|МСК|мск)(?![^\W_])(?!:))?\s*"
    r"(?P<offset>[+-]\d{1,2}(?::?\d{2})?(?![\d./:-])(?:\s?[A-Z]{3,5}(?![^\W_]))?)?[)\]]?(?:\s*[(\[][^)\]\d]*[)\]])?"
)
_BETWEEN = re.compile(
    r"[\s,|·•@/()\[\]-]*(?:(?:at|um|à|a las|às|alle|ore|kl|klo|om|o|в|о|T|time)\b[.:]?)?"
    r"[\s,|·•@-]*",
    re.IGNORECASE,
)
_TOKENS = re.compile(_WORD)


def _read_whole(text: str, days: Sequence[_Day], hints: _Hints) -> _Found | None:
    """Read text that holds one date, at most one time, and only known words beside."""
    for day in days:
        clock = _find_clock(text, day, hints, whole=True)
        rest = _without(text, day, clock)
        if _says_nothing_more(rest):
            return _put_together(day, clock)
    return None


def _find_days(text: str, hints: _Hints, *, whole: bool) -> Iterator[_Day]:
    """Yield every date a shape finds, likeliest shape first; each is a day of the calendar."""
    for shape in (_CTIME, _CJK, _VIETNAMESE, _YMD):
        for match in shape.finditer(text):
            month = _month(match["m"], hints) if shape is _CTIME else int(match["m"])
            clock = match["clock"] if shape is _CTIME else ""
            yield from _day(match, int(match["y"]), month, int(match["d"]), clock)
    for shape in (_DAY_NAME, _NAME_DAY, _YEAR_NAME):
        for match in shape.finditer(text):
            month = _month(match["m"], hints)
            number = (
                match["d"] or (match["d1"] or "").rstrip(" .")
                if shape is _YEAR_NAME
                else match["d"]
            )
            if not month or not number:
                continue
            short = match["yy"] if shape is _DAY_NAME else None
            if short and not whole:
                continue
            year = _full_year(short) if short else int(match["y"])
            if fold(match["m"]) in THAI_MONTHS and year > 2400:
                year -= 543
            yield from _day(match, year, month, int(number))
    for match in _DMY.finditer(text):
        # A short year counts only where the whole text is a date: "3.11.10" may be anything.
        if len(match["y"]) == 2 and (match["sep"] == "-" or not (whole or hints.short_years)):
            continue
        year = _full_year(match["y"])
        order = _order(match, year, text, hints)
        if order:
            yield from _day(match, year, *order)


def _day(
    match: re.Match[str], year: int, month: int | None, day: int, clock: str = ""
) -> Iterator[_Day]:
    if month and FIRST_YEAR <= year <= LAST_YEAR and _datetime(year, month, day):
        yield _Day(match.start(), match.end(), year, month, day, clock)


def _month(word: str, hints: _Hints) -> int | None:
    key = fold(word)
    if hints.primary == "hr" and key in CROATIAN_MONTHS:
        return CROATIAN_MONTHS[key]
    return MONTHS.get(key)


def _order(match: re.Match[str], year: int, text: str, hints: _Hints) -> tuple[int, int] | None:
    """Return (month, day) of a numeric date whose year stands last."""
    first, second = int(match["a"]), int(match["b"])
    possible = [pair for pair in ((second, first), (first, second)) if _datetime(year, *pair)]
    if len(possible) < 2 or first == second:
        return possible[0] if possible else None
    around = text[: match.start()] + " " + text[match.end() :]
    named = {WEEKDAYS[key] for word in _TOKENS.findall(around) if (key := fold(word)) in WEEKDAYS}
    fitting = [pair for pair in possible if date(year, *pair).weekday() in named]
    if len(fitting) == 1:
        return fitting[0]
    day_first = hints.day_first
    if day_first is None:
        day_first = match["sep"] != "/" or not hints.slash_is_month_first
    return possible[0] if day_first else possible[1]


def _find_clock(text: str, day: _Day, hints: _Hints, *, whole: bool) -> _Clock | None:
    """Return the time that goes with the day: after it, else before it.

    In running text only what stands right beside the date counts.
    """
    if day.clock:
        match = _CLOCK.match(day.clock)
        return _clock(match, day.clock, day, hints, shift=None) if match else None
    for match in _clocks(text, day.end, len(text)):
        if whole or _BETWEEN.fullmatch(text, day.end, match.start()):
            return _clock(match, text, day, hints)
        break
    for match in _clocks(text, 0, day.start):
        clock = _clock(match, text, day, hints)
        if whole or (clock and _BETWEEN.fullmatch(text, clock.end, day.start)):
            return clock
    return None


def _clocks(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    if text[start : start + 1] == "T":
        start += 1
    found = list(_CLOCK.finditer(text, start, end)) + list(_PACKED_CLOCK.finditer(text, start, end))
    yield from sorted(found, key=lambda match: match.start())


def _clock(
    match: re.Match[str], text: str, day: _Day, hints: _Hints, shift: int | None = 0
) -> _Clock | None:
    groups = match.groupdict()
    hour, minute = int(match["h"]), int(groups["mi"] or 0)
    half = groups.get("before") or groups.get("after") or groups.get("only")
    if half:
        morning = re.fullmatch(_BEFORE_NOON, half, re.IGNORECASE) is not None
        if morning and hour > 12:
            return None
        if not morning and hour < 12:
            hour += 12
        elif morning and hour == 12:
            hour = 0
    if hour > 23:
        return None
    second = int(groups["s"]) if groups.get("s") else None
    if second is not None and second > 59:
        return None
    zone, end = _zone(text, match.end(), day, hints)
    if shift is None:  # the clock stands inside the day's own span
        return _Clock(day.start, day.end, hour, minute, second, zone)
    return _Clock(match.start(), end, hour, minute, second, zone)


def _zone(text: str, at: int, day: _Day, hints: _Hints) -> tuple[timezone | None, int]:
    """Return the zone named right after a time, if it is told, and where its name ends."""
    limit = day.start if at <= day.start and not day.clock else len(text)
    match = _ZONE.match(text, at, limit)
    if match is None or not (match["name"] or match["offset"]):
        return None, at
    name = (match["name"] or "").upper()
    if match["offset"]:
        offset = _numeric_offset(match["offset"].rstrip(ascii_uppercase + " "))
        if offset is not None and (not name or ZONES.get(name) is not None):
            return _fixed(offset), match.end()
        return None, at
    if name == "CST" and hints.primary == "zh":  # China's, there
        return timezone(timedelta(hours=8)), match.end()
    if name == "BST" and hints.primary in ("", "en") and _is_british_summer(day):
        return timezone(timedelta(hours=1)), match.end()
    if name in ZONES:
        return _fixed(timedelta(minutes=ZONES[name])), match.end()
    if name in PLACES:
        return _zone_of_place(PLACES[name], day), match.end()
    if name in VAGUE_ZONES:
        return None, match.end()
    return None, at


def _is_british_summer(day: _Day) -> bool:
    return (3, 25) <= (day.month, day.day) <= (10, 31)


def _zone_of_place(name: str, day: _Day) -> timezone | None:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # not on the fast path

    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError):  # a system without zone data: the offset is unknown
        return None
    offset = datetime(day.year, day.month, day.day, 12, tzinfo=zone).utcoffset()
    return _fixed(offset) if offset is not None else None


def _put_together(day: _Day, clock: _Clock | None) -> _Found | None:
    if clock is None:
        when = _datetime(day.year, day.month, day.day)
        return (when, Precision.DAY) if when else None
    when = _datetime(day.year, day.month, day.day, clock.hour, clock.minute, clock.second or 0)
    if when is None:
        return None
    precision = Precision.MINUTE if clock.second is None else Precision.SECOND
    return when.replace(tzinfo=clock.zone), precision


def _without(text: str, day: _Day, clock: _Clock | None) -> str:
    spans = [(day.start, day.end)] + ([(clock.start, clock.end)] if clock else [])
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text


def _says_nothing_more(rest: str) -> bool:
    if any(char.isdigit() for char in rest):
        return False
    return all(
        word in VAGUE_ZONES or (key := fold(word)) in LABELS or key in WEEKDAYS
        for word in _TOKENS.findall(rest)
    )


def _read_month(text: str, hints: _Hints) -> _Found | None:
    """Read "January 2023": only as the whole text, since so little is easily met by chance."""
    match = _CJK_MONTH.fullmatch(text) or _NAME_YEAR.fullmatch(text)
    if match is None:
        return None
    month = int(match["m"]) if match["m"].isdigit() else _month(match["m"], hints)
    when = _datetime(int(match["y"]), month, 1) if month else None
    return (when, Precision.MONTH) if when else None


# The last rung


_FULL_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _read_rare(text: str, hints: _Hints) -> _Found | None:
    """Read a named date by dateparser, where our month names do not know the language.

    Only text with a month in letters and a four-digit year gets so far; the zone is ours to
    tell, since dateparser takes IST for one place.
    """
    numbers = re.findall(r"\d+", text)
    words = _TOKENS.findall(text)
    if not _FULL_DATE.search(text) or not 2 <= len(numbers) <= 6 or not 1 <= len(words) <= 8:
        return None
    if all(fold(word) in LABELS or fold(word) in WEEKDAYS for word in words):
        return None
    if text.isascii() and not hints.languages:
        return None  # the Latin-script languages of _RARE_LANGUAGES need a caller who knows
    data = _ask_dateparser(text, hints.languages)
    if data is None:
        return None
    when, period = data
    clock = next(_clocks(text, 0, len(text)), None)
    if period == "time" and clock is not None:
        day = _Day(len(text), len(text), when.year, when.month, when.day)
        zone, _ = _zone(text, clock.end(), day, hints)
        second = clock.groupdict().get("s")
        precision = Precision.SECOND if second else Precision.MINUTE
        return when.replace(tzinfo=zone), precision
    midnight = when.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return midnight, Precision.DAY


def _ask_dateparser(text: str, languages: Sequence[str]) -> tuple[datetime, str] | None:
    """Return dateparser's reading and its period, asked as strictly as it can be."""
    from dateparser.conf import SettingValidationError  # 50 ms to import: only when needed
    from dateparser.date import DateDataParser
    from dateparser.languages.loader import default_loader

    known = default_loader.get_locale_map  # names the supported languages
    wanted = [tag.partition("-")[0] for tag in languages] or list(_RARE_LANGUAGES)
    try:
        known(languages=wanted)
        parser = DateDataParser(
            languages=list(dict.fromkeys(wanted)),
            settings={
                "REQUIRE_PARTS": ["day", "month", "year"],
                "PARSERS": ["timestamp", "absolute-time"],
                "RETURN_TIME_AS_PERIOD": True,
                "TIMEZONE": "UTC",
            },
        )
        data = parser.get_date_data(text)
    except (ValueError, TypeError, OverflowError, SettingValidationError):
        return None
    return (data.date_obj, data.period) if data.date_obj else None


# Small change


_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\ufeff\u00ad"))


def _clean(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).translate(_DASHES)
    return " ".join(text.split())


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= FIRST_YEAR - 1900 else 2000)


def _datetime(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0
) -> datetime | None:
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - a wall clock
    except ValueError:
        return None


def _numeric_offset(text: str) -> timedelta | None:
    """Return the offset of "+0200", "+02:00", "-5" or None beyond what is used on Earth."""
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    offset = sign * timedelta(hours=int(hours), minutes=int(minutes))
    return offset if -timedelta(hours=12) <= offset <= timedelta(hours=14) else None


def _fixed(offset: timedelta) -> timezone:
    return timezone(offset) if offset else UTC
