"""Which of the dates a page carries is the article's: for machines, for readers, in the address.

The order of trust stands in ``loader.TRUST``; here, what dates say of each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from newsarchive.dates import MAX_OFFSET, as_shown, find_date, parse_date
from newsarchive.extraction._claims import Claim, plain
from newsarchive.model import Moment, Precision

KEPT_DATES = 1_000  # readings kept, since a page states its date up to five times over

Context = Mapping[str, Any]


def choose_moment(ranked: Sequence[Claim], context: Context) -> list[Claim]:
    """The most trusted date, completed by an agreeing one that knows more.

    ``ranked``: what is claimed, the most trusted first.
    """
    languages = context["languages"]
    latest: datetime | None = context.get("latest")
    best: Claim | None = None
    for claim in ranked:
        if best is not None and claim.origin in _NO_COMPLETION:
            continue
        moment = _moment_of(claim, languages)
        if moment is None or (claim.origin in _LINES and moment.precision in _VAGUE):
            continue
        if latest is not None and _is_later(moment.when, latest):
            continue
        found = claim.meaning(moment, moment.raw)
        if best is None or (_completes(best.value, moment) and claim.origin != "url"):
            best = found
            if not _may_be_completed(moment):
                break
    if best is None:
        return []
    return [_as_readers_see_it(best, ranked, languages)]


def choose_published(ranked: Sequence[Claim], context: Context) -> list[Claim]:
    """The most trusted date of publication; what readers are shown may overrule machines."""
    chosen = choose_moment(ranked, context)
    if not chosen:
        return chosen
    languages = context["languages"]
    day = None
    if chosen[0].origin in _STATED:
        day = _shown_later(chosen[0].value, context) or _stated_first(chosen[0], ranked, context)
    elif chosen[0].origin in ("date", "visible"):
        day = _shown_alone(context)
    if day is None or day == chosen[0].value.when.date():
        return chosen
    fitting = [
        claim
        for claim in ranked
        if (moment := _moment_of(claim, languages)) is not None and moment.when.date() == day
    ]
    return choose_moment(fitting, context) or chosen


_STATED = ("json-ld", "microdata", "opengraph", "meta", "json-ld-page")


def _shown_later(stated: Moment, context: Context) -> date | None:
    """The one day shown between heading and text, where it is later than the stated one.

    Sites that put a text up again date it anew for readers and leave the first day to
    machines; what is labelled as an update is not among the lines.  On the htmldate and traf
    folders that day is right and the stated one wrong on 11 pages of 11 hosts, the other way
    round on none; 60 pages of fundus show the stated day there, none a later one.  An earlier
    day was wrong on the one page that shows one.
    """
    known = stated.when.date()
    revised = _revised(context) if context.get("shown") else set()
    if revised and max(revised) <= known:
        return None  # a later day is today's, or another story's
    days = set(_shown_days(context))
    if len(days) != 1 or (day := days.pop()) <= known or (revised and day > max(revised)):
        return None
    instant = stated.precision in _TIMED and stated.when.utcoffset() == timedelta(0)
    if instant and day <= (stated.when + MAX_OFFSET).date():
        return None  # one instant: readers see its local day
    return day


def _shown_alone(context: Context) -> date | None:
    """The day of the first line that is a date and nothing else: others may hold any date.

    Right on 1 page of the htmldate folder, wrong on none.
    """
    return next(_shown_days(context, alone=True), None)


def _shown_days(context: Context, *, alone: bool = False) -> Iterator[date]:
    """The days of the lines shown between heading and text.

    Beside other words only where the line calls itself a date, and not at all if ``alone``.
    """
    for claim in context.get("shown", ()):
        whole = alone or claim.origin != "date"
        found = _shown_in(str(claim.value), tuple(context["languages"]), whole)
        if found is not None and found.precision not in _VAGUE:
            yield found.when.date()


@lru_cache(maxsize=KEPT_DATES)
def _shown_in(text: str, languages: tuple[str, ...], whole: bool) -> Moment | None:
    """The moment in a line, or, of a ``whole`` one, the moment it is."""
    found = find_date(text, languages=languages, short_years=True)
    return parse_date(text, languages=languages) if found is not None and whole else found


def _stated_first(best: Claim, claims: Sequence[Claim], context: Context) -> date | None:
    """The earlier day that OpenGraph states, where the trusted one is that of a revision.

    Right on 3 pages of 3 hosts of the htmldate and traf folders, wrong on none.  Other metas
    and ``dateCreated`` are no such witnesses: wrong on 7 pages, right on one more.
    """
    day = best.value.when.date()
    stated = [claim for claim in claims if claim.origin == "opengraph"]
    moment = _moment_of(stated[0], context["languages"]) if stated else None
    if moment is None or moment.precision in _VAGUE or day not in _revised(context):
        return None
    return moment.when.date() if moment.when.date() < day else None


def _revised(context: Context) -> set[date]:
    """The days on which the page says it was modified."""
    languages = context["languages"]
    moments = (_moment_of(claim, languages) for claim in context.get("revised", ()))
    return {
        moment.when.date()
        for moment in moments
        if moment is not None and moment.precision not in _VAGUE
    }


def _is_later(when: datetime, latest: datetime) -> bool:
    return (when if when.tzinfo else when.replace(tzinfo=UTC)) > latest


def _as_readers_see_it(best: Claim, claims: Sequence[Claim], languages: Sequence[str]) -> Claim:
    """An instant stated in UTC, in the zone whose wall clock the page shows beside it."""
    when: datetime = best.value.when
    if best.value.precision not in _TIMED or when.utcoffset() != timedelta(0):
        return best
    for claim in claims:
        if claim.origin not in ("time", "date", "visible"):
            continue
        shown = _moment_of(claim, languages)
        if shown is None or shown.when.tzinfo is not None or shown.precision not in _TIMED:
            continue
        local = as_shown(when, shown.when)
        if local.utcoffset():
            return replace(best, value=replace(best.value, when=local))
    return best


_LINES = ("date", "visible", "far", "updated", "modified")
_VAGUE = (Precision.YEAR, Precision.MONTH)
_NO_COMPLETION = ("visible", "url", "far", "feed", "updated", "modified")


def _moment_of(claim: Claim, languages: Sequence[str]) -> Moment | None:
    if isinstance(claim.value, Moment):
        return claim.value
    kind = claim.origin if claim.origin in _LINES else ""
    return _moment_in(plain(str(claim.value)[:400]), tuple(languages), kind)


@lru_cache(maxsize=KEPT_DATES)
def _moment_in(text: str, languages: tuple[str, ...], line: str) -> Moment | None:
    """The moment a text states; ``line`` is the origin of one that may hold other words."""
    found = parse_date(text, languages=languages)
    if found is None and line:
        found = find_date(text, languages=languages, short_years=line != "far")
    return found


def _may_be_completed(moment: Moment) -> bool:
    return (
        not moment.when.utcoffset()
        or moment.precision not in _TIMED
        or moment.when.time() == moment.when.min.time()
    )


def _completes(known: Moment, other: Moment) -> bool:
    """Tell whether another moment is the known one, stated more exactly.

    That is a time on the known day where only the day was known, the zone of a known wall
    clock, or the local zone of an instant that was stated in UTC.
    """
    if other.precision not in _TIMED:
        return False
    if known.precision not in _TIMED or known.when.time() == known.when.min.time():
        same_day = other.when.date() == known.when.date()
        return same_day and other.when.time() != other.when.min.time()
    if other.when.tzinfo is None:
        return False
    if known.when.tzinfo is None:
        apart = other.when.replace(tzinfo=None) - known.when
    elif other.when.utcoffset():
        apart = other.when - known.when
    else:
        return False
    return abs(apart.total_seconds()) < 60


_TIMED = (Precision.MINUTE, Precision.SECOND)
