"""Which member of a story the others were made of, and what the others are.  Pure.

Evidence in this order: a credit or canonical URL that names it, the agency's own article, the
earliest time that is stated to the minute with its zone, and who was seen first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from newsarchive.dedup.agencies import agencies_of, calls_itself, is_of_agency
from newsarchive.dedup.fingerprint import fold
from newsarchive.model import Member, StoryKind
from newsarchive.urls import canonical_url, host_of

KEPT = 1_024  # members of which it is kept what they name: a story is told with each that joins


@dataclass(frozen=True, slots=True)
class Origin:
    """The member a story began with, why that one, and what each member is, and why."""

    original: int
    reason: str
    kinds: Mapping[int, tuple[StoryKind, str]]


def origin_of(members: Sequence[Member]) -> Origin:
    """Return a story's original and kinds; the order of the members does not matter."""
    named = {member.id: _agencies(member) for member in members}
    counted = Counter(agency for agencies in named.values() for agency in agencies)
    own = {member.id for member in members if counted and is_of_agency(_words(member), counted)}
    credited, by = _credited(members)
    pool: Sequence[Member]
    if credited:
        pool = credited
        told = f"{by} names it as its source"
    elif own:
        pool = [member for member in members if member.id in own]
        told = "it is the agency's own"
    else:
        pool = members
        told = ""
    first = min(pool, key=_order)
    if not told:
        told = _why_first(first, members)
    wire = {agency for agency, times in counted.items() if times > 1 or own}
    kinds: dict[int, tuple[StoryKind, str]] = {}
    for member in members:
        if member.id == first.id:
            kinds[member.id] = (StoryKind.ORIGINAL, told)
        elif shared := sorted(named[member.id] & wire):
            kinds[member.id] = (StoryKind.WIRE_COPY, f"names {shared[0]}, as others do")
        elif member.id in own:
            kinds[member.id] = (StoryKind.WIRE_COPY, "the agency's own, sent again")
        else:
            kinds[member.id] = (StoryKind.REPOST, _why_repost(member, first))
    return Origin(original=first.id, reason=told, kinds=kinds)


@lru_cache(KEPT)
def _agencies(member: Member) -> frozenset[str]:
    return agencies_of(
        body=member.edges,
        authors=member.authors,
        sources=[source for source, _ in member.credits],
    )


@lru_cache(KEPT)
def _words(member: Member) -> frozenset[str]:
    names = (member.publisher, member.site, *member.host.replace("-", ".").split("."))
    return calls_itself(names)


def _credited(members: Sequence[Member]) -> tuple[list[Member], str]:
    """The members at the end of the credits' chains, and who names one of them."""
    by_url = {member.url: member for member in members}
    by_name: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        for name in _called(member):
            by_name[name].append(member)
    leads: dict[int, Member] = {}
    for member in members:
        target = _target(member, by_url, by_name)
        if target is not None:
            leads[member.id] = target
    ends: dict[int, tuple[Member, Member]] = {}
    for start in members:
        at, seen = start, {start.id}
        while at.id in leads and leads[at.id].id not in seen:
            at = leads[at.id]
            seen.add(at.id)
        if at.id != start.id and at.id not in leads:
            known = ends.get(at.id)
            if known is None or _order(start) < _order(known[1]):
                ends[at.id] = (at, start)
    if not ends:
        return [], ""
    first = min((end for end, _ in ends.values()), key=_order)
    return [end for end, _ in ends.values()], ends[first.id][1].host


def _target(
    member: Member, by_url: Mapping[str, Member], by_name: Mapping[str, Sequence[Member]]
) -> Member | None:
    """The member that another says it is from."""
    for url in (member.canonical_url, *(url for _, url in member.credits)):
        found = by_url.get(canonical_url(url)) if url else None
        if found is not None and found.id != member.id:
            return found
    names = {host_of(url) for _, url in member.credits if url}
    for source, _ in member.credits:
        folded = fold(source)
        names |= {folded, folded.replace(" ", "")}
    named = [
        other
        for name in names - {""}
        for other in by_name.get(name, ())
        if other.host != member.host
    ]
    return min(named, key=_order, default=None)


@lru_cache(KEPT)
def _called(member: Member) -> frozenset[str]:
    """By which names others may credit a member."""
    host = member.host.removeprefix("www.")
    names = {fold(member.publisher), fold(member.site), fold(host), fold(host.split(".")[0])}
    return frozenset((*names, member.host, fold(host.split(".")[0]).replace(" ", ""))) - {""}


def _order(member: Member) -> tuple[bool, float, float, str, str]:
    stated = member.published.timestamp() if member.published and member.reliable else 0.0
    seen = member.first_seen_at.timestamp()
    return (not (member.published and member.reliable), stated, seen, member.url, member.key)


def _why_first(first: Member, members: Sequence[Member]) -> str:
    if first.reliable and first.published is not None:
        others = sum(member.reliable and member.published is not None for member in members) - 1
        return "was published first" if others else "alone states when it was published"
    return "was archived first"


def _why_repost(member: Member, original: Member) -> str:
    urls = {canonical_url(url) for _, url in member.credits if url}
    if original.url in urls:
        return "links to it as its source"
    if canonical_url(member.canonical_url) == original.url:
        return "names it as canonical"
    if member.credits:
        return f"credits {member.credits[0][0] or host_of(member.credits[0][1])}"[:80]
    return "has its text"
