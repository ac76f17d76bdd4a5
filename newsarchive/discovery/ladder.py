"""The ladder into a source's back catalogue: which way first, when a way has ended.

Rungs from the cheapest and most complete to the dearest: WordPress's API, archived pages of
feeds (RFC 5005), sitemaps, pages of sections, archives by date; where these name hardly
anything, a walk from page to page.  Pure: what was read comes
in, the rung as it stands then comes out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from newsarchive.discovery.history import find_date_archives, guessed_older, previous_archive
from newsarchive.discovery.systems import usual_sitemaps
from newsarchive.discovery.wordpress import posts_url
from newsarchive.model import Link, Listing, Rung, Source
from newsarchive.urls import without_session

LADDER = ("wordpress", "feed", "sitemap", "section", "archive", "walk")
# Lower rungs are left out when an upper one named so much of what the feeds name.  A tenth
# may be missing: feeds hold pages of other kinds, and what was published meanwhile.
ENOUGH = 0.9
WALK_MARK = "#walk"  # tells the walk that begins at the home page from its section
FEW = 20  # addresses named by all other rungs together, below which the site is walked
COMPLETE = frozenset(("wordpress", "sitemap"))  # kinds that can name everything
# Pages in a row that name nothing new, after which a way has ended: servers answer any page
# number with the last page; a month without news is no end, half a year is.  The API says itself
# where it ends.
_EMPTY = {"archive": 6, "wordpress": 10}
_MOST_EMPTY = 2
MAX_PAGES = 5_000  # of one rung; a safeguard against pages that are made up on demand
MAX_TOLD = 5  # ways of a kind that are told one by one
_MONTH_IN_PATH = re.compile(r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])(?:/|-)")


def sorted_rungs(rungs: Iterable[Rung]) -> list[Rung]:
    """Return rungs in the order they are to be climbed."""
    return sorted(rungs, key=lambda rung: LADDER.index(rung.kind))


def first_rungs(
    source: Source,
    *,
    api: str,
    sitemaps: Collection[str],
    sections: Collection[str],
    known: Collection[str],
    today: date,
) -> list[Rung]:
    """Return the ways into a source's back catalogue, in the order they are to be climbed.

    Args:
        source: Its listings are ways of their own.
        api: Root of its WordPress API, "" where there is none.
        sitemaps: Those that the site names; the usual places are tried where it names none.
        sections: Pages of lists.
        known: Addresses of the site, which tell the shape of its archives by date.
        today: Where those archives begin.
    """
    listed = {
        kind: [listing.url for listing in source.listings if listing.kind == kind]
        for kind in ("feed", "sitemap", "section")
    }
    maps = [*listed["sitemap"], *sitemaps] or usual_sitemaps(source.home)
    archives = [shape.at(today) for shape in find_date_archives(known, home=source.home)[:1]]
    ways = [
        *((posts_url(api), "wordpress") for _ in range(bool(api))),
        *((url, "feed") for url in listed["feed"]),
        *((url, "sitemap") for url in maps),
        *((url, "section") for url in (*listed["section"], *sections)),
        *((url, "archive") for url in archives),
    ]
    each: dict[str, Rung] = {}
    for url, kind in ways:
        each.setdefault(url, Rung(kind=kind, url=url, next_url=url))
    walk = Rung(kind="walk", url=f"{source.home}{WALK_MARK}", next_url=source.home)
    return sorted_rungs([*each.values(), walk])


def again(rung: Rung, since: date | None) -> Rung:
    """Return the rung as another run takes it up: what failed may work today.

    Where an earlier day is asked for, it goes back to where it first left something out.
    """
    if rung.state == "failed":
        return replace(rung, state="open", next_url=rung.next_url or rung.url, cause="")
    if rung.dropped_at and rung.since and (since is None or since < rung.since):
        return replace(
            rung, state="open", next_url=rung.dropped_at, dropped_at="", cause="", empty=0
        )
    return rung


def advance(
    rung: Rung,
    found: Listing,
    *,
    fresh: int,
    since: date | None,
    dropped: bool = False,
    wordpress: bool = False,
) -> Rung:
    """Return the rung after one of its pages was read.

    Args:
        rung: As it was before; its ``next_url`` is what was asked.
        found: What that page says.
        fresh: How many of its links this rung had not named before.
        since: Nothing published before this day is wanted.
        dropped: Some of its links were left out as older.
        wordpress: The page says that WordPress made it: what it does not link to may be
            guessed.
    """
    times = [time for link in found.links if (time := time_of(link)) is not None]
    seen = [time for time in (*times, rung.reached) if time is not None]
    now = replace(
        rung,
        asked=rung.asked + 1,
        found=rung.found + fresh,
        stated=found.total if found.total is not None else rung.stated,
        empty=0 if fresh else rung.empty + 1,
        reached=min(seen) if seen else None,
        since=since,
        dropped_at=rung.dropped_at or (rung.next_url if dropped else ""),
    )
    if rung.kind == "walk":
        return ended(now, "read")
    if found.kind == "sitemap-index":
        return ended(now, f"it names {len(found.more)} sitemaps")
    if since is not None and times and max(times).date() < since:
        return ended(now, f"it reached {since}")
    if now.empty >= _EMPTY.get(rung.kind, _MOST_EMPTY):
        return ended(now, f"{now.empty} pages in a row named nothing new")
    if now.asked >= MAX_PAGES:
        return ended(now, f"{MAX_PAGES} pages were read")
    older = without_session(found.older) or _guess(
        rung, wordpress=wordpress and bool(found.links), since=since
    )
    if not older:
        return ended(now, "it has no older page")
    if older == rung.next_url:
        return ended(now, "its next page is the same")
    return replace(now, next_url=older)


def failed(rung: Rung, cause: str, *, missing: bool) -> Rung:
    """Return the rung after a page could not be had; ``missing``: there is none (404, 410)."""
    if not missing:
        return replace(rung, state="failed", cause=cause)
    rung = replace(rung, asked=rung.asked + 1, empty=rung.empty + 1)
    before = previous_archive(rung.next_url) if rung.kind == "archive" else ""
    if before and rung.empty < _EMPTY["archive"]:
        return replace(rung, next_url=before)
    return ended(rung, f"{cause} for its next page" if rung.found else cause)


def ended(rung: Rung, cause: str) -> Rung:
    """Return the rung as it is done with, for a cause in one clause."""
    return replace(rung, state="done", cause=cause, next_url="")


def summary(rungs: Iterable[Rung]) -> list[str]:
    """Return how far each way was followed, a line each, in the order they were climbed.

    Of a kind at most ``MAX_TOLD`` are told one by one, failed ones and those that named most
    first; the pages of a walk are one.  The others are counted, by why they ended.
    """
    told: list[str] = []
    by_kind: dict[str, list[Rung]] = {kind: [] for kind in LADDER}
    for rung in rungs:
        by_kind[rung.kind].append(rung)
    by_kind["walk"] = _as_one(by_kind["walk"])
    for kind, some in by_kind.items():
        telling = [rung for rung in some if rung.found or rung.state == "failed" or len(some) == 1]
        telling.sort(key=lambda rung: (rung.state != "failed", -rung.found))
        told += [_line(rung) for rung in telling[:MAX_TOLD]]
        others: dict[tuple[str, str], list[Rung]] = {}
        named = {rung.url for rung in telling}
        for rung in (*telling[MAX_TOLD:], *(rung for rung in some if rung.url not in named)):
            why = "" if rung.found else rung.cause
            others.setdefault((rung.state, why), []).append(rung)
        for (state, cause), rest in others.items():
            found, asked = sum(rung.found for rung in rest), sum(rung.asked for rung in rest)
            told.append(
                f"{kind}: {len(rest)} others {state}, {asked} pages, {found} addresses"
                + (f" ({cause})" if cause else "")
            )
    return told


def _as_one(pages: list[Rung]) -> list[Rung]:
    """The pages of a walk as the one way that they are."""
    if not pages:
        return []
    root = next((rung for rung in pages if not rung.depth), pages[0])
    states = [rung.state for rung in pages]
    times = [rung.reached for rung in pages if rung.reached]
    one = replace(
        root,
        url=root.url.removesuffix(WALK_MARK),
        state=next(state for state in ("open", "failed", "done") if state in states),
        asked=sum(rung.asked for rung in pages),
        found=sum(rung.found for rung in pages),
        reached=min(times, default=None),
    )
    return [one]


def _line(rung: Rung) -> str:
    return (
        f"{rung.kind} {rung.url}: {rung.state}, {rung.asked} pages, {rung.found} addresses"
        + (f", back to {rung.reached:%Y-%m-%d}" if rung.reached else "")
        + (f" ({rung.cause})" if rung.cause else "")
    )


def wanted_since(links: Sequence[Link], since: date | None) -> list[Link]:
    """The links to what was published on a day or later, as far as that is known."""
    if since is None:
        return list(links)
    return [link for link in links if not _is_older(link, since)]


def time_of(link: Link) -> datetime | None:
    """When what a link leads to was published, or at least changed; naive times count as UTC."""
    moment = link.published or link.modified
    if moment is None:
        return None
    return moment.when if moment.when.tzinfo else moment.when.replace(tzinfo=UTC)


def _is_older(link: Link, since: date) -> bool:
    time = time_of(link)
    if time is not None:
        return time.date() < since
    stated = _MONTH_IN_PATH.search(link.url)
    return stated is not None and (int(stated[1]), int(stated[2])) < (since.year, since.month)


def _guess(rung: Rung, *, wordpress: bool, since: date | None) -> str:
    if rung.kind == "archive":
        before = previous_archive(rung.next_url)
        return before if _is_wanted(before, since) else ""
    if not wordpress or rung.kind not in ("feed", "section"):
        return ""
    guesses = guessed_older(rung.next_url)
    if not guesses:
        return ""
    return guesses[-1] if rung.kind == "feed" else guesses[0]


def _is_wanted(archive: str, since: date | None) -> bool:
    stated = _MONTH_IN_PATH.search(f"{archive}/")
    if since is None or stated is None:
        return bool(archive)
    return (int(stated[1]), int(stated[2])) >= (since.year, since.month)
